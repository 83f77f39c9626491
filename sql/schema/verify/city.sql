-- Verify varta:city
select * from varta.city where false;
select * from varta.district where false;
select * from varta.district_piece where false;
select * from varta.unit where false;
select * from varta.unit_piece where false;
select * from varta.category where false;
select * from varta.default_unit where false;
select * from varta.default_category where false;
