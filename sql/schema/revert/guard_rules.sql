-- Revert varta:guard_rules
-- Cascade: the code that stands on this goes with it.
begin;

set local client_min_messages = warning;
drop table varta.guard_rule cascade;

commit;
