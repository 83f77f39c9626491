-- Deploy varta:queue
-- A page is a keyset over (rank, due_at, id): per city and status one range of the index request_queue,
-- which also carries what the filter asks for, then the rows of the page alone are read.
begin;
set local role varta_owner;

create type api.queue_row as (
    city text, id bigint, version integer, kind text, category text, category_name text, category_short text,
    district_name text, status text, rank smallint, due bigint, due_state text, received bigint, title text, area smallint,
    unit_name text, operator text, draft text, due_key timestamptz);
comment on type api.queue_row is 'one line of the queue; every verb returns the line as it is then';

create function varta.epoch(p_at timestamptz) returns bigint
language sql stable as $$
    select case when isfinite(p_at) then floor(extract(epoch from p_at))::bigint end
$$;
comment on function varta.epoch is 'in: a moment. out: whole seconds since 1970, null for infinity';

create function varta.due_state(p_open boolean, p_received timestamptz, p_due timestamptz) returns text
language sql stable as $$
    select case when not p_open or not isfinite(p_due) then ''
                when now() > p_due then 'late'
                when now() > p_received + (p_due - p_received) * 0.75 then 'soon'
                else '' end
$$;
comment on function varta.due_state is 'out: late after the due date, soon when three quarters of the time are used, otherwise empty';

create function varta.queue_line(p_city smallint, p_id bigint) returns setof api.queue_row
language sql stable as $$
    select c.code, r.id, r.version, k.code, g.code, varta.say(g.name, g.name_en),
           coalesce(nullif(varta.say(g.short, g.short_en), ''), varta.say(g.name, g.name_en)),
           varta.say(d.name, d.name_en), s.code, r.rank, varta.epoch(r.due_at), varta.due_state(s.open, coalesce(r.due_from, r.received_at), r.due_at), varta.epoch(r.received_at),
           case when k.sealed and not varta.may_open(r.city_id, r.id, r.operator_id) then '' else r.title end, r.area,
           (select varta.say(u.name, u.name_en)
            from varta.referral f join varta.referral_state fs on fs.id = f.state
            join varta.unit u on u.city_id = f.city_id and u.id = f.unit_id
            where f.city_id = r.city_id and f.request_id = r.id and fs.open order by f.id desc limit 1),
           o.full_name,
           coalesce((select ps.code from varta.response p join varta.response_state ps on ps.id = p.state
                     where p.city_id = r.city_id and p.request_id = r.id and p.state <> 4 and p.public
                     order by p.id desc limit 1), ''),
           r.due_at
    from varta.request r
    join varta.city c on c.id = r.city_id
    join varta.kind k on k.id = r.kind
    join varta.status s on s.id = r.status
    join varta.category g on g.city_id = r.city_id and g.id = r.category_id
    left join varta.district d on d.city_id = r.city_id and d.id = r.district_id
    left join varta.operator o on o.id = r.operator_id
    where r.city_id = p_city and r.id = p_id
$$;
comment on function varta.queue_line is
'in: key of a request. out: its line. Reads request, city, kind, status, category, district, operator, referral, unit, response.
Without SECURITY DEFINER, so that it is inlined: only functions of the owner call it';

-- The filter ------------------------------------------------------------------------------------

create type varta.filter as (
    cities smallint[], statuses smallint[], kinds smallint[], categories integer[], districts integer[], snoozed boolean);

create function varta.filter_codes(p_filter jsonb, p_key text) returns text[]
language sql immutable as $$
    select case jsonb_typeof(p_filter -> p_key)
           when 'array' then (select array_agg(e) from jsonb_array_elements_text(p_filter -> p_key) e)
           when 'string' then array[p_filter ->> p_key] end
$$;

create function varta.filter_check(p_key text, p_codes text[], p_known text[]) returns void
language plpgsql as $$
declare
    v_code text;
begin
    if p_codes is null then
        return;
    end if;
    select code into v_code from unnest(p_codes) code where not code = any(coalesce(p_known, '{}')) limit 1;
    if found then
        perform varta.fail('VA003', format('there is no %s %L', p_key, v_code), p_key, v_code, 'a known code');
    end if;
end
$$;
comment on function varta.filter_check is 'errors: VA003 for the first of the codes that is unknown';

