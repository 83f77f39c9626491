-- Revert varta:source
-- Cascade: the code that stands on these tables goes with them.
begin;

set local client_min_messages = warning;
drop table varta.source, varta.dialect cascade;
drop function varta.is_address;

commit;
