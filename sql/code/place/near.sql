-- What is near a point: the nearest house, the nearest street. The index measures in degrees, of which those of longitude are shorter:
-- what is nearest by it only says how far there is anything to look for.

create or replace function varta.nearest_street(p_city smallint, p_point public.geometry)
returns table (street_id integer, name text, metres double precision)
language sql stable set search_path = varta, pg_temp as $$
    select s.id, s.name, d.metres
    from (select public.st_distance(l.shape::public.geography, p_point::public.geography) + 0.01 as metres
          from varta.street_line l where l.city_id = p_city and l.street_id is not null order by l.shape operator(public.<->) p_point limit 1) b
    cross join lateral (
        select l.street_id, public.st_distance(l.shape::public.geography, p_point::public.geography) as metres
        from varta.street_line l
        where l.city_id = p_city and l.street_id is not null
          and l.shape operator(public.&&) public.st_expand(p_point, b.metres / (111000 * cos(radians(public.st_y(p_point)))), b.metres / 110500)
        order by 2, l.street_id limit 1) d
    join varta.street s on s.city_id = p_city and s.id = d.street_id
$$;
comment on function varta.nearest_street is 'in: city, point. out: the nearest street of those with lines and a name, and how far it is';

create or replace function varta.nearest_house(p_city smallint, p_point public.geometry)
returns table (house_id integer, street_id integer, street text, label text, metres double precision)
language sql stable set search_path = varta, pg_temp as $$
    select d.id, d.street_id, s.name, d.label, d.metres
    from (select public.st_distance(h.point::public.geography, p_point::public.geography) + 0.01 as metres
          from varta.house h where h.city_id = p_city order by h.point operator(public.<->) p_point limit 1) b
    cross join lateral (
        select h.id, h.street_id, h.label, public.st_distance(h.point::public.geography, p_point::public.geography) as metres
        from varta.house h
        where h.city_id = p_city
          and h.point operator(public.&&) public.st_expand(p_point, b.metres / (111000 * cos(radians(public.st_y(p_point)))), b.metres / 110500)
        order by 4, h.id limit 1) d
    join varta.street s on s.city_id = p_city and s.id = d.street_id
$$;
comment on function varta.nearest_house is 'in: city, point. out: the nearest house, and how far it is';

create or replace function varta.point_at(p_lat double precision, p_long double precision) returns public.geometry
language plpgsql immutable set search_path = varta, pg_temp as $$
begin
    if not coalesce(p_lat between -90 and 90 and p_long between -180 and 180, false) then
        perform varta.fail('VA003', 'this is no place on Earth', 'point', concat_ws(' ', p_lat, p_long), 'latitude from -90 to 90, longitude from -180 to 180');
    end if;
    return public.st_setsrid(public.st_point(p_long, p_lat), 4326);
end
$$;
comment on function varta.point_at is 'in: degrees. out: the point. errors: VA003 where they are none, or no numbers';

create or replace function varta.near_point(p_city smallint, p_point public.geometry) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    h record;
    s record;
begin
    select * into h from varta.nearest_house(p_city, p_point);
    if h.metres <= 60 then
        return h.street || ', ' || h.label;
    end if;
    select * into s from varta.nearest_street(p_city, p_point);
    if s.metres <= 150 and s.metres < coalesce(h.metres, 'infinity') then
        return s.name;
    end if;
    return case when h.metres <= 300 then h.street || ', ' || h.label end;
end
$$;
comment on function varta.near_point is
'in: city, point. out: by what one would find it: a house within 60 metres, else a street within 150, else a house within 300; null: nothing is near';

create or replace function varta.point_street(p_city smallint, p_point public.geometry) returns integer
language plpgsql stable set search_path = varta, pg_temp set enable_seqscan = off as $$
declare
    h record;
    s record;
begin
    select * into h from varta.nearest_house(p_city, p_point);
    select * into s from varta.nearest_street(p_city, p_point);
    return case when s.metres <= 40 or s.metres <= 150 and s.metres <= coalesce(h.metres, 'infinity') then s.street_id when h.metres <= 150 then h.street_id end;
end
$$;
comment on function varta.point_street is 'in: city, point. out: the street that it is on or near; null: none is within 150 metres';

create or replace function api.address_near(p_city text, p_lat double precision, p_long double precision)
returns table (house text, house_metres double precision, street text, street_metres double precision)
language plpgsql stable security definer set search_path = varta, pg_temp set enable_seqscan = off as $$
declare
    c varta.city := varta.city_of(p_city);
    v_point public.geometry := varta.point_at(p_lat, p_long);
begin
    return query
    select h.street || ', ' || h.label, h.metres, s.name, s.metres
    from (values (1)) one
    left join varta.nearest_house(c.id, v_point) h on true
    left join varta.nearest_street(c.id, v_point) s on true;
end
$$;
comment on function api.address_near is
'in: city, degrees. out: one row: the nearest house and the nearest street, with their distances in metres; null where the city has none. errors: VA001, VA003';
