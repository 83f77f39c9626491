-- Deploy varta:bell
-- What is to be told at the commit. Transactions that notify commit one after the other, in all of the database; whether one
-- has to is known only when it commits, and what is done then needs a row to be done for.
begin;
set local role varta_owner;

create unlogged table varta.bell (
    topic text not null,
    city_id smallint
);
comment on table varta.bell is 'empty: varta.tell() deletes what it inserts at once, and the trigger rings for it at the commit';
comment on column varta.bell.city_id is 'null: the topic has no city';

alter table varta.bell enable row level security;

commit;
