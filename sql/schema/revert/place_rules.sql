-- Revert varta:place_rules
alter table varta.installation drop column place_rules cascade;
