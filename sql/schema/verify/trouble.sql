-- Verify varta:trouble
select city_id, source_id, failures, last_seq, until_at from varta.trouble where false;