create function varta.parse_filter(p_filter jsonb) returns varta.filter
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    f varta.filter;
    v_key text;
    v_codes text[];
    v_known text[];
    v_cities smallint[] := varta.my_cities();
    v_kinds smallint[] := varta.my_kinds();
begin
    select key into v_key from jsonb_object_keys(p_filter) key
    where key not in ('city', 'status', 'kind', 'category', 'district', 'id', 'snoozed') limit 1;
    if found then
        perform varta.fail('VA006', format('unknown key %L in the filter', v_key), v_key);
    end if;

    if coalesce(jsonb_typeof(p_filter -> 'snoozed'), 'boolean') <> 'boolean' then
        perform varta.fail('VA003', 'snoozed is true or false', 'snoozed', p_filter ->> 'snoozed', 'true or false');
    end if;
    f.snoozed := coalesce((p_filter ->> 'snoozed')::boolean, false);

    v_codes := varta.filter_codes(p_filter, 'city');
    select array_agg(id order by id) filter (where v_codes is null or code = any(v_codes)), array_agg(code)
    into f.cities, v_known from varta.city where id = any(v_cities);
    perform varta.filter_check('city', v_codes, v_known);

    v_codes := coalesce(varta.filter_codes(p_filter, 'status'), '{new,pending}');
    select array_agg(id) filter (where code = any(v_codes)), array_agg(code) into f.statuses, v_known from varta.status;
    perform varta.filter_check('status', v_codes, v_known);

    v_codes := varta.filter_codes(p_filter, 'kind');
    select array_agg(id) filter (where id = any(v_kinds) and (v_codes is null or code = any(v_codes))), array_agg(code)
    into f.kinds, v_known from varta.kind;
    perform varta.filter_check('kind', v_codes, v_known);

    v_codes := varta.filter_codes(p_filter, 'category');
    if v_codes is not null then
        select array_agg(id) filter (where code = any(v_codes)), array_agg(code) into f.categories, v_known
        from varta.category where city_id = any(f.cities);
        perform varta.filter_check('category', v_codes, v_known);
    end if;

    v_codes := varta.filter_codes(p_filter, 'district');
    if v_codes is not null then
        select array_agg(id) filter (where code = any(v_codes)), array_agg(code) into f.districts, v_known
        from varta.district where city_id = any(f.cities);
        perform varta.filter_check('district', v_codes, v_known);
    end if;
    return f;
end
$$;
comment on function varta.parse_filter is
'in: {"city": [codes], "status", "kind", "category", "district", "snoozed": true or false}; absent: all, of the status new and pending,
not snoozed. out: numbers, of the operator''s own cities and kinds only; categories and districts null: all. errors: VA006 unknown key, VA003 unknown code';

create function varta.find(p_id bigint) returns smallint
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select r.city_id from unnest(varta.my_cities()) c
            join varta.request r on r.city_id = c and r.id = p_id
            where r.kind = any((select varta.my_kinds())::smallint[]));
end
$$;
comment on function varta.find is 'in: number of a request. out: its city, null where there is none that the operator sees';

create function varta.filter_id(p_filter jsonb) returns bigint
language plpgsql immutable as $$
begin
    if coalesce(p_filter ->> 'id', '0') !~ '^\d{1,18}$' then
        perform varta.fail('VA003', 'id is not a number', 'id', p_filter ->> 'id', 'a number');
    end if;
    return (p_filter ->> 'id')::bigint;
end
$$;
comment on function varta.filter_id is 'out: the filter''s id, null where it has none. errors: VA003';

-- What the operator calls -----------------------------------------------------------------------

