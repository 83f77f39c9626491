-- Revert varta:rounds
-- Cascade: the code that stands on these goes with them.
begin;

set local client_min_messages = warning;
drop table varta.round_place, varta.round cascade;

commit;
