-- Deploy varta:request_place
-- Where a request is in the gazetteer, and what of its place was computed.
begin;
set local role varta_owner;

create table varta.request_place (
    city_id smallint not null,
    request_id bigint not null,
    street_id integer,
    computed text constraint request_place_computed check (computed in ('point', 'address')),
    primary key (city_id, request_id),
    foreign key (city_id, request_id) references varta.request,
    foreign key (city_id, street_id) references varta.street on delete set null (street_id)
);
comment on table varta.request_place is
'on which street a request is, see varta.place_requests(); one that is not here has not been looked at, or its city has no streets';
comment on column varta.request_place.street_id is 'null: on none that is known';
comment on column varta.request_place.computed is 'what of its place the resident did not say: its point is that of its address, or its address that of its point; null: neither';
comment on constraint request_place_computed on varta.request_place is 'see the column';
create index request_place_street on varta.request_place (city_id, street_id, request_id) where street_id is not null;

alter table varta.request_place enable row level security;

commit;
