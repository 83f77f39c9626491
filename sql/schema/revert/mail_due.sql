-- Revert varta:mail_due
begin;
drop index varta.mail_due, varta.mail_leased;
commit;
