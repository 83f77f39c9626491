-- The public base map: the streets of a city as tiles of GeoJSON, at some zooms of the usual web maps, each of which also
-- serves those above it. A tile has a bounded size, whatever the city: the main streets come first. The tiles are made
-- when streets changed, some at a time; where the daemon was stopped, it goes on.

-- When it is wanted -----------------------------------------------------------------------------

create or replace function varta.map_wanted() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_cities smallint[];
begin
    if tg_op = 'UPDATE' then
        select array_agg(distinct n.city_id) into v_cities from new_rows n join old_rows o using (city_id, id)
        where (n.name, n.kind, n.class, n.shape::bytea) is distinct from (o.name, o.kind, o.class, o.shape::bytea) and (n.shape is not null or o.shape is not null);
    elsif tg_op = 'INSERT' then
        select array_agg(distinct n.city_id) into v_cities from new_rows n where n.shape is not null;
    else
        select array_agg(distinct o.city_id) into v_cities from old_rows o where o.shape is not null;
    end if;
    perform varta.want_map(v_cities);
    return null;
end
$$;
comment on function varta.map_wanted is 'what changes the picture of a city''s streets has its maps made anew';

create trigger map_wanted_new after insert on varta.street
    referencing new table as new_rows for each statement execute function varta.map_wanted();

create trigger map_wanted_changed after update on varta.street
    referencing old table as old_rows new table as new_rows for each statement execute function varta.map_wanted();

create trigger map_wanted_gone after delete on varta.street
    referencing old table as old_rows for each statement execute function varta.map_wanted();

-- Tiles -----------------------------------------------------------------------------------------

create or replace function varta.tile_x(p_long double precision, p_zoom integer) returns integer
language sql immutable as $$ select least(floor((p_long + 180) / 360 * (1 << p_zoom)), (1 << p_zoom) - 1)::integer $$;

create or replace function varta.tile_y(p_lat double precision, p_zoom integer) returns integer
language sql immutable as $$
    select floor((1 - asinh(tan(radians(least(greatest(p_lat, -85.05), 85.05)))) / pi()) / 2 * (1 << p_zoom))::integer
$$;

create or replace function varta.tile_edges(p_zoom integer, p_x integer, p_y integer) returns public.geometry
language sql immutable as $$
    select public.st_makeenvelope(p_x * 360.0 / (1 << p_zoom) - 180, degrees(atan(sinh(pi() * (1 - 2 * (p_y + 1.0) / (1 << p_zoom))))),
                                  (p_x + 1) * 360.0 / (1 << p_zoom) - 180, degrees(atan(sinh(pi() * (1 - 2 * p_y::float8 / (1 << p_zoom))))), 4326)
$$;
comment on function varta.tile_edges is 'in: zoom, x, y of a tile (Web Mercator). out: its box';

create or replace function varta.map_tiles(p_city smallint) returns table (zoom integer, x integer, y integer)
language sql stable set search_path = varta, pg_temp as $$
    select distinct z.zoom, t.x, t.y
    from varta.street_line l
    cross join (values (10), (12), (13), (14)) z (zoom)
    cross join lateral (
        select x, y
        from generate_series(varta.tile_x(public.st_xmin(l.shape), z.zoom), varta.tile_x(public.st_xmax(l.shape), z.zoom)) x,
             generate_series(varta.tile_y(public.st_ymax(l.shape), z.zoom), varta.tile_y(public.st_ymin(l.shape), z.zoom)) y
        limit 10000) t
    where l.city_id = p_city
$$;
comment on function varta.map_tiles is 'in: city. out: the tiles in which its streets may be';

create or replace function varta.map_tile(p_city smallint, p_zoom integer, p_x integer, p_y integer, p_bytes integer default 20000) returns text
language plpgsql stable set search_path = varta, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
    v_edges public.geometry := varta.tile_edges(p_zoom, p_x, p_y);
    v_wide double precision := public.st_xmax(v_edges) - public.st_xmin(v_edges);
    v_area public.geometry := public.st_expand(v_edges, v_wide / 64);
    v_near double precision := v_wide / 2048; -- half a pixel of a tile that is shown 1,024 pixels wide
    v_digits integer := case when p_zoom < 12 then 4 else 5 end;
