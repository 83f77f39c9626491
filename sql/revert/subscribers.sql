-- Revert varta:subscribers
begin;

drop trigger reporter_gone on varta.reporter;
drop trigger reporter_added on varta.reporter;
drop function varta.reporter_gone, varta.reporter_added, sync.subscription_end, sync.subscription_confirm, sync.subscribe,
    sync.subscription, varta.subscription_state, varta.subscribe, varta.mail_source;
drop table varta.subscription;
drop function varta.is_mail;

commit;
