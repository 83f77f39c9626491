-- Verify varta:letters
do $$
begin
    assert to_regprocedure('api.outbox(jsonb)') is not null;
    assert to_regprocedure('api.outbox_replay(bigint, text)') is not null;
end
$$;
