-- To whom a request can be given: those who see such requests in its city and work on them, with what
-- each has to do already.
\ir ../../lib/tap.sql
select plan(6);

select pg_temp.report('Яма', 'road') as a \gset
select pg_temp.report('Сварка', 'crime') as c \gset
select pg_temp.report('Лист', 'message') as m \gset
create function pg_temp.workers(p_id bigint) returns text language sql as $$
    select string_agg(login || ' ' || n, ', ') from api.workers(p_id)
$$;

set session authorization t_moderator;
select api.assign(:a, 1, 't_traffic') \g /dev/null
select is(pg_temp.workers(:a), 't_moderator2 0, t_traffic 1, t_moderator 0, t_officer 0, t_expert 0', 'who works on roads, by name');
select is(pg_temp.workers(:c), 't_traffic 1, t_moderator 0, t_officer 0', 'on crimes, those who see them');
select is(pg_temp.workers(:m), 't_officer 0', 'on messages, officers');
select is((select unit_name from api.workers(:m)), (select name from api.units('kyiv') where code = 'district_officers'), 'the unit is told');
select is(pg_temp.error_of(format('select api.assign(%s, 1, ''t_expert'')', :c)), 'VA001 ["operator","t_expert"]', 'nobody else is given one');
set session authorization t_poltava;
select is(pg_temp.error_of(format('select api.workers(%s)', :a)), format('VA001 ["request","%s"]', :a), 'nothing of a foreign city');
reset session authorization;

select * from finish();
