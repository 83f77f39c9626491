-- Deploy varta:fetches
-- Peers that fetch: what they fetched from us is answered there, and when they were last here.
begin;
set local role varta_owner;

alter table varta.source add column fetches boolean not null default false;
comment on column varta.source.fetches is
'the peer shows what is public in its city and came from others, too: it may bring comments on that, and is told what becomes of it';

create table varta.fetch (
    city_id smallint not null,
    source_id integer primary key,
    at timestamptz not null,
    foreign key (city_id, source_id) references varta.source (city_id, id)
);
comment on table varta.fetch is 'when a peer last fetched requests or updates with its key';
comment on column varta.fetch.at is 'to a minute: it is written once in that time at most';

create index outbox_visible on varta.outbox (city_id, visible_at);

alter table varta.fetch enable row level security;

commit;
