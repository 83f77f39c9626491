-- Verify varta:admin_officer
do $$
begin
    assert to_regprocedure('api.absence_add(text, text, timestamptz, timestamptz)') is not null;
    assert to_regprocedure('api.office_hours_set(text, jsonb)') is not null;
end
$$;
