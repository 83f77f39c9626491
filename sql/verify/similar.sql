-- Verify varta:similar
do $$
begin
    assert exists (select from pg_index where indexrelid = 'varta.request_point'::regclass and indisvalid);
    assert (select count(*) = 0 from api.nearest('{}', 50, 30, 1, 100));
    assert has_function_privilege('varta_owner', 'api.similar(bigint, integer)', 'execute');
end
$$;
