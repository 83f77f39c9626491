-- Deploy varta:history
-- Every change of a request writes one event, by statement triggers with transition tables. The events of a
-- city are numbered without a gap and form a hash chain: hash = SHA-256 of the previous hash and this
-- event's line; its content (why, before, after) has a hash of its own, so that content can be erased one
-- day without breaking the chain. The head of the chain is locked once per statement, in the order of the
-- cities.
begin;
set local role varta_owner;

create table varta.chain (
    city_id smallint primary key,
    last bigint not null,
    hash bytea not null
);
comment on table varta.chain is
'the head of each city''s chain: number and hash of its last event; chain 0 is for matters of no city (see sql/code/audit/config_audit.sql)';

insert into varta.chain values (0, 0, sha256('varta city 0'));

create table varta.event (
    city_id smallint not null,
    id bigint not null,
    request_id bigint not null,
    at timestamptz not null,
    who text not null,
    origin text not null,
    verb text not null,
    why text,
    before jsonb,
    after jsonb,
    salt uuid,
    content_hash bytea not null,
    hash bytea not null,
    primary key (city_id, id)
);
comment on table varta.event is
'the history; rows are only ever added, by varta.append_events(), which takes the city from its chain and so needs no foreign key';
comment on column varta.event.request_id is '0: a matter of the city, of its units or officers, not of a request';
comment on column varta.event.origin is 'address of the client and name of its program';
comment on column varta.event.salt is 'keeps the hash of erased content from being guessed';
create index event_request on varta.event (city_id, request_id, id);

alter table varta.chain enable row level security;
alter table varta.event enable row level security;

commit;
