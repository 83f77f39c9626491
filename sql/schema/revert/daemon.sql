-- Revert varta:daemon
begin;
drop table varta.daemon;
commit;
