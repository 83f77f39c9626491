-- Verify varta:outbox
select seq, city_id, request_id, source_id, status, text, response_id, created_at, visible_at from varta.outbox where false;
