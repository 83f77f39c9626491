-- Deploy varta:delivery
-- Who has to be told of a row of the outbox, and how far that got: a row for each source that is a consumer
-- of it. A daemon leases what is due, in the order of seq; a source of which anything is leased gives
-- nothing more, to anyone, until that is done, has failed, or the lease has run out. So what leaves for one
-- source leaves in order. A row that fails is tried again later and later. For its first attempts ('hold')
-- it holds back all of its source, because the peer is probably down; after them only its own request,
-- because the row is probably at fault. What fails for good is a dead letter, and holds back nothing.
begin;
set local role varta_owner;

create table varta.transport (
    code text primary key,
    scope text not null constraint transport_scope check (scope in ('none', 'own', 'city')),
    base interval not null,
    factor real not null constraint transport_factor check (factor >= 1),
    longest interval not null,
    jitter real not null constraint transport_jitter check (jitter between 0 and 0.9),
    attempts smallint not null constraint transport_attempts check (attempts > 0),
    hold smallint not null
);
comment on table varta.transport is 'how what leaves is delivered, and when a delivery is tried again';
comment on column varta.transport.scope is
'what of its city''s outbox a source is told: none (the peer reads it itself), own (what became of its own requests), city (all that is public)';
comment on column varta.transport.base is 'until the second attempt; each further wait is factor times as long, up to longest, give or take jitter';
comment on column varta.transport.attempts is 'after so many it is a dead letter';
comment on column varta.transport.hold is 'for so many attempts a failed row holds back its whole source';
comment on constraint transport_scope on varta.transport is 'see the column';
comment on constraint transport_factor on varta.transport is 'waits never get shorter';
comment on constraint transport_jitter on varta.transport is 'a share of the wait; a wait is never nothing';
comment on constraint transport_attempts on varta.transport is 'everything is tried once';

insert into varta.transport values
    ('endpoint', 'none', '1 minute', 2, '4 hours', 0.2, 30, 3),
    ('push', 'own', '1 minute', 2, '4 hours', 0.2, 30, 3),
    ('poll', 'own', '1 minute', 2, '4 hours', 0.2, 30, 3),
    ('publish', 'city', '30 seconds', 2, '1 hour', 0.2, 100, 3),
    ('mail', 'own', '5 minutes', 2, '6 hours', 0.2, 20, 3);

create table varta.delivery (
    seq bigint not null references varta.outbox on delete cascade,
    source_id integer not null,
    city_id smallint not null,
    request_id bigint not null,
    attempts smallint not null default 0,
    next_at timestamptz not null default '-infinity',
    leased_by text,
    leased_until timestamptz,
    last_error text not null default '',
    delivered_at timestamptz,
    dead_at timestamptz,
    primary key (seq, source_id),
    foreign key (city_id, source_id) references varta.source (city_id, id),
    constraint delivery_lease check ((leased_by is null) = (leased_until is null)),
    constraint delivery_end check (num_nonnulls(delivered_at, dead_at, leased_until) <= 1)
);
comment on table varta.delivery is 'a row of the outbox on its way to one source';
comment on column varta.delivery.attempts is 'those that failed, or whose daemon was not heard of again';
comment on column varta.delivery.dead_at is 'when it was given up; api.outbox_replay() takes it up again';
comment on constraint delivery_lease on varta.delivery is 'a lease has an owner and an end';
comment on constraint delivery_end on varta.delivery is 'delivered, dead or leased, at most one of them';
create index delivery_open on varta.delivery (source_id, seq) where delivered_at is null and dead_at is null;
create index delivery_left on varta.delivery (city_id, seq) where delivered_at is null;
create index delivery_dead on varta.delivery (city_id, seq) where dead_at is not null;
create index delivery_request on varta.delivery (city_id, request_id);

alter table varta.transport enable row level security;
alter table varta.delivery enable row level security;

commit;
