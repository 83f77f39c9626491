-- Revert varta:beats
begin;

drop function varta.message_readers, varta.deputy_of, varta.beat_holder, varta.holder_at, varta.beat_for, varta.beat_of_address, varta.beat_at;
drop table varta.office_hours, varta.absence, varta.beat_officer, varta.beat_street, varta.beat_piece, varta.beat;

commit;
