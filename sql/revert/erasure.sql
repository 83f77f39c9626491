-- Revert varta:erasure
begin;

drop function api.erase_reporter, varta.reporters_by, varta.erase, varta.erase_request_row, varta.erase_texts, varta.without, varta.person_pattern,
    varta.phone_pattern, varta.name_pattern, varta.literal;
drop table varta.text_place;

commit;
