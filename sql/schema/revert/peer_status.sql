-- Revert varta:peer_status
-- Cascade: the code that stands on it goes with it.
begin;

set local client_min_messages = warning;
alter table varta.poll_known drop column status;
alter table varta.outbox drop column detail;
drop table varta.peer_status cascade;

commit;
