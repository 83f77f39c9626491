-- Verify varta:idempotency
select * from varta.idempotency_key where false;
