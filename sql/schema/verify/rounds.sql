-- Verify varta:rounds
select city_id, id, unit_id, operator_id, day, title, start, metres, version, closed_at, created_at from varta.round where false;
select city_id, round_id, n, defect_id, metres, verification_id from varta.round_place where false;
