-- Revert varta:presence
begin;

drop function api.presence, api.presence_clear, api.presence_set, varta.presence_swept;
drop table varta.presence;

commit;
