-- Deploy varta:roles_per_city
-- An operator may be a moderator in one city and an auditor in another.
begin;
set local role varta_owner;

alter table varta.operator_city add column roles text[] constraint operator_city_roles check (cardinality(roles) > 0 and not roles && '{sync,super}');
comment on column varta.operator_city.roles is 'which of the roles of the login it has in this city; null: all of them';
comment on constraint operator_city_roles on varta.operator_city is 'null, not none; sync and super are of no city';

commit;
