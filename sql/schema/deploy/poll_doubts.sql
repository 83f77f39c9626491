-- Deploy varta:poll_doubts
-- What a poll is doubted by: since when it brought nothing new, and whether its answers heed the window that was asked for.
begin;
set local role varta_owner;

alter table varta.poll add column news_at timestamptz default now(), add column warned_at timestamptz,
    add column shown integer not null default 0, add column aside integer not null default 0;
comment on column varta.poll.news_at is 'when something new was stored last, or the first reading began';
comment on column varta.poll.warned_at is 'when it was said last that nothing new comes';
comment on column varta.poll.shown is 'how many requests with a time the window that is being read has brought';
comment on column varta.poll.aside is 'how many of them are more than a day away from it';

commit;
