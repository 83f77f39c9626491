-- Revert varta:advisory_locks
begin;

do $$
declare
    f regprocedure;
begin
    for f in select oid from pg_proc where pronamespace = 'pg_catalog'::regnamespace and proname ~ '^pg_(try_)?advisory_' loop
        execute format('grant execute on function %s to public', f);
        execute format('revoke execute on function %s from varta_owner', f);
    end loop;
end
$$;

commit;
