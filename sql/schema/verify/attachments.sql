-- Verify varta:attachments
select city_id, id, defect_id, order_id, stage, data, hash, refused from varta.attachment where false;
