-- The map: borders as they are drawn, and requests counted by cell, for those who may see them.
\ir ../../lib/tap.sql
select plan(17);

select pg_temp.report('Новий', 'light', 50.475, 30.475) as fresh \gset
select pg_temp.report('Вирішується', 'light', 50.475, 30.475) as pending \gset
select pg_temp.report('Запізнюється', 'road', 50.405, 30.575) as late \gset
select pg_temp.report('Злочин', 'crime', 50.425, 30.525) as crime \gset
select pg_temp.report('Лист', 'message', 50.425, 30.525) as message \gset
select pg_temp.report('Чуже місто', 'light', 50.475, 30.475, 'poltava-site') as foreign_city \gset
select pg_temp.report('Без місця', 'question', null, null) as nowhere \gset

set session authorization t_moderator2;
select is(id, :pending::bigint, 'accepted') from api.accept(:pending, 1);
select is((select array_agg(code) from api.borders('kyiv')), array['dnipro', 'podil'], 'the districts, by name');
select is((select area #> '{0,0,0}' from api.borders('kyiv') where code = 'podil'), '[30.4, 50.45]'::jsonb, 'GeoJSON coordinates');
select ok((select lat between 50.45 and 50.52 and long between 30.40 and 30.52 from api.borders('kyiv') where code = 'podil'), 'a point inside');
select is(pg_temp.error_of('select * from api.borders(''poltava'')'), 'VA001 ["city","poltava"]', 'a foreign city');
select is(pg_temp.error_of('select * from api.borders(''kyiv'', 2)'), 'VA003 ["tolerance","2","from 0 to 1"]', 'a tolerance out of range');

select is((select array_agg((x, y, n, fresh, pending, answered, late)::text order by x, y) from api.map('{"city": ["kyiv"]}', 30.4, 50.4, 30.6, 50.5, 10, 10)),
          array['(3,2,2,1,1,0,0)', '(8,9,1,1,0,0,0)'], 'counted by cell, from the north-west; neither secret nor sealed, foreign or without a place');
select is((select sum(n) from api.map('{"city": ["kyiv"], "status": ["pending"]}', 30.4, 50.4, 30.6, 50.5, 10, 10)), 1::numeric, 'the filter holds');
select is((select sum(n) from api.map('{"category": "road"}', 30.4, 50.4, 30.6, 50.5, 1, 1)), 1::numeric, 'of the category, too');
select is((select count(*) from api.map('{}', 30.5, 50.48, 30.6, 50.5, 10, 10)), 0::bigint, 'nothing there');
select is(pg_temp.error_of('select * from api.map(''{}'', 31, 50, 30, 51, 10, 10)'),
          'VA003 ["box","31 50 30 51","west < east, south < north, in degrees"]', 'no box');
select is(pg_temp.error_of('select * from api.map(''{}'', 30, 50, 31, 51, 0, 10)'),
          'VA003 ["grid","0 10","columns and rows from 1 to 2000"]', 'no grid');
select is(pg_temp.error_of('select * from api.map(''{"colour": "red"}'', 30, 50, 31, 51, 1, 1)'), 'VA006 ["colour"]', 'no such key');
set session authorization t_moderator;
select is((select sum(n) from api.map('{"kind": ["crime"]}', 30.4, 50.4, 30.6, 50.5, 10, 10)), 1::numeric, 'a crime, for who is police');
select is((select sum(n) from api.map('{"kind": ["message"]}', 30.4, 50.4, 30.6, 50.5, 10, 10)), null, 'no moderator sees where a message is from');
set session authorization t_officer;
select is((select sum(n) from api.map('{"kind": ["message"]}', 30.4, 50.4, 30.6, 50.5, 10, 10)), 1::numeric, 'its officer does');
reset session authorization;
update varta.request set due_at = now() - interval '1 hour' where id = :late;
set session authorization t_moderator2;
select is((select late from api.map('{}', 30.4, 50.4, 30.6, 50.5, 10, 10) where (x, y) = (8, 9)), 1::bigint, 'late');
