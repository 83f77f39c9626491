-- Verify varta:text_search
select * from varta.stop_word where false;
select * from varta.form where false;
select * from varta.form_asked where false;
select * from varta.search where false;
select * from varta.search_todo where false;
