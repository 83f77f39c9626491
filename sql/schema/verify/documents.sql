-- Verify varta:documents
select city_id, id, kind, of_id, key, address, pdf, hash, event_id from varta.document where false;
