-- The unit's last step with an order, entered by mistake, is taken back: changes of a draft, and what was noted for the owner. What has left, or is never changed, says what can be done instead.

create or replace function varta.last_order_step(o varta.orders) returns varta.order_step
language sql stable set search_path = varta, pg_temp as $$
    select s from varta.order_step s
    where s.city_id = o.city_id and s.order_id = o.id and s.verb <> 'order_undo'
      and not exists (select from varta.order_step u join varta.event e on e.city_id = u.city_id and e.id = u.event_id
                      where u.city_id = s.city_id and u.order_id = s.order_id and u.verb = 'order_undo' and (e.after ->> 'undone')::bigint = s.event_id)
    order by s.id desc limit 1
$$;
comment on function varta.last_order_step is 'in: order. out: its last step that was not undone';

create or replace function varta.why_order_stays(s varta.order_step) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return case
        when s.verb in ('order_issue', 'order_reissue') then 'an issued order is never changed: the head of the unit cancels it, or it is issued anew'
        when s.verb = 'order_cancel' then 'it is cancelled for good: issue it anew'
        when s.verb = 'order_give_time' then 'the owner has that time: agree on another day'
        when s.verb in ('order_remind', 'order_escalate') then 'it has left: who gets it knows by now'
        when s.verb in ('order_verify', 'order_fail') then 'who asked was told: look at the place again, and enter what is there'
        when s.verb = 'order_enforce' then 'a protocol or a ruling is annulled, not undone'
        when s.operator_id is null then 'the owner said it, not the unit'
        when s.operator_id <> (varta.me()).id then 'somebody else did the last of it'
        when s.at < now() - interval '1 day' then 'nothing was done with it in the last 24 hours: enter what is so now' end;
end
$$;
comment on function varta.why_order_stays is 'in: last step of an order. out: why the operator cannot undo it, and what can be done instead; null: the operator can';

create or replace function varta.undo_step(o varta.orders, s varta.order_step) returns varta.orders
language plpgsql set search_path = varta, pg_temp as $$
declare
    e varta.event := (select x from varta.event x where x.city_id = s.city_id and x.id = s.event_id);
    v_shown jsonb := varta.order_shown(o);
    v_was jsonb := v_shown - array(select jsonb_object_keys(e.after)) || coalesce(e.before, '{}');
    n varta.orders;
begin
    update varta.orders q
    set state = s.from_state, version = q.version + 1, changed_at = now(), law = v_was ->> 'law', demand = v_was ->> 'demand', days = (v_was ->> 'days')::smallint,
        working = (v_was ->> 'working')::boolean, asked_until = (v_was ->> 'asked_until')::date,
        institution_id = (select i.id from varta.institution i where i.city_id = q.city_id and i.code = v_was ->> 'institution')
    where q.city_id = o.city_id and q.id = o.id returning * into n;
    if v_was -> 'defects' <> v_shown -> 'defects' or s.verb = 'order_drop' then
        perform varta.set_order_defects(n, array(select x::bigint from jsonb_array_elements_text(v_was -> 'defects') x));
    end if;
    perform varta.write_step(n, 'order_undo', v_shown, o.state, 'unit', p_more => jsonb_build_object('undone', s.event_id));
    return n;
end
$$;
comment on function varta.undo_step is 'in: order (locked), its last step. The order is what the step''s event tells as before. out: it';

create or replace function api.order_undo(p_id bigint, p_version integer) returns api.order_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.orders := varta.order_of(p_id);
    s varta.order_step;
    n varta.orders;
begin
    perform varta.own_unit_check(o.city_id, o.unit_id, 'undo');
    perform varta.lock_reporters(o.city_id, varta.order_defects(o));
    select * into o from varta.orders where city_id = o.city_id and id = o.id for no key update;
    perform varta.version_check('order', o.id, p_version, o.version);
    s := varta.last_order_step(o);
    if varta.why_order_stays(s) is not null then
        perform varta.fail('VA002', 'there is nothing that you could undo', 'undo', (select code from varta.order_state where id = o.state), coalesce(nullif(varta.order_name(o), ''), o.id::text),
                           varta.why_order_stays(s));
    elsif s.verb = 'order_draft' then
        n := varta.end_order('order_drop', varta.order_shown(o), o.state, o.id, o.city_id);
        return varta.order_row_of(n);
    end if;
    n := varta.undo_step(o, s);
    if varta.order_said(s.verb, o) <> '' then
        perform varta.unfollow(o.city_id, varta.order_defects(o), s.event_id, varta.order_said(s.verb, o), varta.order_said('order_undo', n));
    end if;
    return varta.order_row_of(n);
end
$$;
comment on function api.order_undo is
'in: number, version seen. out: the line. Undoes the operator''s last step with the order within 24 hours: a change of a draft, its drafting (it is dropped) or dropping, and what was noted for the owner. Called again, the one before.
Who asked is told nothing, or that it was a mistake. errors: VA001, VA002 why it cannot be undone, and what can be done instead, VA004, 40001';
