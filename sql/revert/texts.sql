-- Revert varta:texts
begin;

drop function sync.index_texts, varta.index_requests, varta.forget_forms, varta.request_facts, varta.request_words;
drop trigger search_answered on varta.response;
drop trigger search_changed on varta.request;
drop trigger search_added on varta.request;
drop function varta.search_answered, varta.search_changed, varta.search_added;
drop type varta.request_text;
drop table varta.search_todo, varta.search;

commit;
