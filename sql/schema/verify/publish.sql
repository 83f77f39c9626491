-- Verify varta:publish
select * from varta.tree where false;
