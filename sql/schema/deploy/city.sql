-- Deploy varta:city
-- Cities, districts, units, categories. Whatever a city owns has the key (city_id, id), so that a city can
-- be partitioned, moved and replicated on its own; ids are unique over all cities all the same.
begin;
set local role varta_owner;

create table varta.city (
    id smallint generated always as identity primary key,
    code text not null unique constraint city_code check (code ~ '^[a-z][a-z0-9_-]{0,39}$'),
    name text not null constraint city_name check (name <> ''),
    name_en text not null default '',
    tz text not null default 'Europe/Kyiv',
    country text not null default 'UA',
    recall_window interval not null default '5 minutes'
        constraint city_recall_window check (recall_window between '0' and '1 day'),
    martial_law boolean not null default true,
    active boolean not null default true
);
comment on table varta.city is 'cities, with their settings';
comment on constraint city_code on varta.city is 'codes stand in commands and URLs';
comment on constraint city_name on varta.city is 'people see the name';
comment on constraint city_recall_window on varta.city is 'an answer leaves within a day of its publication';
comment on column varta.city.martial_law is 'holidays are working days (law 2136-IX, article 6); weekends are not';

create table varta.district (
    city_id smallint not null references varta.city,
    id integer generated always as identity,
    code text not null,
    name text not null constraint district_name check (name <> ''),
    name_en text not null default '',
    area public.geometry(MultiPolygon, 4326) not null
        constraint district_area check (public.st_isvalid(area) and not public.st_isempty(area)),
    primary key (city_id, id),
    unique (city_id, code)
);
comment on table varta.district is 'districts of a city, with their areas';
comment on constraint district_name on varta.district is 'people see the name';
comment on constraint district_area on varta.district is 'an invalid polygon covers nothing or everything';

create table varta.district_piece (
    city_id smallint not null,
    district_id integer not null,
    area public.geometry(Polygon, 4326) not null,
    foreign key (city_id, district_id) references varta.district on delete cascade
);
comment on table varta.district_piece is
'the districts cut into small polygons: finding one point costs microseconds, not a walk along the border';
create index district_piece_area on varta.district_piece using gist (area);
create index district_piece_district on varta.district_piece (city_id, district_id);

create table varta.unit (
    city_id smallint not null references varta.city,
    id integer generated always as identity,
    code text not null constraint unit_code check (code ~ '^[a-z][a-z0-9_-]{0,39}$'),
    kind text not null references varta.unit_kind,
    name text not null constraint unit_name check (name <> ''),
    name_en text not null default '',
    active boolean not null default true,
    area public.geometry(MultiPolygon, 4326)
        constraint unit_area check (public.st_isvalid(area) and not public.st_isempty(area)),
    primary key (city_id, id),
    unique (city_id, code)
);
comment on table varta.unit is 'who can be made responsible for a request';
comment on column varta.unit.active is 'false: abolished; what it was given before stays its own';
comment on column varta.unit.area is 'what it is responsible for, where that is an area; varta.unit_street may name streets besides';
comment on constraint unit_area on varta.unit is 'as of districts';
comment on constraint unit_code on varta.unit is 'codes stand in commands';
comment on constraint unit_name on varta.unit is 'people see the name';

create table varta.unit_piece (
    city_id smallint not null,
    unit_id integer not null,
    area public.geometry(Polygon, 4326) not null,
    foreign key (city_id, unit_id) references varta.unit on delete cascade
);
comment on table varta.unit_piece is 'the area of a unit, cut into small pieces';
create index unit_piece_area on varta.unit_piece using gist (area);
create index unit_piece_unit on varta.unit_piece (city_id, unit_id);

