-- Revert varta:outbox
begin;

drop function varta.cancel, varta.export_gate, varta.emit, varta.root, varta.duplicates;
drop table varta.outbox;

commit;
