-- Revert varta:bulk
begin;

drop function api.bulk, varta.verb_call;

commit;
