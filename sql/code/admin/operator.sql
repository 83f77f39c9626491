-- An operator is a login role. Only the roles of this database (operator/installation.sql), which api.operator_add() made,
-- are ever changed, and only the groups of varta.role are ever granted.

create or replace function varta.verifier_check(p_verifier text) returns void
language plpgsql as $$
begin
    if p_verifier !~ '^SCRAM-SHA-256\$\d{4,}:[A-Za-z0-9+/]+=*\$[A-Za-z0-9+/]+=*:[A-Za-z0-9+/]+=*$' then
        perform varta.fail('VA003', 'the password is no SCRAM verifier', 'verifier', '', 'SCRAM-SHA-256$…, computed by the client');
    end if;
end
$$;
comment on function varta.verifier_check is 'errors: VA003; the value is not repeated';

create or replace function varta.role_check(p_roles text[]) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_known text[] := (select array_agg(code order by sort) from varta.role);
    v_role text;
begin
    if coalesce(array_length(p_roles, 1), 0) = 0 then
        perform varta.fail('VA003', 'no role is named', 'role', '', array_to_string(v_known, ', '));
    end if;
    select r into v_role from unnest(p_roles) r where not r = any(v_known) limit 1;
    if found then
        perform varta.fail('VA003', format('there is no role %L', v_role), 'role', v_role, array_to_string(v_known, ', '));
    end if;
end
$$;
comment on function varta.role_check is 'errors: VA003 for what is not in varta.role';

create or replace function varta.login_make(p_login text) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    if p_login !~ '^[a-z][a-z0-9_]{1,39}$' or p_login ~ '^(pg|varta)_' or p_login is null then
        perform varta.fail('VA003', format('%L is not a login name', p_login), 'login', p_login,
                           'a letter, then letters, digits and _; 2 to 40; not pg_ or varta_');
    end if;
    if not exists (select from pg_roles where rolname = p_login) then
        execute format('create role %I login', p_login);
        execute format('comment on role %I is %L', p_login, 'operator of Varta');
        execute format('grant %I to %I', varta.home_role(), p_login);
    end if;
    perform varta.login_check(p_login);
end
$$;
comment on function varta.login_make is
'in: login. Makes the role, which belongs to this database, unless it is there. errors: VA003, VA005 another database''s, or not of Varta';

create or replace function varta.login_groups(p_login text, p_roles text[]) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    r record;
begin
    perform varta.login_check(p_login);
    for r in
        select o.group_role, o.code = any(p_roles) as wanted, m.member is not null as member
        from varta.role o
        left join pg_auth_members m on m.roleid = o.group_role::text::regrole and m.member = p_login::regrole
        order by o.sort
    loop
        if r.wanted and not r.member then
            execute format('grant %I to %I', r.group_role, p_login);
        elsif r.member and not r.wanted then
            execute format('revoke %I from %I', r.group_role, p_login);
        end if;
    end loop;
    perform varta.config_event(varta.cities_of(id), 'roles_given', null, jsonb_build_object('login', p_login, 'roles', p_roles))
    from varta.operator where login = p_login;
end
$$;
comment on function varta.login_groups is 'in: login, codes of roles. The login is a member of these groups, and of no other of ours. errors: VA005 it is another database''s';

create or replace function varta.login_verifier(p_login text, p_verifier text) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform varta.verifier_check(p_verifier), varta.login_check(p_login);
    execute format('alter role %I password %L', p_login, p_verifier);
    insert into varta.password_set as s (operator_id, digest) select id, sha256(convert_to(p_verifier, 'UTF8')) from varta.operator where login = p_login
    on conflict (operator_id) do update set digest = excluded.digest, at = excluded.at;
    perform varta.config_event(varta.cities_of(id), 'password_changed', null, jsonb_build_object('login', p_login))
    from varta.operator where login = p_login;
end
$$;

create or replace function varta.set_cities(p_operator integer, p_cities text[]) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_ids smallint[] := (select array_agg((varta.city_of(code, 'admin')).id) from unnest(p_cities) code);
begin
    delete from varta.operator_city where operator_id = p_operator and not city_id = any(coalesce(v_ids, '{}'))
        and (city_id = any(varta.cities_as('admin')) or varta.is_super());
    insert into varta.operator_city (operator_id, city_id) select p_operator, unnest(v_ids) on conflict do nothing;
end
$$;
comment on function varta.set_cities is
'in: operator, codes of cities. Cities that are not the administrator''s own are left as they are. errors: VA001';

create or replace function varta.shared_check(p_roles text[], p_cities text[]) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if varta.is_super() then
        return;
    elsif p_roles && '{sync,super}' then
        perform varta.fail('VA004', 'that role reaches all cities: a super-administrator gives it', 'operator', 'super');
    elsif cardinality(p_cities) = 0 then
        perform varta.fail('VA004', 'an operator without a city is a super-administrator''s to add', 'operator', 'super');
    end if;
