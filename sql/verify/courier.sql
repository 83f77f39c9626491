-- Verify varta:courier
do $$
begin
    assert to_regprocedure('sync.push_lease(text, integer, integer)') is not null;
    assert to_regprocedure('sync.outbox_counts()') is not null;
    assert to_regprocedure('sync.outbox_next(text)') is not null;
    assert to_regprocedure('sync.outbox_retry(text)') is not null;
    assert to_regprocedure('sync.outbox_release(text, integer)') is not null;
end
$$;
