-- Revert varta:verification_undone
-- Cascade: the code that stands on this goes with it.
begin;

set local client_min_messages = warning;
drop table varta.verification_undone cascade;

commit;
