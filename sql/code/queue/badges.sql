-- How many requests a filter shows, and the counts in the head of the queue.

create or replace function varta.queue_total(f varta.filter) returns bigint
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_n bigint;
begin
    execute 'select count(*) from varta.request q where ' || varta.queue_among(f) into v_n using f;
    return v_n;
end
$$;
comment on function varta.queue_total is 'in: filter. out: how many requests it finds';

create or replace function api.queue_count(p_filter jsonb) returns bigint
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    f varta.filter := varta.parse_filter(coalesce(p_filter, '{}'));
    v_id bigint := varta.filter_id(p_filter);
begin
    if v_id is not null then
        return (varta.find(v_id) is not null)::int;
    end if;
    return varta.queue_total(f);
end
$$;
comment on function api.queue_count is 'in: filter as of api.queue_page. out: how many requests it finds. errors: VA003, VA006';

create or replace function api.queue_news(p_filter jsonb, p_since text default null) returns table (n bigint, at timestamptz, arrived bigint)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    n := api.queue_count(p_filter);
    at := now();
    arrived := case when p_since is null or p_filter ?| '{received,text,id}' then 0
                    else api.queue_count(p_filter || jsonb_build_object('received', jsonb_build_object('from', p_since))) end;
    return next;
end
$$;
comment on function api.queue_news is
'in: filter as of api.queue_page, moment (null: none). out: how many requests the filter finds, the moment of this, and how many of them came in
since that moment (0 where the filter itself names when, words or a number). errors: VA003, VA006';

create or replace function varta.unseen_total(p_whose integer) returns bigint
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select count(*) from varta.sight() s join varta.unseen_comment u on u.city_id = any(s.cities)
            join varta.request r on r.city_id = u.city_id and r.id = u.request_id
            where r.kind = any(s.kinds) and (s.hidden is null or r.city_id * 16 + r.kind <> all(s.hidden))
              and coalesce(r.snoozed_until, '-infinity') <= now() and varta.unseen(r.city_id, r.id, r.operator_id, p_whose));
end
$$;
comment on function varta.unseen_total is 'in: as of varta.unseen(). out: how many requests that the operator sees it is true of';

create or replace function api.unseen_comments() returns bigint
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    return varta.unseen_total((varta.me()).id);
end
$$;
comment on function api.unseen_comments is
'out: on how many requests that the operator has or answered a resident wrote later, and nobody has dealt with it. errors: none';

-- Planned once in a session: planning took three quarters of the time.
create or replace function api.badges(p_city text default null) returns table (city text, status text, n bigint, late bigint)
language plpgsql stable security definer set search_path = varta, pg_temp set enable_seqscan = off set enable_bitmapscan = off
    set plan_cache_mode = force_generic_plan as $$
declare
    v_sight record := varta.sight();
    v_cities smallint[] := case when p_city is null then v_sight.cities else varta.cities_named(p_city) end;
    v_kinds smallint[] := v_sight.kinds;
    v_hidden integer[] := v_sight.hidden;
begin
    return query
    select c.code, s.code, o.n, o.late
    from (select r.city_id, r.status, count(*) as n, count(*) filter (where r.due_at < now()) as late
          from varta.request r
          where r.city_id = any(v_cities) and varta.is_open(r.status) and r.kind = any(v_kinds)
            and (v_hidden is null or r.city_id * 16 + r.kind <> all(v_hidden))
            and (r.snoozed_until is null or r.snoozed_until <= now())
          group by r.city_id, r.status) o
    join varta.city c on c.id = o.city_id join varta.status s on s.id = o.status
    order by c.id, s.id;
end
$$;
comment on function api.badges is
'in: city (null: all of the operator''s). out: how many open requests there are per city and status, and how many of them are late; snoozed
ones do not count. errors: VA001';
