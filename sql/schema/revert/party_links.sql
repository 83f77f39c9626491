-- Revert varta:party_links
-- Cascade: the code that stands on these goes with them.
begin;

set local client_min_messages = warning;
drop table varta.party_mail, varta.party_link cascade;
alter table varta.unit drop column email cascade;
alter table varta.orders drop column undelivered_at cascade;
alter table varta.order_verb drop column mails cascade;
delete from varta.order_verb where verb = 'order_undelivered';

commit;
