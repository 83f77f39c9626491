-- Deploy varta:beats
-- District officers: the areas they answer for, who holds which beat when, who stands in for whom, and when
-- residents can find them.
begin;
set local role varta_owner;

create table varta.street_kind (
    word text primary key,
    kind text not null
);
comment on table varta.street_kind is 'what may stand before or after the name of a street, and what it means';

insert into varta.street_kind values
    ('вулиця', 'вулиця'), ('вул', 'вулиця'), ('улица', 'вулиця'), ('ул', 'вулиця'), ('street', 'вулиця'), ('vulytsia', 'вулиця'),
    ('проспект', 'проспект'), ('просп', 'проспект'), ('пр-т', 'проспект'), ('пр-кт', 'проспект'), ('avenue', 'проспект'),
    ('бульвар', 'бульвар'), ('бульв', 'бульвар'), ('б-р', 'бульвар'), ('провулок', 'провулок'), ('пров', 'провулок'),
    ('пер', 'провулок'), ('переулок', 'провулок'), ('площа', 'площа'), ('пл', 'площа'), ('площадь', 'площа'), ('майдан', 'майдан'),
    ('набережна', 'набережна'), ('наб', 'набережна'), ('узвіз', 'узвіз'), ('узв', 'узвіз'), ('шосе', 'шосе'), ('проїзд', 'проїзд'),
    ('пр-д', 'проїзд'), ('тупик', 'тупик'), ('туп', 'тупик'), ('алея', 'алея'), ('дорога', 'дорога'), ('міст', 'міст');

create table varta.beat (
    city_id smallint not null references varta.city,
    id integer generated always as identity,
    code text not null constraint beat_code check (code <> ''),
    name text not null constraint beat_name check (name <> ''),
    name_en text not null default '',
    area public.geometry(MultiPolygon, 4326) not null
        constraint beat_area check (public.st_isvalid(area) and not public.st_isempty(area)),
    active boolean not null default true,
    primary key (city_id, id),
    unique (city_id, code)
);
comment on table varta.beat is 'the area of one district officer';
comment on column varta.beat.active is 'false: abolished; what was its own stays its own';
comment on constraint beat_code on varta.beat is 'it is named by it';
comment on constraint beat_name on varta.beat is 'people read it';
comment on constraint beat_area on varta.beat is 'as of districts';

create table varta.beat_piece (
    city_id smallint not null,
    beat_id integer not null,
    area public.geometry(Polygon, 4326) not null,
    foreign key (city_id, beat_id) references varta.beat on delete cascade
);
comment on table varta.beat_piece is 'the area of a beat, cut into small pieces';
create index beat_piece_area on varta.beat_piece using gist (area);
create index beat_piece_beat on varta.beat_piece (city_id, beat_id);

create table varta.beat_street (
    city_id smallint not null,
    beat_id integer not null,
    id integer generated always as identity,
    name text not null,
    kind text not null,
    street text not null,
    low integer constraint beat_street_low check (low > 0),
    high integer constraint beat_street_high check (high >= coalesce(low, 1)),
    parity text not null constraint beat_street_parity check (parity in ('all', 'odd', 'even')),
    primary key (city_id, id),
    foreign key (city_id, beat_id) references varta.beat
);
comment on table varta.beat_street is 'the houses of a beat, for addresses without a point';
comment on column varta.beat_street.name is 'as the list has it; kind and street are the same as varta.street_name() says them';
comment on constraint beat_street_low on varta.beat_street is 'houses are numbered from 1';
comment on constraint beat_street_high on varta.beat_street is 'from the lower number to the higher';
comment on constraint beat_street_parity on varta.beat_street is 'which side of the street';
create index beat_street_street on varta.beat_street (city_id, street);
create index beat_street_beat on varta.beat_street (city_id, beat_id);

create table varta.beat_officer (
    city_id smallint not null,
    beat_id integer not null,
    id integer generated always as identity,
    operator_id integer not null references varta.operator,
    period tstzrange not null constraint beat_officer_period check (not isempty(period)),
    primary key (city_id, id),
    foreign key (city_id, beat_id) references varta.beat,
    constraint beat_officer_one exclude using gist (city_id with =, beat_id with =, period with &&)
);
comment on table varta.beat_officer is 'who holds a beat from when to when; an officer may hold several';
comment on constraint beat_officer_period on varta.beat_officer is 'an empty one would hold nothing';
comment on constraint beat_officer_one on varta.beat_officer is 'a beat has one officer at a time';
create index beat_officer_operator on varta.beat_officer (operator_id);

create table varta.absence (
    id integer primary key generated always as identity,
    operator_id integer not null references varta.operator,
    deputy_id integer references varta.operator,
    period tstzrange not null constraint absence_period check (not isempty(period)),
    constraint absence_self check (deputy_id <> operator_id),
    constraint absence_one exclude using gist (operator_id with =, period with &&)
);
comment on table varta.absence is 'when an officer is away, and who stands in (null: nobody)';
comment on constraint absence_period on varta.absence is 'an empty one would be none';
comment on constraint absence_self on varta.absence is 'nobody is their own deputy';
comment on constraint absence_one on varta.absence is 'nobody has two deputies at once';
create index absence_deputy on varta.absence (deputy_id);

create table varta.office_hours (
    operator_id integer not null references varta.operator,
    weekday smallint not null constraint office_hours_weekday check (weekday between 1 and 7),
    opens time not null,
    closes time not null,
    place text not null constraint office_hours_place check (place <> ''),
    primary key (operator_id, weekday, opens),
    constraint office_hours_order check (closes > opens),
    constraint office_hours_one exclude using gist (
        operator_id with =, weekday with =, numrange(extract(epoch from opens), extract(epoch from closes)) with &&)
);
comment on table varta.office_hours is 'when and where residents find an officer, by the clock of the city';
comment on column varta.office_hours.weekday is '1 is Monday';
comment on constraint office_hours_weekday on varta.office_hours is 'as ISO 8601 counts them';
comment on constraint office_hours_place on varta.office_hours is 'residents have to know where';
comment on constraint office_hours_order on varta.office_hours is 'they end after they begin, on the same day';
comment on constraint office_hours_one on varta.office_hours is 'nobody is in two places at once';

alter table varta.street_kind enable row level security;
alter table varta.beat enable row level security;
alter table varta.beat_piece enable row level security;
alter table varta.beat_street enable row level security;
alter table varta.beat_officer enable row level security;
alter table varta.absence enable row level security;
alter table varta.office_hours enable row level security;

commit;
