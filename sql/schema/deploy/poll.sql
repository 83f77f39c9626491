-- Deploy varta:poll
-- Reading the GeoReport servers of others: how far each was read, who reads it now, what was refused, and
-- what became of the requests that it showed us.
begin;
set local role varta_owner;

create table varta.poll (
    city_id smallint not null,
    source_id integer not null,
    read_to timestamptz,
    span interval,
    next_at timestamptz not null default '-infinity',
    etag text,
    from_at timestamptz,
    to_at timestamptz,
    behind boolean not null default false,
    leased_by text,
    leased_until timestamptz,
    failures smallint not null default 0,
    last_error text not null default '',
    done_at timestamptz,
    primary key (city_id, source_id),
    foreign key (city_id, source_id) references varta.source (city_id, id)
);
comment on table varta.poll is 'how far each polled source was read, and who reads it now';
comment on column varta.poll.read_to is 'everything before it was read; null: nothing was';
comment on column varta.poll.span is 'how much time the next window may cover; null: all until now';
comment on column varta.poll.etag is 'of the last whole answer, where the question is always the same';
comment on column varta.poll.from_at is 'the window that is being read, or was read last, until to_at';
comment on column varta.poll.behind is 'that window ends before the moment at which it was leased';
comment on column varta.poll.failures is 'in a row';

create table varta.poll_known (
    city_id smallint not null,
    request_id bigint not null,
    source_id integer not null,
    external_id text not null,
    checked_at timestamptz not null default now(),
    etag text,
    digest bytea not null,
    closed boolean not null,
    missing smallint not null default 0,
    primary key (city_id, request_id),
    foreign key (city_id, source_id) references varta.source (city_id, id),
    foreign key (city_id, request_id) references varta.request
);
comment on table varta.poll_known is 'how a peer showed a request that we have from it, when we read it last';
comment on column varta.poll_known.digest is 'SHA-256 of its description';
comment on column varta.poll_known.closed is 'whether it was closed there';
comment on column varta.poll_known.missing is 'how often in a row the peer did not have it any more';
create index poll_known_external on varta.poll_known (source_id, external_id);
create index poll_known_checked on varta.poll_known (source_id, checked_at);

create table varta.poll_refusal (
    city_id smallint not null,
    source_id integer not null,
    external_id text not null,
    reason text not null,
    first_at timestamptz not null default now(),
    last_at timestamptz not null default now(),
    primary key (source_id, external_id),
    foreign key (city_id, source_id) references varta.source (city_id, id)
);
comment on table varta.poll_refusal is 'what a peer shows and we cannot take; gone when it is taken';
comment on column varta.poll_refusal.external_id is 'empty where it has none';

alter table varta.poll enable row level security;
alter table varta.poll_known enable row level security;
alter table varta.poll_refusal enable row level security;

commit;
