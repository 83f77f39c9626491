-- Deploy varta:log
-- The history becomes one log for the whole installation, that is anchored outside of the database. Events are
-- written without waiting for each other, numbered by one sequence, and not part of any chain: what was
-- written before keeps its hash in the chain of its city. A worker of the daemon seals what was committed:
-- each event becomes a leaf of a Merkle tree (RFC 6962), in batches that are filled up so that their size
-- tells nobody how many events there were.
begin;
set local role varta_owner;

alter table varta.event alter hash drop not null;
comment on column varta.event.hash is 'in the chain of the city; null for what was written since there is the log';
create sequence varta.event_id owned by varta.event.id;

comment on table varta.event is 'the history; rows are only ever added, by varta.append_events(), so that a city needs no foreign key';
comment on table varta.chain is 'the head of each city''s chain, which is no longer added to: number and hash of its last event; chain 0 is of no city';
comment on table varta.outbox is 'what has to leave, about a request in the order in which it was committed (its row is locked before seq is drawn)';

create table varta.log_queue (
    city_id smallint not null,
    event_id bigint not null
);
comment on table varta.log_queue is 'events that are to be sealed; they come in with the event, so what commits late is there late, and is not lost';

create table varta.log_chain (
    city_id smallint primary key,
    sealed bigint not null
);
comment on table varta.log_chain is 'up to which number the events of a city''s chain are sealed; without a row, none is';

create table varta.log_batch (
    first bigint primary key constraint log_batch_first check (first >= 0 and first % 64 = 0),
    size integer not null constraint log_batch_size check (size > 0 and size % 64 = 0),
    events integer not null constraint log_batch_events check (events between 0 and size),
    seed bytea not null constraint log_batch_seed check (length(seed) = 32),
    at timestamptz not null
);
comment on table varta.log_batch is 'leaves that were sealed together: events first, then padding, up to a multiple of 64';
comment on column varta.log_batch.seed is 'what padding is made from, so that nothing else can be called padding afterwards';
comment on constraint log_batch_first on varta.log_batch is 'batches stand one behind the other';
comment on constraint log_batch_size on varta.log_batch is 'the size tells nobody how many events there were';
comment on constraint log_batch_events on varta.log_batch is 'an interval without events is sealed, too';
comment on constraint log_batch_seed on varta.log_batch is '256 random bits: nobody tells padding from events without it';

create table varta.log_leaf (
    leaf bigint primary key,
    city_id smallint not null,
    event_id bigint not null,
    unique (city_id, event_id)
);
comment on table varta.log_leaf is 'which leaf of the log an event is; a leaf without a row is padding';

create table varta.log_tile (
    index bigint primary key,
    hashes bytea not null constraint log_tile_hashes check (length(hashes) % 32 = 0 and length(hashes) between 32 and 8192)
);
comment on table varta.log_tile is 'the hashes of 256 leaves each, from the leaf index * 256 on; the last one has fewer, and grows';
comment on constraint log_tile_hashes on varta.log_tile is 'whole hashes';

create table varta.log_checkpoint (
    size bigint primary key,
    root bytea not null constraint log_checkpoint_root check (length(root) = 32),
    note text not null constraint log_checkpoint_note check (length(note) between 1 and 10000),
    at timestamptz not null default clock_timestamp()
);
comment on table varta.log_checkpoint is 'roots of the log that the daemon signed; the copies that count are kept outside';
comment on constraint log_checkpoint_root on varta.log_checkpoint is 'SHA-256';
comment on constraint log_checkpoint_note on varta.log_checkpoint is 'a signed note';

alter table varta.log_queue enable row level security;
alter table varta.log_chain enable row level security;
alter table varta.log_batch enable row level security;
alter table varta.log_leaf enable row level security;
alter table varta.log_tile enable row level security;
alter table varta.log_checkpoint enable row level security;

commit;
