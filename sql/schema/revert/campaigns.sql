-- Revert varta:campaigns
-- Cascade: the code that stands on these goes with them.
begin;

set local client_min_messages = warning;
drop table varta.finding, varta.campaign_street, varta.campaign_member, varta.campaign, varta.campaign_season cascade;

commit;
