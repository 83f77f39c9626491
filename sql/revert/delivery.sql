-- Revert varta:delivery
begin;

drop function varta.republish;
drop function sync.outbox_failed, sync.outbox_done, varta.delivery_of, sync.outbox_lease, varta.lease_source, varta.lease_expire,
    varta.delivery_wait;
drop trigger outbox_added on varta.outbox;
drop function varta.outbox_added;
drop table varta.delivery, varta.transport;

commit;
