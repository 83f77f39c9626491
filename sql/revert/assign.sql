-- Revert varta:assign
begin;

drop function api.note, api.snooze, api.give, api.take, api.assign, varta.worker_of, varta.hand;

commit;
