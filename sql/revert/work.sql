-- Revert varta:work
begin;

drop table varta.response, varta.referral;

commit;
