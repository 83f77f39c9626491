-- What came in and what became of it: each number is that of the requests which the operator sees. A referral that was undone is
-- not counted, one that a unit returned is counted as that: both were wrong.
\ir ../../lib/tap.sql
select plan(17);

select pg_temp.report('Перше', 'light', 50.47, 30.45) as a \gset
select pg_temp.report('Друге', 'light', 50.47, 30.45) as b \gset
select pg_temp.report('Третє', 'road', 50.42, 30.60) as c \gset
select pg_temp.report('Далеко', 'road', 49.0, 24.0) as far \gset
select pg_temp.report('Давнє', 'road', 50.42, 30.60, p_more => jsonb_build_object('requested', to_char(now() - interval '40 days', 'YYYY-MM-DD'))) as old \gset
select pg_temp.report('Злочин', 'crime', 50.42, 30.60) as crime \gset
select pg_temp.report('Чуже', 'light', 50.47, 30.45, 'poltava-site') as foreign_city \gset
update varta.request set requested_at = now() - interval '10 hours' where id = :a;
update varta.request set due_at = now() - interval '1 hour' where id = :c;

set session authorization t_moderator2;
select is(id, :a::bigint, 'accepted') from api.accept(:a, pg_temp.version(:a));
select is(id, :a::bigint, 'drafted') from api.draft(:a, pg_temp.version(:a), 'Полагоджено', true);
select is(id, :a::bigint, 'published') from api.publish(:a, pg_temp.version(:a));
select is(id, :b::bigint, 'rejected') from api.reject(:b, pg_temp.version(:b), 'unclear', '');
select is(id, :c::bigint, 'accepted') from api.accept(:c, pg_temp.version(:c));
select is(id, :c::bigint, 'referred') from api.refer(:c, pg_temp.version(:c), 'patrol', '');
reset session authorization;
update varta.request set due_at = now() - interval '1 hour' where id = :c;
update varta.referral set due_at = now() - interval '1 hour' where request_id = :c;

create temp table line as select * from api.statistics() limit 0;
grant all on line to public;
set session authorization t_moderator2;
insert into line select * from api.statistics();
select is((select (received, answered, rejected, open, late)::text from line where part = 'total'), '(4,1,1,2,1)', 'in all; neither older nor secret ones');
select ok((select median_hours between 9.9 and 10.2 from line where part = 'total'), 'hours until the answer');
select is((select array_agg(code || ' ' || received order by code) from line where part = 'category'), array['light 2', 'road 2'], 'by category');
select is((select array_agg(code || ' ' || received order by code) from line where part = 'district'), array[' 1', 'dnipro 1', 'podil 2'], 'by district');
select is((select (code, received, answered, rejected, open, late)::text from line where part = 'unit'), '(patrol,1,0,0,1,1)', 'by unit');
select is((select sum(received) from line where part = 'day'), 4::numeric, 'by day');
select is((select received from api.statistics('{"category": ["road"], "status": ["answered"]}', 60) where part = 'total'), 3::bigint,
          'the filter holds but for the status; a longer period');
select is(pg_temp.error_of('select * from api.statistics(''{}'', 0)'), 'VA003 ["days","0","days from 1 to 3660"]', 'no period');
set session authorization t_moderator;
select is((select received from api.statistics('{"kind": ["crime"]}') where part = 'total'), 1::bigint, 'a crime, for who is police');
reset session authorization;

select pg_temp.report('Ще одне', 'road', 50.42, 30.60) as d \gset
select pg_temp.does('t_moderator2', format('api.accept(%s, %s)', :d, pg_temp.version(:d))), pg_temp.does('t_moderator2', format('api.refer(%s, %s, ''patrol'', null)', :d, pg_temp.version(:d))),
       pg_temp.does('t_moderator2', format('api.undo(%s, %s)', :d, pg_temp.version(:d))) \g /dev/null
set session authorization t_moderator2;
select is((select array_agg((code, received)::text) from api.statistics() where part = 'unit'), array['(patrol,1)'], 'an undone referral does not count');
reset session authorization;
select pg_temp.does('t_moderator2', format('api.refer(%s, %s, ''legal_aid'', null)', :d, pg_temp.version(:d))),
       pg_temp.does('t_expert', format('api.referral_return(%s, %s, null, ''Не наше'')', :d, pg_temp.version(:d))) \g /dev/null
set session authorization t_moderator2;
select is((select array_agg((code, received, answered, rejected)::text order by code) from api.statistics() where part = 'unit'), array['(legal_aid,1,0,1)', '(patrol,1,0,0)'],
          'a returned one stands there as that');
