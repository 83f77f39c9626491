-- Verify varta:filter
do $$
begin
    assert (varta.parse_filter('{}')).statuses = '{1,2}';
    assert varta.filter_flag('{"late": true}', 'late');
end
$$;
