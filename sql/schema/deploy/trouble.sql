-- Deploy varta:trouble
-- A row that fails held back all of its source, for minutes each: now several different rows have to fail, one after
-- the other, before the peer is taken for down.
begin;
set local role varta_owner;

create table varta.trouble (
    city_id smallint not null,
    source_id integer primary key,
    failures integer not null constraint trouble_failures check (failures > 0),
    last_seq bigint not null,
    until_at timestamptz not null,
    foreign key (city_id, source_id) references varta.source (city_id, id)
);
comment on table varta.trouble is 'a source to which deliveries failed since the last one that arrived';
comment on column varta.trouble.failures is 'how many, one after the other, of different rows';
comment on column varta.trouble.last_seq is 'the row that failed last';
comment on column varta.trouble.until_at is 'before it nothing more is leased of the source';
comment on constraint trouble_failures on varta.trouble is 'without one there is no row';
comment on column varta.transport.hold is 'when so many different rows have failed one after the other, the whole source is held back';

alter table varta.trouble enable row level security;

commit;
