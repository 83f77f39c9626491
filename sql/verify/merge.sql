-- Verify varta:merge
do $$
begin
    assert to_regprocedure('api.merge(bigint, integer, bigint, integer)') is not null;
    assert to_regprocedure('api.split(bigint, integer)') is not null;
end
$$;
