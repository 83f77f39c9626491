-- Areas are cut into small pieces, so that finding the district of a point is quick.

create or replace function varta.subdivide_area() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    execute format('delete from varta.%1$I where city_id = $1 and %2$I = $2', tg_table_name || '_piece', tg_table_name || '_id')
    using new.city_id, new.id;
    execute format('insert into varta.%1$I (city_id, %2$I, area)
        select $1, $2, d.geom from public.st_subdivide($3, 48) s, public.st_dump(s) d where public.st_dimension(d.geom) = 2',
        tg_table_name || '_piece', tg_table_name || '_id') using new.city_id, new.id, new.area;
    return null;
end
$$;
comment on function varta.subdivide_area is 'keeps the pieces of the areas of a table x: table x_piece (city_id, x_id, area)';

create trigger subdivide_area after insert or update of area on varta.district for each row execute function varta.subdivide_area();
create trigger subdivide_area after insert or update of area on varta.unit for each row execute function varta.subdivide_area();
create trigger subdivide_area after insert or update of area on varta.beat for each row execute function varta.subdivide_area();

create or replace function varta.locate(p_city smallint, p_point public.geometry) returns table (area smallint, district_id integer)
language sql stable as $$
    select case when p_point is null then 3 when p.city_id = p_city then 0 when p.city_id is not null then 1 else 2 end::smallint,
           case when p.city_id = p_city then p.district_id end
    from (select) one
    left join lateral (
        select d.city_id, d.district_id from varta.district_piece d
        where public.st_covers(d.area, p_point)
        order by d.city_id <> p_city, d.district_id limit 1) p on true
$$;
comment on function varta.locate is
'in: city, point (WGS 84). out: area 0 in the city, 1 in another known city, 2 in none, 3 no point; the district of the city. One row; returns table, so that it is inlined';
