-- Revert varta:city
begin;

drop function varta.city_defaults;
drop function varta.place;
drop table varta.default_category, varta.default_unit, varta.category, varta.unit_piece, varta.unit, varta.district_piece,
    varta.district, varta.city;
drop function varta.cut;

commit;
