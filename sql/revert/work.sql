-- Revert varta:work
begin;

drop function varta.paused;
drop table varta.pause, varta.referral, varta.response;

commit;
