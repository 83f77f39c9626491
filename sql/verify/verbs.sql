-- Verify varta:verbs
do $$
begin
    assert to_regprocedure('api.accept(bigint, integer)') is not null;
    assert to_regprocedure('api.reject(bigint, integer, text, text)') is not null;
    assert to_regprocedure('api.refer(bigint, integer, text, text)') is not null;
end
$$;
