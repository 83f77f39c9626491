-- Verify varta:operator
select * from varta.operator where false;
select * from varta.operator_city where false;
