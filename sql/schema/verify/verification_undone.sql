-- Verify varta:verification_undone
select city_id, verification_id, event_id from varta.verification_undone where false;
