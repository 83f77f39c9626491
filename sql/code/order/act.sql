-- What is done with an order that was issued: by the unit, by its head, or noted by the unit for the owner.

create or replace function varta.order_effects(p_verb text, o varta.orders, p_note text) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    d varta.defect;
begin
    if p_verb = 'order_remind' then
        update varta.orders set reminded_at = now() where city_id = o.city_id and id = o.id;
    elsif p_verb = 'order_escalate' then
        update varta.orders set escalated_at = coalesce(escalated_at, now()) where city_id = o.city_id and id = o.id;
    elsif p_verb = 'order_refuse_time' then
        update varta.orders set asked_until = null where city_id = o.city_id and id = o.id;
    elsif p_verb in ('order_verify', 'order_fail', 'order_cancel', 'order_drop') then
        for d in select x.* from varta.defect x where x.city_id = o.city_id and x.id = any(varta.order_defects(o)) order by x.id for update loop
            case when p_verb = 'order_verify' and d.state <> varta.defect_mended() then perform varta.verify(d, 'mended', p_note, '{}', null);
                 when p_verb = 'order_fail' and d.state = varta.defect_mended() then null;
                 when p_verb = 'order_fail' then perform varta.verify(d, 'confirmed', p_note, '{}', null);
                 when p_verb = 'order_cancel' and d.state = varta.defect_ordered() then perform varta.touch_defect(d, varta.defect_confirmed());
                 else null; end case;
        end loop;
    end if;
end
$$;
comment on function varta.order_effects is 'in: verb, order (locked), note. What the verb does besides the order''s state: to its defects, reminders, escalation';

create or replace function api.order_act(p_verb text, p_id bigint, p_version integer, p_note text default '', p_paper text default '') returns api.order_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.orders;
    v_before jsonb;
    v_note text := coalesce(p_note, '');
begin
    if p_verb not in ('order_drop', 'order_deliver', 'order_acknowledge', 'order_accept', 'order_reject', 'order_safe', 'order_done', 'order_refuse_time', 'order_remind',
                      'order_escalate', 'order_verify', 'order_fail', 'order_cancel') then
        perform varta.fail('VA003', format('%L is nothing that is done with orders', p_verb), 'verb', p_verb, 'order_deliver | order_accept | order_done | order_verify | …');
    end if;
    o := varta.begin_order(p_verb, p_id, p_version);
    v_before := varta.order_shown(o);
    if (varta.order_step_line(p_verb, o)).reason then
        perform varta.check_text('why', v_note, 2000);
    elsif p_verb = 'order_deliver' then
        perform varta.check_text('paper', p_paper, 200);
    elsif length(v_note) > 2000 then
        perform varta.check_text('note', v_note, 2000);
    end if;
    perform varta.order_effects(p_verb, o, v_note);
    o := varta.end_order(p_verb, v_before, o.state, o.id, o.city_id, v_note, p_paper);
    return varta.order_row_of(o);
end
$$;
comment on function api.order_act is
'in: verb (varta.order_verb, those that ask for nothing more), number, version seen, note or reason, number on paper (of order_deliver: the registration number, or how it was handed over).
out: the line. order_verify: all its defects are mended; order_fail: those that were not mended are confirmed again. errors: VA001 to VA004, 40001';

create or replace function varta.later_day(o varta.orders, p_until date) returns timestamptz
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_tz text := (select tz from varta.city where id = o.city_id);
begin
    if p_until is null or p_until <= varta.last_day(o.due_at, v_tz) or p_until > (now() at time zone v_tz)::date + 400 then
        perform varta.fail('VA003', 'this is not more time', 'until', p_until::text, format('a day after %s, within 400 days', varta.last_day(o.due_at, v_tz)));
    end if;
    return (p_until + 1)::timestamp at time zone v_tz;
end
$$;
comment on function varta.later_day is 'in: order, a day. out: the midnight behind it. errors: VA003 where it is not after the due date';

create or replace function api.order_ask_time(p_id bigint, p_version integer, p_until date, p_why text) returns api.order_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.orders := varta.begin_order('order_ask_time', p_id, p_version);
    v_before jsonb := varta.order_shown(o);
begin
    perform varta.later_day(o, p_until);
    update varta.orders set asked_until = p_until where city_id = o.city_id and id = o.id;
    o := varta.end_order('order_ask_time', v_before, o.state, o.id, o.city_id, varta.check_text('why', p_why, 2000));
    return varta.order_row_of(o);
end
$$;
comment on function api.order_ask_time is 'in: number, version seen, until which day the owner asks for, why. out: the line. The unit gives the time or refuses it. errors: VA001 to VA004, 40001';

