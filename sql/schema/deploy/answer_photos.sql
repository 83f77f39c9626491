-- Deploy varta:answer_photos
-- Photos that belong to an answer: the public sees them with it, and not before.
begin;
set local role varta_owner;

create table varta.answer_photo (
    city_id smallint not null,
    response_id bigint not null,
    n smallint not null constraint answer_photo_n check (n between 1 and 10),
    request_id bigint not null,
    hash text not null,
    primary key (city_id, response_id, n),
    foreign key (city_id, response_id) references varta.response,
    foreign key (city_id, request_id) references varta.request,
    foreign key (city_id, hash) references varta.media
);
comment on table varta.answer_photo is 'photos that were cleaned and go with an answer; published when the answer is';
comment on column varta.answer_photo.n is 'its number in the answer';
comment on column varta.answer_photo.hash is 'the file';
comment on constraint answer_photo_n on varta.answer_photo is 'an answer is read on a telephone';
create index answer_photo_request on varta.answer_photo (city_id, request_id);
create index answer_photo_hash on varta.answer_photo (hash);

alter table varta.answer_photo enable row level security;

commit;
