-- Verify varta:statistics
do $$
begin
    assert (select count(*) <= 1 from api.statistics('{}', 1) where part = 'total');
end
$$;
