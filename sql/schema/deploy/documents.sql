-- Deploy varta:documents
-- Papers as they were made: the PDF of an order, or of an act, once, from its frozen text.
begin;
set local role varta_owner;

create table varta.document (
    city_id smallint not null references varta.city,
    id bigint generated always as identity,
    kind text not null constraint document_kind check (kind in ('order', 'act')),
    of_id bigint not null,
    key text not null default replace(gen_random_uuid()::text, '-', '') constraint document_key check (key ~ '^[0-9a-f]{32}$'),
    attempts smallint not null default 0,
    next_at timestamptz not null default now(),
    leased_by text,
    leased_until timestamptz,
    refused text,
    address text,
    pdf bytea,
    hash bytea,
    event_id bigint,
    made_at timestamptz,
    primary key (city_id, id),
    unique (city_id, kind, of_id),
    unique (key),
    constraint document_lease check ((leased_by is null) = (leased_until is null)),
    constraint document_made check (num_nonnulls(pdf, hash, event_id, made_at) in (0, 4)),
    constraint document_hash check (hash = sha256(pdf))
);
comment on table varta.document is 'a paper that is made once, or is to be made';
comment on column varta.document.of_id is 'of which order, or act: its number among those of its kind';
comment on column varta.document.key is 'stands in the address that is printed on it; whoever has the paper finds out with it whether it is in force';
comment on column varta.document.refused is 'why it is not tried any more';
comment on column varta.document.address is 'the address that is printed on it';
comment on column varta.document.pdf is 'as it was made; null: it is to be made';
comment on column varta.document.event_id is 'the event that has its hash';
comment on constraint document_kind on varta.document is 'what papers are made of';
comment on constraint document_key on varta.document is 'random: nobody can count through them';
comment on constraint document_lease on varta.document is 'a lease has an owner and an end';
comment on constraint document_made on varta.document is 'what was made has its hash in the history';
comment on constraint document_hash on varta.document is 'SHA-256 of it';
alter table varta.document alter column pdf set storage external;
create index document_open on varta.document (next_at) where pdf is null and refused is null;

alter table varta.document enable row level security;

insert into varta.document (city_id, kind, of_id) select city_id, 'order', id from varta.orders where number is not null order by city_id, id;

commit;
