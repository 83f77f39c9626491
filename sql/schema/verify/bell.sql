-- Verify varta:bell
select topic, city_id from varta.bell where false;
