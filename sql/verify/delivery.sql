-- Verify varta:delivery
do $$
begin
    assert exists (select from pg_trigger where tgname = 'outbox_added');
    assert to_regprocedure('sync.outbox_lease(text, text, integer, integer)') is not null;
    assert (select count(*) = 5 from varta.transport);
end
$$;
