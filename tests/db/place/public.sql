-- What the public can ask of the gazetteer, and as whom: whatever is typed finds places of the source's own city or none, within a bounded
-- time and number; degrees that are none are refused by name; nobody but the daemon asks for the public, and only of cities that it serves.
\ir ../../lib/tap.sql
select * from no_plan();

\ir ../../lib/gazetteer.sql
select pg_temp.import('houses', (select jsonb_agg(jsonb_build_object('street', s, 'house', h, 'lat', 50.46, 'lon', 30.45 + h / 1000.0))
    from unnest(array['вулиця Нова', 'вулиця Стара', 'проспект 100% Правди']) s cross join generate_series(1, 40) h)) \g /dev/null
create temp table hostile (what text, typed text);
insert into hostile values ('a wildcard', '%'), ('wildcards', repeat('%_', 3000)), ('nothing', ''), ('blanks', repeat(' ', 10000)), ('no text', null), ('one endless word', repeat('а', 10000)),
    ('endless numbers', repeat('1 ', 5000)), ('an endless house', repeat('12/3', 2500)), ('an endless crossing', repeat('вул. Нова та ', 800)), ('corners', repeat('ріг ', 3000)),
    ('control characters', E'\x01\x02\x07\x1b[2J\u202e\u200bНова 1'), ('SQL', $$Нова'; drop table varta.street; --$$), ('a pattern', '(((([[[[***+?\1\\'), ('hyphens', repeat('абвг-', 2000)),
    ('letters apart', repeat('н о в а ', 1000)), ('lines', repeat(E'Нова\n', 2000)), ('emoji', repeat('🙂', 5000)), ('markup', '<script>Нова</script>'), ('a type', 'вул.'), ('JSON', '{"street": ["Нова"]}');
grant select on hostile to public;
set statement_timeout = '20s';
select pg_temp.source('kyiv-site') as kyiv, pg_temp.source('poltava-site') as poltava \gset

set session authorization t_syncd;
select lives_ok(format('select * from sync.address_find(%s, %L, 20)', :kyiv, typed), what) from hostile;
select cmp_ok((select max(n) from (select count(*) as n from hostile cross join lateral sync.address_find(:kyiv, typed, 2147483647) group by what) x), '<=', 20::bigint, 'never more than 20');
select is_empty(format('select f.* from hostile cross join lateral sync.address_find(%s, typed, 20) f', :poltava), 'nothing of another city, whatever is typed');
select is((select address from sync.address_find(:kyiv, 'пр. 100% Правди, 5', 1)), 'проспект 100% Правди, 5', 'a per cent sign in a name is one');
select is((select count(*) from sync.address_find(:kyiv, 'Нова 1', -1)), 1::bigint, 'a number of answers that is none');
select throws_like(format('select sync.address_near(%s, %L, %L)', :kyiv, lat, long), '%no place on Earth%', concat_ws(' ', 'degrees:', lat, long))
from (values ('NaN', '30'), ('50', 'Infinity'), ('-Infinity', 'NaN'), ('90.001', '30'), ('50', '-180.5'), (null, '30'), ('1e300', '1e300')) v (lat, long);
select is(sync.address_near(:kyiv, 50.46, 30.4511), 'вулиця Нова, 1', 'a point');
select is(sync.address_near(:poltava, 50.46, 30.4511), null, 'is near nothing of another city');
select is(sync.address_near(:kyiv, 90, 180), null, 'the pole');
reset session authorization;

-- Who may
select throws_ok(format('set local session authorization %I; select * from sync.address_find(%s, %L, 5)', r, :kyiv, 'Нова 1'), '42501', null, r || ' does not ask for the public')
from unnest(array['t_moderator', 't_officer', 't_auditor', 't_admin']) r;
select throws_ok(format('set local session authorization t_syncd; select * from %s', v), '42501', null, v || ' is nothing for the daemon')
from unnest(array['varta.street', 'varta.house', 'varta.street_alias', 'varta.street_line', 'varta.place', $$varta.find_address(1::smallint, 'Нова', 5)$$, $$api.address_find('kyiv', 'Нова', 5)$$]) v;
update varta.source set active = false where code = 'kyiv-site';
set session authorization t_syncd;
select is(pg_temp.error_of(format($$select * from sync.address_find(%s, 'Нова 1', 5)$$, :kyiv)), format('VA001 ["source","%s"]', :kyiv), 'a source that is switched off answers nothing');
select is(pg_temp.error_of(format($$select * from sync.address_near(%s, 50.46, 30.45)$$, :kyiv)), format('VA001 ["source","%s"]', :kyiv), 'nor where a point is');
select is(pg_temp.error_of(format($$select * from sync.publish_map(%s)$$, :kyiv)), format('VA001 ["source","%s"]', :kyiv), 'nor has it a map');
reset session authorization;

select * from finish();
