-- Verify varta:party_answers
select unit_id from varta.response where false;
