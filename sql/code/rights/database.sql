-- What PUBLIC has by itself in a database, and here has not: to connect, temporary tables, large objects, advisory locks,
-- objects in the schema public. Who may connect is a login of this database (operator/installation.sql), or was granted it.

create or replace function varta.given_to_public() returns table (what text, revoke text)
language sql stable set search_path = pg_catalog, pg_temp as $$
    select format('%s on database %s', a.privilege_type, d.datname), format('revoke %s on database %I from public', a.privilege_type, d.datname)
    from pg_database d cross join aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
    where d.datname = current_database() and a.grantee = 0
    union all
    select 'CREATE on schema public', 'revoke create on schema public from public'
    from pg_namespace n cross join aclexplode(n.nspacl) a where n.nspname = 'public' and a.grantee = 0 and a.privilege_type = 'CREATE'
    union all
    select 'EXECUTE on function ' || p.oid::regprocedure, format('revoke execute on function %s from public', p.oid::regprocedure)
    from pg_proc p cross join aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
    where p.pronamespace = 'pg_catalog'::regnamespace and a.grantee = 0
      and p.proname ~ '^(pg_(try_)?advisory_|lo_|loread$|lowrite$)'
    order by 1
$$;
comment on function varta.given_to_public is
'out: what PUBLIC may do in this database and should not, and how that is taken away. Called at each installation, and by vartactl schema status';

create or replace function varta.close_database() returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v text;
begin
    for v in select revoke from varta.given_to_public() loop
        execute v;
    end loop;
    execute format('grant connect on database %I to %I, varta_owner', current_database(), varta.home_role());
    execute format('grant execute on function %s to varta_owner',
                   (select string_agg(oid::regprocedure::text, ', ') from pg_proc
                    where pronamespace = 'pg_catalog'::regnamespace and proname ~ '^pg_(try_)?advisory_'));
end
$$;
comment on function varta.close_database is
'Takes that away, as far as whoever calls it can; most is a superuser''s. What stays, vartactl schema status tells';

select varta.settle();

reset role;
select varta.close_database();
set local role varta_owner;
