-- Revert varta:letters
begin;

drop function api.outbox_replay, api.outbox, varta.outbox_filter_check, varta.outbox_reason;

commit;
