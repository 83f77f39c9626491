-- Revert varta:mail
-- Cascade: the code that stands on these tables goes with them.
begin;

set local client_min_messages = warning;
drop table varta.mail, varta.newsletter, varta.subscription cascade;
drop function varta.is_mail;

commit;
