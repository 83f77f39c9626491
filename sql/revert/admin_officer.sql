-- Revert varta:admin_officer
begin;

drop function api.office_hours_set, api.absence_end, api.absence_add, varta.deputy_check;

commit;
