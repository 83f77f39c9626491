-- Revert varta:audit
begin;

drop function audit.verify;

commit;
