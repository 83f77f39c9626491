-- Revert varta:chronicle
begin;

drop function api.history;

commit;
