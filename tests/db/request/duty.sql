-- Hours and absence of an officer, set by the officer: only an administrator could, so that nobody did; and the inbox, which showed the
-- officer everybody's messages, most of them sealed, while those of an officer who is away reached nobody's.
\ir ../../lib/tap.sql
select * from no_plan();

select api.operator_add('d_second', 'Ганна Кравець', 'officer', '{kyiv}', true), api.operator_add('d_third', 'Петро Гай', 'officer', '{kyiv}', true),
       api.operator_add('d_poltava', 'Яків Сич', 'officer', '{poltava}', true) \g /dev/null
select api.operator_set('d_second', '{"unit": "district_officers"}'), api.operator_set('d_third', '{"unit": "district_officers"}') \g /dev/null
select count(*) from api.beat_import('kyiv', '{"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"code": "west", "name": "Захід"}, "geometry": {"type": "Polygon", "coordinates": [[[30.4,50.4],[30.52,50.4],[30.52,50.52],[30.4,50.52],[30.4,50.4]]]}},
    {"type": "Feature", "properties": {"code": "east", "name": "Схід"}, "geometry": {"type": "Polygon", "coordinates": [[[30.52,50.4],[30.7,50.4],[30.7,50.52],[30.52,50.52],[30.52,50.4]]]}}]}') \g /dev/null
select api.beat_assign('kyiv', 'west', 't_officer'), api.beat_assign('kyiv', 'east', 'd_second') \g /dev/null
select pg_temp.report('На захід.', 'message', p_more => '{"lat": 50.46, "long": 30.45}') as west,
       pg_temp.report('На схід.', 'message', p_more => '{"lat": 50.46, "long": 30.60}') as east \gset
create function pg_temp.inbox() returns bigint[] language sql as $$ select coalesce(array_agg(id order by id), '{}') from api.messages() $$;
create function pg_temp.due() returns timestamptz language sql as $$ select min(due_key) from api.messages() $$;

-- Whose inbox
set session authorization t_officer;
select is(pg_temp.inbox(), array[:west]::bigint[], 'the messages of the own beat');
select is((select array_agg(what || ' ' || name) from api.duty()), '{"beat Захід"}', 'the own beat');
set session authorization t_moderator;
select is(pg_temp.inbox(), array[:west, :east]::bigint[], 'a moderator sees that all are there');
set session authorization d_third;
select is(pg_temp.inbox(), '{}', 'who has no beat has none');

-- Away
set session authorization t_officer;
select is((select array_agg(login || ' ' || name) from api.deputies()), '{"d_second Ганна Кравець · Схід","d_third Петро Гай"}', 'who can stand in');
select is(pg_temp.error_of($$select api.back()$$), 'VA002 ["come back","","","you are not away"]', 'who is there does not come back');
select is(pg_temp.error_of($$select api.away(null, current_date, 'd_poltava')$$), 'VA003 ["deputy","d_poltava","another officer of the same city"]', 'not in another city');
select is(pg_temp.error_of($$select api.away(null, current_date, 't_moderator')$$), 'VA003 ["deputy","t_moderator","another officer of the same city"]', 'nor a moderator');
select matches(pg_temp.error_of($$select api.away(null, current_date - 2)$$), '^VA003 \["to"', 'not in the past');
select pg_temp.due() as due \gset
select api.away(null, current_date + 3, 'd_second') as away \gset
select is((select name || ' ' || (to_timestamp(until) at time zone 'Europe/Kyiv')::text from api.duty() where what = 'away'),
          'Ганна Кравець ' || (current_date + 4)::timestamp::text, 'the last day counts whole, in the city''s zone');
select is(pg_temp.error_of($$select api.away(current_date + 2, current_date + 5)$$), 'VA005 ["absence","t_officer"]', 'not twice at once');
set session authorization d_second;
select is(pg_temp.inbox(), array[:west, :east]::bigint[], 'the deputy has both');
select is(pg_temp.due(), :'due'::timestamptz, 'and the two days go on');
select is((api.request(:west) ->> 'sealed')::boolean, false, 'reads it');
select is((select array_agg(what || ' ' || name order by what) from api.duty()), '{"beat Схід","deputy Тарас Бондар"}', 'and is told for whom');
select is(pg_temp.error_of($$select api.away(null, null)$$), 'VA003 ["operator","d_second","an officer who is nobody''s deputy then"]', 'cannot go then');
select is(pg_temp.error_of(format('select api.back(%s)', :away)), format('VA001 ["absence","%s"]', :away), 'nor end the absence of another');
set session authorization t_moderator;
select matches((select label from api.workers(:east) where login = 't_officer'), 'відсутність до \d\d\.\d\d$', 'who assigns is told');
set session authorization t_admin;
select is((select array_agg(verb || ' ' || who) from audit.config_changes('kyiv', null, 1)), '{"absence_added t_officer"}', 'it is in the history, as the officer''s deed');
set session authorization t_officer;
select is(pg_temp.inbox(), array[:west]::bigint[], 'who is away loses none');
select is(api.back(), :away, 'back');
set session authorization d_second;
select is(pg_temp.inbox(), array[:east]::bigint[], 'and they are the officer''s alone again');

