-- Revert varta:saved_view
-- Cascade: the code that stands on these tables goes with them.
begin;

set local client_min_messages = warning;
drop table varta.saved_view cascade;

commit;
