-- Revert varta:attachments
-- Cascade: the code that stands on these goes with them.
begin;

set local client_min_messages = warning;
drop table varta.attachment cascade;

commit;
