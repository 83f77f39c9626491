-- Revert varta:photo
-- Cascade: the code that stands on these tables goes with them.
begin;

set local client_min_messages = warning;
drop table varta.photo, varta.media cascade;

commit;
