-- Revert varta:rules
begin;

drop function varta.suggest, varta.responsible;
drop table varta.referral_rule, varta.unit_street;

commit;
