-- Deploy varta:order_photos
-- The photos that an order shows: those of its defects that were kept when it was issued.
begin;
set local role varta_owner;

create table varta.order_photo (
    city_id smallint not null,
    order_id bigint not null,
    n smallint not null constraint order_photo_n check (n between 1 and 8),
    photo_id bigint not null,
    primary key (city_id, order_id, n),
    unique (city_id, order_id, photo_id),
    foreign key (city_id, order_id) references varta.orders,
    foreign key (city_id, photo_id) references varta.attachment
);
comment on table varta.order_photo is 'photos of officers that stand behind the text of an order, chosen when it was issued and never changed';
comment on column varta.order_photo.n is 'its number in the order';
comment on column varta.order_photo.photo_id is 'the attachment, which was kept by then: its hash is never changed either';
comment on constraint order_photo_n on varta.order_photo is 'so many fit into a paper that leaves by mail';

alter table varta.order_photo enable row level security;

commit;
