-- Deploy varta:answer_files
-- What a party without a login attaches to its answer: photos until a daemon has cleaned them, and files as they came.
begin;
set local role varta_owner;

create table varta.answer_file (
    city_id smallint not null,
    id bigint not null,
    request_id bigint not null,
    response_id bigint not null,
    kind text not null constraint answer_file_kind check (kind in ('photo', 'pdf', 'p7s', 'asice')),
    name text not null constraint answer_file_name check (length(name) <= 120),
    bytes integer not null constraint answer_file_bytes check (bytes > 0),
    came_at timestamptz not null default now(),
    data bytea,
    attempts smallint not null default 0,
    next_at timestamptz not null default now(),
    leased_by text,
    leased_until timestamptz,
    refused text,
    primary key (city_id, id),
    foreign key (city_id, request_id) references varta.request,
    foreign key (city_id, response_id) references varta.response,
    constraint answer_file_lease check ((leased_by is null) = (leased_until is null)),
    constraint answer_file_end check (num_nonnulls(data, refused) = 1)
);
comment on table varta.answer_file is 'a file that came with the answer of a party; a photo that was cleaned is one of the answer''s photos, and here no more';
comment on column varta.answer_file.id is 'from the numbers of attachments: a daemon names either by its number alone';
comment on column varta.answer_file.name is 'as it came, made harmless';
comment on column varta.answer_file.data is 'as it came';
comment on column varta.answer_file.refused is 'why a photo is none of the answer''s';
comment on constraint answer_file_kind on varta.answer_file is 'what is taken';
comment on constraint answer_file_name on varta.answer_file is 'it stands in a line';
comment on constraint answer_file_bytes on varta.answer_file is 'an empty file is none';
comment on constraint answer_file_lease on varta.answer_file is 'a lease has an owner and an end';
comment on constraint answer_file_end on varta.answer_file is 'there, or refused';
alter table varta.answer_file alter column data set storage external;
create index answer_file_open on varta.answer_file (next_at) where data is not null and kind = 'photo';
create index answer_file_request on varta.answer_file (city_id, request_id);

alter table varta.answer_file enable row level security;

commit;
