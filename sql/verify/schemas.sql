-- Verify varta:schemas
do $$
begin
    assert (select count(*) = 4 from pg_namespace where nspname in ('varta', 'api', 'sync', 'audit')
            and nspowner = 'varta_owner'::regrole);
    assert not has_function_privilege('public', 'varta.fail(text, text, text[])', 'execute');
end
$$;
