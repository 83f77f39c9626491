-- The life of a request: every verb where it is allowed, and what each refuses: the wrong status,
-- an old version, a missing thing. What the operator's client is told stands in SQLSTATE and DETAIL.
\ir ../../lib/tap.sql
select plan(68);

select pg_temp.report(E'Не працює світлофор\r\n\r\nНа розі вулиць.', p_more => '{"external_id": "41", "email": "x@example.org"}') as a \gset
select pg_temp.report('Яма', 'road') as b \gset
select pg_temp.report('Питання', 'question', p_more => '{"external_id": "43"}') as c \gset

set session authorization t_moderator;

-- Accept
select results_eq(format('select id, version, status, operator, title, due_state from api.accept(%s, 1)', :a),
    format($$values (%s::bigint, 2, 'pending', 'Олена Коваль', 'Не працює світлофор', '')$$, :a), 'accept gives back the changed line');
select is(pg_temp.error_of(format('select api.accept(%s, 2)', :a)), format('VA002 ["accept","pending","%s","it is accepted already"]', :a), 'not twice');
select matches(pg_temp.error_of(format('select api.accept(%s, 1)', :a)),
    '^40001 \["Олена Коваль","\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ","accept","2","\{.*status.*pending.*\}"\]$', 'an old version tells who changed it, when, how, the new one, and what it changed');
select matches(pg_temp.error_of(format('select api.accept(%s, null)', :b)), '^40001 \["varta-syncd"|^40001 \["postgres"', 'no version is an old one');
select is(pg_temp.error_of('select api.accept(999999, 1)'), 'VA001 ["request","999999"]', 'no such request');
reset session authorization;
select is((select due_at from varta.request where id = :a), (select varta.due_days(city_id, received_at, 15) from varta.request where id = :a),
    'the answer is due fifteen days after the report came in');
set session authorization t_moderator;

-- Reject
select is(pg_temp.error_of(format($$select api.reject(%s, 1, 'boring', null)$$, :b)), 'VA001 ["reason","boring"]', 'an unknown reason');
select results_eq(format($$select status, version from api.reject(%s, 1, 'unclear', 'хто це писав')$$, :b), $$values ('rejected', 2)$$, 'reject');
select is(pg_temp.error_of(format($$select api.reject(%s, 2, 'spam', null)$$, :b)), format('VA002 ["reject","rejected","%s","it is closed: open it again first"]', :b), 'not twice');
select is(pg_temp.error_of(format($$select api.refer(%s, 2, 'patrol', null)$$, :b)), format('VA002 ["refer","rejected","%s","it is closed: open it again first"]', :b),
    'what was rejected goes nowhere');
select is(api.request(:b) ->> 'reason', 'unclear', 'the reason is shown');
select is(api.request(:b) -> 'verbs', '["note", "private", "reopen"]', 'little is left to do');

-- Refer
select is(pg_temp.error_of(format($$select api.prolong(%s, 1, 5, 'x')$$, :c)), format('VA002 ["prolong","new","%s","accept it first"]', :c), 'first accepted, then prolonged');
select is(pg_temp.error_of(format($$select api.refer(%s, 2, 'moon', null)$$, :a)), 'VA001 ["unit","moon"]', 'an unknown unit');
select results_eq(format($$select status, version, unit_name from api.refer(%s, 2, 'traffic_unit', 'Перевірте, будь ласка')$$, :a),
    $$values ('pending', 3, 'Сектор безпеки дорожнього руху')$$, 'refer');
select results_eq(format($$select unit_name from api.refer(%s, 3, 'city_authority', null)$$, :a), $$values ('Контактний центр міста')$$,
    'the line names the newest unit');
select is((select jsonb_agg(f ->> 'unit') from jsonb_array_elements(api.request(:a) -> 'referrals') f), '["traffic_unit", "city_authority"]',
    'both referrals remain');

-- Draft, submit, approve, publish
select is(api.request(:a) -> 'verbs' ?| '{submit,approve,publish}', false, 'without a draft nothing can be published');
select is(pg_temp.error_of(format('select api.publish(%s, 4)', :a)), 'VA001 ["a draft of an answer"]', 'there is nothing to publish');
select is(pg_temp.error_of(format('select api.draft(%s, 4, %L, true)', :a, E' \n')), format('VA003 ["body",%s,"1 to 20000 characters"]', to_json(E' \n'::text)),
    'an empty answer');