-- Away, and nobody stands in: handed on, to everybody of the unit who is there
set session authorization t_officer;
select api.away(null, null) as away \gset
set session authorization d_third;
select is(pg_temp.inbox(), array[:west]::bigint[], 'handed on');
set session authorization t_officer;
select is(api.back(:away), :away, 'by its number');
select api.away(current_date + 10, current_date + 11, 'd_third') as later \gset
select is(api.back(:later), :later, 'what had not begun');
select is((select count(*) from api.duty() where what = 'away'), 0::bigint, 'is taken back');

-- Hours
set session authorization t_officer;
select lives_ok($$select api.my_hours(array['вт 17:00-19:00 вул. Хорива, 20, каб. 3', ' Monday 9.30 – 12.00, школа № 5 ', ''])$$, 'as people write them');
select is((select array_agg(name order by id) from api.duty() where what = 'hours'), array['пн 09:30–12:00 школа № 5', 'вт 17:00–19:00 вул. Хорива, 20, каб. 3'], 'are said in order');
select lives_ok($$select api.my_hours(array(select name from api.duty() where what = 'hours' order by id))$$, 'what is said is understood');
select is(pg_temp.error_of(format('select api.my_hours(array[%L])', line)), format('VA003 ["office hours","%s","tue 17:00-19:00 and the place"]', line), line)
from unnest('{вт 17:00,вт 17-19 тут,xx 17:00-19:00 тут,вт 17:00-19:00}'::text[]) line;
select matches(pg_temp.error_of($$select api.my_hours('{вт 19:00-17:00 тут}')$$), '^VA003 \["office hours"', 'in their order');
select matches(pg_temp.error_of($$select api.my_hours('{вт 25:00-26:00 тут}')$$), '^VA003 \["office hours"', 'of a clock');
select matches(pg_temp.error_of($$select api.my_hours('{вт 09:00-11:00 тут,вт 10:00-12:00 там}')$$), '^VA003 \["office hours"', 'once at a time');
select is((select count(*) from api.duty() where what = 'hours'), 2::bigint, 'what is refused changes nothing');

-- One line by itself: what others of the officer's have done meanwhile stays
create function pg_temp.hours() returns text language sql as $$ select string_agg(name, '; ' order by id) from api.duty() where what = 'hours' $$;
select lives_ok($$select api.my_hours_add(' чт 9.00-11.00, школа № 5')$$, 'a line more');
select is(pg_temp.hours(), 'пн 09:30–12:00 школа № 5; вт 17:00–19:00 вул. Хорива, 20, каб. 3; чт 09:00–11:00 школа № 5', 'is kept beside the others');
select is(pg_temp.error_of($$select api.my_hours_add('чт 10:00-12:00 там')$$), 'VA003 ["office hours","чт 10:00–12:00 там","times that do not overlap"]', 'once at a time');
select is(pg_temp.error_of($$select api.my_hours_add('чт 19:00-17:00 там')$$), 'VA003 ["office hours","чт 19:00-17:00 там","tue 17:00-19:00 and the place"]', 'in their order');
select is(pg_temp.error_of($$select api.my_hours_delete('чт 09:00–11:00 деінде')$$), 'VA001 ["office hours","чт 09:00–11:00 деінде"]', 'what is no more as it is said');
select is(pg_temp.error_of($$select api.my_hours_delete('пт 09:00–11:00 школа № 5')$$), 'VA001 ["office hours","пт 09:00–11:00 школа № 5"]', 'or is not there');
select lives_ok($$select api.my_hours_delete(name) from api.duty() where what = 'hours' and id = 1$$, 'a line less, as it is said');
select lives_ok($$select api.my_hours_delete('Thu 9:00-11:00 школа № 5')$$, 'or in English');
select is(pg_temp.hours(), 'вт 17:00–19:00 вул. Хорива, 20, каб. 3', 'and the others stay');

select lives_ok($$select api.my_hours('{}')$$, 'none');
select is((select count(*) from api.duty() where what = 'hours'), 0::bigint, 'at all');
set session authorization t_moderator;
select is(pg_temp.error_of($$select api.away(null, null)$$), '42501', 'not for others');
select * from finish();
