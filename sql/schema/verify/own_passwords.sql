-- Verify varta:own_passwords
select operator_id, digest, at from varta.password_set where false;
