-- Revert varta:letters
begin;

drop function api.outbox_replay, api.outbox, varta.outbox_filter_check, varta.mail_replay, varta.mail_ways, varta.outbox_reason;

commit;
