-- Deploy varta:mail_due
-- What is due is found by these, however much waits.
begin;
set local role varta_owner;

create index mail_due on varta.mail (city_id, kind, next_at, id) where sent_at is null and dead_at is null and leased_until is null;
create index mail_leased on varta.mail (leased_until) where leased_until is not null;

commit;
