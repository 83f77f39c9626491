-- Verify varta:photo
select * from varta.media where false;
select * from varta.photo where false;
