-- Deploy varta:places
-- The gazetteer of a city: its streets with all their names, its houses, stops and squares, and where they come from.
begin;
set local role varta_owner;

create table varta.place_import (
    city_id smallint not null references varta.city,
    id integer generated always as identity,
    source text not null constraint place_import_source check (source <> ''),
    licence text not null default '',
    dated date,
    imported_at timestamptz not null default now(),
    added integer not null default 0,
    changed integer not null default 0,
    unchanged integer not null default 0,
    gone integer not null default 0,
    refused integer not null default 0,
    primary key (city_id, id)
);
comment on table varta.place_import is 'each import of streets, houses and places: from which source, under which licence, of which day';
comment on column varta.place_import.source is 'who made the data, as maps name it; files of one source replace each other';
comment on column varta.place_import.dated is 'of which day the data are; null: not said';
comment on column varta.place_import.gone is 'what the source had before and has no more';
comment on constraint place_import_source on varta.place_import is 'maps name it';

create table varta.street (
    city_id smallint not null references varta.city,
    id integer generated always as identity,
    code text not null default '',
    name text not null constraint street_name check (name <> ''),
    kind text not null,
    plain text not null,
    part text not null default '',
    class smallint not null default 5 constraint street_class check (class between 1 and 9),
    shape public.geometry(MultiLineString, 4326),
    import_id integer not null,
    primary key (city_id, id),
    foreign key (city_id, import_id) references varta.place_import
);
comment on table varta.street is 'the streets of a city';
comment on column varta.street.code is 'its number in the register that it comes from; empty: it has none';
comment on column varta.street.name is 'as the source writes it, with its kind';
comment on column varta.street.kind is 'вулиця, провулок, площа, as in varta.street_kind; empty: none is named';
comment on column varta.street.plain is 'the name without its kind, in small letters: by it a street is found again that has no number';
comment on column varta.street.part is 'which of several streets of that name: what stands in brackets, such as a village';
comment on column varta.street.class is '1 is a motorway, 5 an ordinary street, 9 a path: maps draw the lower ones first';
comment on column varta.street.shape is 'all its lines; null: only its houses are known';
comment on column varta.street.import_id is 'the last import that had it';
comment on constraint street_name on varta.street is 'people see the name';
comment on constraint street_class on varta.street is 'see the column';
create index street_plain on varta.street (city_id, plain);
create unique index street_code on varta.street (city_id, code) where code <> '';
create index street_shape on varta.street using gist (shape);

create table varta.street_alias (
    city_id smallint not null,
    id integer generated always as identity,
    street_id integer not null,
    use text not null constraint street_alias_use check (use in ('name', 'old', 'other')),
    name text not null constraint street_alias_name check (name <> ''),
    kind text not null,
    until date,
    words text[] not null,
    key text not null,
    near text[] not null,
    import_id integer not null,
    primary key (city_id, id),
    unique (city_id, street_id, name),
    foreign key (city_id, street_id) references varta.street on delete cascade,
    foreign key (city_id, import_id) references varta.place_import
);
comment on table varta.street_alias is 'every name by which a street is found: its own, those it had, those in other languages';
comment on column varta.street_alias.until is 'an old name: until when it was the name; null: not known';
comment on column varta.street_alias.words is 'the stems of its words, see varta.place_words()';
comment on column varta.street_alias.key is 'the same as one text, for trigrams';
comment on column varta.street_alias.near is 'each stem, whole and with any one letter left out, behind the number of the city: two that differ by one error have one in common';
comment on constraint street_alias_use on varta.street_alias is 'what it is now, was before, or is called besides';
comment on constraint street_alias_name on varta.street_alias is 'people see the name';
create index street_alias_near on varta.street_alias using gin (near);
create index street_alias_key on varta.street_alias using gin (key public.gin_trgm_ops);

create table varta.street_line (
    city_id smallint not null,
    id integer generated always as identity,
    street_id integer not null,
    code text not null constraint street_line_code check (code <> ''),
    class smallint not null constraint street_line_class check (class between 1 and 9),
    shape public.geometry(LineString, 4326) not null,
    import_id integer not null,
    primary key (city_id, id),
    unique (city_id, code),
    foreign key (city_id, street_id) references varta.street on delete cascade,
    foreign key (city_id, import_id) references varta.place_import
);
comment on table varta.street_line is 'the lines of the streets, one by one: the nearest is found among them';
comment on column varta.street_line.code is 'what the source calls the line, or a digest of it';
comment on constraint street_line_code on varta.street_line is 'the same line again is found by it';
comment on constraint street_line_class on varta.street_line is 'as of streets';
create index street_line_shape on varta.street_line using gist (shape);
create index street_line_street on varta.street_line (city_id, street_id);

