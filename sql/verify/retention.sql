-- Verify varta:retention
do $$
begin
    assert sync.erase_due(1) >= 0;
    assert (select count(*) >= 5 from varta.retention where city_id is null);
end
$$;
