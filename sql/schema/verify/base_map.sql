-- Verify varta:base_map
select map_wanted_at, map_built_for, map_next from varta.tree where false;
