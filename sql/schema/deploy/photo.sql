-- Deploy varta:photo
-- Photos of residents: the files that there are, and the places where they belong.
begin;
set local role varta_owner;

create table varta.media (
    city_id smallint not null references varta.city,
    hash text not null constraint media_hash check (hash ~ '^[0-9a-f]{64}$'),
    type text not null constraint media_type check (type in ('image/jpeg', 'image/png', 'image/webp')),
    bytes integer not null constraint media_bytes check (bytes > 0),
    stored_at timestamptz not null default now(),
    primary key (city_id, hash)
);
comment on table varta.media is 'a file that is there; one that belongs to no photo goes after a day';
comment on constraint media_hash on varta.media is 'SHA-256 in hexadecimal digits: it is the name of the file';
comment on constraint media_type on varta.media is 'what every browser shows and nothing that could hold a script';
comment on constraint media_bytes on varta.media is 'an empty file is no photo';
create index media_by_hash on varta.media (hash);
create index media_stored on varta.media (stored_at);

create table varta.photo (
    city_id smallint not null,
    request_id bigint not null,
    comment_id bigint not null default 0,
    url text not null,
    hash text,
    attempts smallint not null default 0,
    next_at timestamptz not null default now(),
    leased_by text,
    leased_until timestamptz,
    refused text,
    primary key (city_id, request_id, comment_id),
    foreign key (city_id, request_id) references varta.request,
    foreign key (city_id, hash) references varta.media,
    constraint photo_lease check ((leased_by is null) = (leased_until is null)),
    constraint photo_end check (num_nonnulls(hash, refused, leased_by) <= 1)
);
comment on table varta.photo is 'the photo that came with a request (comment 0) or a comment';
comment on column varta.photo.hash is 'the file; null while it is not there';
comment on column varta.photo.refused is 'why it will never be there';
comment on constraint photo_lease on varta.photo is 'a lease has an owner and an end';
comment on constraint photo_end on varta.photo is 'there, refused or being fetched, at most one of them';
create index photo_wanted on varta.photo (next_at) where hash is null and refused is null;
create index photo_hash on varta.photo (hash) where hash is not null;

alter table varta.media enable row level security;
alter table varta.photo enable row level security;

commit;
