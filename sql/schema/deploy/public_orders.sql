-- Deploy varta:public_orders
-- changes: varta.city
-- changes: varta.tree
-- The public part of orders in the static trees, where a city switches it on.
begin;
set local role varta_owner;

alter table varta.city add column orders_public boolean not null default false;
comment on column varta.city.orders_public is 'what everybody may know of issued orders stands in the static trees';

alter table varta.tree
    add column orders_wanted_at timestamptz not null default now(),
    add column orders_built_for timestamptz;
comment on column varta.tree.orders_wanted_at is 'since when pages of all orders, or none, are wanted';
comment on column varta.tree.orders_built_for is 'the orders_wanted_at of those that were made; until it is the same, they have to be made, or taken away';

create table varta.tree_order (
    city_id smallint not null,
    source_id integer not null,
    order_id bigint not null,
    at timestamptz not null default clock_timestamp(),
    primary key (source_id, order_id),
    foreign key (city_id, source_id) references varta.source (city_id, id),
    foreign key (city_id, order_id) references varta.orders
);
comment on table varta.tree_order is 'orders of which a tree shows something else than what is so';
comment on column varta.tree_order.at is 'since when; in the future: from then on, because it is late then';
create index tree_order_at on varta.tree_order (source_id, at);

create index orders_institution_issued on varta.orders (city_id, institution_id, issued_at, id) where issued_at is not null;
comment on index varta.orders_institution_issued is 'pages of the orders of an institution, by month';

alter table varta.tree_order enable row level security;

commit;
