-- Verify varta:places
select city_id, id, source, licence, dated, imported_at, added, changed, unchanged, gone, refused from varta.place_import where false;
select city_id, id, code, name, kind, plain, part, class, shape, import_id from varta.street where false;
select city_id, id, street_id, use, name, kind, until, words, key, near, import_id from varta.street_alias where false;
select city_id, id, street_id, code, class, shape, import_id from varta.street_line where false;
select city_id, id, street_id, number, letter, fraction, block, label, postcode, point, import_id from varta.house where false;
select city_id, id, code, kind, name, words, key, near, point, import_id from varta.place where false;
select 1 / count(*) from varta.place_word;
select 1 / count(*) from varta.place_kind where word = 'вулиці';
