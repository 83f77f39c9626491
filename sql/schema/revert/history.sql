-- Revert varta:history
-- Cascade: the code that stands on these tables goes with them.
begin;

set local client_min_messages = warning;
drop table varta.event, varta.chain cascade;

commit;
