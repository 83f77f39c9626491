-- What the public may read of a city, as the files of a static tree: pages of requests in folders of a
-- thousand numbers (r/123), lists by day (day/2026-11-22) and by place (tile/14/x/y, the usual tiles of web
-- maps). What a file has to hold is always read anew, so that writing it again does no harm; the outbox
-- only says which ones to look at.

-- What is public --------------------------------------------------------------------------------

create or replace view varta.public_request as
select r.city_id, r.id, r.category_id, r.district_id, o.status, o.visible_at, r.requested_at, r.due_at, r.title, r.titled, r.body,
       r.address, r.point
from varta.request r
join varta.kind k on k.id = r.kind and k.public
cross join lateral (
    select b.status, b.visible_at from varta.outbox b
    where b.city_id = r.city_id and b.request_id = r.id and b.visible_at <= now() order by b.seq desc limit 1) o
where r.public and o.status in (varta.status_pending(), varta.status_answered());
comment on view varta.public_request is
'requests that the public may read now, in the state in which it may know them: pending or answered, of a public kind';

create or replace function varta.day_of(p_at timestamptz, p_zone text) returns date
language sql stable as $$ select (p_at at time zone p_zone)::date $$;

create or replace function varta.tile_of(p_point public.geometry) returns text
language sql stable as $$
    select case when p_point is not null then
        least(floor((public.st_x(p_point) + 180) / 360 * 16384), 16383)::integer || '/' ||
        floor((1 - asinh(tan(radians(least(greatest(public.st_y(p_point), -85.05), 85.05)))) / pi()) / 2 * 16384)::integer end
$$;
comment on function varta.tile_of is 'in: point (WGS 84). out: x/y of its tile at zoom 14 (Web Mercator); null for null';

create or replace function varta.tile_box(p_x integer, p_y integer) returns public.geography
language sql immutable as $$
    select public.st_expand(public.st_makeenvelope(
        p_x / 16384.0 * 360 - 180, degrees(atan(sinh(pi() * (1 - 2 * (p_y + 1) / 16384.0)))),
        (p_x + 1) / 16384.0 * 360 - 180, degrees(atan(sinh(pi() * (1 - 2 * p_y / 16384.0)))), 4326), 0.001)::public.geography
$$;
comment on function varta.tile_box is 'in: x, y of a tile at zoom 14. out: somewhat more than its area, for an index';

create or replace function varta.public_doc(p varta.public_request, s varta.source) returns json
language sql stable set search_path = varta, pg_temp as $$
    select json_build_object(
        'service_request_id', p.id::text, 'status', case when p.status = varta.status_pending() then 'open' else 'closed' end,
        'service_code', g.code, 'service_name', case s.lang when 'en' then coalesce(nullif(g.name_en, ''), g.name) else g.name end,
        'title', p.title, 'description', varta.join_text(p.title, p.titled, p.body),
        'status_notes', case when p.status = varta.status_answered() then (select a.text from varta.outbox a
            where a.city_id = p.city_id and a.request_id = p.id and a.status = varta.status_answered() and a.visible_at <= now() order by a.seq desc limit 1) end,
        'requested_datetime', varta.local_time(p.requested_at, s.zone), 'updated_datetime', varta.local_time(p.visible_at, s.zone),
        'expected_datetime', case when p.status = varta.status_pending() and isfinite(p.due_at) then varta.local_time(p.due_at, s.zone) end,
        'address', p.address,
        'district', (select case s.lang when 'en' then coalesce(nullif(d.name_en, ''), d.name) else d.name end
                     from varta.district d where d.city_id = p.city_id and d.id = p.district_id),
        'media_url', h.paths[1], 'media_urls', case when cardinality(h.paths) > 1 then h.paths end, 'lat', public.st_y(p.point), 'long', public.st_x(p.point),
        'answers', (select coalesce(json_agg(json_strip_nulls(json_build_object('datetime', varta.local_time(a.at, s.zone), 'text', a.text, 'media_urls', varta.answer_paths(p.city_id, a.response))) order by a.at), '[]')
                    from (select b.text, min(b.visible_at) as at, max(b.response_id) as response from varta.outbox b
                          where b.city_id = p.city_id and b.request_id = p.id and b.status = varta.status_answered() and b.text <> '' and b.visible_at <= now()
                          group by b.text) a))
    from varta.category g cross join lateral varta.media_paths(p.city_id, p.id) h (paths) where g.city_id = p.city_id and g.id = p.category_id
$$;
comment on function varta.public_doc is
'in: a public request, the source whose tree it is for. out: what its page says: fields of GeoReport v2, and answers, oldest first, with the paths of their photos';

