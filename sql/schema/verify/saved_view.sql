-- Verify varta:saved_view
select * from varta.saved_view where false;