select results_eq(format($$select draft, version from api.draft(%s, 4, 'Полагодили', true)$$, :a), $$values ('draft', 5)$$, 'draft');
select (api.request(:a) #>> '{responses,0,id}')::bigint as p \gset
select results_eq(format($$select draft, version from api.draft(%s, 5, 'Полагодили вчора', null, %s)$$, :a, :p), $$values ('draft', 6)$$, 'change it');
select is(jsonb_array_length(api.request(:a) -> 'responses'), 1, 'it is still one');
select results_eq(format('select draft from api.submit(%s, 6)', :a), $$values ('submitted')$$, 'submit takes the newest');
select is(pg_temp.error_of(format('select api.submit(%s, 7)', :a)), format('VA002 ["submit","submitted","%s","it is submitted already"]', :a), 'not twice');
select results_eq(format('select draft from api.approve(%s, 7, %s)', :a, :p), $$values ('approved')$$, 'approve');
select results_eq(format($$select draft from api.draft(%s, 8, 'Полагодили сьогодні', null, %s)$$, :a, :p), $$values ('draft')$$,
    'a changed answer has to be approved again');
select results_eq(format($$select draft from api.draft(%s, 9, 'Наш сектор тут ні до чого', false)$$, :a), $$values ('draft')$$,
    'an internal note does not hide the draft');
select (api.request(:a) #>> '{responses,1,id}')::bigint as note \gset
select is(pg_temp.error_of(format('select api.publish(%s, 10, %s)', :a, :note)), 'VA003 ["public","false","a public response"]', 'an internal note is never published');
select is(pg_temp.error_of(format('select api.submit(%s, 10, %s)', :a, :note)), 'VA003 ["public","false","a public response"]', 'nor submitted');
select is(pg_temp.error_of(format('select api.publish(%s, 10, 999999)', :a)), 'VA001 ["response","999999"]', 'no such response');
select results_eq(format('select status, version, draft from api.publish(%s, 10)', :a), $$values ('answered', 12, '')$$,
    'publish approves what is not approved yet');
select is((select jsonb_agg(e ->> 'verb') from jsonb_array_elements(api.request(:a) -> 'events') e),
    '["publish", "approve", "note", "draft", "approve", "submit", "draft", "draft", "refer", "refer", "accept", "received"]',
    'every act is one event, the newest first');
select is(api.request(:a) #>> '{events,0,who}', 'Олена Коваль', 'by name');
select is(api.request(:a) #> '{events,0,before}' ->> 'status', 'pending', 'before');
select is(api.request(:a) #> '{events,0,after}' ->> 'status', 'answered', 'and after');
select matches(api.request(:b) ->> 'rejection', '^Нам не вдалося зрозуміти', 'what the resident reads of it');
select is((select e ->> 'why' from jsonb_array_elements(api.request(:b) -> 'events') e where e ->> 'verb' = 'reject'), 'незрозуміло: хто це писав', 'and why: the reason, and the note beside it');
select is(pg_temp.error_of(format('select api.publish(%s, 12)', :a)), format('VA002 ["publish","answered","%s","it is closed: open it again first"]', :a), 'not twice');

-- What leaves
reset session authorization;
create function pg_temp.updates(p_external text) returns text language sql as $$
    select string_agg(status || ':' || description, ' | ' order by update_id::bigint) from sync.updates(pg_temp.source('kyiv-site'), null, null)
    where external_id is not distinct from p_external
$$;
select is(pg_temp.updates('41'), 'investigating:Звернення прийнято, над ним працюють. | closed:Полагодили сьогодні', 'accept and publish leave, once each, in order');
select matches(pg_temp.updates(null), '^no_further_action:Нам не вдалося зрозуміти', 'rejection with the reason''s text, never the note');
update varta.source set status_map = '{"answered": "fixed", "rejected": "duplicate"}' where code = 'kyiv-site';
select is(pg_temp.updates('41'), 'investigating:Звернення прийнято, над ним працюють. | fixed:Полагодили сьогодні', 'the source''s own words');

create function pg_temp.public_state(p_id bigint) returns text language sql as $$
    select status || ':' || coalesce(status_notes, '') from sync.requests(pg_temp.source('kyiv-site'), jsonb_build_object('ids', jsonb_build_array(p_id)), 10)
$$;
update varta.city set recall_window = '10 minutes' where code = 'kyiv';
set session authorization t_moderator;
select lives_ok(format('select api.accept(%s, 1)', :c), 'another one');
select lives_ok(format($$select api.draft(%s, 2, 'Так', true)$$, :c), 'drafted');
select lives_ok(format('select api.publish(%s, 3)', :c), 'and published with a recall window');
reset session authorization;
select is(pg_temp.updates('43'), null, 'within the window nothing has left');
select is(pg_temp.public_state(:c), null, 'nor does the public see it');
select is((select visible_at - created_at from varta.outbox where request_id = :c order by seq desc limit 1), '10 minutes'::interval, 'the window is the city''s');
update varta.outbox set visible_at = now() - interval '1 second' where request_id = :c;
select is(pg_temp.updates('43'), 'investigating:Звернення прийнято, над ним працюють. | fixed:Так', 'afterwards it has');
select is(pg_temp.public_state(:c), 'closed:Так', 'and the public sees it');
select is((select count(*) from varta.outbox), 5::bigint, 'nothing else leaves');

-- Answer: draft and publish in one
select pg_temp.report('Де відділок?', 'question') as q \gset
set session authorization t_moderator;
select is(pg_temp.error_of(format($$select api.answer(%s, 1, 'Там {де}')$$, :q)), 'VA003 ["body","{де}","a text without placeholders"]', 'an unfilled answer');
select is(jsonb_array_length(api.request(:q) -> 'responses'), 0, 'leaves no draft behind');
select results_eq(format($$select status, version, draft from api.answer(%s, 1, 'Поруч')$$, :q), $$values ('answered', 5, '')$$, 'a new one is answered in one act');
select is((select jsonb_agg(e ->> 'verb') from jsonb_array_elements(api.request(:q) -> 'events') e), '["publish", "approve", "accept", "draft", "received"]',
    'whose parts are told');
select is(pg_temp.error_of(format($$select api.answer(%s, 1, 'Ні')$$, :q)) ~ '^40001', true, 'an old version');
select lives_ok(format('select api.recall(%s, 5)', :q), 'it can be recalled');
select (api.request(:q) #>> '{responses,0,id}')::bigint as p \gset
select results_eq(format($$select status from api.answer(%s, 6, 'За рогом', %s)$$, :q, :p), $$values ('answered')$$, 'and the same answer published again, changed');
reset session authorization;
update varta.outbox set visible_at = now() - interval '1 second' where request_id = :q;

-- A message is for its officer
select pg_temp.report('Сусід щось продає', 'message', null, null) as m \gset
set session authorization t_moderator;
select is((select title from api.queue_page(jsonb_build_object('id', :m), null, null, null, false, 1)), '', 'a moderator does not read it');
select is(api.request(:m) ->> 'description', '', 'nowhere');
select lives_ok(format('select api.accept(%s, 1)', :m), 'but takes care that somebody does');
select is(pg_temp.error_of(format($$select api.draft(%s, 2, 'x', true)$$, :m)), 'VA004 ["draft","officer"]', 'and does not answer it');
set session authorization t_officer;
select is(api.request(:m) ->> 'description', 'Сусід щось продає', 'of no beat, it is for the officers'' unit');
set session authorization t_moderator;
select is(pg_temp.error_of(format($$select api.refer(%s, 2, 'district_officers', null)$$, :m)), 'VA004 ["refer","officer"]', 'nor refers it unread');
set session authorization t_officer;
select lives_ok(format($$select api.refer(%s, 2, 'district_officers', null)$$, :m), 'referred to the officers');
select is(api.request(:m) ->> 'description', 'Сусід щось продає', 'they read it');
select lives_ok(format($$select api.draft(%s, 3, 'Дякую', true)$$, :m), 'answer it');
select is((select status from api.publish(:m, 4)), 'answered', 'and publish the answer');
reset session authorization;

select * from finish();