create or replace function varta.public_feature(p varta.public_request) returns text
language sql stable set search_path = varta, pg_temp as $$
    select format('{"type":"Feature","id":%s,"geometry":%s,"properties":{"status":"%s","code":%s,"requested":%s,"title":%s}}', p.id,
                  case when p.point is null then 'null' else
                      format('{"type":"Point","coordinates":[%s,%s]}', round(public.st_x(p.point)::numeric, 6), round(public.st_y(p.point)::numeric, 6)) end,
                  case when p.status = varta.status_pending() then 'open' else 'closed' end, to_json(g.code),
                  to_json(to_char(p.requested_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')), to_json(p.title))
    from varta.category g where g.city_id = p.city_id and g.id = p.category_id
$$;
comment on function varta.public_feature is 'in: a public request. out: it as a feature of GeoJSON, without line breaks';

-- Pages -----------------------------------------------------------------------------------------

create or replace function sync.publish_requests(p_source integer, p_ids bigint[])
returns table (request_id bigint, day text, tile text, doc json, hidden boolean)
language plpgsql security definer set search_path = varta, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare
    s varta.source := varta.source_of(p_source);
begin
    perform varta.export_gate(s.city_id);
    return query
    select r.id, 'day/' || varta.day_of(r.requested_at, s.zone), 'tile/14/' || varta.tile_of(r.point),
           (select varta.public_doc(p, s) from varta.public_request p where p.city_id = r.city_id and p.id = r.id),
           not r.public or r.status = varta.status_withdrawn()
    from varta.request r
    where r.city_id = s.city_id and r.id = any(p_ids) and (r.public or varta.kept_private(r))
    order by r.id;
end
$$;
comment on function sync.publish_requests is
'in: source, numbers. out: of each the lists that it belongs to (tile: null without a point), and what its page says: null where it is not
public now; hidden: it was, and may be in no list of everything a moment longer. errors: VA001, VA003';

create or replace function sync.publish_shard(p_source integer, p_shard bigint)
returns table (request_id bigint, doc json)
language plpgsql security definer set search_path = varta, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare
    s varta.source := varta.source_of(p_source);
begin
    perform varta.export_gate(s.city_id);
    return query
    select p.id, varta.public_doc(p, s) from varta.public_request p
    where p.city_id = s.city_id and p.id between p_shard * 1000 and p_shard * 1000 + 999
    order by p.id;
end
$$;
comment on function sync.publish_shard is 'in: source, a thousand numbers (123: 123000 to 123999). out: what the pages of the public ones say. errors: VA001, VA003';

-- Lists -----------------------------------------------------------------------------------------

create or replace function varta.public_list(s varta.source, p_name text) returns setof varta.public_request
language plpgsql stable rows 100 set search_path = varta, pg_temp set enable_seqscan = off set plan_cache_mode = force_custom_plan as $$
declare
    v_part text[] := string_to_array(p_name, '/');
    v_begin timestamptz;
begin
    if v_part[1] = 'day' then
        v_begin := v_part[2]::timestamp at time zone s.zone;
        return query
        select * from varta.public_request p
        where p.city_id = s.city_id and p.requested_at >= v_begin and p.requested_at < (v_part[2]::timestamp + interval '1 day') at time zone s.zone;
    else
        return query
        select * from varta.public_request p
        where p.city_id = s.city_id and p.point::public.geography operator(public.&&) varta.tile_box(v_part[3]::integer, v_part[4]::integer)
          and varta.tile_of(p.point) = v_part[3] || '/' || v_part[4];
    end if;
end
$$;
comment on function varta.public_list is 'in: source, name of a list: day/2026-11-22 or tile/14/x/y. out: the public requests in it';

create or replace function sync.publish_files(p_source integer, p_names text[])
returns table (name text, n bigint, open bigint, features text)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    s varta.source := varta.source_of(p_source);
begin
    perform varta.export_gate(s.city_id);
    return query
    select f.name, l.n, l.open, l.features
    from unnest(p_names) f (name)
    cross join lateral (
        select count(*) as n, count(*) filter (where p.status = varta.status_pending()) as open,
               string_agg(varta.public_feature(p), E',\n' order by p.requested_at, p.id) as features
        from varta.public_list(s, f.name) p) l;
end
$$;
comment on function sync.publish_files is
'in: source, names of lists. out: of each how many requests are in it, how many of them open, and their features, oldest first, a line each
with a comma between them (null: none). errors: VA001, VA003';

create or replace function sync.publish_plan(p_source integer) returns table (name text)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    s varta.source := varta.source_of(p_source);
begin
    return query
    with p as materialized (select q.id, q.requested_at, q.point from varta.public_request q where q.city_id = s.city_id)
    select 'r/' || d.n from (select distinct p.id / 1000 as n from p) d
    union all
    select 'day/' || d.day from (select distinct varta.day_of(p.requested_at, s.zone) as day from p) d
    union all
    select 'tile/14/' || d.tile from (select distinct varta.tile_of(p.point) as tile from p where p.point is not null) d;
end
$$;
comment on function sync.publish_plan is 'in: source. out: what its whole tree consists of: r/123 (a thousand numbers), day/…, tile/…. It waits for nobody, so a part of it can
turn out to be empty. errors: VA001';

create or replace function sync.publish_feed(p_source integer, p_limit integer default 50)
returns table (seq bigint, request_id bigint, title text, at text, text text)
language plpgsql security definer set search_path = varta, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare
    s varta.source := varta.source_of(p_source);
begin
    perform varta.export_gate(s.city_id);
    return query
    select b.seq, b.request_id, p.title, varta.local_time(b.visible_at, s.zone), b.text
    from varta.outbox b join varta.public_request p on p.city_id = b.city_id and p.id = b.request_id
    where b.city_id = s.city_id and b.status = varta.status_answered() and b.text <> '' and b.visible_at <= now()
    order by b.visible_at desc, b.seq desc limit p_limit;
end
$$;
comment on function sync.publish_feed is 'in: source, how many. out: the newest answers to requests that are public now. errors: VA001, VA003';

-- What is about the whole city ------------------------------------------------------------------

create or replace function sync.publish_statistics(p_source integer) returns json
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    s varta.source := varta.source_of(p_source);
    v_en boolean := s.lang = 'en';
begin
    return (
        with p as materialized (
            select q.category_id, q.district_id, q.status, to_char(q.requested_at at time zone s.zone, 'YYYY-MM') as month,
                   case when q.status = varta.status_answered() then extract(epoch from q.visible_at - q.requested_at) / 86400 end as days
            from varta.public_request q where q.city_id = s.city_id),
        part as (
            select grouping(category_id, district_id, month) as g, category_id, district_id, month, count(*) as n,
                   count(*) filter (where status = varta.status_pending()) as open,
                   round((percentile_cont(0.5) within group (order by days))::numeric, 1) as days
            from p group by grouping sets ((), (category_id), (district_id), (month)))
        select json_build_object(
            'generated', varta.local_time(now(), s.zone),
            'total', (select json_build_object('requests', n, 'open', open, 'closed', n - open, 'median_days', days) from part where g = 7),
            'categories', (select coalesce(json_agg(json_build_object('service_code', c.code, 'service_name',
                                  case when v_en then coalesce(nullif(c.name_en, ''), c.name) else c.name end,
                                  'requests', n, 'open', open, 'closed', n - open, 'median_days', days) order by n desc, c.code), '[]')
                           from part join varta.category c on c.city_id = s.city_id and c.id = part.category_id where g = 3),
            'districts', (select coalesce(json_agg(json_build_object('district',
                                 case when v_en then coalesce(nullif(d.name_en, ''), d.name) else d.name end,
                                 'requests', n, 'open', open, 'closed', n - open, 'median_days', days) order by n desc, d.code), '[]')
                          from part join varta.district d on d.city_id = s.city_id and d.id = part.district_id where g = 5),
            'months', (select coalesce(json_agg(json_build_object('month', month, 'requests', n, 'open', open, 'closed', n - open,
                                                                  'median_days', days) order by month), '[]')
                       from part where g = 6)));
end
$$;
comment on function sync.publish_statistics is
'in: source. out: how many public requests there are, open and closed, and after how many days half of them were answered: in all, by category,
district and month. errors: VA001';

create or replace function sync.publish_site(p_source integer) returns json
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    s varta.source := varta.source_of(p_source);
    v_en boolean := s.lang = 'en';
begin
    return json_build_object(
        'categories', (select coalesce(json_agg(json_build_array(g.code, case when v_en then coalesce(nullif(g.name_en, ''), g.name) else g.name end)
                                                order by g.kind, g.code), '[]')
                       from varta.category g join varta.kind k on k.id = g.kind and k.public where g.city_id = s.city_id),
        'districts', json_build_object('type', 'FeatureCollection', 'features',
            (select coalesce(json_agg(json_build_object('type', 'Feature', 'properties', json_build_object('name',
                                 case when v_en then coalesce(nullif(d.name_en, ''), d.name) else d.name end),
                             'geometry', public.st_asgeojson(public.st_simplifypreservetopology(d.area, 0.0002), 5)::json) order by d.code), '[]')
             from varta.district d where d.city_id = s.city_id)),
        'orders', (select c.orders_public from varta.city c where c.id = s.city_id));
end
$$;
comment on function sync.publish_site is 'in: source. out: categories of public kinds as [code, name], the borders of the districts (GeoJSON, to some 20 m), and whether the city shows orders. errors: VA001';
