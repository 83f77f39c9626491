-- A city and a unit by their codes.

create or replace function varta.unit_of(p_city smallint, p_code text, p_abolished boolean default false) returns varta.unit
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    u varta.unit;
begin
    select * into u from varta.unit where city_id = p_city and code = p_code and (active or p_abolished);
    if not found then
        perform varta.fail('VA001', format('there is no unit %L', p_code), 'unit', p_code);
    end if;
    return u;
end
$$;
comment on function varta.unit_of is 'in: city, code, whether it may be an abolished one. out: the unit. errors: VA001';

create or replace function varta.city_of(p_code text, variadic p_roles text[] default '{}') returns varta.city
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    c varta.city;
begin
    select * into c from varta.city where code = p_code and (id = any(varta.my_cities()) or varta.is_super());
    if not found then
        perform varta.fail('VA001', format('there is no city %L', p_code), 'city', p_code);
    elsif p_roles <> '{}' then
        perform varta.need_role(c.id, 'city', variadic p_roles);
    end if;
    return c;
end
$$;
comment on function varta.city_of is
'in: code, roles of which the operator has to have one there (none: whatever role). out: the city, one of the operator''s own; any for a
super-administrator. errors: VA001, VA004';

create or replace function varta.cities_named(p_code text) returns smallint[]
language sql stable set search_path = varta, pg_temp as $$
    select case when p_code is null then varta.my_cities() else array[(varta.city_of(p_code)).id] end
$$;
comment on function varta.cities_named is 'in: code, or null. out: that city, one of the operator''s own (any for a super-administrator); for null all of the operator''s. errors: VA001';

create or replace function varta.city_lock(p_code text) returns varta.city
language plpgsql set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_code, 'admin');
begin
    perform from varta.city where id = c.id for no key update;
    return c;
end
$$;
comment on function varta.city_lock is
'in: code. out: the administrator''s city, locked: administrators change a city one after the other, and so never wait for each other in
a circle. errors: VA001, VA004';
