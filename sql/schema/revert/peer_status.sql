-- Revert varta:peer_status
begin;

alter table varta.poll_known drop column status;
alter table varta.outbox drop column detail;
drop table varta.peer_status;

commit;
