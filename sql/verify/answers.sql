-- Verify varta:answers
do $$
begin
    assert to_regprocedure('api.draft(bigint, integer, text, boolean, bigint)') is not null;
    assert to_regprocedure('api.submit(bigint, integer, bigint)') is not null;
    assert to_regprocedure('api.approve(bigint, integer, bigint)') is not null;
    assert to_regprocedure('api.publish(bigint, integer, bigint)') is not null;
    assert to_regprocedure('api.answer(bigint, integer, text, bigint)') is not null;
end
$$;
