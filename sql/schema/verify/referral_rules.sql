-- Verify varta:referral_rules
select * from varta.unit_street where false;
select * from varta.referral_rule where false;
