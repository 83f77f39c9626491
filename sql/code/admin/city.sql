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

create or replace function varta.set_message_reader(c varta.city, p_login text) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_id integer;
begin
    select o.id into v_id from varta.operator o join varta.operator_city x on x.operator_id = o.id and x.city_id = c.id
    where o.login = p_login and o.active and (varta.is_officer(o.login, x.roles) or varta.is_moderator(o.login, x.roles));
    if v_id is null and coalesce(p_login, '') <> '' then
        perform varta.fail('VA003', format('%L reads no messages in %s', p_login, c.code), 'message_reader', p_login,
                           'the login of an officer or moderator of the city, or nothing');
    end if;
    delete from varta.message_reader where city_id = c.id;
    insert into varta.message_reader (city_id, operator_id) select c.id, v_id where v_id is not null;
end
$$;
comment on function varta.set_message_reader is 'in: city, login or nothing. errors: VA003';

create or replace function api.city_set(p_code text, p_settings jsonb) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_code, 'admin');
begin
    perform varta.settings_check(p_settings, '{name,name_en,recall_window,active,martial_law,message_reader,orders_public}');
    update varta.city
    set name = coalesce(p_settings ->> 'name', name), name_en = coalesce(p_settings ->> 'name_en', name_en),
        recall_window = coalesce((p_settings ->> 'recall_window')::interval, recall_window),
        active = coalesce((p_settings ->> 'active')::boolean, active),
        martial_law = coalesce((p_settings ->> 'martial_law')::boolean, martial_law), orders_public = coalesce((p_settings ->> 'orders_public')::boolean, orders_public)
    where id = c.id;
    if p_settings ? 'message_reader' then
        perform varta.set_message_reader(c, p_settings ->> 'message_reader');
    end if;
exception
    when check_violation or invalid_datetime_format or invalid_text_representation or datetime_field_overflow
        or interval_field_overflow then
        perform varta.fail('VA003', sqlerrm, 'settings', p_settings::text, 'a name, an interval within a day, true or false');
end
$$;
comment on function api.city_set is
'in: code, {"name", "name_en", "recall_window": interval up to a day, "active", "martial_law", "message_reader": login of who gets the messages that are of no beat or
whose officer and deputy are away, an officer or moderator of the city; empty: the city''s officers, "orders_public": whether what everybody may know of issued orders stands in the static trees}. errors: VA001, VA004, VA003';

create or replace function api.cities_list()
returns table (code text, name text, name_en text, tz text, recall_window interval, martial_law boolean, active boolean, message_reader text, orders_public boolean)
language sql stable security definer set search_path = varta, pg_temp as $$
    select code, name, name_en, tz, recall_window, martial_law, active, (select o.login from varta.message_reader m join varta.operator o on o.id = m.operator_id where m.city_id = c.id), orders_public from varta.city c
    where id = any(varta.cities_as('admin')) or varta.is_super() order by code
$$;
comment on function api.cities_list is 'out: the administrator''s cities with their settings; all for a super-administrator. errors: none';
