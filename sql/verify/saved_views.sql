-- Verify varta:saved_views
do $$
begin
    assert (select count(*) >= 0 from api.views());
    assert (select array_agg(name) @> '{open,late,mine,unassigned,dead}' from api.counters());
end
$$;
