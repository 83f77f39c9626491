-- Verify varta:streets
do $$
begin
    assert (select (a.kind, a.street, a.house) = ('вулиця', 'межигірська', 12)
            from varta.parse_address('Київ, вул. Межигірська, 12-А', 'Київ') a);
end
$$;
