-- Revert varta:public_orders
-- Cascade: the code that stands on these goes with them.
begin;

set local client_min_messages = warning;
drop index varta.orders_institution_issued;
drop table varta.tree_order;
alter table varta.tree drop column orders_wanted_at cascade, drop column orders_built_for cascade;
alter table varta.city drop column orders_public cascade;

commit;
