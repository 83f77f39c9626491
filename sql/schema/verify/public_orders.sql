-- Verify varta:public_orders
select orders_public from varta.city where false;
select orders_wanted_at, orders_built_for from varta.tree where false;
select city_id, source_id, order_id, at from varta.tree_order where false;
