-- The base map of the public site: tiles of the streets at four zooms, main streets first, of a bounded size; wanted when
-- the picture of the streets changes and only then; what was written is remembered, until they change again.
\ir ../../lib/tap.sql
select plan(36);

select api.source_add('kyiv', 'kyiv-map', 'publish', 'kyiv-map', null) as map \gset
select api.source_add('poltava', 'poltava-map', 'publish', 'poltava-map', null) as other \gset
insert into varta.place_import (city_id, source, licence) select id, '© Приклад', '<b>ODbL</b>' from varta.city;

create function pg_temp.street(p_name text, p_class integer, p_line text, p_city text default 'kyiv') returns integer language sql as $$
    with s as (
        insert into varta.street (city_id, name, kind, plain, class, shape, import_id)
        select c.id, p_name, 'вулиця', lower(p_name), p_class, st_multi(st_geomfromtext(p_line, 4326)), i.id
        from varta.city c join varta.place_import i on i.city_id = c.id where c.code = p_city returning *),
    l as (
        insert into varta.street_line (city_id, street_id, code, class, shape, import_id)
        select s.city_id, s.id, s.id || '.' || d.path[1], s.class, d.geom, s.import_id from s, st_dump(s.shape) d)
    select id from s
$$;
create function pg_temp.wanted(p_code text default 'kyiv-map') returns boolean language sql as $$ select map from sync.publish_sources() where code = p_code $$;
create function pg_temp.built() returns void language sql as $$
    select sync.publish_map_built(t.source_id, t.map_wanted_at::text) from varta.tree t
$$;
create function pg_temp.features(p_name text) returns jsonb language sql as $$
    select ('[' || varta.map_tile((select id from varta.city where code = 'kyiv'), split_part(p_name, '/', 1)::integer, split_part(p_name, '/', 2)::integer,
                                  split_part(p_name, '/', 3)::integer) || ']')::jsonb
$$;

-- When it is wanted -----------------------------------------------------------------------------
select ok(pg_temp.wanted() and pg_temp.wanted('poltava-map'), 'of a new tree');
select is_empty(format('select * from sync.publish_map_tiles(%s)', :map), 'a city without streets has no tiles');
select results_eq(format('select credit, names from sync.publish_map(%s)', :map), $$values ('', '{}'::text[])$$, 'and nobody to name');
select pg_temp.built() \g /dev/null
select ok(not pg_temp.wanted(), 'it was made');
select pg_temp.street('вулиця Соборна', 2, 'LINESTRING(30.50 50.45, 30.53 50.45)') as street \gset
select ok(pg_temp.wanted(), 'a new street');
select ok(not pg_temp.wanted('poltava-map'), 'is no matter of another city');
select pg_temp.built() \g /dev/null
select ok(not pg_temp.wanted(), 'made');
update varta.street set import_id = import_id, name = name, shape = shape where id = :street;
update varta.street set code = '17', part = 'x' where id = :street;
select ok(not pg_temp.wanted(), 'the same again, or what no map shows, changes none');
insert into varta.street (city_id, name, kind, plain, import_id) select city_id, 'Без ліній', '', 'x', import_id from varta.street where id = :street;
update varta.street set name = 'Теж без' where shape is null;
delete from varta.street where shape is null;
select ok(not pg_temp.wanted(), 'nor does a street without lines');
update varta.street set name = 'вулиця Нова' where id = :street;
select ok(pg_temp.wanted(), 'a name is on it');
select pg_temp.built() \g /dev/null
update varta.street set class = 3 where id = :street;
select ok(pg_temp.wanted(), 'how wide a street is, too');
select pg_temp.built() \g /dev/null
update varta.street set shape = st_reverse(shape) where id = :street;
select ok(pg_temp.wanted(), 'and its line');
select pg_temp.built() \g /dev/null
select api.publish_rebuild('kyiv-map') \g /dev/null
select ok(pg_temp.wanted(), 'a tree from scratch has a map from scratch');
select pg_temp.built() \g /dev/null
delete from varta.street where id = :street;
select ok(pg_temp.wanted(), 'a street that is gone');
create function pg_temp.unnamed() returns void language plpgsql as $$
declare
    v_import integer := api.streets_begin('kyiv', 'Безіменні', '', null);
begin
    perform api.streets_take('kyiv', v_import, 'streets', '{}',
        '[[1, {"@id": "way/1", "highway": "trunk", "geometry": {"type": "LineString", "coordinates": [[30.50, 50.47], [30.53, 50.47]]}}]]');
    perform api.streets_end('kyiv', v_import, 'streets', false);
