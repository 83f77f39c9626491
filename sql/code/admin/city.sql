-- Cities, for administrators.

create or replace function api.city_add(p_code text, p_name text, p_name_en text, p_tz text default 'Europe/Kyiv') returns smallint
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    v_id smallint;
begin
    perform varta.code_check(p_code), varta.zone_check(p_tz);
    if coalesce(btrim(p_name), '') = '' then
        perform varta.fail('VA003', 'the name is empty', 'name', p_name, 'a name');
    end if;
    insert into varta.city (code, name, name_en, tz) values (p_code, p_name, coalesce(p_name_en, ''), p_tz)
    on conflict (code) do nothing returning id into v_id;
    if v_id is null then
        perform varta.fail('VA005', format('city %L already exists', p_code), 'city', p_code);
    end if;
    perform varta.city_defaults(v_id);
    return v_id;
end
$$;
comment on function api.city_add is
'in: code, names, time zone. out: id. For super-administrators. The city begins with the default categories and units. errors: VA003, VA005';

create or replace function api.city_set(p_code text, p_settings jsonb) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_code, 'admin');
begin
    perform varta.settings_check(p_settings, '{name,name_en,recall_window,active,martial_law}');
    update varta.city
    set name = coalesce(p_settings ->> 'name', name), name_en = coalesce(p_settings ->> 'name_en', name_en),
        recall_window = coalesce((p_settings ->> 'recall_window')::interval, recall_window),
        active = coalesce((p_settings ->> 'active')::boolean, active),
        martial_law = coalesce((p_settings ->> 'martial_law')::boolean, martial_law)
    where id = c.id;
exception
    when check_violation or invalid_datetime_format or invalid_text_representation or datetime_field_overflow
        or interval_field_overflow then
        perform varta.fail('VA003', sqlerrm, 'settings', p_settings::text, 'a name, an interval within a day, true or false');
end
$$;
comment on function api.city_set is
'in: code, {"name", "name_en", "recall_window": interval up to a day, "active", "martial_law"}. errors: VA001, VA004, VA003';

create or replace function api.cities_list()
returns table (code text, name text, name_en text, tz text, recall_window interval, martial_law boolean, active boolean)
language sql stable security definer set search_path = varta, pg_temp as $$
    select code, name, name_en, tz, recall_window, martial_law, active from varta.city
    where id = any(varta.cities_as('admin')) or varta.is_super() order by code
$$;
comment on function api.cities_list is 'out: the administrator''s cities with their settings; all for a super-administrator. errors: none';
