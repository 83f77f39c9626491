-- Grounds of orders, and who heads a unit.

create or replace function api.ground_set(p_city text, p_code text, p_settings jsonb) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_lock(p_city);
    g varta.order_ground;
begin
    perform varta.code_check(p_code);
    perform varta.settings_check(p_settings, '{object,law,demand,days,working,danger_days,active}');
    select * into g from varta.order_ground where city_id = c.id and code = p_code;
    insert into varta.order_ground as t (city_id, code, object_id, law, demand, days, working, danger_days, active)
    values (c.id, p_code, case when p_settings ? 'object' or g.id is null then (varta.object_of(p_settings ->> 'object')).id else g.object_id end,
            coalesce(p_settings ->> 'law', g.law, ''), coalesce(p_settings ->> 'demand', g.demand, ''), coalesce((p_settings ->> 'days')::smallint, g.days, 10),
            coalesce((p_settings ->> 'working')::boolean, g.working, false), coalesce((p_settings ->> 'danger_days')::smallint, g.danger_days, 1),
            coalesce((p_settings ->> 'active')::boolean, g.active, true))
    on conflict (city_id, code) do update set object_id = excluded.object_id, law = excluded.law, demand = excluded.demand, days = excluded.days,
        working = excluded.working, danger_days = excluded.danger_days, active = excluded.active;
exception when check_violation or invalid_text_representation or numeric_value_out_of_range then
    perform varta.fail('VA003', sqlerrm, 'settings', left(p_settings::text, 200), 'object, law, demand, days=10 working=false danger_days=1');
end
$$;
comment on function api.ground_set is
'in: city, code, {"object", "law", "demand" (with {що} and {місце}), "days", "working": working days or calendar days, "danger_days", "active"}. Makes the template of orders, or
changes it. errors: VA001, VA003, VA004';

create or replace function api.grounds(p_city text)
returns table (code text, object text, object_name text, law text, demand text, days smallint, working boolean, danger_days smallint, active boolean)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city, 'traffic', 'moderator', 'expert', 'auditor', 'admin');
begin
    return query
    select g.code, k.code, varta.localized(k.name, k.name_en), g.law, g.demand, g.days, g.working, g.danger_days, g.active
    from varta.order_ground g join varta.object_kind k on k.id = g.object_id where g.city_id = c.id order by g.active desc, g.object_id, g.id;
end
$$;
comment on function api.grounds is 'in: city. out: the templates of its orders. errors: VA001, VA004';

create or replace function api.unit_head_set(p_city text, p_unit text, p_logins text[]) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    u varta.unit := varta.unit_of((varta.city_lock(p_city)).id, p_unit);
    v_login text;
begin
    foreach v_login in array p_logins loop
        if not exists (select from varta.operator where login = v_login and active and (unit_city, unit_id) = (u.city_id, u.id)) then
            perform varta.fail('VA003', format('%L is not of this unit', v_login), 'head', v_login, 'a login of the unit');
        end if;
    end loop;
    delete from varta.unit_head where city_id = u.city_id and unit_id = u.id
        and operator_id not in (select id from varta.operator where login = any(p_logins));
    insert into varta.unit_head select u.city_id, u.id, id from varta.operator where login = any(p_logins) on conflict do nothing;
end
$$;
comment on function api.unit_head_set is 'in: city, unit, logins: all who head it. errors: VA001, VA003, VA004';
