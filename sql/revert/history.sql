-- Revert varta:history
begin;

drop trigger only_erase on varta.submission;
drop trigger refuse on varta.submission;
drop trigger refuse on varta.request;
drop trigger request_added on varta.request;
drop trigger request_changed on varta.request;
drop trigger chain_begin on varta.city;
drop table varta.event, varta.chain;
drop function varta.refuse, varta.request_changed, varta.request_added, varta.request_shown, varta.act, varta.chain_begin,
    varta.record;
drop type varta.draft_event;
drop aggregate varta.chained(bytea, bytea);
drop function varta.link, varta.event_line, varta.event_content;

commit;
