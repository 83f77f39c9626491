-- The time for the answer: asking the resident back, going on, prolonging, snoozing, and the words that explain the date.
\ir ../../lib/tap.sql
select plan(50);
update varta.city set martial_law = false where code = 'kyiv';

create function pg_temp.at(p_text text) returns timestamptz language sql as $$ select p_text::timestamp at time zone 'Europe/Kyiv' $$;
create function pg_temp.due(p_id bigint) returns text language sql security definer as $$
    select to_char(due_at at time zone 'Europe/Kyiv', 'YYYY-MM-DD HH24:MI') from varta.request where id = p_id
$$;
create function pg_temp.moved(p_due text, p_from text, p_until text, p_city text default 'kyiv') returns text language sql as $$
    select to_char(varta.due_resume((select id from varta.city where code = p_city), pg_temp.at(p_due), pg_temp.at(p_from), pg_temp.at(p_until)) at time zone 'Europe/Kyiv', 'YYYY-MM-DD HH24:MI')
$$;

-- By hand: Tuesday 24 November 2026
select is(pg_temp.moved('2026-11-26 00:00', '2026-11-23 10:00', '2026-11-24 10:00'), '2026-11-27 00:00', 'a day of pause is a day more');
select is(pg_temp.moved('2026-11-26 00:00', '2026-11-23 10:00', '2026-11-23 13:30'), '2026-11-26 03:30', 'hours are hours');
select is(pg_temp.moved('2026-11-26 00:00', '2026-11-20 18:00', '2026-11-23 06:00'), '2026-11-26 12:00', 'a weekend in the pause does not count');
select is(pg_temp.moved('2026-11-26 00:00', '2026-11-21 10:00', '2026-11-22 20:00'), '2026-11-26 00:00', 'a pause within a weekend changes nothing');
select is(pg_temp.moved('2026-11-27 10:00', '2026-11-23 10:00', '2026-11-24 10:00'), '2026-11-30 10:00', 'a Friday moves to Monday');
select is(pg_temp.moved('2026-11-27 00:00', '2026-11-23 10:00', '2026-11-24 10:00'), '2026-11-28 00:00', 'the end of Thursday moves to the end of Friday');
select is(pg_temp.moved('2026-11-28 00:00', '2026-11-23 10:00', '2026-11-24 10:00'), '2026-12-01 00:00', 'the end of Friday moves to the end of Monday');
select is(pg_temp.moved('2026-12-24 09:00', '2026-12-21 09:00', '2026-12-22 09:00'), '2026-12-28 09:00', 'over Christmas');
select is(pg_temp.moved('2026-12-24 09:00', '2026-12-21 09:00', '2026-12-22 09:00', 'poltava'), '2026-12-25 09:00', 'which under martial law is a working day');
select is(pg_temp.moved('2026-03-27 03:30', '2026-03-26 10:00', '2026-03-27 10:00'), '2026-03-30 03:30', 'over the night when clocks go forward');

-- Ask back
select pg_temp.report('Яма десь', 'road', p_more => '{"external_id": "p1"}') as a, pg_temp.report('Нова', 'road', p_more => '{"external_id": "p2"}') as b \gset
create function pg_temp.updates(p_external text) returns text language sql security definer set search_path = pg_temp, public as $$
    select string_agg(status || ':' || description, ' | ' order by update_id::bigint) from sync.updates((select id from varta.source where code = 'kyiv-site'), null, null)
    where external_id = p_external
$$;
set session authorization t_moderator;
select api.accept(:a, 1) \g /dev/null
select pg_temp.due(:a) as due \gset
select is(pg_temp.error_of(format($$select api.pause(%s, 2, '')$$, :a)), 'VA003 ["question","","1 to 2000 characters"]', 'a question asks something');
select is(pg_temp.error_of(format($$select api.pause(%s, 2, 'Ви {ім''я}?')$$, :a)), 'VA003 ["body","{ім''я}","a text without placeholders"]', 'and is filled in');
select is(pg_temp.error_of(format('select api.resume(%s, 2)', :a)), format('VA002 ["resume","pending","%s","it is not paused"]', :a), 'nothing goes on that does not stand');
select results_eq(format($$select version, due, due_state, due_key from api.pause(%s, 2, 'Біля якого будинку?')$$, :a),
    $$values (3, null::bigint, '', 'infinity'::timestamptz)$$, 'without a due date while it is paused');
