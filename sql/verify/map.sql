-- Verify varta:map
do $$
begin
    assert (select count(*) = 0 from api.map('{}', 30, 50, 31, 51, 10, 10));
    assert has_function_privilege('varta_owner', 'api.borders(text, double precision)', 'execute');
end
$$;
