-- Verify varta:retention
select * from varta.text_place where false;
select * from varta.retention where false;