select is(api.request(:a) #>> '{paused,question}', 'Біля якого будинку?', 'the question is shown');
select is(pg_temp.error_of(format($$select api.pause(%s, 3, 'Ще?')$$, :a)), format('VA002 ["pause","pending","%s","it is paused: resume it first"]', :a), 'not twice');
select is(pg_temp.error_of(format($$select api.prolong(%s, 3, 5, 'x')$$, :a)), format('VA002 ["prolong","pending","%s","it is paused: resume it first"]', :a), 'nor is it prolonged');
reset session authorization;
select is(pg_temp.updates('p1'), 'investigating:Звернення прийнято, над ним працюють. | investigating:Біля якого будинку?', 'the question leaves');
update varta.pause set from_at = pg_temp.at('2026-11-02 10:00'), due_at = pg_temp.at('2026-11-18 00:00') where request_id = :a;

-- The comment of the resident
select outcome from sync.comments(pg_temp.source('kyiv-site'), jsonb_build_array(jsonb_build_object('service_request_id', :a, 'update_id', 'u1', 'description', 'Біля 5'))) \g /dev/null
select is((select array_agg(verb order by id) from varta.event where request_id = :a), '{received,accept,pause,comment,resume}', 'a comment goes on with it');
select is((select due_at from varta.request where id = :a), (select varta.due_resume(city_id, pg_temp.at('2026-11-18 00:00'), pg_temp.at('2026-11-02 10:00'), now()) from varta.request where id = :a),
    'the due date moved by the working time of the pause');
select is((select due_after from varta.pause where request_id = :a), (select due_at from varta.request where id = :a), 'which the pause tells');

-- Closing what is paused
set session authorization t_moderator;
select results_eq(format($$select status, version from api.pause(%s, 1, 'Де?')$$, :b), $$values ('pending', 3)$$, 'who asks back on a new request accepts it in the same act');
select results_eq(format($$select status from api.reject(%s, 3, 'unclear', null)$$, :b), $$values ('rejected')$$, 'it can be closed');
select is((select jsonb_agg(e ->> 'verb') from jsonb_array_elements(api.request(:b) -> 'events') e), '["reject", "resume", "pause", "accept", "received"]', 'the pause ends with it');
select is(api.request(:b) -> 'paused', 'null', 'nothing is paused');
select is((select status from api.undo(:b, 5)), 'pending', 'undone as one');
select is(api.request(:b) #>> '{paused,question}', 'Де?', 'it is paused again');
select is((select due_key from api.queue_page(jsonb_build_object('id', :b), null, null, null, false, 1)), 'infinity', 'without a due date');
select is((select version from api.resume(:b, 6)), 7, 'until it goes on by hand');

-- Prolonging
reset session authorization;
select pg_temp.report('Складне', 'question', p_more => '{"external_id": "p3"}') as c \gset
update varta.request set received_at = pg_temp.at('2026-11-02 10:00') where id = :c;
set session authorization t_moderator;
select api.accept(:c, 1) \g /dev/null
select is(pg_temp.due(:c), '2026-11-18 00:00', 'due at the end of 17 November');
select is(pg_temp.error_of(format($$select api.prolong(%s, 2, 0, 'x')$$, :c)), 'VA003 ["days","0","a number of days"]', 'no days');
select is(pg_temp.error_of(format($$select api.prolong(%s, 2, 5, '')$$, :c)), 'VA003 ["why","","1 to 2000 characters"]', 'no reason');
select is(pg_temp.error_of(format($$select api.prolong(%s, 2, 31, 'x')$$, :c)), 'VA003 ["days","31","not beyond {4}","2026-12-17"]', 'no more than 45 days in all');
select api.refer(:c, 2, 'legal_aid', null) \g /dev/null
select lives_ok(format($$select api.prolong(%s, 3, 10, 'експертиза')$$, :c), 'ten days more');
select is(pg_temp.due(:c), '2026-11-28 00:00', 'are ten calendar days more');
select lives_ok(format($$select api.prolong(%s, 4, 20, 'ще одна')$$, :c), 'and up to the limit');
select is(pg_temp.due(:c), '2026-12-18 00:00', 'the end of the 45th day');
select is((select (f ->> 'due')::bigint from jsonb_array_elements(api.request(:c) -> 'referrals') f), extract(epoch from pg_temp.at('2026-12-18'))::bigint, 'for the unit, too');
reset session authorization;
select is(pg_temp.updates('p3'), 'investigating:Звернення прийнято, над ним працюють. | investigating:Розгляд звернення потребує більше часу: ми відповімо до 17.12.2026.', 'beyond a month the resident is told');

-- In words
set session authorization t_moderator;
select is(api.explain_due(:c), E'Строк рахується від 02.11.2026 10:00: надійшло звернення.\nПравило: відповідь – 15 календарних днів (закон 393/96-ВР, стаття 20).\nПродовжено на 10 календарних днів: експертиза.\nПродовжено на 20 календарних днів: ще одна.\nОтже, до кінця 17.12.2026.',
    'the date explained');
set varta.lang = 'en';
select matches(api.explain_due(:c), '^The time counts from 02.11.2026 10:00: the report came in.\nRule: answer – 15 calendar days .*\nHence, until the end of 17.12.2026.$', 'in English');
reset varta.lang;
reset session authorization;
select pg_temp.report('Свято', 'question') as d \gset
update varta.request set received_at = pg_temp.at('2026-12-24 09:00'), due_at = pg_temp.at('2026-12-28 09:00') where id = :d;
set session authorization t_moderator;
select is(api.explain_due(:d), E'Строк рахується від 24.12.2026 09:00: надійшло звернення.\nПравило: модерація – 1 робочий день.\nВихідні не рахуються: 25.12 Різдво Христове, 26.12 субота, 27.12 неділя.\nОтже, до 28.12.2026 09:00.', 'days off by name');
reset session authorization;
update varta.city set martial_law = true where code = 'kyiv';
set session authorization t_moderator;
select matches(api.explain_due(:d), 'Діє воєнний стан, святкові дні є робочими .*: 25.12 Різдво Христове', 'martial law');

-- Snooze
reset session authorization;
update varta.city set martial_law = false where code = 'kyiv';
set session authorization t_moderator;
select is(pg_temp.error_of(format($$select api.snooze(%s, 1, now() - interval '1 hour')$$, :d)) like 'VA003 ["until",%', true, 'the past is no moment to wait for');
select lives_ok(format($$select api.snooze(%s, 1, now() + interval '1 hour')$$, :d), 'snoozed');
select is((select array_agg(id) from api.queue_page('{"status": "new"}', null, null, null, false, 10)), null, 'it is not in the queue');
select results_eq($$select id from api.queue_page('{"snoozed": true}', null, null, null, false, 10)$$, format('values (%s::bigint)', :d), 'but among the snoozed');
select is(api.queue_count('{"snoozed": true}'), 1::bigint, 'which are counted, too');
select is((select count(*) from api.queue_page('{"status": "new"}', null, null, null, true, 10)), 0::bigint, 'from the end neither');
reset session authorization;
update varta.request set snoozed_until = now() where id = :d;
set session authorization t_moderator;
select results_eq($$select id from api.queue_page('{"status": "new"}', null, null, null, false, 10)$$, format('values (%s::bigint)', :d), 'until the time has come');
reset session authorization;

select * from finish();
