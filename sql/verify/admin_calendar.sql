-- Verify varta:admin_calendar
do $$
begin
    assert to_regprocedure('api.calendar_set(text, date, text, text, boolean)') is not null;
    assert to_regprocedure('api.calendar(text, date, date)') is not null;
end
$$;
