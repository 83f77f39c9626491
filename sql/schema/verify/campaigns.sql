-- Verify varta:campaigns
select city_id, id, unit_id, season, title, starts, ends, version, text, text_hash, signed_at, operator_id, created_at from varta.campaign where false;
select city_id, campaign_id, n, name, post from varta.campaign_member where false;
select city_id, campaign_id, n, name from varta.campaign_street where false;
select city_id, campaign_id, n, object_id, dangerous, what, place, point, measured, defect_id, operator_id, created_at from varta.finding where false;
select 1 / count(*) from varta.campaign_season;
