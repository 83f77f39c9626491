-- Units, what they are responsible for, and the rules by which they are suggested.

create or replace function api.unit_add(p_city text, p_code text, p_kind text, p_name text, p_name_en text default '') returns integer
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
comment on function api.unit_add is 'in: city, code, kind (see varta.unit_kind), names. out: id. errors: VA001, VA004, VA003, VA005';

create or replace function api.unit_set(p_city text, p_code text, p_settings jsonb) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    u varta.unit := varta.unit_of((varta.city_lock(p_city)).id, p_code, true);
begin
    perform varta.settings_check(p_settings, '{name,name_en,kind,active,streets,email}');
    perform varta.unit_kind_check(coalesce(p_settings ->> 'kind', u.kind));
    update varta.unit
    set name = coalesce(btrim(p_settings ->> 'name'), name), name_en = coalesce(p_settings ->> 'name_en', name_en),
        email = coalesce(p_settings ->> 'email', email), kind = coalesce(p_settings ->> 'kind', kind), active = coalesce((p_settings ->> 'active')::boolean, active)
    where city_id = u.city_id and id = u.id;
    if p_settings ? 'streets' then
        delete from varta.unit_street where city_id = u.city_id and unit_id = u.id;
        insert into varta.unit_street (city_id, unit_id, name, kind, street, low, high, parity)
        select u.city_id, u.id, s.* from varta.street_lines(p_settings -> 'streets') s;
    end if;
exception when check_violation or invalid_text_representation then
    perform varta.fail('VA003', sqlerrm, 'settings', left(p_settings::text, 200), 'a name, true or false, a list of streets, an e-mail address');
end
$$;
comment on function api.unit_set is
'in: city, code, {"name", "name_en", "kind", "active": false where it is abolished (its history and its rules stay), "streets": see
varta.street_lines(), all of them, "email": where referrals go with a link, for a unit without operators}. errors: VA001, VA004, VA003';

create or replace function api.unit_area_import(p_city text, p_unit text, p_geojson jsonb)
returns table (code text, name text, outcome text, reason text)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    u varta.unit := varta.unit_of((varta.city_lock(p_city)).id, p_unit, true);
    v_area public.geometry;
    v_whole public.geometry;
    v_feature jsonb;
begin
    code := u.code;
    name := varta.localized(u.name, u.name_en);
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
out: one row as of api.district_import. errors: VA001, VA004, VA003';

create or replace function api.units_list(p_city text)
returns table (code text, name text, name_en text, kind text, active boolean, has_area boolean, streets jsonb, open_referrals bigint, email text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city, 'admin');
begin
    return query
    select u.code, u.name, u.name_en, u.kind, u.active, u.area is not null,
           (select coalesce(jsonb_agg(jsonb_build_object('street', s.name, 'from', s.low, 'to', s.high, 'parity', s.parity)
                                      order by s.street, s.low), '[]')
            from varta.unit_street s where s.city_id = u.city_id and s.unit_id = u.id),
           (select count(*) from varta.referral f join varta.referral_state t on t.id = f.state and t.open
            where f.city_id = u.city_id and f.unit_id = u.id),
           u.email
    from varta.unit u where u.city_id = c.id order by u.code;
end
$$;
comment on function api.units_list is 'in: city. out: all its units, the abolished ones too. errors: VA001, VA004';
