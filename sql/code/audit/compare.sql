-- Compares the rows of requests, answers and of what leaves (those of deliveries, mails, photos and later words: compare_transport.sql) with what their events say, so that whoever changes
-- a row past the triggers is found. A request is followed back from its row: each event has to tell its
-- present value of what it changed, and before it was what the event says; the row that so is left is the one of
-- which the event that began it, or the last erasure, has the digest. Nothing is compared with what older
-- versions wrote no digest of, nor with content that was erased.

create or replace function varta.same_value(p_key text, a jsonb, b jsonb) returns boolean
language sql stable as $$
    select case when p_key ~ '(_at|_from|_until)$' then (a #>> '{}')::timestamptz is not distinct from (b #>> '{}')::timestamptz
                else a is not distinct from b end
$$;
comment on function varta.same_value is 'in: field of a request as the history tells it, two values. out: whether they are the same; moments are, in whatever zone';

create or replace function varta.value_back(p_key text, p_before jsonb) returns jsonb
language sql stable as $$
    select case when p_key ~ '(_at|_from|_until)$' and p_before <> 'null' then to_jsonb((p_before #>> '{}')::timestamptz) else p_before end
$$;
comment on function varta.value_back is 'in: field, what an event tells as before. out: it, as a row shows it in the zone of the session';

create or replace function varta.request_fault(r varta.request) returns text
language plpgsql stable set search_path = varta, pg_temp set timezone = 'UTC' as $$
declare
    v_row jsonb := varta.request_shown(r);
    e record;
    f record;
begin
    for e in select v.id, v.verb, v.before, v.after, v.after #>> '{digests,row}' as digest from varta.event v
             where v.city_id = r.city_id and v.request_id = r.id order by v.id desc
    loop
        if e.digest is not null then
            return case when e.digest is distinct from varta.text_digest(r.text_key, v_row::text)
                        then format('its row is not what event %s and those after it say', e.id) end;
        end if;
        for f in select a.key, a.value as now, e.before -> a.key as was from jsonb_each(e.after) a
                 where v_row ? a.key and not (e.after ? 'response' and a.key in ('body', 'public'))
        loop
            if not varta.same_value(f.key, v_row -> f.key, f.now) then
                return format('its %s is not what event %s says', f.key, e.id);
            end if;
            v_row := v_row || jsonb_build_object(f.key, varta.value_back(f.key, f.was));
        end loop;
        if e.verb = 'received' then
            return null;
        end if;
    end loop;
    return 'no event says where it came from';
end
$$;
comment on function varta.request_fault is 'in: request. out: how its row differs from what its events say, null: it does not';

create or replace function varta.undone(p_city smallint, p_request bigint) returns bigint[]
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(array_agg(u::bigint), '{}') from varta.event e cross join lateral jsonb_array_elements_text(e.after -> 'undone') u
    where e.city_id = p_city and e.request_id = p_request and e.verb in ('undo', 'follow')
$$;
comment on function varta.undone is 'in: request. out: its events that were undone';

create or replace function varta.answer_hashes(p_city smallint, p_response bigint) returns text[]
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(array_agg(a.hash order by a.n), '{}') from varta.answer_photo a where a.city_id = p_city and a.response_id = p_response
$$;
comment on function varta.answer_hashes is 'in: response. out: SHA-256 of its photos, in their order';

create or replace function varta.photos_erased(p varta.response) returns boolean
language sql stable set search_path = varta, pg_temp as $$
    select not exists (select from varta.answer_photo a where a.city_id = p.city_id and a.response_id = p.id)
       and exists (select from varta.event e where e.city_id = p.city_id and e.request_id = p.request_id and e.verb = 'erase')
$$;
comment on function varta.photos_erased is 'in: response. out: whether its photos may have gone with the texts of who was erased';

create or replace function varta.response_fault(p varta.response) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_undone bigint[] := varta.undone(p.city_id, p.request_id);
    v_state text;
    v_text boolean := false;
    v_gone boolean := false;
    e record;
    k uuid := (select text_key from varta.request where city_id = p.city_id and id = p.request_id);
begin
    for e in select v.id, v.verb, v.after, v.after #>> array['digests', 'responses', p.id::text] as digest, v.salt is null as gone,
                    (v.after ->> 'response')::bigint is not distinct from p.id as own
             from varta.event v where v.city_id = p.city_id and v.request_id = p.request_id order by v.id desc
    loop
        v_gone := v_gone or e.gone;
        if e.own and e.id <> all(v_undone) and v_state is null then
            v_state := coalesce(e.after ->> 'state', case e.verb when 'referral_answer' then 'submitted' else 'draft' end);
            if v_state <> (select code from varta.response_state where id = p.state) then
                return format('its state is not what event %s says', e.id);
            end if;
        end if;
        if e.own and e.after ? 'public' and (e.after ->> 'public')::boolean <> p.public then
            return format(case when p.public then 'event %s says that it is internal' else 'event %s says that it is public' end, e.id);
        end if;
        if e.own and e.after ? 'photos' and e.after -> 'photos' <> to_jsonb(varta.answer_hashes(p.city_id, p.id)) and not varta.photos_erased(p) then
            return format('its photos are not what event %s says', e.id);
        end if;
        if not v_text and (e.digest is not null or e.own and e.after ? 'body') then
            v_text := true;
            if e.digest is distinct from varta.text_digest(k, p.body) and (e.after ->> 'body') is distinct from p.body then
                return format('its text is not what event %s says', e.id);
            end if;
        end if;
    end loop;
    return case when v_state is null and not v_gone then 'no event tells of it' end;
end
$$;
comment on function varta.response_fault is 'in: answer or note. out: how its row differs from what the events of its request say, null: it does not';

create or replace function varta.outbox_fault(b varta.outbox) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    e varta.event;
    v_last bigint := (select last from varta.chain where city_id = b.city_id);
    v_digest text;
    k uuid := (select text_key from varta.request where city_id = b.city_id and id = b.request_id);
    v_erased text;
begin
    select * into e from varta.event where city_id = b.city_id and id = b.event_id;
    if not found then
        return format('there is no event %s, from which it is said to come', b.event_id);
    elsif b.request_id = e.request_id and e.after ? 'status' and e.after ->> 'status' <> (select code from varta.status where id = b.status) then
        return format('its status is not what event %s says', e.id);
    end if;
    select x.after #>> array['digests', 'outbox', b.seq::text] into v_erased from varta.event x
    where x.city_id = b.city_id and x.request_id = b.request_id and x.verb = 'erase' and x.after -> 'digests' is not null order by x.id desc limit 1;
    if v_erased is not null then
        return case when v_erased is distinct from varta.text_digest(k, b.text) then 'its text is not what the erasure left' end;
    elsif b.request_id <> e.request_id then
        select text_key into k from varta.request where city_id = b.city_id and id = e.request_id;
    end if;
    v_digest := e.after #>> '{digests,told}';
    return case
        when e.id <= coalesce(v_last, 0) or e.salt is null or e.verb = 'undo' then null
        when v_digest is null then format('event %s sent nothing', e.id)
        when v_digest <> varta.text_digest(k, b.text) and not exists (
            select from varta.event x where x.city_id = b.city_id and x.request_id = e.request_id and x.verb = 'erase' and x.id > e.id)
            then format('its text is not what event %s says', e.id) end;
end
$$;
comment on function varta.outbox_fault is 'in: row of the outbox. out: how it differs from what the event says from which it comes, null: it does not';

create or replace function varta.missing_rows(r varta.request) returns table (place text, fault text)
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_undone bigint[] := varta.undone(r.city_id, r.id);
    e record;
begin
    for e in select v.id, v.verb, (v.after ->> 'response')::bigint as response, v.verb <> 'merge' and v.after #>> '{digests,told}' is not null as told
             from varta.event v where v.city_id = r.city_id and v.request_id = r.id and (v.after ? 'response' or v.after ? 'digests') order by v.id
    loop
        if not exists (select from varta.response p where p.city_id = r.city_id and p.id = e.response) and e.response is not null then
            return query select 'response ' || e.response, format('event %s tells of it, but it is missing', e.id);
        end if;
        if e.told and e.id <> all(v_undone)
           and not exists (select from varta.outbox b where b.city_id = r.city_id and b.request_id = r.id and b.event_id = e.id)
           and not exists (select from varta.event x where x.city_id = r.city_id and x.request_id = r.id and x.id > e.id
                             and x.verb = 'recall' and (x.after ->> 'response')::bigint = e.response) then
            return query select 'outbox'::text, format('what event %s sent is missing', e.id);
        end if;
    end loop;
end
$$;
comment on function varta.missing_rows is 'in: request. out: answers and what should have left that its events tell of, and that are not there. What a merged request was told goes
where it is split again, or the answer is recalled of what it was merged into, and is not looked for';
