-- Revert varta:referral_rules
-- Cascade: the code that stands on these tables goes with them.
begin;

set local client_min_messages = warning;
drop table varta.referral_rule, varta.unit_street cascade;

commit;
