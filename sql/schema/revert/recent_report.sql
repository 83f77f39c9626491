-- Revert varta:recent_report
begin;

drop table varta.recent_report;

commit;
