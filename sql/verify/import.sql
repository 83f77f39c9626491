-- Verify varta:import
do $$
begin
    assert varta.to_time('2026-11-22T17:39:06+02:00', 'UTC') = '2026-11-22 15:39:06+00';
    assert varta.to_time('2026-11-22T17:39:06', 'Europe/Kyiv') = '2026-11-22 15:39:06+00';
    assert varta.to_time('2026-02-31', 'UTC') is null and varta.to_time('yesterday', 'UTC') is null;
    assert to_regprocedure('sync.import(integer, jsonb)') is not null;
end
$$;
