-- Deploy varta:heedless_polls
-- A server that shows everything whatever window it is asked for is read page by page.
begin;
set local role varta_owner;

alter table varta.poll add column heedless boolean not null default false, add column whole_at timestamptz;
comment on column varta.poll.heedless is 'the server shows the same whatever window of time it is asked for';
comment on column varta.poll.whole_at is 'when such a server was read to its last page; null: it never was';

commit;