end
$$;
comment on function varta.shared_check is
'in: roles and cities that an operator is to have (null: not those). errors: VA004 where no city''s administrator may give them';

create or replace function api.operator_add(p_login text, p_full_name text, p_role text, p_cities text[], p_police boolean default false,
                                 p_verifier text default null) returns integer
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    v_id integer;
begin
    perform varta.role_check(array[p_role]), varta.shared_check(array[p_role], coalesce(p_cities, '{}'));
    if coalesce(btrim(p_full_name), '') = '' then
        perform varta.fail('VA003', 'the name is empty', 'full_name', p_full_name, 'a name');
    end if;
    perform varta.login_make(p_login);
    insert into varta.operator (login, full_name, police) values (p_login, p_full_name, coalesce(p_police, false))
    on conflict (login) do nothing returning id into v_id;
    if v_id is null then
        perform varta.fail('VA005', format('operator %L already exists', p_login), 'operator', p_login);
    end if;
    perform varta.set_cities(v_id, p_cities);
    perform varta.login_groups(p_login, array[p_role]);
    if p_verifier is not null then
        perform varta.login_verifier(p_login, p_verifier);
    end if;
    return v_id;
end
$$;
comment on function api.operator_add is
'in: login, name, role, cities, whether police, SCRAM verifier made by the client (null: none; peer or certificate). out: id. Creates the
login role. errors: VA001 city, VA003, VA004 what reaches all cities, VA005';

create or replace function varta.operator_seen(p_login text) returns varta.operator
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    o varta.operator;
begin
    select * into o from varta.operator p
    where p.login = p_login and (varta.is_super() or varta.cities_of(p.id) && varta.cities_as('admin'));
    if not found then
        perform varta.fail('VA001', format('there is no operator %L', p_login), 'operator', p_login);
    end if;
    return o;
end
$$;
comment on function varta.operator_seen is 'in: login. out: an operator of one of the administrator''s cities at least. errors: VA001';

create or replace function varta.operator_of(p_login text) returns varta.operator
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    o varta.operator := varta.operator_seen(p_login);
begin
    if not varta.is_super() and (not varta.cities_of(o.id) <@ varta.cities_as('admin')
            or exists (select from varta.role where code in ('sync', 'super') and pg_has_role(p_login, group_role, 'member'))) then
        perform varta.fail('VA004', format('operator %L is not of your cities alone', p_login), 'operator', 'super');
    end if;
    return o;
end
$$;
comment on function varta.operator_of is
'in: login. out: an operator who is the administrator''s to change: of no other city, and in no role that reaches all. errors: VA001, VA004';

create or replace function varta.set_unit(p_operator integer, p_unit text) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    u varta.unit;
begin
    select t.* into u from varta.unit t join varta.operator_city c on c.city_id = t.city_id and c.operator_id = p_operator
    where t.code = p_unit order by t.city_id limit 1;
    if p_unit <> '' and u.id is null then
        perform varta.fail('VA001', format('there is no unit %L', p_unit), 'unit', p_unit);
    end if;
    update varta.operator set unit_city = u.city_id, unit_id = u.id where id = p_operator;
end
$$;
comment on function varta.set_unit is 'in: operator, code of a unit of one of the operator''s cities, or empty for none. errors: VA001';

