-- Verify varta:defects
select city_id, id, unit_id, object_id, dangerous, what, place, point, district_id, state, version, reopened, operator_id, created_at, changed_at
from varta.defect where false;
select city_id, defect_id, request_id from varta.defect_request where false;
select city_id, id, defect_id, outcome, note, measured, seen_at, operator_id, created_at from varta.verification where false;
select 1 / count(*) from varta.defect_state;
select 1 / count(*) from varta.verification_outcome;
select 1 / count(*) from varta.measure;
