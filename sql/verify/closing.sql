-- Verify varta:closing
do $$
begin
    assert to_regprocedure('api.reopen(bigint, integer, text)') is not null;
    assert to_regprocedure('api.withdraw(bigint, integer, text)') is not null;
    assert to_regprocedure('sync.withdraw(integer, bigint[])') is not null;
end
$$;
