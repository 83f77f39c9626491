-- Revert varta:mail_dead
begin;
drop index varta.mail_dead;
commit;
