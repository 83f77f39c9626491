-- Revert varta:mail
begin;

drop function sync.mail_tidy, sync.mail_release, sync.mail_bounced, sync.mail_failed, varta.mail_bounce(varta.mail, text),
    sync.mail_sent, varta.mail_of, sync.mail_next, sync.mail_lease, varta.mail_expire, varta.mail_transport;
drop trigger outbox_mail on varta.outbox;
drop function varta.outbox_mail;
drop table varta.mail, varta.newsletter;
drop function varta.mail_added;

commit;
