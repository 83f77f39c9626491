-- Revert varta:fetches
begin;

drop index varta.outbox_visible;
drop table varta.fetch;
alter table varta.source drop column fetches;

commit;
