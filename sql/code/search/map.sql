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
    if not coalesce(p_west < p_east and p_south < p_north and p_west >= -180 and p_east <= 180 and p_south >= -90 and p_north <= 90, false) then
        perform varta.fail('VA003', 'this is no box', 'box', concat_ws(' ', p_west, p_south, p_east, p_north),
                           'west < east, south < north, in degrees');
    elsif not coalesce(p_columns between 1 and 2000 and p_rows between 1 and 2000, false) then
        perform varta.fail('VA003', 'this is no grid', 'grid', concat_ws(' ', p_columns, p_rows), 'columns and rows from 1 to 2000');
    end if;
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
