-- Checks the hash chain of a city.

create or replace function audit.verify(p_city text) returns table (ok boolean, checked bigint, broken_event bigint, why text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    v_city smallint := case when p_city is null then 0 else (varta.city_of(p_city, 'auditor', 'admin')).id end;
    h varta.chain;
begin
    select * into h from varta.chain where city_id = v_city;
    select count(*) into checked from varta.event where city_id = v_city;
    with erasure as materialized (
        select o.request_id, x #>> '{}' as event, max(o.id) as id
        from varta.event o cross join lateral jsonb_path_query(o.after, '$.events[*]') x
        where o.city_id = v_city and o.verb = 'erase'
        group by 1, 2)
    select e.id, e.fault into broken_event, why
    from (select v.id, case
              when v.id <> lag(v.id, 1, 0) over chain + 1 then 'events before it are missing'
              when n.filled > 0 and content_hash <> varta.event_content(salt, v.why, before, after) then 'its content was changed'
              when n.filled = 0 and coalesce(x.id < v.id, true) then 'its content is gone, and no later event says that it was erased'
              when hash <> sha256(lag(hash, 1, sha256(convert_to('varta city ' || city_id, 'UTF8'))) over chain
                   || varta.event_line(city_id, v.id, v.request_id, at, who, origin, verb, content_hash)) then 'it was changed'
          end as fault
          from varta.event v
          cross join lateral (select num_nonnulls(salt, v.why, before, after) as filled) n
          left join erasure x on x.request_id = v.request_id and x.event = v.id::text
          where v.city_id = v_city window chain as (order by v.id)) e
    where e.fault is not null order by e.id limit 1;
    if broken_event is null and (h.last <> checked or checked > 0 and not exists (
            select from varta.event e where e.city_id = v_city and e.id = h.last and e.hash = h.hash)) then
        broken_event := h.last;
        why := 'the head of the chain does not match the last event';
    end if;
    ok := broken_event is null;
    return next;
end
$$;
comment on function audit.verify is
'in: city (null: the chain of what is no city''s, such as operators without one). out: whether its history is whole, events checked,
and the first event that is not, with the reason. Content that is gone is no fault where a later event of the same request (erase) names it.
errors: VA001, VA004';
