-- Verify varta:walls
do $$
begin
    assert not exists (select from pg_tables where schemaname = 'varta' and not rowsecurity);
    assert (select count(*) > 15 from pg_policies where schemaname = 'varta');
end
$$;
