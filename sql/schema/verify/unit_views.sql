-- Verify varta:unit_views
select unit_id from varta.saved_view where false;
