-- Revert varta:guidance
-- Cascade: the code that stands on these tables goes with them.
begin;

set local client_min_messages = warning;
drop table varta.default_guidance, varta.guidance cascade;

commit;
