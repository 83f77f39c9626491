-- Verify varta:outbox
select * from varta.outbox where false;
