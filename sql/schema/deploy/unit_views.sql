-- Deploy varta:unit_views
-- changes: varta.saved_view
-- Saved views of the register that are shared within a unit.
begin;
set local role varta_owner;

alter table varta.saved_view add column unit_id integer;
alter table varta.saved_view add constraint saved_view_unit check (unit_id is null or city_id is not null and list = 'orders') not valid;
alter table varta.saved_view validate constraint saved_view_unit;
comment on column varta.saved_view.unit_id is 'of a city: the unit within which it is shared; null: in the whole city';
comment on constraint saved_view_unit on varta.saved_view is 'units have the register of orders';

commit;
