-- Streets, houses, renamings and places: what a row becomes, that the same again is the same, what is refused and why, and who sees it.
\ir ../../lib/tap.sql
select * from no_plan();

create temp table said (line integer, reason text);
-- One import as vartactl does it, in batches of one row; returns 'added changed unchanged gone refused', and fills said.
create function pg_temp.import(p_what text, p_rows jsonb, p_whole boolean default false, p_fields jsonb default '{}', p_source text default 'Реєстр') returns text
language plpgsql as $$
declare
    v_import integer := api.streets_begin('kyiv', p_source, 'CC BY 4.0', '01.11.2026');
    v_row jsonb;
begin
    delete from said;
    for v_row in select jsonb_build_array(jsonb_build_array(n + 1, r)) from jsonb_array_elements(p_rows) with ordinality x (r, n) loop
        insert into said select * from api.streets_take('kyiv', v_import, p_what, p_fields, v_row);
    end loop;
    return (select concat_ws(' ', added, changed, unchanged, gone, refused) from api.streets_end('kyiv', v_import, p_what, p_whole));
end
$$;
create function pg_temp.refusals() returns text language sql as $$ select string_agg(line || ': ' || reason, '; ' order by line) from said $$;
create function pg_temp.lines(p_name text, p_more jsonb default '{}', p_x float8 default 30.45) returns jsonb language sql as $$
    select jsonb_build_object('name', p_name, 'geometry', st_asgeojson(st_makeline(st_point(p_x, 50.46), st_point(p_x, 50.47)))::jsonb) || p_more
$$;

-- Names taken apart
select results_eq($$select (varta.place_name(n)).kind, (varta.place_name(n)).plain, (varta.place_name(n)).part
        from unnest(array['вул. Героїв Праці', 'Героїв Праці вул', 'вулиця Набережна', 'Набережна вулиця', 'Кільцева дорога', 'пр-т Миру', 'в''їзд Лісний', 'вулиця Інженерна (сел. Циркуни)', 'Сумська']) n$$,
    $$values ('вулиця', 'героїв праці', ''), ('вулиця', 'героїв праці', ''), ('вулиця', 'набережна', ''), ('вулиця', 'набережна', ''), ('дорога', 'кільцева', ''),
             ('проспект', 'миру', ''), ('в’їзд', 'лісний', ''), ('вулиця', 'інженерна', 'сел. циркуни'), ('', 'сумська', '')$$, 'the kind is told from the name, wherever it stands');
select is((varta.place_name(a)).words, (varta.place_name(b)).words, a || ' and ' || b || ' have the same stems')
from (values ('вулиця Пушкінська', 'Пушкинская ул.'), ('вулиця Сумська', 'вулиці Сумській'), ('проспект Берестейський', 'просп. Берестейському'), ('вулиця Стеценка', 'улица Стеценко'),
             ('вулиця Свободи', 'ул. Свободы'), ('вул. 1-ша Слобідська', 'Перша Слобідська'), ('вулиця Iвана Франка', 'вулиця Івана Франка'), ('вулиця Вʼячеслава Липинського', 'вул. В’ячеслава Липинського')) v (a, b);
select isnt((varta.place_name(a)).words, (varta.place_name(b)).words, a || ' and ' || b || ' have not')
from (values ('вулиця Пушкінська', 'вулиця Пушкіна'), ('вулиця Лісна', 'вулиця Лісова'), ('вулиця 1-ша', 'вулиця 2-га')) v (a, b);

-- Numbers of houses
select is(varta.house_parts(l)::text, p, l) from (values ('12', '(12,"","","")'), ('12А', '(12,а,"","")'), ('12-a', '(12,а,"","")'), ('12/3', '(12,"",3,"")'), ('12 корп. 2', '(12,"","",2)'),
    ('12к2', '(12,"","",2)'), ('9, корпус № 3', '(9,"","",3)'), ('12/3-Б', '(12,"",3б,"")'), ('12А/3 корп. 1', '(12,а,3,1)'), ('буд. 7', '(7,"","","")'), ('б/н', '(,"","","")'), ('Сумська', '(,"","","")')) v (l, p);

