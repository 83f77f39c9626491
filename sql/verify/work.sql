-- Verify varta:work
select city_id, id, request_id, unit_id, state, due_at, note, operator_id, created_at from varta.referral where false;
select city_id, id, request_id, state, public, body, version, author_id, approver_id, visible_at from varta.response where false;