create or replace function varta.roles_of(p_value jsonb) returns text[]
language sql immutable as $$
    select case jsonb_typeof(p_value) when 'array' then array(select jsonb_array_elements_text(p_value)) else array[p_value #>> '{}'] end
$$;
comment on function varta.roles_of is 'in: a code or a list of codes. out: an array of them';

create or replace function varta.name_city_roles(o varta.operator) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_roles text[] := array(select code from varta.role where not code = any('{sync,super}') and pg_has_role(o.login, group_role, 'member') order by sort);
begin
    with unnamed as (delete from varta.operator_city where operator_id = o.id and roles is null and v_roles <> '{}' returning city_id)
    insert into varta.operator_city (operator_id, city_id, roles) select o.id, city_id, v_roles from unnamed;
end
$$;
comment on function varta.name_city_roles is 'writes down for each city the roles that the operator has there, before one of them changes';

create or replace function varta.set_city_roles(o varta.operator, p_settings jsonb) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    c record;
begin
    for c in select substr(key, 6) as city, varta.roles_of(value) as roles from jsonb_each(p_settings) where key like 'role.%' order by 1 loop
        perform varta.role_check(c.roles), varta.shared_check(c.roles, null);
        if c.roles && '{sync,super}' then
            perform varta.fail('VA003', 'that role is of no single city', 'role', array_to_string(c.roles, ', '), 'role=…');
        end if;
        delete from varta.operator_city where operator_id = o.id and city_id = (varta.city_of(c.city, 'admin')).id;
        if not found then
            perform varta.fail('VA003', format('%s has not that city', o.login), 'operator', o.login, 'a city of the operator');
        end if;
        insert into varta.operator_city (operator_id, city_id, roles) values (o.id, (varta.city_of(c.city, 'admin')).id, c.roles);
    end loop;
    if (select count(*) > count(roles) and count(roles) > 0 from varta.operator_city where operator_id = o.id) then
        perform varta.fail('VA003', 'the roles in the new city are not named', 'role', '', 'role.CITY=…');
    elsif exists (select from jsonb_object_keys(p_settings) key where key like 'role.%') then
        perform varta.login_groups(o.login, array(
            select code from varta.role where code = any('{sync,super}') and pg_has_role(o.login, group_role, 'member')
            union select unnest(roles) from varta.operator_city where operator_id = o.id));
    end if;
end
$$;
comment on function varta.set_city_roles is
'in: operator, settings among which are "role.CITY": code or list of codes. The operator has those roles in these cities; the login is in the
groups of all that it has somewhere. errors: VA001 city, VA003, VA004';

create or replace function api.operator_set(p_login text, p_settings jsonb) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.operator := varta.operator_of(p_login);
    v_roles text[];
    v_cities text[];
    v_in_cities text[] := array(select key from jsonb_object_keys(p_settings) key where key like 'role.%');
begin
    perform varta.settings_check(p_settings - v_in_cities, '{full_name,role,cities,police,active,verifier,unit}');
    if not exists (select from pg_roles where rolname = p_login) then
        perform varta.login_make(p_login);
    end if;
    update varta.operator
    set full_name = coalesce(nullif(btrim(p_settings ->> 'full_name'), ''), full_name),
        police = coalesce((p_settings ->> 'police')::boolean, police),
        active = coalesce((p_settings ->> 'active')::boolean, active)
    where id = o.id;
    if p_settings ? 'role' then
        v_roles := varta.roles_of(p_settings -> 'role');
        perform varta.role_check(v_roles), varta.shared_check(v_roles, null);
        with named as (delete from varta.operator_city where operator_id = o.id and roles is not null returning city_id)
        insert into varta.operator_city (operator_id, city_id) select o.id, city_id from named;
        perform varta.login_groups(p_login, v_roles);
    end if;
    if v_in_cities <> '{}' then
        perform varta.name_city_roles(o);
    end if;
    if p_settings ? 'cities' then
        v_cities := array(select jsonb_array_elements_text(p_settings -> 'cities'));
        perform varta.shared_check(null, v_cities), varta.set_cities(o.id, v_cities);
    end if;
    perform varta.set_city_roles(o, p_settings);
    if p_settings ? 'unit' then
        perform varta.set_unit(o.id, coalesce(p_settings ->> 'unit', ''));
    end if;
    if p_settings ->> 'verifier' is not null then
        perform varta.login_verifier(p_login, p_settings ->> 'verifier');
    end if;
    if p_settings @> '{"active": false}' or p_settings @> '{"active": "false"}' then
        perform varta.end_sessions(p_login);
    end if;
exception when invalid_text_representation or invalid_parameter_value then
    perform varta.fail('VA003', sqlerrm, 'settings', '', 'police and active are true or false, cities a list');
end
$$;
comment on function api.operator_set is
'in: login, {"full_name", "role": code or list of codes, "role.CITY": the same in one city alone, "cities": codes, "police", "active", "verifier", "unit": code}. An operator who is
not active keeps the login but sees and may do nothing here, and the open sessions end. errors: VA001, VA003, VA004 who is of other cities too';

create or replace function api.operators()
returns table (login text, full_name text, roles text[], cities text[], police boolean, unit text, active boolean, city_roles jsonb)
language sql stable security definer set search_path = varta, pg_temp as $$
    select o.login, o.full_name,
           (select coalesce(array_agg(r.code order by r.sort), '{}') from varta.role r
            join pg_roles g on g.rolname = o.login
            where pg_has_role(g.oid, r.group_role, 'member')),
           (select coalesce(array_agg(c.code order by c.code), '{}') from varta.operator_city oc join varta.city c on c.id = oc.city_id
            where oc.operator_id = o.id),
           o.police, (select u.code from varta.unit u where u.city_id = o.unit_city and u.id = o.unit_id), o.active,
           (select jsonb_object_agg(c.code, oc.roles) from varta.operator_city oc join varta.city c on c.id = oc.city_id
            where oc.operator_id = o.id and oc.roles is not null)
    from varta.operator o
    where varta.is_super()
       or exists (select from varta.operator_city oc where oc.operator_id = o.id and oc.city_id = any(varta.cities_as('admin')))
    order by o.login
$$;
comment on function api.operators is 'out: the operators of the administrator''s cities, city_roles {city: roles} where these are not the same in all; all for a super-administrator. errors: none';