-- Streets
select is(pg_temp.import('streets', jsonb_build_array(pg_temp.lines('вулиця Межигірська', '{"old_name": "вулиця Ворошилова;Пролетарська вулиця", "name:ru": "Межигорская улица", "highway": "secondary", "@id": "way/1"}'),
    pg_temp.lines('Межигірська вулиця', '{"@id": "way/2"}', 30.46), pg_temp.lines('провулок Межигірський', '{"@id": "way/3"}'), '{"name": ""}'::jsonb,
    '{"name": "вулиця Далека", "geometry": {"type": "LineString", "coordinates": [[50.46, 30.45], [50.47, 30.45]]}}'::jsonb, '{"name": "вулиця Точка", "geometry": {"type": "Point", "coordinates": [30.45, 50.46]}}'::jsonb,
    '{"name": "вулиця Зламана", "geometry": {"type": "LineString", "coordinates": [[30.45]]}}'::jsonb, '{"name": "вулиця Без ліній"}'::jsonb)), '3 1 0 0 4', 'lines of one name are one street');
select matches(pg_temp.refusals(), '^5: it has no name; 6: it is far from the city: POINT\(50.465 30.45\); 7: geometry is Point, not LineString or MultiLineString; 8: geometry: .+', 'and each line that was refused says why');
select results_eq($$select name, kind, st_numgeometries(shape), class from varta.street where city_id = 1 order by id$$,
    $$values ('вулиця Межигірська', 'вулиця', 2, 3::smallint), ('провулок Межигірський', 'провулок', 1, 5::smallint), ('вулиця Без ліній', 'вулиця', null, 5::smallint)$$, 'with all its lines, the lowest class, or without any');
select set_eq($$select use, a.name from varta.street_alias a join varta.street s on s.city_id = a.city_id and s.id = a.street_id where s.name = 'вулиця Межигірська'$$,
    $$values ('name', 'вулиця Межигірська'), ('old', 'вулиця Ворошилова'), ('old', 'Пролетарська вулиця'), ('other', 'Межигорская улица'), ('other', 'Межигірська вулиця')$$, 'and all its names');
select is(pg_temp.import('streets', jsonb_build_array(pg_temp.lines('вулиця Межигірська', '{"old_name": "вулиця Ворошилова;Пролетарська вулиця", "name:ru": "Межигорская улица", "highway": "secondary", "@id": "way/1"}'))),
    '0 0 1 2 0', 'the same again is unchanged; two lines are not in the file, and stay');
select is((select count(*) from varta.street_line), 3::bigint, 'they are there');
select is(pg_temp.import('streets', jsonb_build_array(pg_temp.lines('вулиця Межигірська', '{"highway": "secondary", "@id": "way/1"}', 30.4501), pg_temp.lines('вулиця Нова', '{"@id": "way/3"}')), true),
    '1 1 0 1 0', 'a line that moved is changed, one may be another street now, and what is gone goes where the file is whole');
select set_eq('select name, st_numgeometries(shape) from varta.street', $$values ('вулиця Межигірська', 1), ('вулиця Нова', 1)$$, 'with the streets that have nothing left');
select is(pg_temp.import('streets', '[{"NAZVA": "вулиця Поля", "STARA": "вулиця Поле"}]', false, '{"name": "NAZVA", "old": "STARA"}', 'Інше'), '1 0 0 0 0', 'fields that go by other names');
select is(pg_temp.error_of($$select pg_temp.import('streets', '[]', false, '{"nane": "NAZVA"}')$$), 'no error', 'without rows nothing is looked for');
select is(pg_temp.error_of($$select pg_temp.import('streets', '[{}]', false, '{"nane": "NAZVA"}')$$), 'VA003 ["setting","nane","name | old | other | kind | class | id | code | street | number | postcode | lat | lon | new | date"]', 'a field that is none');
select is(pg_temp.error_of($$select pg_temp.import('rivers', '[{}]')$$), 'VA003 ["kind","rivers","streets | houses | renamings | places"]', 'and a kind that is none');

