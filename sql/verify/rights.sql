-- Verify varta:rights
do $$
begin
    assert not exists (select from pg_proc p where pronamespace in ('varta'::regnamespace, 'api'::regnamespace, 'sync'::regnamespace,
                                                                    'audit'::regnamespace)
                       and has_function_privilege('public', p.oid, 'execute')), 'PUBLIC may execute something';
    assert not exists (select from pg_proc p where prosecdef and pronamespace in ('varta'::regnamespace, 'api'::regnamespace,
                                                                                  'sync'::regnamespace, 'audit'::regnamespace)
                       and not coalesce(array_to_string(proconfig, ',') like '%search\_path=%', false)), 'search_path is not pinned';
    assert has_function_privilege('varta_sync', 'sync.import(integer, jsonb)', 'execute');
    assert not has_function_privilege('varta_sync', 'api.me()', 'execute');
end
$$;
