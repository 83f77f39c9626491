-- Revert varta:retention
begin;

drop function sync.erase_due, api.retention_set, api.retention, varta.retention_rules;
drop table varta.retention;

commit;
