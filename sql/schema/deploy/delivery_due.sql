-- Deploy varta:delivery_due
-- What is due is found by these, however much waits.
begin;
set local role varta_owner;

create index delivery_due on varta.delivery (source_id, next_at, seq) where delivered_at is null and dead_at is null and leased_until is null;
create index delivery_leased on varta.delivery (source_id, leased_until) where leased_until is not null;

commit;
