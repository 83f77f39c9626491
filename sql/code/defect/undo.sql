-- An officer's last act on a defect, entered by mistake, is taken back: what was entered stays in the history, beside what took it back.

create or replace function varta.last_defect_act(d varta.defect) returns varta.event
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    e varta.event;
    v_undone bigint[] := '{}';
begin
    for e in select x.* from varta.event x where x.city_id = d.city_id and x.request_id = 0 order by x.id desc loop
        exit when e.at < now() - interval '1 day';
        continue when e.verb not like 'defect\_%' or coalesce(e.after, e.before) ->> 'defect' is distinct from d.id::text;
        if e.verb = 'defect_undo' then
            v_undone := v_undone || (e.after ->> 'undone')::bigint;
        elsif e.id <> all(v_undone) then
            return e;
        end if;
    end loop;
    return null;
end
$$;
comment on function varta.last_defect_act is 'in: defect. out: the last event of the last 24 hours that tells of it and was not undone; null: there is none';

create or replace function varta.why_defect_stays(d varta.defect, e varta.event) returns text
language sql stable set search_path = varta, pg_temp as $$
    select case
        when e.id is null then 'nothing was done with it in the last 24 hours: enter what is so now'
        when e.who <> session_user then 'somebody else did the last of it'
        when e.verb not in ('defect_verify', 'defect_change', 'defect_join', 'defect_split') then 'it was entered, or a resident says that it is there again: look at the place'
        when e.verb <> 'defect_verify' then null
        when s.code <> e.after ->> 'state' then 'an order about it was issued since: the order is what can be cancelled'
        when e.after ->> 'state' = 'confirmed' and e.before ->> 'state' <> 'confirmed' and o.drafted then 'an order about it is drafted: drop that first'
        when e.before ->> 'state' = 'ordered' and not o.open then 'the order about it is closed: look at the place again' end
    from varta.defect_state s
    cross join (select coalesce(bool_or(q.state = varta.order_draft()), false) as drafted, coalesce(bool_or(t.open), false) as open
                from varta.order_defect x join varta.orders q on q.city_id = x.city_id and q.id = x.order_id join varta.order_state t on t.id = q.state
                where x.city_id = d.city_id and x.defect_id = d.id) o
    where s.id = d.state
$$;
comment on function varta.why_defect_stays is 'in: defect, its last act. out: why the operator cannot undo it; null: the operator can';

create or replace function varta.unfollow(p_city smallint, p_defects bigint[], p_event bigint, p_said text, p_sentence text) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    r varta.request;
    v_follow bigint;
    v_told boolean;
begin
    perform set_config('varta.first', '', true);
    for r in select q.* from varta.request q
             where q.city_id = p_city and q.id in (select x.request_id from varta.defect_request x where x.city_id = p_city and x.defect_id = any(p_defects))
             order by q.id for no key update
    loop
        v_follow := (select min(e.id) from varta.event e where e.city_id = r.city_id and e.request_id = r.id and e.id > p_event and e.verb = 'follow' and e.after ->> 'text' = p_said);
        continue when v_follow is null;
        v_told := varta.cancel_outbox('undo', r, array[v_follow]) and r.status = varta.status_pending();
        perform varta.describe_action('follow', null, null, jsonb_build_object('text', p_sentence, 'undone', jsonb_build_array(v_follow)), case when v_told then p_sentence end);
        update varta.request q set version = q.version + 1, updated_at = now() where q.city_id = r.city_id and q.id = r.id;
        if v_told then
            perform varta.add_to_outbox(r, r.status, p_sentence);
        end if;
    end loop;
end
$$;
comment on function varta.unfollow is
'in: city, defects, an event, what varta.follow() told of it, a sentence in Ukrainian. What nobody outside can have seen yet never leaves; who can have seen it is told that it was a mistake';

create or replace function varta.undo_verification(d varta.defect, e varta.event) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v varta.verification := (select x from varta.verification x where x.city_id = d.city_id and x.defect_id = d.id and varta.stands(x) order by x.id desc limit 1);
    v_event bigint := varta.record_event(d.city_id, 'defect_undo', null, jsonb_build_object('defect', d.id, 'state', e.after -> 'state'),
        jsonb_build_object('defect', d.id, 'state', e.before -> 'state', 'verification', v.id, 'verb', e.verb, 'undone', e.id));
begin
    insert into varta.verification_undone values (v.city_id, v.id, v_event);
    perform varta.touch_defect(d, (select id from varta.defect_state where code = e.before ->> 'state'));
    update varta.defect set reopened = reopened - 1 where city_id = d.city_id and id = d.id and e.before ->> 'state' = 'mended' and v.outcome = 'confirmed';
    with free as (update varta.round_place p set verification_id = null where p.city_id = v.city_id and p.verification_id = v.id returning p.round_id)
    update varta.round r set version = r.version + 1, closed_at = case when r.closed_at <> v.created_at then r.closed_at end
    from free where r.city_id = v.city_id and r.id = free.round_id;
    perform varta.unfollow(d.city_id, array[d.id], e.id, varta.verified_said(v.outcome), 'Попередній запис про перевірку внесено помилково.');
end
$$;
comment on function varta.undo_verification is
'in: defect (locked), the event of its last verification. The defect is what it was before; the place of a round is one where nobody has been, and a round that was closed by it is open';

create or replace function api.defect_undo(p_id bigint, p_version integer default null) returns api.defect_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    d varta.defect := varta.begin_defect('undo', p_id, coalesce(p_version, (varta.defect_of(p_id)).version));
    e varta.event := varta.last_defect_act(d);
    v_request bigint := (coalesce(e.after, e.before) ->> 'request')::bigint;
begin
    if varta.why_defect_stays(d, e) is not null then
        perform varta.fail('VA002', 'there is nothing that you could undo', 'undo', (select code from varta.defect_state where id = d.state), d.id::text, varta.why_defect_stays(d, e));
    elsif e.verb = 'defect_verify' then
        perform varta.undo_verification(d, e);
        return (select l from varta.defect_row(d.city_id, d.id) l);
    elsif e.verb = 'defect_change' then
        update varta.defect set object_id = (varta.object_of(e.before ->> 'object')).id, what = e.before ->> 'what', place = e.before ->> 'place', dangerous = (e.before ->> 'dangerous')::boolean
        where city_id = d.city_id and id = d.id;
    elsif e.verb = 'defect_join' then
        delete from varta.defect_request where city_id = d.city_id and defect_id = d.id and request_id = v_request;
    else
        insert into varta.defect_request values (d.city_id, d.id, v_request) on conflict do nothing;
    end if;
    perform varta.touch_defect(d, d.state);
    perform varta.record_event(d.city_id, 'defect_undo', null, e.after,
                               coalesce(e.before, '{}') || jsonb_build_object('defect', d.id, 'verb', e.verb, 'undone', e.id));
    return (select l from varta.defect_row(d.city_id, d.id) l);
end
$$;
comment on function api.defect_undo is
'in: number, version seen (null: whichever it has). out: the line. Undoes the operator''s last act on the defect: what was found, a change, a request that it is about or not; within 24 hours, and as long as nothing
was made of it. Called again, the one before. Who asked is told nothing, or that it was a mistake. errors: VA001, VA002 why it cannot be undone, VA004, 40001';
