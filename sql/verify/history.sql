-- Verify varta:history
do $$
begin
    assert (select count(distinct tgrelid) = 4 from pg_trigger where tgname = 'refuse'
            and tgrelid = any('{varta.event,varta.chain,varta.request,varta.submission}'::regclass[]));
    assert (select count(*) = 2 from pg_trigger where tgname in ('request_added', 'request_changed'));
    assert not exists (select from varta.city c where not exists (select from varta.chain where city_id = c.id));
end
$$;
