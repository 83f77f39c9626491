-- Deploy varta:advisory_locks
-- Whoever can connect could take the locks by which the functions wait for each other, and stop a city with them. In this
-- database they are the owner's alone. Only a superuser can say so: without one it stays as it is, with a warning.
begin;

do $$
declare
    f regprocedure;
begin
    for f in select oid from pg_proc where pronamespace = 'pg_catalog'::regnamespace and proname ~ '^pg_(try_)?advisory_' loop
        execute format('revoke execute on function %s from public', f);
        execute format('grant execute on function %s to varta_owner', f);
    end loop;
end
$$;

commit;
