-- Deploy varta:retention
-- How long personal data stay, and where texts that can name a person are kept.
begin;
set local role varta_owner;

create table varta.text_place (
    table_name name not null,
    column_name name not null,
    primary key (table_name, column_name)
);
comment on table varta.text_place is
'where people write about a request: text or jsonb columns of tables with the key city_id and request_id (of request itself: id)';

insert into varta.text_place values
    ('request', 'title'), ('request', 'body'), ('request', 'address'), ('request', 'attributes'), ('comment', 'body'),
    ('referral', 'note'), ('referral', 'why'), ('response', 'body'), ('outbox', 'text'), ('delivery', 'last_error'),
    ('pause', 'question');

create table varta.retention (
    city_id smallint references varta.city,
    kind smallint not null references varta.kind,
    days integer not null constraint retention_days check (days between 1 and 36500),
    unique nulls not distinct (city_id, kind)
);
comment on table varta.retention is 'days after which the personal data of a closed request are erased; without a city: where a city has no rule of its own';
comment on constraint retention_days on varta.retention is 'never at once, and never for ever';

insert into varta.retention values (null, 1, 365), (null, 2, 365), (null, 3, 365), (null, 4, 1825), (null, 5, 1095);

alter table varta.text_place enable row level security;
alter table varta.retention enable row level security;

commit;
