-- Deploy varta:attachments
-- Photos that officers take of defects, and that owners of orders send when something is done; files that come to orders.
begin;
set local role varta_owner;

create table varta.attachment (
    city_id smallint not null references varta.city,
    id bigint generated always as identity,
    defect_id bigint,
    order_id bigint,
    kind text not null default 'photo' constraint attachment_kind check (kind in ('photo', 'pdf', 'p7s', 'asice')),
    name text not null default '' constraint attachment_name check (length(name) <= 120),
    stage text constraint attachment_stage check (stage in ('before', 'after')),
    operator_id integer references varta.operator,
    came_at timestamptz not null default now(),
    bytes integer not null constraint attachment_bytes check (bytes > 0),
    salt uuid not null default gen_random_uuid(),
    digest bytea not null constraint attachment_digest check (length(digest) = 32),
    data bytea,
    attempts smallint not null default 0,
    next_at timestamptz not null default now(),
    leased_by text,
    leased_until timestamptz,
    added_id bigint not null,
    hash text,
    event_id bigint,
    refused text,
    primary key (city_id, id),
    foreign key (city_id, defect_id) references varta.defect,
    foreign key (city_id, order_id) references varta.orders,
    foreign key (city_id, hash) references varta.media,
    constraint attachment_one check (num_nonnulls(defect_id, order_id) = 1),
    constraint attachment_photo check ((kind = 'photo') = (stage is not null) and (kind = 'photo' or order_id is not null and data is not null)),
    constraint attachment_lease check ((leased_by is null) = (leased_until is null)),
    constraint attachment_end check (num_nonnulls(data, hash, refused) = 1),
    constraint attachment_event check ((hash is null) = (event_id is null))
);
comment on table varta.attachment is 'a photo of a defect, one that the owner of an order sent by the link, or a file that belongs to an order';
comment on column varta.attachment.kind is 'a photo of whatever format, or a file by what is in it: a PDF, signed data of CMS, an ASiC-E container';
comment on column varta.attachment.name is 'of a file: as it came, made harmless';
comment on column varta.attachment.stage is 'before it was mended, or after';
comment on column varta.attachment.operator_id is 'who put it there; null: it came by a link';
comment on column varta.attachment.bytes is 'how long it was as it came';
comment on column varta.attachment.digest is 'of the bytes as they came, under salt: by it the same photo is known again';
comment on column varta.attachment.data is 'of a photo: as it came, with all that cameras write beside a picture, until a daemon has cleaned it; of a file: what it is';
comment on column varta.attachment.added_id is 'the event that says who put it there, and when';
comment on column varta.attachment.hash is 'the file; null while it is not there';
comment on column varta.attachment.event_id is 'the event that has the hash';
comment on column varta.attachment.refused is 'why it is no photo that can be kept';
comment on constraint attachment_stage on varta.attachment is 'what a photo of a defect shows';
comment on constraint attachment_bytes on varta.attachment is 'an empty file is no photo';
comment on constraint attachment_digest on varta.attachment is 'of SHA-256';
comment on constraint attachment_kind on varta.attachment is 'what is kept';
comment on constraint attachment_name on varta.attachment is 'it stands in a line';
comment on constraint attachment_photo on varta.attachment is 'photos show a stage and go into a store; files belong to orders and stay here';
comment on constraint attachment_one on varta.attachment is 'it is about one thing';
comment on constraint attachment_lease on varta.attachment is 'a lease has an owner and an end';
comment on constraint attachment_end on varta.attachment is 'waiting, there, or refused';
comment on constraint attachment_event on varta.attachment is 'what is there has its hash in the history';
alter table varta.attachment alter column data set storage external;
create index attachment_open on varta.attachment (next_at) where data is not null and kind = 'photo';
create index attachment_defect on varta.attachment (city_id, defect_id, id) where defect_id is not null;
create index attachment_order on varta.attachment (city_id, order_id, id) where order_id is not null;
create index attachment_hash on varta.attachment (hash) where hash is not null;

alter table varta.attachment enable row level security;

commit;
