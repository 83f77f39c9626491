-- Verify varta:institutions
select city_id, id, code, name, name_en, address, email, phone, contact, successor_id, active, created_at from varta.institution where false;
select city_id, id, institution_id, object_id, everywhere, area from varta.ownership where false;
select city_id, ownership_id, area from varta.ownership_piece where false;
select city_id, id, ownership_id, name, kind, street, low, high, parity from varta.ownership_street where false;
select city_id, id, code, object_id, law, demand, days, working, danger_days, active from varta.order_ground where false;
select city_id, unit_id, operator_id from varta.unit_head where false;
select 1 / (count(*) = 9)::integer from varta.object_kind;
