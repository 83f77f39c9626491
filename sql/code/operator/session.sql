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

create or replace function varta.is_super() returns boolean
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    return (select rolsuper from pg_roles where rolname = session_user) or 'super' = any(varta.my_roles());
end
$$;
comment on function varta.is_super is
'whether the session administers all cities and what belongs to none: a super-administrator, or a superuser of the server';
