-- Verify varta:answer_files
select city_id, id, request_id, response_id, kind, name, bytes, data, refused from varta.answer_file where false;
