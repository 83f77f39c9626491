-- Revert varta:views
begin;

drop view api.events, api.referrals, api.responses, api.requests;

commit;
