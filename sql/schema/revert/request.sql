-- Revert varta:request
-- Cascade: the code that stands on these tables goes with them.
begin;

set local client_min_messages = warning;
drop table varta.comment, varta.reporter, varta.request, varta.submission cascade;

commit;
