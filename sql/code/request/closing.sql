-- Closed otherwise than by an answer, and opened again.

create or replace function api.reopen(p_id bigint, p_version integer, p_why text default null) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.begin_action('reopen', p_id, p_version);
    t varta.transition := varta.transition_for('reopen', r);
    v_now timestamptz := varta.moment();
begin
    perform varta.describe_action('reopen', nullif(p_why, ''), p_told => '');
    update varta.request q
    set status = t.to_status, reason = null, version = q.version + 1, updated_at = now(), due_from = v_now,
        due_at = varta.due_answer(q.city_id, q.kind, v_now)
    where city_id = r.city_id and id = r.id;
    perform varta.add_to_outbox(r, t.to_status);
    return varta.queue_row_of(r);
end
$$;
comment on function api.reopen is
'in: number, version seen, why (or null). out: the line. What was answered or rejected is pending again, and the time for the answer begins
anew; what was published stays. errors: VA001, VA002, VA004, 40001';

create or replace function varta.withdraw(r varta.request, p_why text, p_visible timestamptz default null) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    q varta.request;
    v_released bigint[] := array(select id from varta.request where city_id = r.city_id and merged_into = r.id order by id);
begin
    if r.status = varta.status_merged() then
        select * into q from varta.request where city_id = r.city_id and id = varta.root(r.city_id, r.id);
    end if;
    perform varta.describe_action('withdraw', nullif(p_why, ''), null, case when v_released <> '{}' then jsonb_build_object('released', v_released) end, '');
    update varta.request
    set status = varta.status_withdrawn(), merged_into = null, version = version + 1, updated_at = now(), rank = varta.rank_when_handled(rank)
    where city_id = r.city_id and id = r.id;
    perform varta.add_to_outbox(r, varta.status_withdrawn(), p_visible => p_visible);
    if q.id is not null then
        perform varta.record_merge('release', q, r.id);
    end if;
    for q in select * from varta.request where city_id = r.city_id and id = any(v_released) order by id loop
        perform varta.split(q, format('%s was withdrawn', r.id));
    end loop;
end
$$;
comment on function varta.withdraw is
'in: request (its family is locked), why, from when others may know it (null: when the recall window ends). What was merged into it is on its own again';

create or replace function api.withdraw(p_id bigint, p_version integer, p_why text default null) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request;
begin
    perform varta.lock_family(array[p_id]);
    r := varta.begin_action('withdraw', p_id, p_version);
    perform varta.withdraw(r, p_why);
    return varta.queue_row_of(r);
end
$$;
comment on function api.withdraw is
'in: number, version seen, why (or null). out: the line. The resident does not want it any more. errors: VA001, VA002, VA004, 40001';

create or replace function sync.withdraw(p_source integer, p_ids bigint[]) returns table (request_id bigint, outcome text, reason text)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    v_source varta.source := varta.source_of(p_source);
    v_own bigint[];
    r varta.request;
begin
    select array_agg(id) into v_own from varta.request where city_id = v_source.city_id and id = any(p_ids) and source_id = p_source;
    perform varta.lock_keys(array_fill(v_source.city_id, array[cardinality(v_own)]), v_own) where v_own is not null;
    for request_id in select distinct i from unnest(p_ids) i order by i loop
        select * into r from varta.request q where q.city_id = v_source.city_id and q.id = request_id and q.id = any(v_own);
        outcome := 'refused';
        reason := null;
        if not found then
            reason := format('service_request_id "%s" is not known here', request_id);
        elsif r.status = varta.status_withdrawn() then
            outcome := 'known';
        elsif not exists (select from varta.transition t
                          where t.verb = 'withdraw' and t.from_status = r.status and t.role = 'sync' and (t.kind is null or t.kind = r.kind)) then
            reason := format('it is %s already', (select code from varta.status where id = r.status));
        else
            if varta.paused(r) then
                perform varta.resume(r);
            end if;
            perform varta.withdraw(r, null, varta.moment());
            outcome := 'withdrawn';
        end if;
        return next;
    end loop;
end
$$;
comment on function sync.withdraw is
'in: source, numbers of requests that it sent. out: for each withdrawn, known (it was before) or refused with the reason. The
public does not see it any more from that moment on. errors: VA001';
