-- Verify varta:beats
select * from varta.street_kind where false;
select * from varta.beat where false;
select * from varta.beat_piece where false;
select * from varta.beat_street where false;
select * from varta.beat_officer where false;
select * from varta.absence where false;
select * from varta.office_hours where false;
