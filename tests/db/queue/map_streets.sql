-- The streets of a map in a terminal: what can be told apart on so many dots, main streets first, of the own city alone,
-- and never more than the view can show, however large the city is.
\ir ../../lib/tap.sql
select plan(20);

insert into varta.place_import (city_id, source, licence) select id, '© Приклад ' || code, 'ODbL' from varta.city;
create function pg_temp.street(p_name text, p_kind text, p_class integer, p_lines text, p_city text default 'kyiv') returns void language sql as $$
    with s as (
        insert into varta.street (city_id, name, kind, plain, class, shape, import_id)
        select c.id, p_name, p_kind, lower(p_name), p_class, st_multi(st_geomfromtext(p_lines, 4326)), i.id
        from varta.city c join varta.place_import i on i.city_id = c.id where c.code = p_city returning *)
    insert into varta.street_line (city_id, street_id, code, class, shape, import_id)
    select s.city_id, s.id, s.id || '.' || d.path[1], s.class, d.geom, s.import_id from s, st_dump(s.shape) d
$$;
create function pg_temp.seen(p_west float8 default 30, p_south float8 default 50, p_east float8 default 31, p_north float8 default 51,
                             p_columns integer default 100, p_rows integer default 100) returns table (name text, class smallint, lines text) language sql as $$
    select * from api.map_streets('kyiv', p_west, p_south, p_east, p_north, p_columns, p_rows)
$$;

set session authorization t_moderator;
select is_empty('select * from pg_temp.seen()', 'a city without streets');
select is(api.map_credit('kyiv'), '', 'and nobody to name');
reset session authorization;

select pg_temp.street('вулиця Мала', 'вулиця', 5, 'MULTILINESTRING((30.1 50.5, 30.9 50.5))'),
       pg_temp.street('Соборний проспект', 'проспект', 2, 'MULTILINESTRING((30.2 50.9, 30.2 50.5), (30.2 50.5, 30.2 50.1), (30.4 50.9, 30.8 50.9))'),
       pg_temp.street('провулок Вулиця Друга', 'провулок', 5, 'LINESTRING(30.3 50.3, 30.35 50.301, 30.6 50.3)'),
       pg_temp.street('Точка', '', 1, 'LINESTRING(30.5 50.5, 30.5001 50.5)'),
       pg_temp.street('вулиця Чужа', 'вулиця', 1, 'LINESTRING(30.1 50.5, 30.9 50.5)', 'poltava') \g /dev/null

set session authorization t_moderator;
select results_eq('select name, class::integer from pg_temp.seen()',
    $$values ('Соборний пр.', 2), ('Мала', 5), ('пров. Вулиця Друга', 5)$$, 'main streets first, then the longest; kinds are shortened; neither what is a dot nor what is elsewhere');
select is((select lines from pg_temp.seen() where name = 'Мала'), st_asencodedpolyline(st_geomfromtext('LINESTRING(10 50, 90 50)', 4326), 0), 'in dots from the north-west, latitude first');
select is((select array_length(string_to_array(lines, ' '), 1) from pg_temp.seen() where class = 2), 2, 'lines that touch are one');
select is((select st_npoints(st_linefromencodedpolyline(lines, 0)) from pg_temp.seen() where name like 'пров%'), 2, 'what bends less than a dot is straight');
select is((select lines from pg_temp.seen(30.4, 50.4, 30.6, 50.6) where name = 'Мала'),
          st_asencodedpolyline(st_geomfromtext('LINESTRING(-2 50, 102 50)', 4326), 0), 'what is outside is cut off');
select is_empty('select * from pg_temp.seen(31, 50, 32, 51)', 'nothing there');
select is(api.map_credit('kyiv'), '© Приклад kyiv, ODbL', 'who made the data, and how they may be used');
select is(pg_temp.error_of('select * from pg_temp.seen(31, 50, 30, 51)'), 'VA003 ["box","31 50 30 51","west < east, south < north, in degrees"]', 'no box');
select is(pg_temp.error_of('select * from pg_temp.seen(30, 50, 31, 51, 10, 2001)'), 'VA003 ["grid","10 2001","columns and rows from 1 to 2000"]', 'no grid');
select is(pg_temp.error_of('select * from pg_temp.seen(30, 50, 30, 50)'), 'VA003 ["box","30 50 30 50","west < east, south < north, in degrees"]', 'a box without an extent');
select is(pg_temp.error_of($$select * from api.map_streets('poltava', 30, 50, 31, 51, 9, 9)$$), 'VA001 ["city","poltava"]', 'a foreign city');
select is(pg_temp.error_of($$select api.map_credit('poltava')$$), 'VA001 ["city","poltava"]', 'nor where its streets are from');
reset session authorization;
insert into varta.street_line (city_id, code, class, shape, import_id)
select i.city_id, 'unnamed', 2, st_geomfromtext('LINESTRING(30.7 50.2, 30.9 50.2)', 4326), i.id from varta.place_import i join varta.city c on c.id = i.city_id where c.code = 'kyiv';
set session authorization t_moderator;
select results_eq('select name, class::integer from pg_temp.seen() where class > 5', $$values (null::text, 6)$$, 'a line without a name is drawn, thinner than those that have one');
reset session authorization;

-- A large city ----------------------------------------------------------------------------------
select count(pg_temp.street(format('вулиця Номер %s', n), 'вулиця', 2 + n % 5, format('LINESTRING(%s %s, %s %s)', x, y, x + 0.06, y + (n % 7) / 500.0)))
from (select n, 30.2 + (n % 90) / 150.0 as x, 50.2 + (n / 90) / 150.0 as y from generate_series(1, 8000) n) s \g /dev/null
select cmp_ok(count(*), '>=', 20::bigint, 'there is something to see') from pg_temp.seen(30.1, 50.1, 31, 51, 160, 52);
select cmp_ok(sum(octet_length(lines) + coalesce(octet_length(name), 0) + 25), '<=', 8000::bigint, 'of 8,000 streets no more than fits into 80 by 13 cells')
from pg_temp.seen(30.1, 50.1, 31, 51, 160, 52);
select cmp_ok(count(name), '<=', 52::bigint, 'names for those alone for which there may be room') from pg_temp.seen(30.1, 50.1, 31, 51, 160, 52);
select is(max(class)::integer, 2, 'the main ones') from pg_temp.seen(30.1, 50.1, 31, 51, 160, 52);
insert into varta.street (city_id, name, kind, plain, class, shape, import_id)
select s.city_id, E'\u202e' || repeat('ю', 500), 'вулиця', 'ю', 1, st_setsrid(st_multi(st_makeline(array(select st_point(30.1 + i / 20000.0, 50.3 + sin(i) / 4) from generate_series(1, 10000) i))), 4326), s.import_id
from varta.street s where s.city_id = (select id from varta.city where code = 'kyiv') limit 1;
select cmp_ok(max(octet_length(lines)), '<=', 2000, 'a line that fills everything is left out') from pg_temp.seen(30.1, 50.1, 31, 51, 160, 52);
