-- Revert varta:referrals
begin;

drop function api.referral_answer, api.referral_return, api.referral_accept, varta.check_text, varta.referral_step, varta.take_referral;

commit;
