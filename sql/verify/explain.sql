-- Verify varta:explain
do $$
begin
    assert to_regprocedure('api.explain_due(bigint)') is not null;
end
$$;
