-- Verify varta:mail
select * from varta.subscription where false;
select * from varta.newsletter where false;
select * from varta.mail where false;
