-- Revert varta:log_alarm
begin;

drop table varta.log_place, varta.log_alarm;

commit;
