-- Verify varta:schemas
do $$
begin
    assert (select count(*) = 4 from pg_namespace where nspname in ('varta', 'api', 'sync', 'audit')
            and nspowner = 'varta_owner'::regrole);
end
$$;
