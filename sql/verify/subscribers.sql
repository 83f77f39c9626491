-- Verify varta:subscribers
do $$
begin
    assert to_regclass('varta.subscription') is not null;
    assert to_regprocedure('varta.subscribe(smallint, text, text, bigint, integer)') is not null;
    assert to_regprocedure('sync.subscription_confirm(bigint)') is not null;
    assert to_regprocedure('sync.subscription_end(bigint)') is not null;
end
$$;
