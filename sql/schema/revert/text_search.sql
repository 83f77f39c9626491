-- Revert varta:text_search
-- Cascade: the code that stands on these tables goes with them.
begin;

set local client_min_messages = warning;
drop table varta.search_todo, varta.search, varta.form_asked, varta.form, varta.stop_word cascade;
drop text search dictionary if exists varta.ukrainian;
drop text search configuration varta.plain;

commit;
