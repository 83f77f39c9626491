-- Deploy varta:publish
-- The static trees of what is public.
begin;
set local role varta_owner;

-- Trees -----------------------------------------------------------------------------------------

create table varta.tree (
    city_id smallint not null,
    source_id integer primary key,
    wanted_at timestamptz not null default now(),
    built_for timestamptz,
    built_at timestamptz,
    foreign key (city_id, source_id) references varta.source (city_id, id)
);
comment on table varta.tree is 'the static trees; each belongs to a source of the transport publish';
comment on column varta.tree.wanted_at is 'since when a tree is wanted that is made from scratch';
comment on column varta.tree.built_for is 'the wanted_at of the one that was made; until it is the same, one has to be made';
create index outbox_answers on varta.outbox (city_id, visible_at) where status = 3;
comment on index varta.outbox_answers is 'the newest answers of a city';

alter table varta.tree enable row level security;

commit;
