-- Deploy varta:unnamed_lines
-- Roundabouts, junctions and roads beyond the city have no name: maps draw them.
begin;
set local role varta_owner;

alter table varta.street_line alter column street_id drop not null;
comment on column varta.street_line.street_id is 'null: the line has no name, and is only drawn';

commit;
