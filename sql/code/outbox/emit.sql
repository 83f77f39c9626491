-- Puts what has to leave into the outbox, and takes it back within the recall window.

create or replace function varta.add_to_outbox(p_request varta.request, p_status smallint, p_text text default '',
                           p_visible timestamptz default null, p_response bigint default null, p_detail text default null) returns void
language plpgsql set search_path = varta, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
    v_visible timestamptz := coalesce(p_visible, varta.moment() + (select recall_window from varta.city where id = p_request.city_id));
    v_event bigint := (select max(id) from varta.event where city_id = p_request.city_id and request_id = p_request.id);
begin
    insert into varta.outbox (city_id, request_id, source_id, status, text, visible_at, response_id, event_id, detail)
    values (p_request.city_id, p_request.id, p_request.source_id, p_status, p_text, v_visible, p_response, v_event, p_detail);
    if p_text <> '' and p_status in (varta.status_answered(), varta.status_rejected(), varta.status_merged())
       and exists (select from varta.request where city_id = p_request.city_id and merged_into = p_request.id) then
        insert into varta.outbox (city_id, request_id, source_id, status, text, visible_at, response_id, event_id)
        select r.city_id, r.id, r.source_id, varta.status_merged(), p_text, v_visible, p_response, v_event
        from varta.duplicates(p_request.city_id, p_request.id) d
        join varta.request r on r.city_id = p_request.city_id and r.id = d
        order by r.id;
    end if;
end
$$;
comment on function varta.add_to_outbox is
'in: request, its new status, the text for the resident, from when it may leave (null: when the recall window ends), the response that
it is, what the status does not say (or null). Who sent a request that was merged into this one is told what became of it, too. Call it after the update of the request';

create or replace function varta.export_gate(p_city smallint) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        perform varta.fail('VA003', 'what leaves must not have been recalled meanwhile', 'transaction_isolation',
                           current_setting('transaction_isolation'), 'read committed');
    end if;
    perform pg_advisory_xact_lock_shared(7303, p_city);
end
$$;
comment on function varta.export_gate is
'Call it before the outbox is read for somebody outside: whoever recalls in that city has finished, or will find that it is too late.
errors: VA003 isolation';

create or replace function varta.gate_opens(p_city smallint) returns boolean
language plpgsql set search_path = varta, pg_temp set lock_timeout = '200ms' as $$
begin
    perform varta.export_gate(p_city);
    return true;
exception when lock_not_available then
    return false;
end
$$;
comment on function varta.gate_opens is
'the same for who reads the outbox of several cities: whether the gate opened within a moment. One city that is held must not hold the others.
errors: VA003 isolation';

create or replace function varta.cancel_outbox(p_verb text, r varta.request, p_events bigint[], p_response bigint default null) returns boolean
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_family bigint[] := array(select varta.duplicates(r.city_id, r.id)) || r.id;
    v_edge timestamptz;
begin
    perform pg_advisory_xact_lock(7303, r.city_id);
    with gone as (
        delete from varta.outbox
        where city_id = r.city_id and request_id = any(v_family) and (event_id = any(p_events) or response_id = p_response)
          and visible_at > clock_timestamp()
        returning visible_at)
    select min(visible_at) into v_edge from gone;
    -- the rows are locked now: if the window is open even now, nobody can have read them, nor will
    if v_edge <= clock_timestamp() then
        perform varta.fail('VA002', 'the recall window has just ended', p_verb, (select code from varta.status where id = r.status), r.id::text,
                           'the recall window has ended');
    end if;
    return exists (select from varta.outbox
                   where city_id = r.city_id and request_id = any(v_family) and (event_id = any(p_events) or response_id = p_response));
end
$$;
comment on function varta.cancel_outbox is
'in: verb, request, events of its city, or a response. Takes back what they put into the outbox for it and what was merged into it, as far
as nobody can have seen it. out: whether somebody can have seen something. errors: VA002 where the recall window ends at this moment';
