-- Revert varta:poll
-- Cascade: the code that stands on these tables goes with them.
begin;

set local client_min_messages = warning;
drop table varta.poll_refusal, varta.poll_known, varta.poll cascade;

commit;
