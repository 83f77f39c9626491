-- Deploy varta:operator
-- Who the session is, is session_user and nothing else: a setting can be forged.
begin;
set local role varta_owner;

create table varta.operator (
    id integer generated always as identity primary key,
    login text not null unique constraint operator_login check (login ~ '^[a-z][a-z0-9_]{1,39}$'),
    full_name text not null constraint operator_full_name check (full_name <> ''),
    police boolean not null default false,
    unit_city smallint,
    unit_id integer,
    active boolean not null default true,
    created_at timestamptz not null default now(),
    foreign key (unit_city, unit_id) references varta.unit match full
);
comment on constraint operator_login on varta.operator is 'it is the name of a PostgreSQL role';
comment on constraint operator_full_name on varta.operator is 'the history shows the name';
comment on column varta.operator.police is 'sees reports of crime whatever the role';

create table varta.operator_city (
    operator_id integer not null references varta.operator,
    city_id smallint not null references varta.city,
    primary key (operator_id, city_id)
);

-- plpgsql rather than sql: its plans stay in the session, and every call of the api begins with these.

create function varta.me() returns varta.operator
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    o varta.operator;
begin
    select * into o from varta.operator where login = session_user and active;
    return o;
end
$$;
comment on function varta.me is 'out: the operator of this session; null where it is none, or not active';

create function varta.my_roles() returns text[]
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    return (select coalesce(array_agg(r.code order by r.sort), '{}') from varta.role r
            where pg_has_role(session_user, r.group_role, 'member')
              and exists (select from varta.operator where login = session_user and active));
end
$$;
comment on function varta.my_roles is 'out: the codes of the operator''s roles; empty where the session is no operator';

create function varta.my_cities() returns smallint[]
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    return (select coalesce(array_agg(c.city_id order by c.city_id), '{}')
            from varta.operator o join varta.operator_city c on c.operator_id = o.id
            where o.login = session_user and o.active);
end
$$;
comment on function varta.my_cities is 'out: the cities of the operator. In a policy: = any((select varta.my_cities())::smallint[])';

create function varta.my_kinds() returns smallint[]
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

create function varta.is_superuser() returns boolean
language sql stable set search_path = varta, pg_temp as $$
    select rolsuper from pg_roles where rolname = session_user
$$;

commit;
