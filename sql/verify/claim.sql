-- Verify varta:claim
do $$
begin
    assert exists (select from varta.transition where verb = 'claim' and role = 'moderator');
    assert exists (select from pg_index where indexrelid = 'varta.request_unassigned'::regclass and indisvalid);
    assert has_function_privilege('varta_owner', 'api.claim_next(jsonb)', 'execute');
end
$$;
