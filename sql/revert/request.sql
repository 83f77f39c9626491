-- Revert varta:request
begin;

drop function varta.join_text, varta.split_text;
drop table varta.comment, varta.reporter, varta.request, varta.submission;

commit;