begin
    return (
        with seen as materialized (
            select d.street, d.class, d.id, public.st_clipbybox2d(d.shape, v_area::public.box2d) as shape
            from varta.streets_drawn(p_city, v_edges) d
            where d.class < case p_zoom when 10 then 5 else 9 end or public.st_length(d.shape) > v_wide / 16
            order by d.class, public.st_length(d.shape) desc limit 1000),
        drawn as (
            select seen.class, seen.id, public.st_length(seen.shape) as length,
                   format('{"type":"Feature","geometry":%s,"properties":{"name":%s,"class":%s}}',
                          public.st_asgeojson(public.st_simplify(public.st_linemerge(seen.shape), v_near), v_digits, 0),
                          to_json(coalesce(varta.street_label(seen.street), '')), seen.class) as feature
            from seen where public.st_length(seen.shape) > v_wide / 256),
        fitting as (
            select drawn.*, sum(octet_length(feature) + 2) over (order by class, length desc, id) as bytes
            from drawn where octet_length(feature) <= p_bytes / 4)
        select string_agg(feature, E',\n' order by class, length desc, id) from fitting where bytes <= p_bytes);
end
$$;
comment on function varta.map_tile is
'in: city, zoom, x and y of a tile, how many bytes it may have. out: the streets in it as features of GeoJSON, the most important first, a line each with a
comma between them; null: none';

-- What the daemon asks --------------------------------------------------------------------------

create or replace function sync.publish_map_tiles(p_source integer, p_limit integer default 16)
returns table (wanted text, name text, features text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    s varta.source := varta.source_of(p_source);
    t varta.tree := (select t from varta.tree t where t.source_id = p_source);
    v_next integer[] := coalesce(string_to_array(nullif(t.map_next, ''), '/')::integer[], '{0}');
begin
    return query
    select t.map_wanted_at::text, concat_ws('/', m.zoom, m.x, m.y), varta.map_tile(s.city_id, m.zoom, m.x, m.y)
    from (select * from varta.map_tiles(s.city_id) where array[zoom, x, y] > v_next order by zoom, x, y limit p_limit) m
    order by m.zoom, m.x, m.y;
end
$$;
comment on function sync.publish_map_tiles is
'in: source, how many at most. out: the next tiles of the map that its tree misses (zoom/x/y), and the streets in them (null: none); for which wanted
that is. errors: VA001';

create or replace function sync.publish_map_written(p_source integer, p_wanted text, p_name text) returns void
language sql security definer set search_path = varta, pg_temp as $$
    update varta.tree set map_next = p_name
    where source_id = p_source and city_id = any((select varta.served_cities())::smallint[]) and map_wanted_at = p_wanted::timestamptz
$$;
comment on function sync.publish_map_written is 'in: source, wanted, the last tile that stands in its tree now. Nothing, where streets have changed meanwhile. errors: none';

create or replace function sync.publish_map(p_source integer) returns table (wanted text, credit text, names text[])
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    s varta.source := varta.source_of(p_source);
begin
    return query
    select t.map_wanted_at::text, varta.street_credit(s.city_id),
           coalesce((select array_agg(concat_ws('/', m.zoom, m.x, m.y) order by m.zoom, m.x, m.y) from varta.map_tiles(s.city_id) m), '{}')
    from varta.tree t where t.source_id = p_source;
end
$$;
comment on function sync.publish_map is 'in: source. out: for which wanted, from where the streets are and under which licence, the tiles that its map may have. errors: VA001';

create or replace function sync.publish_map_built(p_source integer, p_wanted text) returns void
language sql security definer set search_path = varta, pg_temp as $$
    update varta.tree set map_built_for = p_wanted::timestamptz, map_next = ''
    where source_id = p_source and city_id = any((select varta.served_cities())::smallint[]) and map_wanted_at = p_wanted::timestamptz
$$;
comment on function sync.publish_map_built is 'in: source, the wanted for which its map is complete. errors: none';
