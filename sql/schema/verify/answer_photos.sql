-- Verify varta:answer_photos
select city_id, response_id, n, request_id, hash from varta.answer_photo where false;
