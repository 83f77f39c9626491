-- Verify varta:history
do $$
begin
    assert (select count(*) = 4 from pg_trigger where tgname = 'refuse');
    assert (select count(*) = 2 from pg_trigger where tgname = 'only_erase');
    assert (select count(*) = 2 from pg_trigger where tgname in ('request_added', 'request_changed'));
    assert not exists (select from varta.city c where not exists (select from varta.chain where city_id = c.id));
end
$$;
