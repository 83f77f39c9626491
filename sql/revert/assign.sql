-- Revert varta:assign
begin;

drop function api.note, api.snooze, api.give, api.take, api.assign, api.workers, varta.worker_of, varta.works_on, varta.hand;

commit;
