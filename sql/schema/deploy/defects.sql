-- Deploy varta:defects
-- What is wrong at a place, apart from who reported it, and what officers saw there.
begin;
set local role varta_owner;

create table varta.defect_state (
    id smallint primary key,
    code text not null unique,
    name text not null,
    name_en text not null,
    open boolean not null
);
comment on table varta.defect_state is 'states of a defect';

insert into varta.defect_state values
    (1, 'reported', 'перевірити', 'to verify', true),
    (2, 'confirmed', 'підтверджено', 'confirmed', true),
    (3, 'ordered', 'видано припис', 'ordered', true),
    (4, 'mended', 'усунено', 'mended', false),
    (5, 'unfounded', 'не підтвердилося', 'not confirmed', false),
    (6, 'foreign', 'не належить до підрозділу', 'not ours', false);

create table varta.verification_outcome (
    code text primary key,
    name text not null,
    name_en text not null,
    state smallint not null references varta.defect_state,
    sort smallint not null unique
);
comment on table varta.verification_outcome is 'what an officer who looked at a place can have found, and what becomes of the defect by it';

insert into varta.verification_outcome values
    ('confirmed', 'підтверджено', 'confirmed', 2, 1),
    ('unfounded', 'не підтвердилося', 'not confirmed', 5, 2),
    ('mended', 'усунено', 'mended', 4, 3),
    ('foreign', 'не належить до підрозділу', 'not ours', 6, 4);

create table varta.measure (
    code text primary key,
    name text not null,
    name_en text not null,
    unit text not null,
    most numeric not null
);
comment on table varta.measure is 'what officers measure at a place';
comment on column varta.measure.most is 'more than that is a slip of the pen';

insert into varta.measure values
    ('depth', 'глибина', 'depth', 'см', 1000),
    ('length', 'довжина', 'length', 'м', 10000),
    ('width', 'ширина', 'width', 'м', 1000),
    ('area', 'площа', 'area', 'м²', 1000000),
    ('distance', 'відстань', 'distance', 'м', 10000);

create table varta.defect (
    city_id smallint not null references varta.city,
    id bigint generated always as identity,
    unit_id integer not null,
    object_id smallint not null references varta.object_kind,
    dangerous boolean not null default false,
    what text not null constraint defect_what check (what <> '' and length(what) <= 2000),
    place text not null constraint defect_place check (place <> '' and length(place) <= 500),
    point public.geometry(Point, 4326) not null,
    district_id integer,
    state smallint not null default 1 references varta.defect_state,
    version integer not null default 1,
    reopened smallint not null default 0,
    operator_id integer references varta.operator,
    created_at timestamptz not null default now(),
    changed_at timestamptz not null default now(),
    primary key (city_id, id),
    foreign key (city_id, unit_id) references varta.unit,
    foreign key (city_id, district_id) references varta.district
);
comment on table varta.defect is 'what is wrong at one place, whoever reported it; several requests can be about one';
comment on column varta.defect.what is 'what is wrong, in the words of the unit: never in those of a resident';
comment on column varta.defect.place is 'where it is, as an order says it';
comment on column varta.defect.dangerous is 'dangerous now: the shorter time holds';
comment on column varta.defect.reopened is 'how often it was still there after it had been mended';
comment on column varta.defect.operator_id is 'who entered it; null: it was imported';
comment on constraint defect_what on varta.defect is 'an order names it';
comment on constraint defect_place on varta.defect is 'an order names it';
create index defect_open on varta.defect (city_id, unit_id, state, id) where state < 4;
create index defect_point on varta.defect using gist (point);
create index defect_changed on varta.defect (city_id, changed_at);

create table varta.defect_request (
    city_id smallint not null,
    defect_id bigint not null,
    request_id bigint not null,
    primary key (city_id, defect_id, request_id),
    foreign key (city_id, defect_id) references varta.defect,
    foreign key (city_id, request_id) references varta.request
);
comment on table varta.defect_request is 'which requests are about which defects';
create index defect_request_request on varta.defect_request (city_id, request_id);

create table varta.verification (
    city_id smallint not null,
    id bigint generated always as identity,
    defect_id bigint not null,
    outcome text not null references varta.verification_outcome,
    note text not null default '' constraint verification_note check (length(note) <= 2000),
    measured jsonb not null default '{}',
    seen_at timestamptz not null,
    operator_id integer not null references varta.operator,
    created_at timestamptz not null default now(),
    primary key (city_id, id),
    foreign key (city_id, defect_id) references varta.defect
);
comment on table varta.verification is 'what an officer found at the place of a defect, when';
comment on column varta.verification.measured is 'by code of varta.measure';
comment on constraint verification_note on varta.verification is 'as of notes';
create index verification_defect on varta.verification (city_id, defect_id, id);

alter table varta.defect_state enable row level security;
alter table varta.verification_outcome enable row level security;
alter table varta.measure enable row level security;
alter table varta.defect enable row level security;
alter table varta.defect_request enable row level security;
alter table varta.verification enable row level security;

-- States by name, for code.
create function varta.defect_reported() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''1''; end';
create function varta.defect_confirmed() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''2''; end';
create function varta.defect_ordered() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''3''; end';
create function varta.defect_mended() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''4''; end';

commit;
