-- Verify varta:peers
do $$
begin
    assert to_regprocedure('sync.services(integer)') is not null;
    assert to_regprocedure('sync.comments(integer, jsonb)') is not null;
    assert to_regprocedure('sync.requests(integer, jsonb, integer)') is not null;
    assert to_regprocedure('sync.token(integer, bigint)') is not null;
    assert to_regprocedure('sync.updates(integer, timestamptz, timestamptz)') is not null;
end
$$;
select * from sync.sources() where false;
