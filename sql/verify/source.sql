-- Verify varta:source
select city_id, id, code, transport, jurisdiction, key_hash, zone, lang, status_map, active, url, peer_jurisdiction, dialect, service_map, poll from varta.source where false;
select 1 / (count(*) = 3)::int from pg_trigger where tgname = 'config_changed';
