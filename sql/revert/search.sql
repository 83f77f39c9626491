-- Revert varta:search
begin;

drop function api.search, varta.search_keys, varta.search_level, varta.search_scan, varta.ask_forms, varta.search_words, varta.text_query,
    varta.facts_query, varta.any_fact;

commit;
