-- Verify varta:log_alarm
select id, place, why, raised_at, over_at from varta.log_alarm where false;
select place, size, why, at from varta.log_place where false;
