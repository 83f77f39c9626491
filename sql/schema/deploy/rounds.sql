-- Deploy varta:rounds
-- Rounds: the places that an officer looks at on one day, in the order of the way.
begin;
set local role varta_owner;

create table varta.round (
    city_id smallint not null references varta.city,
    id bigint generated always as identity,
    unit_id integer not null,
    operator_id integer not null references varta.operator,
    day date not null,
    title text not null default '' constraint round_title check (length(title) <= 200),
    start public.geometry(Point, 4326),
    metres integer not null constraint round_metres check (metres >= 0),
    version integer not null default 1,
    closed_at timestamptz,
    created_at timestamptz not null default now(),
    primary key (city_id, id),
    foreign key (city_id, unit_id) references varta.unit
);
comment on table varta.round is 'the places that an officer looks at on one day';
comment on column varta.round.operator_id is 'whose round it is';
comment on column varta.round.start is 'where it begins; null: at its first place';
comment on column varta.round.metres is 'how long the way is, from place to place as the crow flies';
comment on constraint round_title on varta.round is 'it stands on one line';
comment on constraint round_metres on varta.round is 'a way is not shorter than nothing';
create index round_open on varta.round (city_id, unit_id, day) where closed_at is null;

create table varta.round_place (
    city_id smallint not null,
    round_id bigint not null,
    n smallint not null constraint round_place_n check (n between 1 and 100),
    defect_id bigint not null,
    metres integer not null constraint round_place_metres check (metres >= 0),
    verification_id bigint,
    primary key (city_id, round_id, n),
    unique (city_id, round_id, defect_id),
    foreign key (city_id, round_id) references varta.round,
    foreign key (city_id, defect_id) references varta.defect,
    foreign key (city_id, verification_id) references varta.verification
);
comment on table varta.round_place is 'the places of a round, in the order of the way';
comment on column varta.round_place.metres is 'from the place before';
comment on column varta.round_place.verification_id is 'what was found there; null: nobody has been there';
comment on constraint round_place_n on varta.round_place is 'nobody looks at more on one day';
comment on constraint round_place_metres on varta.round_place is 'as of rounds';
create index round_place_defect on varta.round_place (city_id, defect_id);

alter table varta.round enable row level security;
alter table varta.round_place enable row level security;

commit;
