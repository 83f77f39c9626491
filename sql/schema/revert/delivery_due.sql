-- Revert varta:delivery_due
begin;
drop index varta.delivery_due, varta.delivery_leased;
commit;
