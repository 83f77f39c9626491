-- Revert varta:log_roots
-- Cascade: the code that stands on these goes with them.
begin;

set local client_min_messages = warning;
drop table varta.log_root cascade;

commit;
