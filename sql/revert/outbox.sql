-- Revert varta:outbox
begin;

drop function varta.emit;
drop table varta.outbox;

commit;
