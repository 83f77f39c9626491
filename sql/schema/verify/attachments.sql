-- Verify varta:attachments
select city_id, id, defect_id, order_id, kind, name, stage, data, hash, refused from varta.attachment where false;
