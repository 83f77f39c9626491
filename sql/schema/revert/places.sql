-- Revert varta:places
-- Cascade: the code that stands on these goes with them.
begin;

set local client_min_messages = warning;
drop table varta.place_kind, varta.place_word, varta.place, varta.house, varta.street_line, varta.street_alias, varta.street, varta.place_import cascade;

commit;
