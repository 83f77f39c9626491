-- Verify varta:operator
do $$
begin
    assert varta.my_cities() is not null and varta.my_kinds() is not null and varta.my_roles() is not null;
end
$$;
