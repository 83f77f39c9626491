-- Deploy varta:operator
-- Operators and their cities. An operator is a login role.
begin;
set local role varta_owner;

create table varta.operator (
    id integer generated always as identity primary key,
    login text not null unique constraint operator_login check (login ~ '^[a-z][a-z0-9_]{1,39}$'),
    full_name text not null constraint operator_full_name check (full_name <> ''),
    police boolean not null default false,
    unit_city smallint,
    unit_id integer,
    active boolean not null default true,
    created_at timestamptz not null default now(),
    foreign key (unit_city, unit_id) references varta.unit match full
);
comment on table varta.operator is 'people and programs that log in';
comment on constraint operator_login on varta.operator is 'it is the name of a PostgreSQL role';
comment on constraint operator_full_name on varta.operator is 'the history shows the name';
comment on column varta.operator.police is 'sees reports of crime whatever the role';

create table varta.operator_city (
    operator_id integer not null references varta.operator,
    city_id smallint not null references varta.city,
    primary key (operator_id, city_id)
);
comment on table varta.operator_city is 'in which cities an operator works';

alter table varta.operator enable row level security;
alter table varta.operator_city enable row level security;

commit;
