-- Verify varta:order_photos
select city_id, order_id, n, photo_id from varta.order_photo where false;
