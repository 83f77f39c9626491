-- Verify varta:imported_orders
select paper_number from varta.orders where false;
select 1 / count(*) from varta.order_verb where verb = 'order_import';
