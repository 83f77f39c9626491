-- Who owns a thing at a place: by a list of streets, by an area, by the whole city. It only suggests; the officer decides.

create trigger subdivide_area after insert or update of area on varta.ownership for each row execute function varta.subdivide_area();

create or replace function varta.ownership_fits(w varta.ownership, p_point public.geometry, p_address varta.address, out closeness smallint, out reason text)
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    select 1, varta.localized('список вулиць: ', 'list of streets: ') || s.name into closeness, reason from varta.ownership_street s
    where s.city_id = w.city_id and s.ownership_id = w.id and s.street = p_address.street
      and varta.street_fits(p_address, s.kind, s.low, s.high, s.parity)
    order by s.kind <> p_address.kind, s.id limit 1;
    if closeness is not null then
        return;
    elsif exists (select from varta.ownership_piece p where p.city_id = w.city_id and p.ownership_id = w.id and public.st_covers(p.area, p_point)) then
        closeness := 2;
        reason := varta.localized('територія', 'area');
    elsif w.everywhere then
        closeness := 3;
        reason := varta.localized('усе місто', 'the whole city');
    end if;
end
$$;
comment on function varta.ownership_fits is
'in: ownership, a point and an address. out: how closely it names the place (1 by street, 2 by area, 3 with the whole city) and that in words; null where it does not';

create or replace function varta.owners(p_city smallint, p_object smallint, p_point public.geometry, p_address varta.address)
returns table (institution_id integer, closeness smallint, reason text)
language sql stable set search_path = varta, pg_temp as $$
    select distinct on (o.id) o.id, o.closeness, o.reason
    from (select varta.successor_of(p_city, w.institution_id) as id, f.closeness, f.reason
          from varta.ownership w cross join lateral varta.ownership_fits(w, p_point, p_address) f
          where w.city_id = p_city and w.object_id = p_object and f.closeness is not null) o
    join varta.institution i on i.city_id = p_city and i.id = o.id and i.active
    order by o.id, o.closeness
$$;
comment on function varta.owners is
'in: city, kind of thing, point, address. out: who owns it there, each once: in the place of who was abolished, the successor';

create or replace function varta.owner(p_city smallint, p_object smallint, p_point public.geometry, p_address varta.address) returns integer
language sql stable set search_path = varta, pg_temp as $$
    select institution_id from varta.owners(p_city, p_object, p_point, p_address) order by closeness, institution_id limit 1
$$;
comment on function varta.owner is 'out: the owner that is named most closely; null: none is known';

create or replace function api.owners(p_city text, p_object text, p_lat double precision, p_long double precision, p_address text default '')
returns table (code text, name text, reason text, disputed boolean)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city, 'traffic', 'moderator', 'expert', 'auditor');
begin
    return query
    select i.code, varta.localized(i.name, i.name_en), o.reason, count(*) over (partition by o.closeness) > 1 and o.closeness = min(o.closeness) over ()
    from varta.owners(c.id, (varta.object_of(p_object)).id, public.st_setsrid(public.st_makepoint(p_long, p_lat), 4326),
                      varta.parse_address(coalesce(p_address, ''), c.name)) o
    join varta.institution i on i.city_id = c.id and i.id = o.institution_id
    order by o.closeness, i.code;
end
$$;
comment on function api.owners is
'in: city, kind of thing (code), latitude, longitude, address. out: who owns it there, the most closely named first, and why; disputed: others are named as closely.
errors: VA001, VA003, VA004';