create function varta.queue_keys(f varta.filter, p_rank smallint, p_due timestamptz, p_id bigint, p_back boolean, p_limit integer)
returns table (city_id smallint, id bigint)
language plpgsql stable set search_path = varta, pg_temp set enable_seqscan = off set enable_bitmapscan = off as $$
#variable_conflict use_column
begin
    if p_back then
        return query
        select r.city_id, r.id
        from unnest(f.cities) c cross join unnest(f.statuses) s
        cross join lateral (
            select q.city_id, q.id, q.rank, q.due_at from varta.request q
            where q.city_id = c and q.status = s and (q.rank, q.due_at, q.id) < (p_rank, p_due, p_id)
              and q.kind = any(f.kinds) and (f.categories is null or q.category_id = any(f.categories))
              and (f.districts is null or q.district_id = any(f.districts))
              and (coalesce(q.snoozed_until, '-infinity') > now()) = f.snoozed
            order by q.rank desc, q.due_at desc, q.id desc limit p_limit) r
        order by r.rank desc, r.due_at desc, r.id desc limit p_limit;
    else
        return query
        select r.city_id, r.id
        from unnest(f.cities) c cross join unnest(f.statuses) s
        cross join lateral (
            select q.city_id, q.id, q.rank, q.due_at from varta.request q
            where q.city_id = c and q.status = s and (q.rank, q.due_at, q.id) > (p_rank, p_due, p_id)
              and q.kind = any(f.kinds) and (f.categories is null or q.category_id = any(f.categories))
              and (f.districts is null or q.district_id = any(f.districts))
              and (coalesce(q.snoozed_until, '-infinity') > now()) = f.snoozed
            order by q.rank, q.due_at, q.id limit p_limit) r
        order by r.rank, r.due_at, r.id limit p_limit;
    end if;
end
$$;
comment on function varta.queue_keys is
'in: filter, cursor (never null), direction, limit. out: keys of the requests after or before the cursor, nearest first';

create function api.queue_page(p_filter jsonb, p_rank smallint, p_due timestamptz, p_id bigint, p_back boolean, p_limit integer)
returns setof api.queue_row
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    f varta.filter := varta.parse_filter(coalesce(p_filter, '{}'));
    v_id bigint := varta.filter_id(p_filter);
    v_back boolean := coalesce(p_back, false);
begin
    if v_id is not null then
        return query select l.* from varta.queue_line(varta.find(v_id), v_id) l where p_id is null;
        return;
    end if;
    if p_id is null then
        p_rank := case when v_back then 32767 else -32768 end;
        p_due := case when v_back then 'infinity' else '-infinity' end;
        p_id := case when v_back then 9223372036854775807 else -1 end;
    end if;
    return query
    select l.*
    from varta.queue_keys(f, p_rank, p_due, p_id, v_back, least(greatest(coalesce(p_limit, 50), 1), 1000)) k
    cross join lateral varta.queue_line(k.city_id, k.id) l
    order by l.rank, l.due_key, l.id;
end
$$;
comment on function api.queue_page is
'in: filter (keys city, status, kind, category, district: lists of codes; snoozed: true for those and no others; id: one number, which overrides), cursor (rank, due_key and
id of a row; null: the beginning, or the end if back), whether to go back, rows wanted (1 to 1000).
out: the rows after the cursor, or those before it, always in the order of rank, due_key, id. errors: VA003, VA006';

create function varta.queue_total(f varta.filter) returns bigint
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select count(*) from varta.request q
            where q.city_id = any(f.cities) and q.status = any(f.statuses) and q.kind = any(f.kinds)
              and (f.categories is null or q.category_id = any(f.categories))
              and (f.districts is null or q.district_id = any(f.districts))
              and (coalesce(q.snoozed_until, '-infinity') > now()) = f.snoozed);
end
$$;
comment on function varta.queue_total is 'in: filter. out: how many requests it finds';

create function api.queue_count(p_filter jsonb) returns bigint
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

create function api.badges() returns table (city text, status text, n bigint, late bigint)
language plpgsql stable security definer set search_path = varta, pg_temp set enable_seqscan = off set enable_bitmapscan = off as $$
declare
    v_cities smallint[] := varta.my_cities();
    v_kinds smallint[] := varta.my_kinds();
begin
    return query
    select c.code, s.code, o.n, o.late
    from (select r.city_id, r.status, count(*) as n, count(*) filter (where r.due_at < now()) as late
          from varta.request r
          where r.city_id = any(v_cities) and r.status in (1, 2) and r.kind = any(v_kinds)
            and (r.snoozed_until is null or r.snoozed_until <= now())
          group by r.city_id, r.status) o
    join varta.city c on c.id = o.city_id join varta.status s on s.id = o.status
    order by c.id, s.id;
end
$$;
comment on function api.badges is 'out: how many open requests there are per city and status, and how many of them are late; snoozed ones do not count';

commit;
