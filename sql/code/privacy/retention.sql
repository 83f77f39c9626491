-- How long personal data stay after a request is closed. The time runs from its last change, so a
-- resident's late comment prolongs it.

create or replace function varta.retention_rules() returns table (city_id smallint, kind smallint, days integer, own boolean)
language sql stable set search_path = varta, pg_temp as $$
    select c.id, k.id, coalesce(o.days, d.days), o.days is not null
    from varta.city c cross join varta.kind k
    left join varta.retention o on o.city_id = c.id and o.kind = k.id
    left join varta.retention d on d.city_id is null and d.kind = k.id
    where coalesce(o.days, d.days) is not null
$$;

create or replace function api.retention(p_city text) returns table (kind text, name text, days integer, own boolean)
language sql stable security definer set search_path = varta, pg_temp as $$
    select k.code, varta.localized(k.name, k.name_en), r.days, r.own
    from varta.retention_rules() r join varta.kind k on k.id = r.kind
    where r.city_id = (varta.city_of(p_city, 'auditor', 'admin')).id order by k.id
$$;
comment on function api.retention is
'in: city. out: for each kind, after how many days the personal data of a closed request are erased; own: by a rule of the city. errors: VA001, VA004';

create or replace function api.retention_set(p_city text, p_kind text, p_days integer) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    v_city smallint := case when p_city is not null then (varta.city_of(p_city, 'admin')).id end;
    v_kind smallint := (select id from varta.kind where code = p_kind);
begin
    if v_kind is null then
        perform varta.fail('VA001', format('there is no kind %L', p_kind), 'kind', p_kind);
    elsif p_city is null and not varta.is_super() then
        perform varta.fail('VA004', 'the rule of all cities is not for your role', 'retention_set', 'super');
    elsif p_days not between 1 and 36500 or p_city is null and p_days is null then
        perform varta.fail('VA003', format('%s is not a number of days', p_days), 'days', p_days::text, '1 to 36500 days');
    end if;
    delete from varta.retention where city_id is not distinct from v_city and kind = v_kind;
    insert into varta.retention (city_id, kind, days) select v_city, v_kind, p_days where p_days is not null;
end
$$;
comment on function api.retention_set is
'in: city (null: all that have no rule of their own; super-administrators), kind, days after the closing (null: the general rule). errors: VA001, VA003, VA004';

create or replace function varta.set_aside(p_city smallint, p_request bigint, p_sqlstate text) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    f varta.erasure_failure;
begin
    insert into varta.erasure_failure as e (city_id, request_id, next_at, sqlstate)
    values (p_city, p_request, clock_timestamp() + interval '1 hour', p_sqlstate)
    on conflict (city_id, request_id) do update
    set attempts = least(e.attempts + 1, 1000), sqlstate = excluded.sqlstate,
        next_at = clock_timestamp() + least(interval '1 hour' * 2 ^ least(e.attempts, 5), interval '1 day')
    returning * into f;
    raise warning 'personal data of request % could not be erased (%), attempt %; it is set aside until %',
        p_request, p_sqlstate, f.attempts, to_char(f.next_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"');
end
$$;
comment on function varta.set_aside is
'in: request, SQLSTATE. Puts its erasure off, an hour first, up to a day, and says so: the message itself could quote a resident';

create or replace function varta.erase_one(p_city smallint, p_request bigint) returns boolean
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform from varta.request r where r.city_id = p_city and r.id = p_request and r.erased_at is null for no key update skip locked;
    if not found then
        return false;
    end if;
    perform varta.erase_request(p_city, p_request, null, true, 'retention', varta.erase_content(p_city, p_request, null, true));
    return true;
exception when query_canceled or others then
    if left(sqlstate, 2) in ('40', '53', '55') then
        raise;
    end if;
    perform varta.set_aside(p_city, p_request, sqlstate);
    return false;
end
$$;
comment on function varta.erase_one is
'in: request. out: whether its personal data were erased. One whose erasure fails is set aside, so that those behind it are not kept';

create or replace function varta.erasures_due(p_limit integer) returns table (city_id smallint, id bigint)
language plpgsql stable set search_path = varta, pg_temp set enable_seqscan = off as $$
declare
    v_cities smallint[] := varta.served_cities();
begin
    return query
    select q.city_id, q.id
    from varta.retention_rules() t
    cross join lateral (
        select r.city_id, r.id from varta.request r
        where r.city_id = t.city_id and r.city_id = any(v_cities) and r.kind = t.kind and r.erased_at is null
          and r.status in (varta.status_answered(), varta.status_rejected(), varta.status_merged(), varta.status_withdrawn())
          and r.updated_at < now() - make_interval(days => t.days)
          and not exists (select from varta.erasure_failure f where f.city_id = r.city_id and f.request_id = r.id and f.next_at > statement_timestamp())
        order by r.updated_at limit p_limit) q
    order by 1, 2 limit p_limit;
end
$$;
comment on function varta.erasures_due is 'in: limit. out: requests of the session''s cities of which the retention has ended';

create or replace function sync.erase_due(p_limit integer default 1) returns integer
language plpgsql security definer set search_path = varta, pg_temp set enable_seqscan = off as $$
declare
    v record;
    n integer := 0;
begin
    for v in select * from varta.erasures_due(p_limit) loop
        n := n + varta.erase_one(v.city_id, v.id)::integer;
    end loop;
    return n;
end
$$;
comment on function sync.erase_due is
'in: how many requests at most; the daemon asks for one in a transaction. out: from how many the personal data were erased because their
retention ended; call it again until it is 0. The names are taken out of the texts, too. One that fails is set aside, with a warning. errors: none';
