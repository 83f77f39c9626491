-- Verify varta:request_place
select city_id, request_id, street_id, computed from varta.request_place where false;
