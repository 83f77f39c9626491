-- Revert varta:admin_calendar
begin;

drop function api.calendar, api.calendar_set;

commit;
