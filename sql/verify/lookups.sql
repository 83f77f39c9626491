-- Verify varta:lookups
do $$
begin
    assert (select count(*) = 5 from varta.kind);
    assert (select count(*) = 6 from varta.status);
    assert (select count(*) = 6 from varta.reason);
    assert (select count(*) > 10 from varta.transition);
    assert (select bool_and(group_role::text = 'varta_' || code) from varta.role);
end
$$;
