-- Verify varta:fetches
select fetches from varta.source where false;
select city_id, source_id, at from varta.fetch where false;
