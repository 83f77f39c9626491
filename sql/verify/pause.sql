-- Verify varta:pause
do $$
begin
    assert to_regprocedure('api.pause(bigint, integer, text)') is not null;
    assert to_regprocedure('api.resume(bigint, integer)') is not null;
    assert to_regprocedure('api.prolong(bigint, integer, integer, text)') is not null;
end
$$;
