-- The last act of an operator on a request, taken back as one unit: the row gets the values that the events
-- tell as before, what leaves is cancelled or, where somebody can have seen it, corrected.

create or replace function varta.last_act(r varta.request) returns varta.event
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_event varta.event;
begin
    select e.* into v_event from varta.event e
    where e.city_id = r.city_id and e.request_id = r.id
      and not exists (select from varta.undo u where u.verb = e.verb and u.passed)
      and not exists (select from varta.event u where u.city_id = e.city_id and u.request_id = e.request_id and u.verb = 'undo'
                      and u.id > e.id and u.after -> 'undone' @> to_jsonb(e.id))
    order by e.id desc limit 1;
    return v_event;
end
$$;
comment on function varta.last_act is 'out: the last event of a request that was not undone, those apart that undo passes over';

create or replace function varta.undoable(r varta.request, e varta.event) returns boolean
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select e.who = session_user and coalesce(e.before, e.after) is not null and not coalesce(e.after ? 'released', false)
           and exists (select from varta.undo u where u.verb = e.verb and not u.passed)
           and exists (select from varta.transition t
                       where t.verb = e.verb and (t.kind is null or t.kind = r.kind) and t.role = any(varta.roles_in(r.city_id)))
           and (e.verb <> 'publish' or (varta.transition_for('recall', r)).verb is not null and varta.precondition_met(varta.transition_for('recall', r), r)));
end
$$;
comment on function varta.undoable is 'in: request, its last act. out: whether this operator can undo it: it is the operator''s own, and of a verb in varta.undo';

create or replace function varta.undoable_verb(r varta.request) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select e.verb from varta.last_act(r) e where varta.undoable(r, e));
end
$$;
comment on function varta.undoable_verb is 'out: the verb that api.undo() would undo, null where there is none';

create or replace function varta.recall(r varta.request, p_response bigint) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    p varta.response;
begin
    select * into p from varta.response
    where city_id = r.city_id and request_id = r.id and (id = p_response or p_response is null and state = varta.response_published())
    order by visible_at desc nulls last, id desc limit 1;
    if not found then
        perform varta.fail('VA001', 'there is no such response', 'response', coalesce(p_response, 0)::text);
    end if;
    perform varta.check_state('recall', p);
    if p.visible_at <= clock_timestamp() or varta.cancel_outbox('recall', r, '{}', p.id) then
        perform varta.fail('VA002', 'the recall window has ended', 'recall',
                           (select code from varta.status where id = r.status), r.id::text, 'the recall window has ended');
    end if;
    perform varta.set_response_state('recall', r, p);
end
$$;
comment on function varta.recall is
'in: request (locked), its response (null: the one published last). Before the recall window ends the answer is taken back: nobody outside
has seen it, nor will, and it can be changed and published again. errors: VA001, VA002';

create or replace function api.recall(p_id bigint, p_version integer, p_response bigint default null) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request;
begin
    perform varta.lock_family(array[p_id]);
    r := varta.begin_action('recall', p_id, p_version);
    perform varta.recall(r, p_response);
    return varta.queue_row_of(r);
end
$$;
comment on function api.recall is
'in: number, version seen, response (null: the one published last). out: the line. Until the recall window ends the answer comes back as
recalled, which can be changed and published again. errors: VA001, VA002, VA004, 40001';

create or replace function varta.undo_parts(e varta.event) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    if e.after ? 'referral' then
        update varta.referral
        set state = coalesce((select id from varta.referral_state where code = e.before ->> 'referral_state'),
                             varta.referral_cancelled()), changed_at = now()
        where city_id = e.city_id and id = (e.after ->> 'referral')::bigint;
    end if;
    if e.after ? 'response' and e.before ? 'state' then
        update varta.response
        set state = s.id, version = version + 1, updated_at = now(), approver_id = case when s.id < 3 then null else approver_id end
        from varta.response_state s
        where city_id = e.city_id and response.id = (e.after ->> 'response')::bigint and s.code = e.before ->> 'state';
    end if;
    if e.verb = 'pause' then
        delete from varta.pause where city_id = e.city_id and id = (e.after ->> 'pause')::bigint;
    elsif e.verb = 'resume' then
        update varta.pause set until_at = null, due_after = null where city_id = e.city_id and id = (e.after ->> 'pause')::bigint;
    elsif e.verb = 'merge' then
        perform varta.record_merge('release', q, e.request_id)
        from varta.request q where q.city_id = e.city_id and q.id = varta.root(e.city_id, (e.after ->> 'merged_into')::bigint);
    end if;
