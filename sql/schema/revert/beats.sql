-- Revert varta:beats
-- Cascade: the code that stands on these tables goes with them.
begin;

set local client_min_messages = warning;
drop table varta.office_hours, varta.absence, varta.beat_officer, varta.beat_street, varta.beat_piece, varta.beat, varta.street_kind cascade;

commit;
