-- Verify varta:place_rules
select place_rules from varta.installation where false;
