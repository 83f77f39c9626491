-- Verify varta:advisory_locks
do $$
begin
    assert has_function_privilege('varta_owner', 'pg_advisory_xact_lock(integer, integer)', 'execute');
end
$$;
