-- The rules by which units are suggested, for administrators.

-- Rules -----------------------------------------------------------------------------------------

create or replace function varta.rule_store(p_city smallint, p_id integer, p_unit text, p_category text, p_district text, p_by_area boolean,
                                 p_priority smallint, p_active boolean) returns integer
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_unit integer := (varta.unit_of(p_city, p_unit, true)).id;
    v_category integer := (select id from varta.category where city_id = p_city and code = p_category);
    v_district integer := (select id from varta.district where city_id = p_city and code = p_district);
    v_id integer := p_id;
begin
    if v_category is null and p_category is not null then
        perform varta.fail('VA001', format('there is no category %L', p_category), 'category', p_category);
    elsif v_district is null and p_district is not null then
        perform varta.fail('VA001', format('there is no district %L', p_district), 'district', p_district);
    elsif v_id is null then
        insert into varta.referral_rule (city_id, unit_id, category_id, district_id, by_area, priority, active)
        values (p_city, v_unit, v_category, v_district, p_by_area, p_priority, p_active) returning id into v_id;
    else
        update varta.referral_rule
        set unit_id = v_unit, category_id = v_category, district_id = v_district, by_area = p_by_area, priority = p_priority, active = p_active
        where city_id = p_city and id = v_id;
    end if;
    return v_id;
exception when unique_violation then
    perform varta.fail('VA005', 'the same rule already exists', 'rule', p_unit);
end
$$;
comment on function varta.rule_store is 'in: city, number (null: a new one), the whole rule by codes. out: number. errors: VA001, VA005';

create or replace function api.rule_add(p_city text, p_unit text, p_category text default null, p_district text default null,
                             p_by_area boolean default false, p_priority integer default 100) returns integer
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_lock(p_city);
begin
    return varta.rule_store(c.id, null, p_unit, p_category, p_district, coalesce(p_by_area, false), coalesce(p_priority, 100)::smallint, true);
exception when numeric_value_out_of_range then
    perform varta.fail('VA003', sqlerrm, 'priority', p_priority::text, 'a number up to 32767');
end
$$;
comment on function api.rule_add is
'in: city, unit, category (null: any), district (null: any), whether only in the unit''s area of responsibility, priority (the smallest comes
first). out: number of the rule. errors: VA001, VA004, VA003, VA005';

create or replace function api.rules(p_city text)
returns table (id integer, unit text, category text, district text, by_area boolean, priority smallint, active boolean)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city, 'admin');
begin
    return query
    select q.id, u.code, g.code, d.code, q.by_area, q.priority, q.active
    from varta.referral_rule q
    join varta.unit u on u.city_id = q.city_id and u.id = q.unit_id
    left join varta.category g on g.city_id = q.city_id and g.id = q.category_id
    left join varta.district d on d.city_id = q.city_id and d.id = q.district_id
    where q.city_id = c.id order by q.priority, q.id;
end
$$;
comment on function api.rules is 'in: city. out: its rules, the first one first. errors: VA001, VA004';

create or replace function api.rule_set(p_city text, p_id integer, p_settings jsonb) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_lock(p_city);
    q jsonb;
begin
    perform varta.settings_check(p_settings, '{unit,category,district,by_area,priority,active}');
    select to_jsonb(l) || p_settings into q from api.rules(p_city) l where l.id = p_id;
    if not found then
        perform varta.fail('VA001', format('there is no rule %s', p_id), 'rule', p_id::text);
    end if;
    perform varta.rule_store(c.id, p_id, q ->> 'unit', q ->> 'category', q ->> 'district', (q ->> 'by_area')::boolean,
                             (q ->> 'priority')::smallint, (q ->> 'active')::boolean);
exception when not_null_violation or invalid_text_representation or numeric_value_out_of_range then
    perform varta.fail('VA003', sqlerrm, 'settings', p_settings::text, 'by_area and active are true or false, priority a number up to 32767');
end
$$;
comment on function api.rule_set is
'in: city, number, {"unit", "category" (null: any), "district" (null: any), "by_area", "priority", "active"}. errors: VA001, VA004, VA003, VA005';
