-- What a map in a terminal needs: the borders, and how many requests fall into each of its cells.

create or replace function api.borders(p_city text, p_tolerance double precision default 0.0002)
returns table (code text, name text, lat double precision, long double precision, area jsonb)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    if p_tolerance is null or p_tolerance not between 0 and 1 then
        perform varta.fail('VA003', 'the tolerance is in degrees', 'tolerance', coalesce(p_tolerance::text, ''), 'from 0 to 1');
    end if;
    return query
    select d.code, varta.localized(d.name, d.name_en), public.st_y(c.point), public.st_x(c.point),
           public.st_asgeojson(public.st_multi(public.st_simplifypreservetopology(d.area, p_tolerance)), 5)::jsonb -> 'coordinates'
    from varta.district d
    cross join lateral (select public.st_pointonsurface(d.area) as point) c
    where d.city_id = (varta.city_of(p_city, 'moderator', 'officer', 'traffic', 'expert', 'auditor')).id
    order by 2;
end
$$;
comment on function api.borders is
'in: city, how far a border may be from the true one (degrees; 0.0002 are some 20 m). out: its districts, a point in each, and the
coordinates of a GeoJSON MultiPolygon: [polygon [ring [long, lat]]]. errors: VA001, VA004, VA003';

create or replace function varta.around(p_west double precision, p_south double precision, p_east double precision, p_north double precision)
returns public.geography
language sql immutable as $$
    select case when p_east - p_west < 20 then
        public.st_makeenvelope(p_west - d.x, greatest(p_south - d.y, -90), p_east + d.x, least(p_north + d.y, 90), 4326)::public.geography end
    from (select (p_east - p_west) / 20 as x, 0.3 * radians(p_east - p_west) * (p_east - p_west) / 4 + 0.0001 as y) d
$$;
comment on function varta.around is
'in: a box (degrees). out: an area on the sphere that covers it: its southern edge, a great circle, would else leave the parallel to the
north; null for what is too big to be looked up';

create or replace function varta.check_grid(p_west double precision, p_south double precision, p_east double precision, p_north double precision,
                                 p_columns integer, p_rows integer) returns void
language plpgsql immutable set search_path = varta, pg_temp as $$
begin
    if not coalesce(p_west < p_east and p_south < p_north and p_west >= -180 and p_east <= 180 and p_south >= -90 and p_north <= 90, false) then
        perform varta.fail('VA003', 'this is no box', 'box', concat_ws(' ', p_west, p_south, p_east, p_north),
                           'west < east, south < north, in degrees');
    elsif not coalesce(p_columns between 1 and 2000 and p_rows between 1 and 2000, false) then
        perform varta.fail('VA003', 'this is no grid', 'grid', concat_ws(' ', p_columns, p_rows), 'columns and rows from 1 to 2000');
    end if;
end
$$;
comment on function varta.check_grid is 'in: a box (degrees), how many columns and rows it is divided into. errors: VA003 where that is none';

create or replace function api.map(p_filter jsonb, p_west double precision, p_south double precision, p_east double precision,
                        p_north double precision, p_columns integer, p_rows integer)
returns table (x integer, y integer, n bigint, fresh bigint, pending bigint, answered bigint, late bigint)
language plpgsql stable security definer set search_path = varta, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
    f varta.filter := varta.parse_filter(coalesce(jsonb_strip_nulls(p_filter), '{}') - 'id');
    v_box public.geometry;
    v_around public.geography;
begin
    perform varta.check_grid(p_west, p_south, p_east, p_north, p_columns, p_rows);
    v_box := public.st_makeenvelope(p_west, p_south, p_east, p_north, 4326);
    v_around := varta.around(p_west, p_south, p_east, p_north);
    return query
    select c.x, c.y, count(*), count(*) filter (where c.status = varta.status_new()),
           count(*) filter (where c.status = varta.status_pending()),
           count(*) filter (where c.status = varta.status_answered()), count(*) filter (where varta.is_open(c.status) and c.due_at < now())
    from (select least(floor((public.st_x(q.point) - p_west) / (p_east - p_west) * p_columns)::integer, p_columns - 1) as x,
                 least(floor((p_north - public.st_y(q.point)) / (p_north - p_south) * p_rows)::integer, p_rows - 1) as y,
                 q.status, q.due_at
          from varta.request q
          where q.city_id = any(f.cities) and q.status = any(f.statuses) and varta.fits(q, f)
            and (v_around is null or q.point::public.geography operator(public.&&) v_around) and public.st_intersects(q.point, v_box)
            and (q.kind not in (select k.id from varta.kind k where k.sealed) or varta.may_read(q))) c
    group by c.x, c.y;
end
$$;
comment on function api.map is
'in: filter as of api.queue_page (without id), a box (degrees), how many columns and rows it is divided into. out: the cells with requests:
x from the west and y from the north, both from 0; how many there are, of them new, pending, answered, and open but late. Places of sealed
requests count only for who may read them. errors: VA003, VA006';

-- Streets ---------------------------------------------------------------------------------------

