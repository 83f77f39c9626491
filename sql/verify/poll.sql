-- Verify varta:poll
do $$
begin
    assert to_regprocedure('sync.poll_lease(text, integer, integer)') is not null;
    assert to_regprocedure('sync.poll_take(integer, text, jsonb, integer)') is not null;
    assert to_regprocedure('sync.poll_reread(integer, text, text, jsonb, integer)') is not null;
    assert to_regprocedure('sync.poll_done(integer, text, boolean, text)') is not null;
    assert to_regprocedure('sync.poll_failed(integer, text, text, integer)') is not null;
    assert to_regprocedure('api.poll_again(text, timestamptz)') is not null;
end
$$;