create table varta.category (
    city_id smallint not null references varta.city,
    id integer generated always as identity,
    code text not null constraint category_code check (code ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$'),
    kind smallint not null references varta.kind,
    name text not null constraint category_name check (name <> ''),
    name_en text not null default '',
    short text not null default '',
    short_en text not null default '',
    description text not null default '',
    keywords text not null default '',
    attributes jsonb not null default '[]' constraint category_attributes check (jsonb_typeof(attributes) = 'array'),
    unit_id integer,
    active boolean not null default true,
    primary key (city_id, id),
    unique (city_id, code),
    foreign key (city_id, unit_id) references varta.unit
);
comment on table varta.category is 'what requests of a city are about; each belongs to a kind';
comment on column varta.category.short is 'one word for a narrow column; empty: the name';
comment on column varta.category.code is 'the service_code of Open311';
comment on column varta.category.unit_id is 'the unit that is suggested';
comment on constraint category_code on varta.category is 'it stands in URLs: services/CODE.xml';
comment on constraint category_name on varta.category is 'people see the name';
comment on constraint category_attributes on varta.category is 'a list of Open311 attribute definitions';

create table varta.default_unit (
    code text primary key,
    kind text not null references varta.unit_kind,
    name text not null,
    name_en text not null
);
comment on table varta.default_unit is 'the units that a new city begins with';

insert into varta.default_unit values
    ('main_department', 'police', 'Головне управління Національної поліції', 'Main department of the National Police'),
    ('patrol', 'patrol', 'Управління патрульної поліції', 'Patrol police'),
    ('guard', 'guard', 'Муніципальна варта', 'Municipal guard'),
    ('traffic_unit', 'traffic', 'Сектор безпеки дорожнього руху', 'Traffic police unit'),
    ('city_authority', 'city', 'Контактний центр міста', 'City contact centre'),
    ('legal_aid', 'legal', 'Центр безоплатної правничої допомоги', 'Legal aid centre'),
    ('district_officers', 'officer', 'Дільничні офіцери поліції', 'District police officers');

create table varta.default_category (
    code text primary key,
    kind smallint not null references varta.kind,
    name text not null,
    name_en text not null,
    short text not null,
    short_en text not null,
    description text not null,
    keywords text not null,
    unit text not null references varta.default_unit
);
comment on table varta.default_category is 'the categories that a new city begins with';

insert into varta.default_category values
    ('question', 1, 'Питання до поліції', 'Question to the police', 'питання', 'question',
     'Питання, на яке поліція відповість для всіх', 'питання, поліція', 'main_department'),
    ('light', 2, 'Світлофор', 'Traffic light', 'світлофор', 'light',
     'Світлофор не працює або працює неправильно', 'світлофор', 'traffic_unit'),
    ('sign', 2, 'Дорожній знак', 'Road sign', 'знак', 'sign',
     'Знак закритий, пошкоджений, відсутній або зайвий', 'знак', 'traffic_unit'),
    ('marking', 2, 'Дорожня розмітка', 'Road marking', 'розмітка', 'marking',
     'Розмітка стерта, відсутня або помилкова', 'розмітка, перехід', 'traffic_unit'),
    ('road', 2, 'Пошкоджена дорога', 'Damaged road', 'дорога', 'road',
     'Яма, просідання, відкритий люк', 'яма, дорога, люк', 'traffic_unit'),
    ('lighting', 2, 'Освітлення', 'Lighting', 'ліхтарі', 'lamps',
     'Не світить ліхтар, темна вулиця', 'ліхтар, освітлення', 'city_authority'),
    ('parking', 2, 'Паркування', 'Parking', 'парковка', 'parking',
     'Автомобілі заважають проїзду або пішоходам', 'паркування, автомобіль', 'patrol'),
    ('spot', 3, 'Небезпечне місце', 'Dangerous place', 'місце', 'place',
     'Місце, де почуваєшся в небезпеці', 'небезпека, місце', 'patrol'),
    ('crime', 4, 'Злочин, не терміново', 'Crime, not urgent', 'злочин', 'crime',
     'Бачить тільки поліція. Якщо потрібна допомога зараз: 102', 'злочин', 'main_department'),
    ('message', 5, 'Повідомлення дільничному', 'Message to the district officer', 'лист', 'message',
     'Бачить тільки дільничний офіцер', 'дільничний', 'district_officers');

alter table varta.city enable row level security;
alter table varta.district enable row level security;
alter table varta.district_piece enable row level security;
alter table varta.unit enable row level security;
alter table varta.unit_piece enable row level security;
alter table varta.category enable row level security;
alter table varta.default_unit enable row level security;
alter table varta.default_category enable row level security;

commit;