-- Houses
select is(pg_temp.import('houses', '[{"street": "вул. Межигірська", "house": "12", "lat": "50.461", "lon": "30.451", "postcode": "04071"},
    {"street": "Межигірська вулиця", "house": "12-А", "lat": "50,4612", "lon": "30,451"}, {"street": "вул. Оболонська", "house": "3/5", "lat": "50.462", "lon": "30.452"},
    {"street": "вул. Межигірська", "house": "12", "lat": "50.9", "lon": "30.451"}, {"street": "", "house": "1", "lat": "50.461", "lon": "30.451"}, {"street": "вул. Межигірська", "house": "б/н", "lat": "50.461", "lon": "30.451"},
    {"street": "вул. Межигірська", "lat": "50.461", "lon": "30.451"}, {"street": "вул. Межигірська", "house": "14", "lat": "x", "lon": "30.451"}, {"street": "вул. Межигірська", "house": "16"},
    {"street": "вул. Межигірська", "house": "18", "lat": "30.451", "lon": "50.461"}, {"street": "...", "house": "18", "lat": "50.461", "lon": "30.451"}]'), '3 0 0 0 8', 'houses, and what is none');
select is(pg_temp.refusals(), '5: it is far from the city: POINT(30.451 50.9); 6: the street is missing; 7: "б/н" is no number of a house; 8: the number of the house is missing; '
    '9: "x 30.451" are not degrees; 10: it has no point; 11: it is far from the city: POINT(50.461 30.451); 12: "..." is no name of a street', 'each says why');
select results_eq($$select s.name, h.number, h.letter, h.fraction, h.label, h.postcode, st_astext(h.point) from varta.house h join varta.street s on s.id = h.street_id order by h.id$$,
    $$values ('вулиця Межигірська', 12, '', '', '12', '04071', 'POINT(30.451 50.461)'), ('вулиця Межигірська', 12, 'а', '', '12-А', '', 'POINT(30.451 50.4612)'),
             ('вул. Оболонська', 3, '', '5', '3/5', '', 'POINT(30.452 50.462)')$$, 'at their streets, which are made where they are new');
select is(pg_temp.import('houses', '[{"street": "вул. Межигірська", "house": "12", "lat": "50.4611", "lon": "30.451", "postcode": "04071"}, {"street": "вул. Оболонська", "house": "3/5", "lat": "50.462", "lon": "30.452"}]'),
    '0 1 1 1 0', 'one that moved, one that did not, one that is not in the file');
select is(pg_temp.import('houses', '[{"addr:street": "вул. Межигірська", "addr:housenumber": "20", "geometry": {"type": "Polygon", "coordinates": [[[30.45,50.46],[30.452,50.46],[30.452,50.462],[30.45,50.46]]]}}]', true), '1 0 0 3 0', 'a building; the file is whole');
select is((select count(*) from varta.house), 1::bigint, 'nothing else is left');

-- Streets by number
select is(pg_temp.import('houses', '[{"street_id": "7", "street": "вул. Лісова", "house": "1", "lat": "50.461", "lon": "30.451"}, {"street_id": "8", "street": "вул. Лісова", "house": "1", "lat": "50.47", "lon": "30.47"}]'), '2 0 0 1 0', 'two streets of one name have two numbers');
select is((select count(*) from varta.street where plain = 'лісова'), 2::bigint, 'and are two');
select is(pg_temp.import('streets', '[{"street_id": "7", "name": "вул. Хвойна"}]'), '0 1 0 2 0', 'a number with another name');
select set_eq($$select a.use, a.name from varta.street_alias a join varta.street s on s.id = a.street_id where s.code = '7'$$, $$values ('name', 'вул. Хвойна'), ('old', 'вул. Лісова')$$, 'is renamed and keeps the old one');

-- Renamings
select is(pg_temp.import('renamings', '[{"old": "Червона", "new": "Межигірська", "type": "street", "date": "2016-02-19"}, {"old": "Рожева", "new": "Хтозна", "type": "street"}, {"old": "вул. Поля", "new": "вул. Степова", "date": "19.02.2016"},
    {"old": "Червона", "new": ""}, {"old": "Червона", "new": "Межигірська", "type": "street", "date": "учора"}]'), '1 1 0 0 3', 'renamings');
select is(pg_temp.refusals(), '3: there is no street "вулиця Хтозна", nor "вулиця Рожева"; 5: the new name is missing; 6: "учора" is not a date', 'those that cannot be');
select results_eq($$select use, until from varta.street_alias where name = 'вулиця Червона'$$, $$values ('old', date '2016-02-19')$$, 'the old name, until when');
select is(pg_temp.import('renamings', '[{"old": "Червона", "new": "Межигірська", "type": "street", "date": "2016-02-19"}]'), '0 0 1 0 0', 'again');

-- Places
select is(pg_temp.import('places', '[{"name": "Контрактова площа", "kind": "stop_position", "lat": "50.4655", "lon": "30.515"}, {"name": "Контрактова площа", "kind": "square", "lat": "50.4656", "lon": "30.5151"}, {"kind": "stop", "lat": "50.4656", "lon": "30.5151"},
    {"name": "Ніде", "kind": "stop"}]'), '2 0 0 0 2', 'stops and squares');
select is(pg_temp.refusals(), '4: it has no name; 5: it has no point', 'those that are none');
select is(pg_temp.import('places', '[{"name": "Контрактова площа", "kind": "stop_position", "lat": "50.4655", "lon": "30.515"}]', true), '0 0 1 1 0', 'again, whole');
select is((select string_agg(kind, ' ') from varta.place), 'stop', 'the square is gone');

-- Who made it, and who sees it
select is((select count(*) from varta.event where verb = 'streets_imported' and after ->> 'licence' = 'CC BY 4.0'), (select count(*) from varta.place_import), 'each import is in the history');
select results_eq($$select source, licence, dated from api.streets_list('kyiv') limit 1$$, $$values ('Реєстр', 'CC BY 4.0', date '2026-11-01')$$, 'and in the list');
select is(pg_temp.error_of($$select api.streets_begin('kyiv', ' ', '', null)$$), 'VA003 ["source"," ","1 to 200 characters"]', 'a source has a name');
select is(pg_temp.error_of($$select api.streets_begin('kyiv', 'x', '', '31.02.2026')$$), 'VA003 ["date","31.02.2026","2026-11-22"]', 'a day is a day');
set session authorization t_moderator;
select is((select count(*) from api.streets), (select 5::bigint), 'an operator of the city sees its streets');
select isnt((select count(*) from api.houses), 0::bigint, 'and houses');
select is((select name from api.places), 'Контрактова площа', 'and stops');
select is(pg_temp.error_of($$select * from varta.street$$), '42501', 'not the table');
set session authorization t_poltava;
select is((select count(*) from api.streets) + (select count(*) from api.houses) + (select count(*) from api.places), 0::bigint, 'one of another city does not');
reset session authorization;

-- Lines without a name are kept for maps alone
select is(pg_temp.import('streets', jsonb_build_array(pg_temp.lines('', '{"@id": "way/71", "highway": "primary"}', 30.47), pg_temp.lines(null, '{}', 30.48)), false, '{}', 'Безіменні'), '2 0 0 0 0', 'two of them');
select is(pg_temp.import('streets', jsonb_build_array(pg_temp.lines('', '{"@id": "way/71", "highway": "primary"}', 30.471), pg_temp.lines(null, '{}', 30.48)), false, '{}', 'Безіменні'), '0 1 1 0 0', 'one has moved');
select results_eq($$select class::integer, st_x(st_startpoint(shape)) from varta.street_line where street_id is null order by id$$, $$values (2, 30.471::float8), (5, 30.48)$$, 'they are there');
select isnt((select name from varta.nearest_street(1::smallint, st_setsrid(st_point(30.48, 50.465), 4326))), null, 'the nearest street is one that has a name');
select is((select count(*) from varta.streets_drawn(1::smallint, st_makeenvelope(30.47, 50.46, 30.481, 50.47, 4326)) where street is null and class = 6), 2::bigint, 'a map has both');
select is(pg_temp.import('streets', jsonb_build_array(pg_temp.lines('вулиця Названа', '{"@id": "way/71"}', 30.471)), true, '{}', 'Безіменні'), '1 0 0 1 0', 'one has got a name, the other is gone');
select is_empty('select from varta.street_line where street_id is null', 'and none is left');
select is(pg_temp.import('streets', '[{"name": null, "geometry": {"type": "Point", "coordinates": [30.45, 50.46]}}]', false, '{}', 'Точки'), '0 0 0 0 1', 'a point without a name is nothing');

-- What is longer than an index takes is refused, or kept as a digest, and stops no import
select is(pg_temp.import('streets', jsonb_build_array(pg_temp.lines(repeat('Довга', 1000)), pg_temp.lines('вулиця Коротка', jsonb_build_object('old_name', repeat('Стара', 1000), '@id', repeat('w', 9000), 'street_id', repeat('7', 9000)), 30.4)), false, '{}', 'Довгі'),
    '1 0 0 0 1', 'a street with an endless name');
select matches(pg_temp.refusals(), '^2: "(Довга){12}" is no name of a street$', 'is told');
select is(pg_temp.import('houses', jsonb_build_array('{"street": "вулиця Коротка", "lat": "50.46", "lon": "30.4"}'::jsonb || jsonb_build_object('house', '1' || repeat('/1', 5000)), '{"street": "вулиця Коротка", "house": "1", "lat": "50.46", "lon": "30.4"}'::jsonb || jsonb_build_object('postcode', repeat('0', 9000))), false, '{}', 'Довгі'), '1 0 0 0 1', 'a house with an endless number');
select is(pg_temp.import('places', jsonb_build_array('{"name": "Довгий зупин", "lat": "50.46", "lon": "30.4"}'::jsonb || jsonb_build_object('id', repeat('9', 9000)), '{"lat": "50.46", "lon": "30.4"}'::jsonb || jsonb_build_object('name', repeat('я', 5000))), false, '{}', 'Довгі'), '1 0 0 0 1', 'a place with an endless name');

select * from finish();
