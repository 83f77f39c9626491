-- Verify varta:peer_fields
select external_status_code, customer_reference from varta.comment where false;
select external_status_code, customer_reference from varta.poll_known where false;
