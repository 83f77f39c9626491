-- Verify varta:daemon
select name, login, missed_at from varta.daemon where false;
