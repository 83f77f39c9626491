-- Verify varta:views
do $$
begin
    assert (select count(*) >= 4 and bool_and(viewowner = 'varta_view') from pg_views where schemaname = 'api');
end
$$;
