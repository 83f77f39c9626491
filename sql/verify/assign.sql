-- Verify varta:assign
do $$
begin
    assert to_regprocedure('api.assign(bigint, integer, text)') is not null;
    assert to_regprocedure('api.workers(bigint)') is not null;
    assert to_regprocedure('api.take(bigint, integer)') is not null;
    assert to_regprocedure('api.give(bigint, integer)') is not null;
    assert to_regprocedure('api.snooze(bigint, integer, timestamptz)') is not null;
    assert to_regprocedure('api.note(bigint, integer, text)') is not null;
end
$$;
