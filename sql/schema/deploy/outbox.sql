-- Deploy varta:outbox
-- What has to leave, in the order in which it was committed.
begin;
set local role varta_owner;

create table varta.outbox (
    seq bigint generated always as identity primary key,
    city_id smallint not null,
    request_id bigint not null,
    source_id integer not null,
    status smallint not null references varta.status,
    text text not null default '',
    response_id bigint,
    event_id bigint not null,
    created_at timestamptz not null default now(),
    visible_at timestamptz not null,
    foreign key (city_id, request_id) references varta.request,
    foreign key (city_id, source_id) references varta.source (city_id, id),
    foreign key (city_id, response_id) references varta.response
);
comment on table varta.outbox is
'what has to leave, in the order in which it was committed within a city (the chain''s head is locked before seq is drawn)';
comment on column varta.outbox.visible_at is 'before it nobody outside learns of it: the recall window';
create index outbox_source on varta.outbox (source_id, visible_at);
create index outbox_request on varta.outbox (city_id, request_id, seq);
comment on column varta.outbox.event_id is 'the event of the same city that caused it';

alter table varta.outbox enable row level security;

commit;
