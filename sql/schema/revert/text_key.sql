-- Revert varta:text_key
begin;

alter table varta.request drop column text_key;

commit;
