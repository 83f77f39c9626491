-- Revert varta:imported_orders
-- Cascade: the code that stands on these goes with them.
begin;

set local client_min_messages = warning;
alter table varta.orders drop constraint orders_issued, drop column paper_number cascade;
alter table varta.orders add constraint orders_issued check (num_nonnulls(year, number, text, text_hash, issued_at, due_at) in (0, 6));
comment on constraint orders_issued on varta.orders is 'whatever an issued order has, it has since it was issued';
alter table varta.defect alter column point set not null;
delete from varta.order_verb where verb = 'order_import';

commit;
