-- Presence: who is at a request and what they do, until it runs out on the database's clock; shown to those
-- who see the request and to nobody else; no event, no new version.
\ir ../../lib/tap.sql
select plan(19);

select pg_temp.report('Яма', 'road') as a \gset
select pg_temp.report('Сварка', 'crime') as c \gset
select pg_temp.report('Яма', 'road', 49.6, 34.5, 'poltava-site') as p \gset
insert into varta.operator_city select o.id, c.id from varta.operator o, varta.city c where o.login = 't_traffic' and c.code = 'poltava';
create function pg_temp.there(p_ids bigint[]) returns text language sql as $$
    select string_agg(id || ' ' || full_name || ' ' || doing, ', ') from api.presence(p_ids)
$$;
create function pg_temp.expire() returns void language sql security definer as $$
    update varta.presence set until = clock_timestamp() - interval '1 second'
$$;

set session authorization t_moderator;
select lives_ok(format('select api.presence_set(%s, ''view'')', :a), 'looks at it');
select is(pg_temp.there(array[:a]::bigint[]), null, 'does not meet itself');
set session authorization t_moderator2;
select is(pg_temp.there(array[:a, :c]::bigint[]), :a || ' Олена Коваль view', 'is seen by others');
select lives_ok(format('select api.presence_set(%s, ''view'', 30)', :a), 'another one comes');
set session authorization t_moderator;
select lives_ok(format('select api.presence_set(%s, ''reply'', 30)', :a), 'and the first begins to write');
select lives_ok(format('select api.presence_set(%s, ''reply'')', :c), 'also at a crime');
set session authorization t_auditor;
select is(pg_temp.there(array[:a, :c]::bigint[]), format('%s Олена Коваль reply, %1$s Ігор Мельник view', :a), 'who writes comes first; no crime for who is not police');
set session authorization t_poltava;
select is(pg_temp.there(array[:a]::bigint[]), null, 'nothing of a foreign city');
select is(pg_temp.error_of(format('select api.presence_set(%s, ''view'')', :a)), format('VA001 ["request","%s"]', :a), 'nor can one be there');
set session authorization t_traffic;
select lives_ok(format('select api.presence_set(%s, ''view'')', :p), 'one who works in two cities');
set session authorization t_poltava;
select is(pg_temp.there(array[:p]::bigint[]), :p || ' Наталія Шевчук view', 'is seen in the common one');
reset session authorization;
delete from varta.operator_city where operator_id = (select id from varta.operator where login = 't_traffic')
    and city_id = (select id from varta.city where code = 'poltava');
set session authorization t_poltava;
select is(pg_temp.there(array[:p]::bigint[]), null, 'and no longer when the city is taken from them');

set session authorization t_moderator2;
select is(pg_temp.error_of(format('select api.presence_set(%s, ''sleep'')', :a)), 'VA003 ["doing","sleep","view or reply"]', 'nothing else can be done');
select is(pg_temp.error_of(format('select api.presence_set(%s, ''view'', 0)', :a)), 'VA003 ["seconds","0","from 1 to 3600"]', 'nor for no time');
select lives_ok(format('select api.presence_clear(%s)', :a), 'leaves');
select lives_ok(format('select api.presence_clear(%s)', :a), 'twice, which is nothing');
set session authorization t_auditor;
select is(pg_temp.there(array[:a]::bigint[]), :a || ' Олена Коваль reply', 'then the other remains');
select count(pg_temp.expire());
select is(pg_temp.there(array[:a]::bigint[]), null, 'until the time is over');
reset session authorization;
select is((select count(*) from varta.event where request_id in (:a, :c, :p) and verb <> 'received'), 0::bigint, 'the history knows nothing of it');

select * from finish();
