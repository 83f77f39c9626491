-- Verify varta:recent_report
select city_id, source_id, digest, request_id, at from varta.recent_report where false;
