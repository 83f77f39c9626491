-- Districts from GeoJSON: names, codes, repairs and refusals; requests without a district find theirs.
\ir ../../lib/tap.sql
select plan(20);

select pg_temp.report('Троєщина', 'light', 50.53, 30.60) as late \gset
select pg_temp.report('Полтавщина', 'light', 49.70, 34.50) as foreign \gset

create function pg_temp.feature(p_properties jsonb, p_geometry jsonb) returns jsonb language sql as $$
    select jsonb_build_object('type', 'FeatureCollection', 'features', jsonb_build_array(
        jsonb_build_object('type', 'Feature', 'properties', p_properties, 'geometry', p_geometry)))
$$;
create function pg_temp.box(x1 float8, y1 float8, x2 float8, y2 float8) returns jsonb language sql as $$
    select st_asgeojson(st_makeenvelope(x1, y1, x2, y2, 4326))::jsonb
$$;
create function pg_temp.imported(p_properties jsonb, p_geometry jsonb) returns text language sql as $$
    select concat_ws(' ', code, name, outcome, reason) from api.district_import('kyiv', pg_temp.feature(p_properties, p_geometry))
$$;

select is(pg_temp.imported('{"name": "Деснянский", "name:uk": "Деснянський район", "name:en": "Desnianskyi", "katotth": "UA80", "@id": "relation/1"}',
    pg_temp.box(30.52, 50.52, 30.70, 50.60)), 'UA80 Деснянський район added', 'name:uk before name, katotth before @id');
select is((select name_en from varta.district where code = 'UA80'), 'Desnianskyi', 'the English name');
select is(pg_temp.imported('{"name": "Деснянский", "name:uk": "Деснянський район", "name:en": "Desnianskyi", "katotth": "UA80"}',
    pg_temp.box(30.52, 50.52, 30.70, 50.60)), 'UA80 Деснянський район same', 'once more it is the same');
select is(pg_temp.imported('{"name:uk": "Деснянський район", "katotth": "UA80"}', pg_temp.box(30.52, 50.52, 30.71, 50.60)),
    'UA80 Деснянський район changed', 'or changed');
select is(pg_temp.imported('{"name": "Оболонь", "@id": "relation/2"}', pg_temp.box(30.40, 50.52, 30.52, 50.60)), 'relation/2 Оболонь added', '@id is the code');
select is(pg_temp.imported('{"name": "Щасливе Під''їздне"}', pg_temp.box(30.1, 50.1, 30.2, 50.2)), 'shchaslyve-pidizdne Щасливе Під''їздне added', 'or the name is');

select matches(pg_temp.imported('{"name": "Метелик"}', '{"type": "Polygon", "coordinates": [[[30,50],[30.1,50.1],[30.1,50],[30,50.1],[30,50]]]}'),
    '^metelyk Метелик added repaired: Self-intersection', 'a bow tie is repaired, and said so');
select is(pg_temp.imported('{"name": "Крапка"}', '{"type": "Point", "coordinates": [30, 50]}'),
    'krapka Крапка refused geometry is Point, not Polygon or MultiPolygon', 'a point is no district');
select is(pg_temp.imported('{"name": "Ніщо"}', 'null'), 'nishcho Ніщо refused geometry is missing, not Polygon or MultiPolygon', 'nor is nothing');
select is(pg_temp.imported('{}', pg_temp.box(30, 50, 31, 51)), '  refused properties have no name', 'a district has a name');
select is(pg_temp.imported('{"name": "Метри"}', pg_temp.box(300000, 500000, 310000, 510000)),
    'metry Метри refused coordinates are not degrees of longitude and latitude', 'metres are not degrees');
select is(pg_temp.imported('{"name": "Лінія"}', '{"type": "Polygon", "coordinates": [[[30,50],[31,51],[30,50],[30,50]]]}'),
    'liniia Лінія refused geometry has no area', 'a line has no area');
select matches(pg_temp.imported('{"name": "Зламане"}', '{"type": "Polygon", "coordinates": "x"}'), '^zlamane Зламане refused geometry: ', 'nor have broken coordinates');
select is(pg_temp.error_of($$select api.district_import('kyiv', '{"type": "Feature"}')$$), 'VA003 ["type","Feature","FeatureCollection"]', 'not a collection');
select is(pg_temp.error_of($$select api.district_import('lviv', '{}')$$), 'VA001 ["city","lviv"]', 'no such city');

select results_eq(format($$select r.area, d.code, r.version from varta.request r join varta.district d on (d.city_id, d.id) = (r.city_id, r.district_id)
    where r.id = %s$$, :late), $$values (0::smallint, 'UA80', 1)$$, 'a request that had no district got one, and its version stayed');
select results_eq(format($$select verb, why, after ->> 'district' from varta.event where request_id = %s order by id desc limit 1$$, :late),
    $$values ('place', 'district import', 'UA80')$$, 'its history tells');
select is((select area from varta.request where id = :foreign), 2::smallint, 'a point outside every city');
select isnt_empty($$select * from api.district_import('poltava', pg_temp.feature('{"name": "Передмістя"}', pg_temp.box(34.4, 49.65, 34.6, 49.75)))$$,
    'another city grows');
select is((select area from varta.request where id = :foreign), 1::smallint, 'is now in another known one');

select * from finish();
