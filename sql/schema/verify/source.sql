-- Verify varta:source
select * from varta.dialect where false;
select * from varta.source where false;
