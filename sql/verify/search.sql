-- Verify varta:search
do $$
begin
    assert varta.search_level(262144, 65536) = 18 and varta.search_level(262144, 65535) = 15 and varta.search_level(262145, 65536) = 9;
    assert (select count(*) = 0 from varta.search_scan('x', '{}', 1, 1));
    assert has_function_privilege('varta_owner', 'api.search(jsonb, text, integer, bigint)', 'execute');
end
$$;
