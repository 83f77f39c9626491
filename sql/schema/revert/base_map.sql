-- Revert varta:base_map
begin;

alter table varta.tree drop column map_wanted_at, drop column map_built_for, drop column map_next;

commit;
