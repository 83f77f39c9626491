-- Verify varta:view_lists
select list from varta.saved_view where false;
