-- Checks the history of a city, as far as the database alone can tell: what was sealed against the log, what
-- was written before there was a log against its chain. Who can change the log as well is found by what is kept
-- outside: 'vartactl audit verify --checkpoints'.

create or replace function varta.chain_link(p_state bytea, p_head bytea, p_line bytea) returns bytea
language sql immutable as $$
    select sha256(coalesce(p_state, p_head) || p_line)
$$;

create or replace aggregate varta.chained(bytea, bytea) (sfunc = varta.chain_link, stype = bytea);
comment on aggregate varta.chained(bytea, bytea) is 'in: head of the chain, line. As a window over the lines in order: their hashes';

create or replace function varta.in_history(e varta.event) returns boolean
language sql stable set search_path = varta, pg_temp as $$
    select exists (select from varta.log_leaf l where l.city_id = e.city_id and l.event_id = e.id)
        or exists (select from varta.log_queue q where q.city_id = e.city_id and q.event_id = e.id)
        or exists (select from varta.chain h where h.city_id = e.city_id and h.last >= e.id)
$$;
comment on function varta.in_history is 'in: event. out: whether it is in the log, waits for it, or stands in the chain of before; otherwise it was put in past all of them';

create or replace function varta.content_fault(e varta.event) returns text
language sql stable set search_path = varta, pg_temp as $$
    select case
        when num_nonnulls(e.salt, e.why, e.before, e.after) > 0
            then case when e.content_hash <> varta.event_content(e.salt, e.why, e.before, e.after) then 'its content was changed' end
        when not exists (select from varta.event x where x.city_id = e.city_id and x.request_id = e.request_id and x.id > e.id and x.verb = 'erase'
                           and x.after -> 'events' @> to_jsonb(e.id) and varta.in_history(x))
            then 'its content is gone, and no later event says that it was erased' end
$$;
comment on function varta.content_fault is 'in: event. out: what is wrong with what it says, null: nothing. Content that is gone is no fault where a later event of the same
request (erase) names it, which is itself in the history';

create or replace function varta.chain_faults(p_city smallint) returns table (event_id bigint, fault text)
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    h varta.chain;
begin
    select * into h from varta.chain where city_id = p_city;
    return query
    select v.id, v.found
    from (select e.id, case
              when e.id <> lag(e.id, 1, 0) over chain + 1 then 'events before it are missing'
              when e.hash is distinct from sha256(lag(e.hash, 1, sha256(convert_to('varta city ' || e.city_id, 'UTF8'))) over chain || varta.event_entry(e))
                  then 'it was changed' end as found
          from varta.event e where e.city_id = p_city and e.id <= h.last window chain as (order by e.id)) v
    where v.found is not null;
    if h.last > 0 and not exists (select from varta.event e where e.city_id = p_city and e.id = h.last and e.hash = h.hash) then
        return query values (h.last, 'the head of the chain does not match the last event');
    end if;
end
$$;
comment on function varta.chain_faults is 'in: city. out: what is wrong with what was written before there was the log';

create or replace function varta.event_faults(p_city smallint) returns table (event_id bigint, fault text)
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(e.id, l.event_id), case when e.id is null then 'it is missing' else coalesce(varta.content_fault(e), case
        when l.leaf is not null and varta.tile_leaf(l.leaf) is distinct from varta.leaf_hash(varta.event_entry(e)) then 'it was changed'
        when l.leaf is null and e.id > coalesce(h.last, 0) and not exists (select from varta.log_queue q where q.city_id = e.city_id and q.event_id = e.id)
            then 'it was put in past the log' end) end
    from (select * from varta.event where city_id = p_city) e
    full join (select * from varta.log_leaf where city_id = p_city) l on l.event_id = e.id
    left join varta.chain h on h.city_id = p_city
$$;
comment on function varta.event_faults is 'in: city. out: every event of it, and what is wrong with it, null: nothing';

create or replace function audit.verify(p_city text) returns table (ok boolean, checked bigint, broken_event bigint, why text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    v_city smallint := case when p_city is null then 0 else (varta.city_of(p_city, 'auditor', 'admin')).id end;
begin
    select count(*) into checked from varta.event where city_id = v_city;
    select event_id, fault into broken_event, why
    from (select event_id, fault, 1 as nth from varta.event_faults(v_city) union all select event_id, fault, 2 from varta.chain_faults(v_city)) f
    where fault is not null order by event_id, nth limit 1;
    ok := broken_event is null;
    return next;
end
$$;
comment on function audit.verify is
'in: city (null: what is no city''s, such as operators without one). out: whether its history is whole as far as the database itself can tell,
events checked, and the first event that is not, with the reason. errors: VA001, VA004';
