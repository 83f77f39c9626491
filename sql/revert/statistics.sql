-- Revert varta:statistics
begin;

drop function api.statistics, varta.any_status;

commit;
