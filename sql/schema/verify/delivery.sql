-- Verify varta:delivery
select * from varta.transport where false;
select * from varta.delivery where false;
