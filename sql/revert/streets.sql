-- Revert varta:streets
begin;

drop function varta.street_lines, varta.street_fits, varta.parse_address, varta.street_name;
drop type varta.address;
drop table varta.street_kind;

commit;
