-- Roles are the cluster's: another database there may have Varta, too, and its administrators must not change the logins
-- of this one. The logins that belong here are the members of a role that is this database's own, varta_at_MARK, and no
-- function touches another login. Who is in that role may connect, too (rights/database.sql).

create or replace function varta.home_role() returns name
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select 'varta_at_' || mark from varta.installation);
end
$$;
comment on function varta.home_role is 'out: the name of the role whose members are the logins of this database';

create or replace function varta.login_is_home(p_login text) returns boolean
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return exists (select from varta.installation i
                   join pg_roles g on g.rolname = 'varta_at_' || i.mark
                   join pg_auth_members m on m.roleid = g.oid
                   join pg_roles r on r.oid = m.member and r.rolname = p_login
                   where i.database = current_database());
end
$$;
comment on function varta.login_is_home is
'in: login. out: whether it belongs to this database; in a copy, which has the mark of its original, none does';

create or replace function varta.login_check(p_login text) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if not exists (select from pg_roles where rolname = p_login) or varta.login_is_home(p_login) then
        return;
    elsif shobj_description(p_login::regrole, 'pg_authid') is distinct from 'operator of Varta' then
        perform varta.fail('VA005', format('role %I already exists and is not of Varta', p_login), 'role', p_login);
    end if;
    perform varta.fail('VA005', format('login %I belongs to another database of this server', p_login), 'login', p_login, 'another database of this server');
end
$$;
comment on function varta.login_check is 'in: login. errors: VA005 where that role exists and is another database''s, or not of Varta';

create or replace function varta.settle_identity() returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    i varta.installation;
begin
    select * into i from varta.installation for update;
    if i.database = current_database() then
        return;
    elsif exists (select from pg_database where datname = i.database) then
        update varta.installation
        set mark = left(replace(gen_random_uuid()::text, '-', ''), 12), database = current_database(),
            secret = sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
        raise notice 'this database is a copy of %: the logins stay those of the original', i.database;
    else
        update varta.installation set database = current_database();
    end if;
end
$$;
comment on function varta.settle_identity is
'A database under another name is a copy where the original is still in the cluster, and becomes one of its own; otherwise it was renamed or restored';

create or replace function varta.home_comment(p_database name) returns text
language sql immutable as $$ select 'the logins of the database ' || p_database $$;

create or replace function varta.settle_role() returns name
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_home name := varta.home_role();
begin
    if not exists (select from pg_roles where rolname = v_home) then
        execute format('create role %I nologin', v_home);
    end if;
    if shobj_description(v_home::regrole, 'pg_authid') is distinct from varta.home_comment(current_database()) then
        execute format('comment on role %I is %L', v_home, varta.home_comment(current_database()));
    end if;
    return v_home;
end
$$;
comment on function varta.settle_role is 'out: the role whose members are the logins of this database; made where it is missing';

create or replace function varta.settle_logins(p_home name) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_login text;
    v_gone text;
begin
    for v_login, v_gone in
        select o.login, string_agg(quote_ident(g.rolname), ', ')
        from varta.operator o
        join pg_roles r on r.rolname = o.login and shobj_description(r.oid, 'pg_authid') = 'operator of Varta'
        left join (pg_auth_members m join pg_roles g on g.oid = m.roleid and g.rolname ~ '^varta_at_[0-9a-f]{12}$') on m.member = r.oid
        left join pg_database d on varta.home_comment(d.datname) = shobj_description(g.oid, 'pg_authid')
        group by o.login having count(d.oid) = 0
    loop
        if v_gone is not null then
            execute format('revoke %s from %I', v_gone, v_login);
        end if;
        execute format('grant %I to %I', p_home, v_login);
    end loop;
    for v_login in
        select o.login from varta.operator o join pg_roles r on r.rolname = o.login where not varta.login_is_home(o.login) order by 1
    loop
        raise notice 'login % belongs to another database of this server: its password and roles are changed there', v_login;
    end loop;
end
$$;
comment on function varta.settle_logins is
'in: the role of the logins of this database. It gets the operators'' logins that belong to no database that there is: from before there were marks, or left by
one that was dropped. Says which are another database''s';

create or replace function varta.settle() returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
begin
    perform varta.settle_identity();
    perform varta.settle_logins(varta.settle_role());
end
$$;
comment on function varta.settle is 'Makes sure of what this database is, when its code is installed. Only its owner can call it';