create or replace function varta.street_label(s varta.street) returns text
language sql immutable as $$
    select left(btrim(regexp_replace(case s.kind
        when '' then s.name when 'вулиця' then regexp_replace(s.name, '^(вулиця|вул\.?)\s+|\s+(вулиця|вул\.?)$', '', 'i')
        else regexp_replace(s.name, '^' || s.kind || '\M|\m' || s.kind || '$', k.short, 'i') end, '\s+', ' ', 'g')), 60)
    from (select coalesce((array['пр.', 'пров.', 'б-р', 'пл.', 'наб.', 'ш.', 'узв.', 'пр-д', 'туп.'])[array_position(
        array['проспект', 'провулок', 'бульвар', 'площа', 'набережна', 'шосе', 'узвіз', 'проїзд', 'тупик'], s.kind)], s.kind) as short) k
$$;
comment on function varta.street_label is 'in: a street. out: its name as maps write it: without ''вулиця'', with other kinds shortened, at most 60 characters';

create or replace function varta.streets_drawn(p_city smallint, p_box public.geometry)
returns table (street varta.street, class smallint, id integer, shape public.geometry)
language sql stable as $$
    select s, s.class, s.id, s.shape from varta.street s where s.city_id = p_city and s.shape operator(public.&&) p_box
    union all
    select null::varta.street, greatest(l.class, 6)::smallint, l.id, l.shape
    from varta.street_line l where l.city_id = p_city and l.street_id is null and l.shape operator(public.&&) p_box
$$;
comment on function varta.streets_drawn is
'in: city, box. out: what a map may draw in it: streets and, thinner than those, lines without a name (street null)';

create or replace function varta.want_map(p_cities smallint[]) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    if p_cities is not null then
        update varta.tree set map_wanted_at = clock_timestamp(), map_next = '' where city_id = any(p_cities);
        perform varta.tell('outbox');
    end if;
end
$$;
comment on function varta.want_map is 'in: cities (null: none) of which the picture of the streets has changed. Their maps are made anew';

create or replace function api.map_streets(p_city text, p_west double precision, p_south double precision, p_east double precision,
                                p_north double precision, p_columns integer, p_rows integer)
returns table (name text, class smallint, lines text)
language plpgsql stable security definer set search_path = varta, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
    v_city varta.city := varta.city_of(p_city, 'moderator', 'officer', 'traffic', 'expert', 'auditor');
    v_box public.geometry;
    v_edge public.geometry := public.st_makeenvelope(-2, -2, p_columns + 2, p_rows + 2, 4326);
    v_x double precision := p_columns / nullif(p_east - p_west, 0); -- dots of a degree
    v_y double precision := p_rows / nullif(p_north - p_south, 0);
    v_few integer;
    v_all integer := p_columns * p_rows / 6; -- dots of lines
    v_names integer := p_columns * p_rows / 160;
begin
    perform varta.check_grid(p_west, p_south, p_east, p_north, p_columns, p_rows);
    v_box := public.st_makeenvelope(p_west, p_south, p_east, p_north, 4326);
    v_few := case when v_y > 2500 then v_all else v_all / 3 end; -- a dot is less than 45 m
    return query
    with seen as materialized (
        select s.street, s.class, s.id, public.st_clipbybox2d(public.st_affine(s.shape, v_x, 0, 0, -v_y, -p_west * v_x, p_north * v_y), v_edge) as shape
        from varta.streets_drawn(v_city.id, v_box) s
        where public.st_length(s.shape) * greatest(v_x, v_y) >= 4
        order by s.class, public.st_length(s.shape) desc limit p_columns * p_rows / 24),
    long as materialized (
        select seen.*, public.st_length(seen.shape) as length from seen where public.st_length(seen.shape) between 4 and v_all),
    chosen as (
        select long.*, row_number() over w as n, sum(long.length) over w - long.length as before
        from long window w as (order by long.class, long.length desc, long.id))
    select case when c.n <= v_names then varta.street_label(c.street) end, c.class, d.lines
    from chosen c
    cross join lateral (
        select string_agg(public.st_asencodedpolyline(public.st_setsrid(d.geom, 4326), 0), ' ' order by d.path) as lines
        from public.st_dump(public.st_snaptogrid(public.st_simplify(public.st_linemerge(public.st_snaptogrid(c.shape, 0.5)), 0.7), 1)) d) d
    where c.before < case when c.class < 5 then v_all else v_few end and d.lines <> ''
    order by c.n;
end
$$;
comment on function api.map_streets is
'in: city, a box (degrees), how many columns and rows of dots it is divided into. out: its streets as far as they can be told apart on so many
dots, the most important first: the name as maps write it, null where it has none or there is no room for so many; 1 is a motorway, 5 an ordinary street; lines
as of ST_AsEncodedPolyline in whole dots, x from the west and y from the north, blanks between them. errors: VA001, VA003, VA004';

create or replace function varta.street_credit(p_city smallint) returns text
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(string_agg(c.credit, ' · ' order by c.credit), '')
    from (select distinct concat_ws(', ', i.source, nullif(i.licence, '')) as credit
          from varta.place_import i
          where i.city_id = p_city and exists (select from varta.street_line l where l.city_id = p_city and l.import_id = i.id)) c
$$;
comment on function varta.street_credit is 'in: city. out: from where the lines of its streets are and under which licence, as maps say it; empty: it has none';

create or replace function api.map_credit(p_city text) returns text
language sql stable security definer set search_path = varta, pg_temp as $$
    select varta.street_credit((varta.city_of(p_city, 'moderator', 'officer', 'traffic', 'expert', 'auditor')).id)
$$;
comment on function api.map_credit is 'in: city. out: from where its streets are and under which licence; empty: it has none. errors: VA001, VA004';
