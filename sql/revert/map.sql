-- Revert varta:map
begin;

drop function api.map, varta.around, api.borders;

commit;
