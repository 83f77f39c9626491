-- Revert varta:courier
begin;

drop function sync.push_lease, varta.local_time, sync.outbox_retry, sync.outbox_release, sync.outbox_counts, sync.outbox_next;

commit;