end
$$;
comment on function varta.undo_parts is 'in: an event. Takes back what its verb changed beside the request''s row';

create or replace function varta.undo_row(r varta.request, p_before jsonb) returns void
language sql set search_path = varta, pg_temp as $$
    update varta.request q
    set status = case when p_before ? 'status' then (select id from varta.status where code = p_before ->> 'status') else q.status end,
        operator_id = case when p_before ? 'operator' then (select id from varta.operator where login = p_before ->> 'operator') else q.operator_id end,
        rank = case when p_before ? 'rank' then (p_before ->> 'rank')::smallint else q.rank end,
        reason = case when p_before ? 'reason' then p_before ->> 'reason' else q.reason end,
        due_at = case when p_before ? 'due_at' then (p_before ->> 'due_at')::timestamptz else q.due_at end,
        due_from = case when p_before ? 'due_from' then (p_before ->> 'due_from')::timestamptz else q.due_from end,
        snoozed_until = case when p_before ? 'snoozed_until' then (p_before ->> 'snoozed_until')::timestamptz else q.snoozed_until end,
        merged_into = case when p_before ? 'merged_into' then (p_before ->> 'merged_into')::bigint else q.merged_into end,
        version = q.version + 1, updated_at = now()
    where city_id = r.city_id and id = r.id
$$;
comment on function varta.undo_row is 'in: request, what an event tells as before. The row gets those values again';

create or replace function varta.act_events(e varta.event) returns setof varta.event
language sql stable set search_path = varta, pg_temp as $$
    select e.*
    union all
    select f.*
    from (select * from varta.event p where p.city_id = e.city_id and p.request_id = e.request_id and p.id < e.id order by p.id desc limit 1) f
    where f.verb = e.after ->> 'with' and f.who = e.who
$$;
comment on function varta.act_events is 'in: the last event of an act. out: it, and that of the verb that was done first';

create or replace function api.undo(p_id bigint, p_version integer) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.request_of(p_id);
    e varta.event;
    v_before jsonb := '{}';
    v_events bigint[] := '{}';
    v_told boolean;
begin
    perform varta.lock_family(array[p_id]);
    perform set_config('varta.first', '', true);
    r := varta.locked(r.city_id, r.id);
    if r.version is distinct from p_version then
        perform varta.conflict(r);
    end if;
    e := varta.last_act(r);
    if not coalesce(varta.undoable(r, e), false) then
        perform varta.fail('VA002', 'there is nothing that you could undo', 'undo', (select code from varta.status where id = r.status), p_id::text,
                           case when varta.is_open(r.status) then 'there is nothing of yours to undo' end);
    elsif e.verb = 'publish' then
        perform varta.recall(r, (e.after ->> 'response')::bigint);
        return varta.queue_row_of(r);
    end if;
    v_events := array(select id from varta.act_events(e));
    v_told := varta.cancel_outbox('undo', r, v_events);
    for e in select * from varta.act_events(e) order by id desc loop
        perform varta.undo_parts(e);
        v_before := v_before || coalesce(e.before, '{}');
    end loop;
    perform varta.describe_action('undo', null, null, jsonb_build_object('verb', (select verb from varta.event where city_id = r.city_id and id = v_events[1]),
                                                             'undone', to_jsonb(v_events)));
    perform varta.undo_row(r, v_before);
    if v_told then
        r := varta.locked(r.city_id, r.id);
        perform varta.add_to_outbox(r, r.status, varta.resident_text(r));
    end if;
    return varta.queue_row_of(r);
end
$$;
comment on function api.undo is
'in: number, version seen. out: the line. Undoes the operator''s last act on the request, if nobody did anything after it; called again, the
one before. What nobody outside can have seen yet never leaves; what somebody can have seen is followed by an update that tells the status
as it is again. A publication is recalled. errors: VA001, VA002 there is nothing to undo, 40001';
