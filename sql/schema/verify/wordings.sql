-- Verify varta:wordings
select id, object_id, sort, dangerous, text from varta.wording where false;
select category, object_id from varta.category_object where false;
