-- Verify varta:desks
select city_id, request_id, at from varta.unseen_comment where false;
select city_id, operator_id from varta.message_reader where false;
select 1 / count(*) from varta.transition where verb = 'seen';
