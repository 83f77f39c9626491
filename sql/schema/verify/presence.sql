-- Verify varta:presence
select * from varta.presence where false;
