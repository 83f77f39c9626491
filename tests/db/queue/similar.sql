-- Similar requests and the nearest ones: place, time, words and category weigh, distances are metres, and
-- nothing shows that the operator may not see.
\ir ../../lib/tap.sql
select plan(24);

create function pg_temp.index() returns integer language sql security definer as $$ select sync.index_texts(10000) $$;
select pg_temp.report('Не працює світлофор на перехресті', 'light', 50.4700, 30.4500) as a \gset
select pg_temp.report('Світлофор на перехресті не працює третій день', 'light', 50.4701, 30.4501) as same \gset
select pg_temp.report('Яма біля аптеки', 'road', 50.4701, 30.4501) as other \gset
select pg_temp.report('Не працює світлофор на перехресті', 'light', 50.4740, 30.4500) as further \gset
select pg_temp.report('Не працює світлофор на перехресті', 'light', 50.4800, 30.4500) as far \gset
select pg_temp.report('Не працює світлофор на перехресті', 'light', 50.4701, 30.4501,
    p_more => jsonb_build_object('requested', to_char(now() at time zone 'UTC' - interval '80 days', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))) as old \gset
select pg_temp.report('Не працює світлофор, напали', 'crime', 50.4701, 30.4501) as crime \gset
select pg_temp.report('Не працює світлофор', 'message', 50.4701, 30.4501) as message \gset
select pg_temp.report('Не працює світлофор на перехресті', 'light', 50.4702, 30.4501, 'poltava-site') as foreign_city \gset
select count(pg_temp.index());
create temp table seen as select * from api.similar(0) limit 0;
grant all on seen to public;

set session authorization t_moderator2;
insert into seen select * from api.similar(:a, 20);
select is((select array_agg(id) from seen), array[:same, :old, :further, :other]::bigint[], 'the likeliest first; neither itself, nor far, foreign, secret or sealed ones');
select is((select round(distance_m) from seen where id = :same), 13::float8, 'the distance in metres');
select is((select round(distance_m) from seen where id = :further), 445::float8, 'to the north');
select ok((select score between 0 and 1 from (select min(score) as score from seen union all select max(score) from seen) s order by 1 limit 1), 'a score');
select ok((select days from seen where id = :old) between 79 and 81, 'days between them');
select is((select array_agg(id) from api.similar(:a, 1)), array[:same]::bigint[], 'no more than wanted');
select is((select version from seen where id = :same), 1, 'with the version, for a merge');
select is(pg_temp.error_of(format('select * from api.similar(%s)', :foreign_city)), format('VA001 ["request","%s"]', :foreign_city), 'a foreign city');
select is(pg_temp.error_of(format('select * from api.similar(%s)', :crime)), format('VA001 ["request","%s"]', :crime), 'a kind that is not seen');
select ok((select max(score) < 0.7 from api.similar(:message)), 'what cannot be read is like nothing by its words');
set session authorization t_moderator;
select ok(:crime = any(array(select id from api.similar(:a, 20))), 'a crime, for who is police');
reset session authorization;

-- The answer
insert into varta.response (city_id, request_id, public, body, author_id)
select city_id, id, true, 'Полагоджено', (select id from varta.operator where login = 't_moderator') from varta.request where id = :same;
update varta.response set state = 4, visible_at = now() where request_id = :same;
set session authorization t_moderator;
select is((select answer from api.similar(:a) where id = :same), 'Полагоджено', 'what was answered to it');
reset session authorization;

-- Without a point
select pg_temp.report('Не горять ліхтарі', 'lighting', null, null, p_more => '{"address": "вул. Садова, 17"}') as x \gset
select pg_temp.report('Темно', 'lighting', null, null, p_more => '{"address": "Садова 17"}') as y \gset
select pg_temp.report('Темно', 'lighting', null, null, p_more => '{"address": "Садова, 71"}') as z \gset
select pg_temp.report('Чи можна паркуватися на тротуарі', 'question', null, null) as q \gset
select pg_temp.report('Паркуватися на тротуарі можна?', 'question', null, null) as p \gset
select count(pg_temp.index());
set session authorization t_moderator;
select is((select array_agg(id) from api.similar(:x)), array[:y]::bigint[], 'the same address');
select is((select distance_m from api.similar(:x)), null, 'has no distance');
select is((select array_agg(id) from api.similar(:p)), array[:q]::bigint[], 'without an address the same words in the title');

-- The nearest
select is((select array_agg(id) from api.nearest('{"category": ["light"]}', 50.4701, 30.4501, 3)), array[:old, :same, :a]::bigint[], 'the nearest first');
select is((select round(distance_m) from api.nearest('{}', 50.4700, 30.4500, 100, 1000) where id = :further), 445::float8, 'in metres');
select ok(not :far = any(array(select id from api.nearest('{}', 50.4700, 30.4500, 100, 1000))), 'within the distance');
select ok(:far = any(array(select id from api.nearest('{}', 50.4700, 30.4500, 100, 1200))), 'and no further');
select ok(not :message = any(array(select id from api.nearest('{}', 50.4700, 30.4500, 100, 1000))), 'no sealed ones');
select is((select lat::text || ' ' || long from api.nearest('{}', 50.4800, 30.4500, 1)), '50.48 30.45', 'with their place');
select is(pg_temp.error_of('select * from api.nearest(''{}'', 91, 30)'), 'VA003 ["lat","91","degrees from -90 to 90"]', 'no latitude');
select is(pg_temp.error_of('select * from api.nearest(''{}'', 50, null)'), 'VA003 ["long","","degrees from -180 to 180"]', 'no longitude');
set session authorization t_poltava;
select is((select count(*) from api.nearest('{}', 50.4700, 30.4500, 100, 1000) where id <> :foreign_city), 0::bigint, 'nothing of a foreign city');
reset session authorization;

select * from finish();
