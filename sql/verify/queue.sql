-- Verify varta:queue
do $$
begin
    assert (select count(*) = 0 from api.queue_page('{}', null, null, null, false, 10));
    assert api.queue_count('{}') = 0;
    assert has_function_privilege('varta_owner', 'api.badges()', 'execute');
end
$$;