create table varta.house (
    city_id smallint not null,
    id integer generated always as identity,
    street_id integer not null,
    number integer not null constraint house_number check (number > 0),
    letter text not null default '',
    fraction text not null default '',
    block text not null default '',
    label text not null,
    postcode text not null default '',
    point public.geometry(Point, 4326) not null,
    import_id integer not null,
    primary key (city_id, id),
    unique (city_id, street_id, number, letter, fraction, block),
    foreign key (city_id, street_id) references varta.street on delete cascade,
    foreign key (city_id, import_id) references varta.place_import
);
comment on table varta.house is 'the houses of the streets, with their points';
comment on column varta.house.letter is 'а of 12А; empty: none';
comment on column varta.house.fraction is '3 of 12/3; 14 of 12-14';
comment on column varta.house.block is '2 of 12 корп. 2';
comment on column varta.house.label is 'as the source writes it';
comment on constraint house_number on varta.house is 'houses are numbered from 1';
create index house_point on varta.house using gist (point);

create table varta.place (
    city_id smallint not null references varta.city,
    id integer generated always as identity,
    code text not null constraint place_code check (code <> ''),
    kind text not null constraint place_sort check (kind in ('stop', 'square', 'place')),
    name text not null constraint place_name check (name <> ''),
    words text[] not null,
    key text not null,
    near text[] not null,
    point public.geometry(Point, 4326) not null,
    import_id integer not null,
    primary key (city_id, id),
    unique (city_id, code),
    foreign key (city_id, import_id) references varta.place_import
);
comment on table varta.place is 'stops, squares and other places that are known by a name';
comment on column varta.place.code is 'what the source calls it, or a digest of its name and point';
comment on column varta.place.words is 'words, key and near: as of varta.street_alias';
comment on constraint place_code on varta.place is 'the same place again is found by it';
comment on constraint place_sort on varta.place is 'a stop of buses or trams, a square, whatever else people go by';
comment on constraint place_name on varta.place is 'people see the name';
create index place_near on varta.place using gin (near);
create index place_key on varta.place using gin (key public.gin_trgm_ops);
create index place_point on varta.place using gist (point);

create table varta.place_word (
    word text primary key,
    means text not null
);
comment on table varta.place_word is 'words of names that are written in several ways, and the stem that stands for all of them; empty: it says nothing';
comment on column varta.place_word.word is 'in small letters, without signs';

insert into varta.place_word values
    ('перша', '1'), ('перший', '1'), ('першого', '1'), ('перше', '1'), ('первая', '1'), ('первый', '1'),
    ('друга', '2'), ('другий', '2'), ('другого', '2'), ('друге', '2'), ('вторая', '2'), ('второй', '2'),
    ('третя', '3'), ('третій', '3'), ('третього', '3'), ('третє', '3'), ('третья', '3'), ('третий', '3'),
    ('четверта', '4'), ('четвертий', '4'), ('четверте', '4'), ('четвертая', '4'), ('четвертый', '4'),
    ('пята', '5'), ('пятий', '5'), ('пяте', '5'), ('пятая', '5'), ('пятый', '5'),
    ('ім', ''), ('імені', ''), ('им', ''), ('имени', ''), ('ген', 'генерал'), ('акад', 'академик'), ('ак', 'академик'), ('проф', 'професор'),
    ('марш', 'маршал'), ('адм', 'адмирал'), ('кап', 'капитан'), ('полк', 'полковник'), ('лейт', 'леитенант'), ('арх', 'архитектор'),
    ('св', 'свят'), ('вел', 'велик'), ('мал', 'мал'), ('верх', 'верхн'), ('ниж', 'нижн'), ('пд', 'пивден'), ('пн', 'пивнич'),
    ('двадцять', '20'), ('тридцять', '30'), ('сорок', '40'), ('пятдесят', '50'), ('шістдесят', '60'), ('сімдесят', '70'), ('вісімдесят', '80'),
    ('шоста', '6'), ('шостий', '6'), ('шостого', '6'), ('сьома', '7'), ('сьомий', '7'), ('сьомого', '7'), ('восьма', '8'), ('восьмий', '8'),
    ('восьмого', '8'), ('девята', '9'), ('девятий', '9'), ('девятого', '9'), ('четвертого', '4'), ('пятого', '5'),
    ('февраля', 'лют'), ('апреля', 'квитн'), ('июня', 'червн'), ('июля', 'липн'), ('августа', 'серпн'), ('сентября', 'вересн'),
    ('ноября', 'листопад'), ('декабря', 'грудн'), ('труда', 'прац'), ('большая', 'велик'), ('большой', 'велик'), ('малая', 'мал'), ('новая', 'нов'), ('старая', 'стар'),
    ('победы', 'перемог'), ('мира', 'мир'), ('октября', 'жовтн'), ('мая', 'травн'), ('марта', 'березн'), ('января', 'сичн'),
    ('героев', 'героив'), ('красная', 'червон'), ('красной', 'червон'), ('свободы', 'свобод'), ('воли', 'вол'), ('строителей', 'будивельник'),
    ('независимости', 'незалежност'), ('дружбы', 'дружб'), ('вокзальная', 'вокзальн'), ('железнодорожная', 'зализничн'), ('советская', 'радянськ'),
    ('украинки', 'украинк'), ('молодежная', 'молодижн'), ('садовая', 'садов'), ('школьная', 'шкильн'), ('лесная', 'лисов'), ('речная', 'ричков');

