-- Revert varta:audit
begin;

drop function audit.matters, audit.verify;

commit;
