-- Deploy varta:party_answers
-- Answers of units without operators, which come by a link.
begin;
set local role varta_owner;

alter table varta.response add column unit_id integer;
comment on column varta.response.unit_id is 'the unit that answered by its link, and has no operators; author_id is then who referred the request to it. null: the author wrote it';

commit;
