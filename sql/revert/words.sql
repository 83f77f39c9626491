-- Revert varta:words
begin;

drop function varta.query_of, varta.stem, varta.learn, varta.lemmas, varta.dictionary, varta.dictionary_there, varta.words;
drop text search dictionary if exists varta.ukrainian;
drop table varta.form_asked, varta.form, varta.stop_word;
drop text search configuration varta.plain;

commit;
