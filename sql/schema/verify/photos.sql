-- Verify varta:photos
select n from varta.photo where false;