end
$$;
select pg_temp.built() \g /dev/null
select pg_temp.unnamed() \g /dev/null
select ok(pg_temp.wanted(), 'a line without a name is on the map, too');
select is((select f -> 'properties' from jsonb_array_elements(pg_temp.features(concat_ws('/', 14, varta.tile_x(30.51, 14), varta.tile_y(50.47, 14)))) f where f -> 'properties' ->> 'name' = ''),
          '{"name": "", "class": 6}', 'as a thin one');
select pg_temp.built() \g /dev/null
select pg_temp.unnamed() \g /dev/null
select ok(not pg_temp.wanted(), 'the same again changes nothing');
delete from varta.street_line where street_id is null;
delete from varta.place_import where source = 'Безіменні';

-- Tiles -----------------------------------------------------------------------------------------
select pg_temp.street('вулиця Соборна', 2, 'LINESTRING(30.50 50.45, 30.53 50.45)') as street \gset
select pg_temp.street(E'вулиця "Лапки" <script>\\ \u202e', 5, 'LINESTRING(30.50 50.451, 30.501 50.4511, 30.53 50.451)') as hostile \gset
select set_eq(format('select name from sync.publish_map_tiles(%s)', :map),
    array['10/598/345', '12/2395/1381', '13/4790/2762', '14/9580/5524', '14/9581/5524'], 'the tiles of the usual web maps that its streets touch');
select is((select array_agg(name) from sync.publish_map_tiles(:map)), (select names from sync.publish_map(:map)), 'in the order of the list');
select is(jsonb_array_length(pg_temp.features('14/9580/5524')), 2, 'two streets near by');
select is(pg_temp.features('14/9580/5524') #>> '{0,properties}', '{"name": "Соборна", "class": 2}', 'the main one first, named as maps do');
select is(pg_temp.features('14/9580/5524') #>> '{1,properties,name}', E'"Лапки" <script>\\ \u202e', 'whatever a name is, it is a text of JSON');
select is(pg_temp.features('14/9580/5524') #>> '{0,geometry,type}', 'LineString', 'a line');
select ok((select bool_and(x between 30.498 and 30.521) from jsonb_array_elements(pg_temp.features('14/9580/5524') #> '{0,geometry,coordinates}') c, lateral (select (c ->> 0)::float8 as x) x), 'only a little of it is beyond the tile');
select is(varta.map_tile(1::smallint, 14, 9600, 5527), null, 'nothing there');
select is(credit, '© Приклад, <b>ODbL</b>', 'from where it is') from sync.publish_map(:map);

-- Some at a time --------------------------------------------------------------------------------
select wanted, name from sync.publish_map_tiles(:map, 2) offset 1 \gset
select sync.publish_map_written(:map, :'wanted', :'name') \g /dev/null
select is((select array_agg(name) from sync.publish_map_tiles(:map)), (select names[3:] from sync.publish_map(:map)), 'what was written does not come again');
select sync.publish_map_written(:map, (:'wanted'::timestamptz - interval '1 s')::text, '14/9581/5524') \g /dev/null
select is((select count(*) from sync.publish_map_tiles(:map)), 3::bigint, 'what was written of older streets says nothing');
update varta.street set class = 4 where id = :hostile;
select is((select count(*) from sync.publish_map_tiles(:map)), 5::bigint, 'streets changed: from the beginning');
select sync.publish_map_built(:map, :'wanted') \g /dev/null
select ok(pg_temp.wanted(), 'an older map is not the one that is wanted');
select pg_temp.built() \g /dev/null
select ok(not pg_temp.wanted(), 'now it is');
update varta.source set active = false where id = :map;
select is(pg_temp.error_of(format('select * from sync.publish_map_tiles(%s)', :map)), format('VA001 ["source","%s"]', :map), 'no active source');

-- A large city ----------------------------------------------------------------------------------
select count(pg_temp.street(format('вулиця Довга Назва Номер %s', n), 2 + n % 5, format('LINESTRING(%s %s, %s %s, %s %s)', x, y, x + 0.001, y + 0.0013, x + 0.003, y + (n % 7) / 5000.0)))
from (select n, 30.41 + (n % 60) / 300.0 as x, 50.45 + (n / 60) / 700.0 as y from generate_series(1, 6000) n) s \g /dev/null
create temp table tile as
select zoom, varta.map_tile((select id from varta.city where code = 'kyiv'), zoom, x, y) as features from varta.map_tiles((select id from varta.city where code = 'kyiv'));
select cmp_ok(max(octet_length(features)), '<=', 20000, 'however many streets a tile has, it has at most 20,000 bytes') from tile;
select cmp_ok(max(octet_length(features)), '>=', 18000, 'and they are used') from tile;
select is_empty($$select from tile where zoom = 10 and ('[' || features || ']')::jsonb @? '$[*] ? (@.properties.class > 4)'$$, 'from afar the main ones');
select ok(bool_or(('[' || features || ']')::jsonb @? '$[*] ? (@.properties.class == 6)'), 'near by all') from tile where zoom = 14;
