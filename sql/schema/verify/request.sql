-- Verify varta:request
select * from varta.submission where false;
select * from varta.request where false;
select * from varta.reporter where false;
select * from varta.comment where false;
