-- Verify varta:undo
do $$
begin
    assert to_regprocedure('api.undo(bigint, integer)') is not null;
    assert to_regprocedure('api.recall(bigint, integer, bigint)') is not null;
end
$$;