create table varta.place_kind (
    word text primary key,
    kind text not null
);
comment on table varta.place_kind is 'the words for kinds of streets, in all their cases and shorter forms, and what they mean; more than varta.street_kind has, by which street lists are stored';
comment on column varta.place_kind.word is 'in small letters, without apostrophes and full stops';

insert into varta.place_kind select word, kind from varta.street_kind;
insert into varta.place_kind values
    ('вулиці', 'вулиця'), ('вулицю', 'вулиця'), ('вулицею', 'вулиця'), ('вулиць', 'вулиця'), ('улицы', 'вулиця'), ('улице', 'вулиця'),
    ('улицу', 'вулиця'), ('вулица', 'вулиця'), ('st', 'вулиця'),
    ('проспекту', 'проспект'), ('проспекті', 'проспект'), ('проспекта', 'проспект'), ('проспекте', 'проспект'), ('проспектом', 'проспект'),
    ('пр', 'проспект'), ('пр-кту', 'проспект'), ('пр-ту', 'проспект'), ('прт', 'проспект'), ('пркт', 'проспект'), ('прсп', 'проспект'), ('пр-к', 'проспект'), ('ave', 'проспект'),
    ('бульвару', 'бульвар'), ('бульварі', 'бульвар'), ('бульвара', 'бульвар'), ('бульваре', 'бульвар'), ('бул', 'бульвар'), ('бр', 'бульвар'),
    ('бульв-р', 'бульвар'), ('blvd', 'бульвар'), ('boulevard', 'бульвар'), ('провулку', 'провулок'), ('провулка', 'провулок'),
    ('провулком', 'провулок'), ('провул', 'провулок'), ('пров-к', 'провулок'), ('переулка', 'провулок'), ('переулке', 'провулок'),
    ('переулку', 'провулок'), ('lane', 'провулок'), ('площі', 'площа'), ('площу', 'площа'), ('площею', 'площа'), ('площади', 'площа'),
    ('площ', 'площа'), ('square', 'площа'), ('майдану', 'майдан'), ('майдані', 'майдан'), ('м-дан', 'майдан'), ('набережної', 'набережна'),
    ('набережній', 'набережна'), ('набережну', 'набережна'), ('набережная', 'набережна'), ('набережной', 'набережна'), ('embankment', 'набережна'),
    ('узвозу', 'узвіз'), ('узвозі', 'узвіз'), ('спуск', 'узвіз'), ('спуску', 'узвіз'), ('шоссе', 'шосе'), ('ш', 'шосе'), ('highway', 'шосе'),
    ('проїзду', 'проїзд'), ('проїзді', 'проїзд'), ('проезд', 'проїзд'), ('проезда', 'проїзд'), ('прд', 'проїзд'), ('прзд', 'проїзд'), ('passage', 'проїзд'),
    ('тупика', 'тупик'), ('тупику', 'тупик'), ('тупік', 'тупик'), ('алеї', 'алея'), ('алею', 'алея'), ('аллея', 'алея'), ('ал', 'алея'),
    ('дороги', 'дорога'), ('дорозі', 'дорога'), ('дорогу', 'дорога'), ('дор', 'дорога'), ('моста', 'міст'), ('мосту', 'міст'), ('мост', 'міст'),
    ('вїзд', 'в’їзд'), ('вїзду', 'в’їзд'), ('вїзді', 'в’їзд'), ('въезд', 'в’їзд'), ('въезда', 'в’їзд'), ('в-д', 'в’їзд'), ('взд', 'в’їзд'), ('вд', 'в’їзд'),
    ('мікрорайон', 'мікрорайон'), ('мікрорайону', 'мікрорайон'), ('мікрорайоні', 'мікрорайон'), ('микрорайон', 'мікрорайон'), ('мкр', 'мікрорайон'),
    ('мкрн', 'мікрорайон'), ('м-н', 'мікрорайон'), ('м-он', 'мікрорайон'), ('мкр-н', 'мікрорайон'), ('мр-н', 'мікрорайон'), ('ж/м', 'масив'), ('жм', 'масив'),
    ('масив', 'масив'), ('масиву', 'масив'), ('масиві', 'масив'), ('массив', 'масив'), ('житловий', 'масив'), ('жилмассив', 'масив'),
    ('сквер', 'сквер'), ('скверу', 'сквер'), ('сквері', 'сквер'), ('лінія', 'лінія'), ('лінії', 'лінія'), ('линия', 'лінія'), ('лін', 'лінія'),
    ('селище', 'селище'), ('селища', 'селище'), ('селищі', 'селище'), ('сел', 'селище'), ('пос', 'селище'), ('поселок', 'селище'), ('посёлок', 'селище'), ('сп', 'узвіз'),
    ('квартал', 'квартал'), ('кварталу', 'квартал'), ('кварталі', 'квартал'), ('кв-л', 'квартал'), ('розвязка', 'розв’язка')
on conflict do nothing;

alter table varta.place_import enable row level security;
alter table varta.street enable row level security;
alter table varta.street_alias enable row level security;
alter table varta.street_line enable row level security;
alter table varta.house enable row level security;
alter table varta.place enable row level security;
alter table varta.place_word enable row level security;
alter table varta.place_kind enable row level security;

commit;
