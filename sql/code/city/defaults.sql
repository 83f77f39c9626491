-- Units and categories that a new city begins with.

create or replace function varta.city_defaults(p_city smallint) returns void
language sql set search_path = varta, pg_temp as $$
    insert into varta.unit (city_id, code, kind, name, name_en)
    select p_city, code, kind, name, name_en from varta.default_unit order by code;
    insert into varta.category (city_id, code, kind, name, name_en, short, short_en, description, keywords, unit_id)
    select p_city, c.code, c.kind, c.name, c.name_en, c.short, c.short_en, c.description, c.keywords, u.id
    from varta.default_category c
    join varta.unit u on u.city_id = p_city and u.code = c.unit
    order by c.kind, c.code;
$$;
