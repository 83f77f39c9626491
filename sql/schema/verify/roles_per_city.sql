-- Verify varta:roles_per_city
select roles from varta.operator_city where false;
