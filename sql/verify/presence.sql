-- Verify varta:presence
do $$
begin
    assert (select relpersistence = 'u' from pg_class where oid = 'varta.presence'::regclass);
    assert (select count(*) = 0 from api.presence('{1}'));
    assert has_function_privilege('varta_owner', 'api.presence_set(bigint, text, integer)', 'execute')
       and has_function_privilege('varta_owner', 'api.presence_clear(bigint)', 'execute');
end
$$;
