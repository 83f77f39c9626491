-- Who the session is, is session_user and nothing else: a setting can be forged.

-- plpgsql rather than sql: its plans stay in the session, and every call of the api begins with these.

create or replace function varta.me() returns varta.operator
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    o varta.operator;
begin
    select * into o from varta.operator where login = session_user and active;
    return o;
end
$$;
comment on function varta.me is 'out: the operator of this session; null where it is none, or not active';

create or replace function varta.my_roles() returns text[]
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    return (select coalesce(array_agg(r.code order by r.sort), '{}') from varta.role r
            where pg_has_role(session_user, r.group_role, 'member')
              and exists (select from varta.operator where login = session_user and active));
end
$$;
comment on function varta.my_roles is 'out: the codes of the operator''s roles; empty where the session is no operator';

create or replace function varta.my_cities() returns smallint[]
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    return (select coalesce(array_agg(c.city_id order by c.city_id), '{}')
            from varta.operator o join varta.operator_city c on c.operator_id = o.id
            where o.login = session_user and o.active);
end
$$;
comment on function varta.my_cities is 'out: the cities of the operator. In a policy: = any((select varta.my_cities())::smallint[])';

create or replace function varta.my_kinds() returns smallint[]
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    return (select coalesce(array_agg(distinct k.kind), '{}')
            from varta.operator o
            join varta.role r on pg_has_role(session_user, r.group_role, 'member')
            join varta.role_kind k on k.role = r.code and (not k.police_only or o.police)
            where o.login = session_user and o.active);
end
$$;
comment on function varta.my_kinds is 'out: the kinds of request that the operator''s roles see';

-- In a city: what the login may do anywhere is granted to its groups, what of that in which city stands in varta.operator_city.

create or replace function varta.roles_in(p_city smallint) returns text[]
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    return (select coalesce(array_agg(r.code order by r.sort), '{}')
            from varta.operator o join varta.operator_city c on c.operator_id = o.id and c.city_id = p_city
            join varta.role r on pg_has_role(session_user, r.group_role, 'member') and (c.roles is null or r.code = any(c.roles))
            where o.login = session_user and o.active);
end
$$;
comment on function varta.roles_in is 'in: city. out: the codes of the roles that the operator has there';

create or replace function varta.cities_as(variadic p_roles text[]) returns smallint[]
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    return (select coalesce(array_agg(c.city_id order by c.city_id), '{}')
            from varta.operator o join varta.operator_city c on c.operator_id = o.id
            where o.login = session_user and o.active
              and exists (select from varta.role r where r.code = any(p_roles) and (c.roles is null or r.code = any(c.roles))
                          and pg_has_role(session_user, r.group_role, 'member')));
end
$$;
comment on function varta.cities_as is 'in: codes of roles. out: the cities in which the operator has one of them';

create or replace function varta.hidden_kinds() returns integer[]
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    if not exists (select from varta.operator o join varta.operator_city c on c.operator_id = o.id
                   where o.login = session_user and c.roles is not null) then
        return '{}';
    end if;
    return (select coalesce(array_agg(c * 16 + k.id), '{}') from unnest(varta.my_cities()) c cross join varta.kind k
            where not exists (select from varta.role_kind x where x.kind = k.id and x.role = any(varta.roles_in(c))
                              and (not x.police_only or (varta.me()).police)));
end
$$;
comment on function varta.hidden_kinds is
'out: city * 16 + kind for each kind that the operator''s roles in that city do not see; nothing where the roles are the same in all cities';

create or replace function varta.sight(out cities smallint[], out kinds smallint[], out hidden integer[])
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    o varta.operator := varta.me();
    v_differ boolean;
begin
    select array_agg(c.city_id order by c.city_id), bool_or(c.roles is not null) into cities, v_differ
    from varta.operator_city c where c.operator_id = o.id;
    select array_agg(distinct k.kind) into kinds from varta.role_kind k
    where k.role = any(array(select r.code from varta.role r where pg_has_role(session_user, r.group_role, 'member')))
      and (not k.police_only or o.police);
    if o.id is null or cities is null or kinds is null then
        cities := '{}';
        kinds := '{}';
    elsif v_differ then
        hidden := varta.hidden_kinds();
        cities := array(select c from unnest(cities) c where exists (select from unnest(kinds) k where c * 16 + k <> all(hidden)));
    end if;
end
$$;
comment on function varta.sight is
'out: the cities in which the operator sees requests, the kinds that the roles see, and what of that is hidden, as varta.hidden_kinds() says, null
where the roles are the same in all cities. In one question what each call that lists requests begins with';

create or replace function varta.is_super() returns boolean
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    return (select rolsuper from pg_roles where rolname = session_user) or 'super' = any(varta.my_roles());
end
$$;
comment on function varta.is_super is
'whether the session administers all cities and what belongs to none: a super-administrator, or a superuser of the server';

create or replace function varta.need_role(p_city smallint, p_verb text, variadic p_roles text[]) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if not varta.roles_in(p_city) && p_roles and not varta.is_super() then
        perform varta.fail('VA004', format('%s is not for your role', p_verb), p_verb, array_to_string(p_roles, ', '));
    end if;
end
$$;
comment on function varta.need_role is 'in: city, what is to be done, codes of roles. errors: VA004 where the operator has none of them in that city';
