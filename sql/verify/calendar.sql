-- Verify varta:calendar
do $$
begin
    assert varta.easter(2024) = '2024-05-05' and varta.easter(2030) = '2030-04-28';
    assert exists (select from varta.workday where martial_law and day = '2026-12-25');
    assert not exists (select from varta.workday where not martial_law and day = '2026-12-25');
    assert not exists (select from varta.workday where extract(isodow from day) >= 6);
end
$$;
