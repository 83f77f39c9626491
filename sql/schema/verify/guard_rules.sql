-- Verify varta:guard_rules
select city_id, code, kind, pattern, proof, active from varta.guard_rule where false;
