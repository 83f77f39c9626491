-- Requests that say the same: one is merged into the other, and whoever sent it gets the other's answer.

create or replace function varta.resident_text(r varta.request) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return coalesce(case r.status
        when varta.status_answered() then (select p.body from varta.response p
            where p.city_id = r.city_id and p.request_id = r.id and p.state = varta.response_published() order by p.visible_at desc, p.id desc limit 1)
        when varta.status_rejected() then (select case s.lang when 'en' then e.text_en else e.text end
                     from varta.reason e, varta.source s where e.code = r.reason and s.id = r.source_id)
    end, '');
end
$$;
comment on function varta.resident_text is 'out: what the resident is told in the request''s present status: the answer, or the reason; or nothing';

create or replace function varta.record_merge(p_verb text, r varta.request, p_other bigint) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform varta.describe_action(p_verb, null, null, jsonb_build_object('request', p_other));
    update varta.request set updated_at = now() where city_id = r.city_id and id = r.id;
end
$$;
comment on function varta.record_merge is 'in: verb, the request into which another was merged or from which it was split, the other. Writes the event';

create or replace function varta.merge_target(r varta.request, p_into bigint, p_into_version integer) returns varta.request
language plpgsql set search_path = varta, pg_temp as $$
declare
    q varta.request := varta.request_of(p_into);
begin
    if q.city_id <> r.city_id or q.id = r.id then
        perform varta.fail('VA003', 'it can only be merged into another request of its city', 'into', p_into::text, 'another request of the same city');
    elsif q.public <> r.public or (q.kind = varta.kind_message()) <> (r.kind = varta.kind_message()) then
        perform varta.fail('VA003', 'what is private is not answered in public', 'into', p_into::text, 'a request that is as private');
    end if;
    q := varta.locked(q.city_id, q.id);
    if q.version <> p_into_version then
        perform varta.conflict(q);
    end if;
    q := varta.locked(q.city_id, varta.root(q.city_id, q.id));
    if q.id = r.id then
        perform varta.fail('VA003', 'that one was merged into this one', 'into', p_into::text, 'a request that is not merged into this one');
    elsif q.status not in (varta.status_new(), varta.status_pending(), varta.status_answered()) then
        perform varta.fail('VA002', 'nothing can be merged into it', 'merge', (select code from varta.status where id = q.status), q.id::text,
                           varta.why_not_this_status('merge', q, array[varta.status_new(), varta.status_pending()]));
    end if;
    return q;
end
$$;
comment on function varta.merge_target is
'in: request, the one it shall be merged into, that one''s version seen (null: any); all are locked. out: where that leads in the end. errors:
VA001, 40001, VA002 it was rejected or withdrawn, VA003 another city, itself, a circle, private into public';

create or replace function api.merge(p_id bigint, p_version integer, p_into bigint, p_into_version integer default null) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request;
    q varta.request;
    p varta.response;
begin
    perform varta.lock_family(array[p_id, p_into]);
    r := varta.begin_action('merge', p_id, p_version);
    q := varta.merge_target(r, p_into, p_into_version);
    perform varta.describe_action('merge', p_told => varta.resident_text(q));
    update varta.request
    set status = varta.status_merged(), merged_into = p_into, version = version + 1, updated_at = now(), rank = varta.rank_when_handled(rank)
    where city_id = r.city_id and id = r.id;
    if q.status = varta.status_answered() then
        select * into p from varta.response
        where city_id = q.city_id and request_id = q.id and state = varta.response_published() order by visible_at desc, id desc limit 1;
    end if;
    perform varta.add_to_outbox(r, varta.status_merged(), varta.resident_text(q),
                       greatest(p.visible_at, varta.moment() + (select recall_window from varta.city where id = r.city_id)), p.id);
    perform varta.record_merge('absorb', q, r.id);
    return varta.queue_row_of(r);
end
$$;
comment on function api.merge is
'in: number, version seen, number of the one that says the same, its version seen (null: any). out: the line. Whoever sent the request is told that it is
a duplicate, and gets the answer of the other when there is one. errors: VA001 to VA004, 40001';

create or replace function varta.split(r varta.request, p_why text) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    q varta.request;
    v_new boolean := (select e.before ->> 'status' = 'new' from varta.event e
                      where e.city_id = r.city_id and e.request_id = r.id and e.verb = 'merge' order by e.id desc limit 1);
    v_status smallint := case when v_new then varta.status_new() else varta.status_pending() end;
begin
    select * into q from varta.request where city_id = r.city_id and id = varta.root(r.city_id, r.id);
    perform varta.cancel_outbox('split', r, array(
        select event_id from varta.outbox where city_id = r.city_id and request_id = r.id and status = varta.status_merged()));
    perform varta.describe_action('split', p_why, p_told => '');
    update varta.request a
    set status = v_status, merged_into = null, version = a.version + 1, updated_at = now(),
        due_at = case when v_new then a.due_at else greatest(a.due_at, varta.due_answer(a.city_id, a.kind, coalesce(a.due_from, a.received_at))) end
    where city_id = r.city_id and id = r.id;
    perform varta.add_to_outbox(r, v_status);
    perform varta.record_merge('release', q, r.id);
end
$$;
comment on function varta.split is
'in: a merged request (its family is locked), why. It is on its own again: new where nobody had accepted it, otherwise pending';

create or replace function api.split(p_id bigint, p_version integer) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request;
begin
    perform varta.lock_family(array[p_id]);
    r := varta.begin_action('split', p_id, p_version);
    perform varta.split(r, null);
    return varta.queue_row_of(r);
end
$$;
comment on function api.split is
'in: number of a merged request, version seen. out: the line. It is on its own again, pending or, where nobody had accepted it, new; an answer of the other one that has not left
yet will not reach it. errors: VA001, VA002, VA004, 40001';
