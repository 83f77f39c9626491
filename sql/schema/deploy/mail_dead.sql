-- Deploy varta:mail_dead
-- Mails that were given up are counted by this, however many wait.
begin;
set local role varta_owner;

create index mail_dead on varta.mail (city_id, id) where dead_at is not null;

commit;
