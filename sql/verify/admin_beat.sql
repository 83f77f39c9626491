-- Verify varta:admin_beat
do $$
begin
    assert to_regprocedure('api.beat_import(text, jsonb)') is not null;
    assert to_regprocedure('api.beat_assign(text, text, text, timestamptz, timestamptz)') is not null;
    assert varta.period('2026-01-01', null) @> now();
end
$$;
