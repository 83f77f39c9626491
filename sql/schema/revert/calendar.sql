-- Revert varta:calendar
-- Cascade: the code that stands on these tables goes with them.
begin;

set local client_min_messages = warning;
drop table varta.workday, varta.holiday cascade;
drop function varta.easter;

commit;
