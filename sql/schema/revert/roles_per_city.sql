-- Revert varta:roles_per_city
begin;

alter table varta.operator_city drop column roles;

commit;
