-- Verify varta:log
select city_id, event_id from varta.log_queue where false;
select city_id, sealed from varta.log_chain where false;
select first, size, events, seed, at from varta.log_batch where false;
select leaf, city_id, event_id from varta.log_leaf where false;
select index, hashes from varta.log_tile where false;
select size, root, note, at from varta.log_checkpoint where false;
select last_value from varta.event_id where false;
