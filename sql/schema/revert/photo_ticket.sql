-- Revert varta:photo_ticket
-- Cascade: the code that stands on this table goes with it.
begin;

set local client_min_messages = warning;
drop table varta.photo_ticket cascade;

commit;
