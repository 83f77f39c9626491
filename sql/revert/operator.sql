-- Revert varta:operator
-- The login roles stay: they belong to the cluster.
begin;

drop function varta.is_superuser, varta.my_kinds, varta.my_cities, varta.my_roles, varta.me;
drop table varta.operator_city, varta.operator;

commit;
