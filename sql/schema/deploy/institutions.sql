-- Deploy varta:institutions
-- Who owns the things of a street, where, and by which law they are mended until when.
begin;
set local role varta_owner;

create table varta.object_kind (
    id smallint primary key,
    code text not null unique,
    name text not null,
    name_en text not null
);
comment on table varta.object_kind is 'kinds of things in a street that somebody owns and that can be defective';

insert into varta.object_kind values
    (1, 'surface', 'проїзна частина', 'road surface'),
    (2, 'sign', 'дорожній знак', 'road sign'),
    (3, 'traffic-light', 'світлофор', 'traffic light'),
    (4, 'light', 'вуличне освітлення', 'street light'),
    (5, 'marking', 'дорожня розмітка', 'road marking'),
    (6, 'barrier', 'огородження', 'barrier'),
    (7, 'screen', 'те, що закриває знак', 'what hides a sign'),
    (8, 'manhole', 'люк', 'manhole'),
    (9, 'pavement', 'тротуар', 'pavement');

create table varta.institution (
    city_id smallint not null references varta.city,
    id integer generated always as identity,
    code text not null constraint institution_code check (code ~ '^[a-z][a-z0-9_-]{0,39}$'),
    name text not null constraint institution_name check (name <> '' and length(name) <= 300),
    name_en text not null default '' constraint institution_name_en check (length(name_en) <= 300),
    address text not null default '' constraint institution_address check (length(address) <= 500),
    email text not null default '' constraint institution_email check (length(email) <= 254),
    phone text not null default '' constraint institution_phone check (length(phone) <= 100),
    contact text not null default '' constraint institution_contact check (length(contact) <= 300),
    successor_id integer,
    active boolean not null default true,
    created_at timestamptz not null default now(),
    primary key (city_id, id),
    unique (city_id, code),
    foreign key (city_id, successor_id) references varta.institution,
    constraint institution_successor check (successor_id is null or not active and successor_id <> id)
);
comment on table varta.institution is 'who owns roads, signs, lights and trees, and gets orders to mend them';
comment on column varta.institution.address is 'where orders on paper go';
comment on column varta.institution.email is 'where orders go by mail; empty: on paper only';
comment on column varta.institution.contact is 'who there is spoken to';
comment on column varta.institution.successor_id is 'who has its duties since it was renamed or abolished';
comment on constraint institution_code on varta.institution is 'codes stand in commands';
comment on constraint institution_name on varta.institution is 'orders name it';
comment on constraint institution_name_en on varta.institution is 'as of name';
comment on constraint institution_address on varta.institution is 'it stands on an envelope';
comment on constraint institution_email on varta.institution is 'the longest address that mail knows';
comment on constraint institution_phone on varta.institution is 'a number, perhaps two';
comment on constraint institution_contact on varta.institution is 'a person and a post';
comment on constraint institution_successor on varta.institution is 'who has a successor gets no orders any more';

create table varta.ownership (
    city_id smallint not null,
    id integer generated always as identity,
    institution_id integer not null,
    object_id smallint not null references varta.object_kind,
    everywhere boolean not null,
    area public.geometry(MultiPolygon, 4326)
        constraint ownership_area check (public.st_isvalid(area) and not public.st_isempty(area)),
    primary key (city_id, id),
    unique (city_id, institution_id, object_id),
    foreign key (city_id, institution_id) references varta.institution on delete cascade,
    constraint ownership_everywhere check (not everywhere or area is null)
);
comment on table varta.ownership is 'which kinds of things an institution owns: in the whole city, in an area, along streets (varta.ownership_street)';
comment on constraint ownership_area on varta.ownership is 'as of districts';
comment on constraint ownership_everywhere on varta.ownership is 'the whole city needs no area';

create table varta.ownership_piece (
    city_id smallint not null,
    ownership_id integer not null,
    area public.geometry(Polygon, 4326) not null,
    foreign key (city_id, ownership_id) references varta.ownership on delete cascade
);
comment on table varta.ownership_piece is 'the areas of ownerships, cut into small pieces';
create index ownership_piece_area on varta.ownership_piece using gist (area);
create index ownership_piece_ownership on varta.ownership_piece (city_id, ownership_id);

create table varta.ownership_street (
    city_id smallint not null,
    id integer generated always as identity,
    ownership_id integer not null,
    name text not null,
    kind text not null,
    street text not null,
    low integer constraint ownership_street_low check (low > 0),
    high integer constraint ownership_street_high check (high >= coalesce(low, 1)),
    parity text not null constraint ownership_street_parity check (parity in ('all', 'odd', 'even')),
    primary key (city_id, id),
    foreign key (city_id, ownership_id) references varta.ownership on delete cascade
);
comment on table varta.ownership_street is 'the streets along which an institution owns things, as of varta.unit_street';
comment on constraint ownership_street_low on varta.ownership_street is 'houses are numbered from 1';
comment on constraint ownership_street_high on varta.ownership_street is 'from the lower number to the higher';
comment on constraint ownership_street_parity on varta.ownership_street is 'which side of the street';
create index ownership_street_street on varta.ownership_street (city_id, street);
create index ownership_street_ownership on varta.ownership_street (city_id, ownership_id);

create table varta.order_ground (
    city_id smallint not null references varta.city,
    id integer generated always as identity,
    code text not null constraint order_ground_code check (code ~ '^[a-z][a-z0-9_-]{0,39}$'),
    object_id smallint not null references varta.object_kind,
    law text not null constraint order_ground_law check (law <> '' and length(law) <= 2000),
    demand text not null constraint order_ground_demand check (demand <> '' and length(demand) <= 4000),
    days smallint not null constraint order_ground_days check (days between 1 and 400),
    working boolean not null,
    danger_days smallint not null constraint order_ground_danger_days check (danger_days between 1 and days),
    active boolean not null default true,
    primary key (city_id, id),
    unique (city_id, code)
);
comment on table varta.order_ground is 'templates of orders: by which law what is demanded for a kind of thing, until when';
comment on column varta.order_ground.law is 'the legal ground, as the order names it';
comment on column varta.order_ground.demand is 'what is to be done; {що} is what is wrong, {місце} where';
comment on column varta.order_ground.days is 'time for an ordinary defect, in working days or calendar days; danger_days for one that is dangerous now';
comment on constraint order_ground_code on varta.order_ground is 'codes stand in commands';
comment on constraint order_ground_law on varta.order_ground is 'no order without a ground';
comment on constraint order_ground_demand on varta.order_ground is 'an order says what is to be done';
comment on constraint order_ground_days on varta.order_ground is 'the calendar does not reach further';
comment on constraint order_ground_danger_days on varta.order_ground is 'what is dangerous waits no longer than what is not';

create table varta.unit_head (
    city_id smallint not null,
    unit_id integer not null,
    operator_id integer not null references varta.operator,
    primary key (city_id, unit_id, operator_id),
    foreign key (city_id, unit_id) references varta.unit
);
comment on table varta.unit_head is 'who heads a unit: cancels orders, and gets what is escalated';

alter table varta.institution enable row level security;
alter table varta.ownership enable row level security;
alter table varta.order_ground enable row level security;
alter table varta.object_kind enable row level security;
alter table varta.ownership_piece enable row level security;
alter table varta.ownership_street enable row level security;
alter table varta.unit_head enable row level security;

commit;
