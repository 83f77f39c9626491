-- Deploy varta:verification_undone
-- What officers entered by mistake and took back: the verification stays, and is none.
begin;
set local role varta_owner;

create table varta.verification_undone (
    city_id smallint not null,
    verification_id bigint not null,
    event_id bigint not null,
    primary key (city_id, verification_id),
    foreign key (city_id, verification_id) references varta.verification
);
comment on table varta.verification_undone is 'verifications that were entered by mistake and taken back';
comment on column varta.verification_undone.event_id is 'that tells of it';

alter table varta.verification_undone enable row level security;

insert into varta.order_verb values ('order_undo', 'забрати назад', 'undo', 'Припис № {номер}: попередній запис внесено помилково.') on conflict (verb) do nothing;

commit;
