-- Revert varta:unnamed_lines
begin;

delete from varta.street_line where street_id is null;
alter table varta.street_line alter column street_id set not null;
comment on column varta.street_line.street_id is null;

commit;
