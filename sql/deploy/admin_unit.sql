-- Deploy varta:admin_unit
-- Units, what they are responsible for, and the rules by which they are suggested.
begin;
set local role varta_owner;

create function varta.any_unit_of(p_city smallint, p_code text) returns varta.unit
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    u varta.unit;
begin
    select * into u from varta.unit where city_id = p_city and code = p_code;
    if not found then
        perform varta.fail('VA001', format('there is no unit %L', p_code), 'unit', p_code);
    end if;
    return u;
end
$$;
comment on function varta.any_unit_of is 'in: city, code. out: the unit, also an abolished one. errors: VA001';

create function varta.unit_kind_check(p_kind text) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if not exists (select from varta.unit_kind where code = p_kind) then
        perform varta.fail('VA003', format('there is no kind of unit %L', p_kind), 'kind', p_kind,
                           (select string_agg(code, ' | ' order by code) from varta.unit_kind));
    end if;
end
$$;
comment on function varta.unit_kind_check is 'errors: VA003';

create function api.unit_add(p_city text, p_code text, p_kind text, p_name text, p_name_en text default '') returns integer
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_lock(p_city);
    v_id integer;
begin
    perform varta.code_check(p_code), varta.unit_kind_check(p_kind);
    if coalesce(btrim(p_name), '') = '' then
        perform varta.fail('VA003', 'the name is empty', 'name', p_name, 'a name');
    end if;
    insert into varta.unit (city_id, code, kind, name, name_en) values (c.id, p_code, p_kind, btrim(p_name), coalesce(p_name_en, ''))
    on conflict (city_id, code) do nothing returning id into v_id;
    if v_id is null then
        perform varta.fail('VA005', format('unit %L already exists', p_code), 'unit', p_code);
    end if;
    return v_id;
end
$$;
comment on function api.unit_add is 'in: city, code, kind (see varta.unit_kind), names. out: id. errors: VA001, VA003, VA005';

create function api.unit_set(p_city text, p_code text, p_settings jsonb) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    u varta.unit := varta.any_unit_of((varta.city_lock(p_city)).id, p_code);
begin
    perform varta.settings_check(p_settings, '{name,name_en,kind,active,streets}');
    perform varta.unit_kind_check(coalesce(p_settings ->> 'kind', u.kind));
    update varta.unit
    set name = coalesce(btrim(p_settings ->> 'name'), name), name_en = coalesce(p_settings ->> 'name_en', name_en),
        kind = coalesce(p_settings ->> 'kind', kind), active = coalesce((p_settings ->> 'active')::boolean, active)
    where city_id = u.city_id and id = u.id;
    if p_settings ? 'streets' then
        delete from varta.unit_street where city_id = u.city_id and unit_id = u.id;
        insert into varta.unit_street (city_id, unit_id, name, kind, street, low, high, parity)
        select u.city_id, u.id, s.* from varta.street_lines(p_settings -> 'streets') s;
    end if;
exception when check_violation or invalid_text_representation then
    perform varta.fail('VA003', sqlerrm, 'settings', left(p_settings::text, 200), 'a name, true or false, a list of streets');
end
$$;
comment on function api.unit_set is
'in: city, code, {"name", "name_en", "kind", "active": false where it is abolished (its history and its rules stay), "streets": see
varta.street_lines(), all of them}. errors: VA001, VA003';

create function api.unit_area_import(p_city text, p_unit text, p_geojson jsonb)
returns table (code text, name text, outcome text, reason text)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    u varta.unit := varta.any_unit_of((varta.city_lock(p_city)).id, p_unit);
    v_area public.geometry;
    v_whole public.geometry;
    v_feature jsonb;
begin
    code := u.code;
    name := varta.say(u.name, u.name_en);
    for v_feature in select * from varta.features(p_geojson) loop
        select p.area, nullif(concat_ws('; ', reason, p.note), '') into v_area, reason from varta.polygons(v_feature -> 'geometry') p;
        if v_area is null then
            outcome := 'refused';
            return next;
            return;
        end if;
        v_whole := case when v_whole is null then v_area else public.st_multi(public.st_union(v_whole, v_area)) end;
    end loop;
    outcome := case when public.st_equals(u.area, v_whole) or coalesce(u.area, v_whole) is null then 'same'
                    when u.area is null then 'added' when v_whole is null then 'removed' else 'changed' end;
    update varta.unit t set area = v_whole where t.city_id = u.city_id and t.id = u.id and outcome <> 'same';
    return next;
end
$$;
comment on function api.unit_area_import is
'in: city, unit, GeoJSON FeatureCollection: its polygons together are the unit''s area of responsibility; no features: it has none any more.
out: one row as of api.district_import. errors: VA001, VA003';

create function api.units_list(p_city text)
returns table (code text, name text, name_en text, kind text, active boolean, has_area boolean, streets jsonb, open_referrals bigint)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city);
begin
    return query
    select u.code, u.name, u.name_en, u.kind, u.active, u.area is not null,
           (select coalesce(jsonb_agg(jsonb_build_object('street', s.name, 'from', s.low, 'to', s.high, 'parity', s.parity)
                                      order by s.street, s.low), '[]')
            from varta.unit_street s where s.city_id = u.city_id and s.unit_id = u.id),
           (select count(*) from varta.referral f join varta.referral_state t on t.id = f.state and t.open
            where f.city_id = u.city_id and f.unit_id = u.id)
    from varta.unit u where u.city_id = c.id order by u.code;
end
$$;
comment on function api.units_list is 'in: city. out: all its units, the abolished ones too. errors: VA001';

-- Rules -----------------------------------------------------------------------------------------

create function varta.rule_store(p_city smallint, p_id integer, p_unit text, p_category text, p_district text, p_by_area boolean,
                                 p_priority smallint, p_active boolean) returns integer
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_unit integer := (varta.any_unit_of(p_city, p_unit)).id;
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

create function api.rule_add(p_city text, p_unit text, p_category text default null, p_district text default null,
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
first). out: number of the rule. errors: VA001, VA003, VA005';

create function api.rule_set(p_city text, p_id integer, p_settings jsonb) returns void
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
'in: city, number, {"unit", "category" (null: any), "district" (null: any), "by_area", "priority", "active"}. errors: VA001, VA003, VA005';

create function api.rules(p_city text)
returns table (id integer, unit text, category text, district text, by_area boolean, priority smallint, active boolean)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city);
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
comment on function api.rules is 'in: city. out: its rules, the first one first. errors: VA001';

commit;
