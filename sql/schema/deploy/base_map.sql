-- Deploy varta:base_map
-- changes: varta.tree
-- Each static tree has a map of the city's streets, made anew when they change.
begin;
set local role varta_owner;

alter table varta.tree
    add column map_wanted_at timestamptz not null default now(),
    add column map_built_for timestamptz,
    add column map_next text not null default '';
comment on column varta.tree.map_wanted_at is 'since when a map of the present streets is wanted';
comment on column varta.tree.map_built_for is 'the map_wanted_at of the one that was made; until it is the same, one has to be made';
comment on column varta.tree.map_next is 'the last tile that was written of the one that is being made; empty: none yet';

commit;
