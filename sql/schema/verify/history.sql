-- Verify varta:history
select * from varta.chain where false;
select * from varta.event where false;
