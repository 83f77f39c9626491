-- Revert varta:city
-- Cascade: the code that stands on these tables goes with them.
begin;

set local client_min_messages = warning;
drop table varta.default_category, varta.default_unit, varta.category, varta.unit_piece, varta.unit, varta.district_piece, varta.district, varta.city cascade;

commit;
