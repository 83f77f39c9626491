-- Verify varta:matters
do $$
begin
    assert (select count(*) >= 12 from pg_trigger where tgname = 'watched_insert');
    assert exists (select from varta.chain where city_id = 0);
end
$$;
