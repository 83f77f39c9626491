-- Revert varta:casework
-- Cascade: the code that stands on these tables goes with them.
begin;

set local client_min_messages = warning;
drop table varta.pause, varta.response, varta.referral cascade;

commit;
