-- Revert varta:pause
begin;

drop function api.prolong, varta.due_limit, api.resume, api.pause;

commit;