create or replace function api.order_give_time(p_id bigint, p_version integer, p_until date, p_note text default '') returns api.order_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.orders := varta.begin_order('order_give_time', p_id, p_version);
    v_before jsonb := varta.order_shown(o);
begin
    update varta.orders set due_at = varta.later_day(o, coalesce(p_until, o.asked_until)), asked_until = null where city_id = o.city_id and id = o.id;
    o := varta.end_order('order_give_time', v_before, o.state, o.id, o.city_id, p_note);
    return varta.order_row_of(o);
end
$$;
comment on function api.order_give_time is 'in: number, version seen, the last day (null: the one that the owner asked for), note. out: the line. errors: VA001 to VA004, 40001';

create or replace function api.order_do(p_verb text, p_order text, p_version integer default null, p_note text default null, p_paper text default null, p_until date default null,
                                        p_institution text default null) returns api.order_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.orders := varta.order_named(p_order);
    v_version integer := coalesce(p_version, o.version);
    v_note text := coalesce(p_note, '');
begin
    return case p_verb
        when 'order_issue' then api.order_issue(o.id, v_version, null, v_note)
        when 'order_undo' then api.order_undo(o.id, v_version)
        when 'order_reissue' then api.order_reissue(o.id, v_version, v_note, p_institution)
        when 'order_ask_time' then api.order_ask_time(o.id, v_version, p_until, v_note)
        when 'order_give_time' then api.order_give_time(o.id, v_version, p_until, v_note)
        else api.order_act(p_verb, o.id, v_version, v_note, coalesce(p_paper, '')) end;
end
$$;
comment on function api.order_do is
'in: verb, number (12/2026, or the database''s), version seen (null: whichever it has), note or reason, number on paper, a day, an institution: as the verb needs them. out: the line. What commands
call. errors: those of the verb''s own function';

-- Protocols and rulings -------------------------------------------------------------------------

create or replace function api.order_enforce(p_id bigint, p_version integer, p_kind text, p_number text, p_dated date, p_law text default '', p_amount numeric default null) returns api.order_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.orders := varta.begin_order('order_enforce', p_id, p_version);
    v_before jsonb := varta.order_shown(o);
begin
    if p_kind not in ('protocol', 'ruling') or p_kind is null then
        perform varta.fail('VA003', format('%L is neither a protocol nor a ruling', p_kind), 'kind', p_kind, 'protocol | ruling');
    end if;
    insert into varta.enforcement (city_id, order_id, kind, number, dated, law, amount, operator_id)
    values (o.city_id, o.id, p_kind, varta.check_text('number', p_number, 60), p_dated, coalesce(p_law, ''), p_amount, (varta.me()).id);
    o := varta.end_order('order_enforce', v_before, o.state, o.id, o.city_id, concat_ws(' ', p_kind, p_number, p_dated));
    return varta.order_row_of(o);
exception
    when unique_violation then perform varta.fail('VA005', format('%s %s already exists', p_kind, p_number), p_kind, p_number);
    when check_violation or not_null_violation then perform varta.fail('VA003', sqlerrm, 'dated', coalesce(p_dated::text, ''), 'a day, and an amount of 0 or more');
end
$$;
comment on function api.order_enforce is
'in: number, version seen, protocol or ruling, its number and day, law, amount in hryvnias (null: none). out: the line. errors: VA001 to VA005, 40001';

create or replace function api.enforcement_set(p_id bigint, p_kind text, p_number text, p_state text) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.orders := varta.order_of(p_id);
    e varta.enforcement;
begin
    perform varta.own_unit_check(o.city_id, o.unit_id, 'order_enforce');
    select * into e from varta.enforcement where city_id = o.city_id and order_id = o.id and kind = p_kind and number = p_number for update;
    if not found then
        perform varta.fail('VA001', format('there is no %s %s about this order', p_kind, p_number), p_kind, p_number);
    elsif not exists (select from varta.enforcement_transition where from_state = e.state and to_state = p_state) then
        perform varta.fail('VA002', format('%s does not become %s', e.state, p_state), 'order_enforce', e.state, o.id::text, 'it does not become that from what it is');
    end if;
    update varta.enforcement set state = p_state where city_id = e.city_id and id = e.id;
    perform varta.record_event(o.city_id, 'enforcement_change', null, jsonb_build_object('order', o.id, e.kind, e.number, 'state', e.state),
                               jsonb_build_object('order', o.id, e.kind, e.number, 'state', p_state));
end
$$;
comment on function api.enforcement_set is
'in: number of the order, protocol or ruling, its number, what became of it: appealed, upheld, annulled, paid. errors: VA001, VA002, VA004';
