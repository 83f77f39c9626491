-- What a site's form asks while a resident says the place.

create or replace function sync.address_find(p_source integer, p_text text, p_limit integer)
returns table (kind text, address text, lat double precision, long double precision, score real, missed text)
language plpgsql stable security definer set search_path = varta, pg_temp set enable_seqscan = off as $$
begin
    return query select f.* from varta.addresses_like((varta.source_of(p_source)).city_id, p_text, p_limit) f;
end
$$;
comment on function sync.address_find is
'in: source, text, how many: for a form in which a resident says the place. out: as api.address_find(), in the city of the source. errors: VA001';

create or replace function sync.address_near(p_source integer, p_lat double precision, p_long double precision) returns text
language plpgsql stable security definer set search_path = varta, pg_temp set enable_seqscan = off as $$
declare
    s varta.source := varta.source_of(p_source);
begin
    return varta.near_point(s.city_id, varta.point_at(p_lat, p_long));
end
$$;
comment on function sync.address_near is
'in: source, degrees. out: by what one would find the point, a house or a street; null where nothing is near. errors: VA001, VA003';
