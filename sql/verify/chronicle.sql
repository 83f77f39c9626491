-- Verify varta:chronicle
do $$
begin
    assert has_function_privilege('varta_owner', 'api.history(bigint, bigint, integer)', 'execute');
end
$$;
