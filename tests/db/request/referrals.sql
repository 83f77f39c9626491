-- Referrals: several at once, accepted, returned with a reason or answered by the unit's own operators or a moderator, and again.
\ir ../../lib/tap.sql
select plan(43);

create function pg_temp.states(p_id bigint) returns text language sql as $$
    select string_agg(concat_ws(':', f ->> 'unit', f ->> 'state', nullif(f ->> 'why', '')), ' ' order by (f ->> 'id')::bigint)
    from jsonb_array_elements(api.request(p_id) -> 'referrals') f
$$;
create function pg_temp.referral(p_id bigint, p_n int) returns bigint language sql as $$
    select (api.request(p_id) -> 'referrals' -> p_n ->> 'id')::bigint
$$;

select pg_temp.report('Стовп заважає') as a, pg_temp.report('Ще нове') as fresh \gset
set session authorization t_moderator;
select results_eq(format($$select status, version, unit_name, operator from api.refer(%s, 1, 'traffic_unit', 'Подивіться')$$, :fresh),
    $$values ('new', 2, 'Сектор безпеки дорожнього руху', null)$$, 'who refers a new request does not accept it');
select is((select jsonb_agg(e ->> 'verb') from jsonb_array_elements(api.request(:fresh) -> 'events') e), '["refer", "received"]', 'nothing else is done');
set session authorization t_traffic;
select is((select status from api.referral_answer(:fresh, 2, p_text => 'Наше')), 'new', 'and the unit answers while it is new');
reset session authorization;
select is((select count(*) from varta.outbox where request_id = :fresh), 0::bigint, 'of which nothing leaves');
set session authorization t_moderator;
select is((select status from api.publish(:fresh, 3)), 'answered', 'but what is published is accepted on the way');
select api.accept(:a, 1), api.refer(:a, 2, 'traffic_unit', 'Подивіться') \g /dev/null
select is((select jsonb_agg(e ->> 'verb') from jsonb_array_elements(api.request(:a) -> 'events') e), '["refer", "accept", "received"]', 'accepted first');
select lives_ok(format($$select api.refer(%s, 3, 'legal_aid', null)$$, :a), 'a second unit at once');
select is(pg_temp.error_of(format($$select api.refer(%s, 4, 'legal_aid', null)$$, :a)), 'VA005 ["referral","legal_aid"]', 'no unit has it twice');
select is(pg_temp.states(:a), 'traffic_unit:sent legal_aid:sent', 'two are open');
select pg_temp.referral(:a, 0) as f1, pg_temp.referral(:a, 1) as f2 \gset
reset session authorization;
select is((select due_at from varta.referral where id = :f1), (select varta.due_days(city_id, now(), 15) from varta.request where id = :a), 'the unit has fifteen days');

-- Whose it is
set session authorization t_expert;
select is(pg_temp.error_of(format('select api.referral_accept(%s, 4, %s)', :a, :f1)), 'VA004 ["referral_accept","traffic_unit"]', 'an expert does not answer for traffic');
select is(api.request(:a) -> 'referrals' @> '[{"mine": false}, {"mine": true}]', true, 'the request tells which one is the operator''s own');
select is(pg_temp.error_of(format('select api.referral_accept(%s, 4, 999999)', :a)), 'VA001 ["referral","999999"]', 'there has to be one');
select is(pg_temp.error_of(format('select api.referral_accept(%s, 3, %s)', :a, :f2)) like '40001%', true, 'of the version seen');
select is((select version from api.referral_accept(:a, 4, :f2)), 5, 'an own one is accepted');
select is(pg_temp.error_of(format('select api.referral_accept(%s, 5, %s)', :a, :f2)), format('VA002 ["referral_accept","accepted","%s","the unit has taken it on already"]', :a), 'once');

-- Answered
select is(pg_temp.error_of(format($$select api.referral_answer(%s, 5, %s, ' ')$$, :a, :f2)), 'VA003 ["body"," ","1 to 20000 characters"]', 'an answer says something');
select is((select draft from api.referral_answer(:a, 5, :f2, 'За законом стовп має стояти далі')), 'submitted', 'the answer of the unit is submitted');
select is(pg_temp.states(:a), 'traffic_unit:sent legal_aid:answered', 'the other one is still open');
select is(pg_temp.error_of(format($$select api.referral_return(%s, 6, %s, 'ні')$$, :a, :f2)), format('VA002 ["referral_return","answered","%s","the unit has answered it already"]', :a), 'what is answered is not returned');
set session authorization t_officer;
select is(pg_temp.error_of(format($$select api.referral_return(%s, 6, %s, 'не моє')$$, :a, :f1)), 'VA004 ["referral_return","traffic_unit"]', 'an officer of another unit');

-- Returned
set session authorization t_moderator;
select lives_ok(format($$select api.snooze(%s, 6, now() + interval '1 day')$$, :a), 'meanwhile the moderator waits');
select is((select count(*) from api.queue_page('{}', null, null, null, false, 10)), 0::bigint, 'and does not see it');
set session authorization t_traffic;
select is(pg_temp.error_of(format($$select api.referral_return(%s, 7, %s, '')$$, :a, :f1)), 'VA003 ["why","","1 to 2000 characters"]', 'nothing comes back without a reason');
select is((select rank from api.referral_return(:a, 7, :f1, 'Стовп міський')), -1::smallint, 'what comes back is first in the queue');
set session authorization t_moderator;
select is((select count(*) from api.queue_page('{}', null, null, null, false, 10)), 1::bigint, 'and wakes up');
select is(pg_temp.states(:a), 'traffic_unit:returned:Стовп міський legal_aid:answered', 'with its reason');
select is((select unit_name from api.queue_page('{}', null, null, null, false, 10)), null, 'no unit has it now');
select is((select rank from api.refer(:a, 8, 'traffic_unit', 'Все ж таки ваш')), 0::smallint, 'referred again it is calm');
select is(pg_temp.states(:a), 'traffic_unit:returned:Стовп міський legal_aid:answered traffic_unit:sent', 'and a new one is open');
select pg_temp.referral(:a, 2) as f3 \gset
select lives_ok(format($$select api.referral_accept(%s, 9, %s, 'телефоном')$$, :a, :f3), 'a moderator accepts on behalf of the unit');
select lives_ok(format($$select api.referral_answer(%s, 10, %s, 'Переставили')$$, :a, :f3), 'and answers');
select is((select jsonb_agg(p -> 'state' order by p ->> 'id') from jsonb_array_elements(api.request(:a) -> 'responses') p), '["submitted", "submitted"]', 'two answers for one request');
select is((select status from api.publish(:a, 11)), 'answered', 'the newest is published');
select is(pg_temp.error_of(format('select api.referral_accept(%s, 13, %s)', :a, :f3)), format('VA002 ["referral_accept","answered","%s","it is closed: open it again first"]', :a), 'nothing is done with what is closed');

-- An answer at once, and what stays out
reset session authorization;
select pg_temp.report('Питання', 'question') as b, pg_temp.report('Лист', 'message', null, null) as m, pg_temp.report('Нотатка', 'question') as n \gset
set session authorization t_moderator;
select results_eq(format($$select status, draft, version from api.draft(%s, 1, 'Відповідь', true)$$, :b), $$values ('new', 'draft', 2)$$, 'who drafts an answer to a new request does not accept it');
select results_eq(format($$select status, version from api.draft(%s, 1, 'Собі', false)$$, :n), $$values ('new', 2)$$, 'a note does not');
select results_eq(format($$select status, version from api.note(%s, 2, 'Ще')$$, :n), $$values ('new', 3)$$, 'in either way');
select is(pg_temp.error_of(format($$select api.draft(%s, 1, 'x', true)$$, :m)), 'VA004 ["draft","officer"]', 'a message is answered by its officer only');
set session authorization t_expert;
select is(pg_temp.error_of(format($$select api.draft(%s, 3, 'x', true)$$, :n)), format('VA002 ["draft","new","%s","accept it first"]', :n), 'who may not accept does not answer what is new');
reset session authorization;
select is((select due_at from varta.request where id = :m), (select varta.due_work(city_id, received_at, 2::int) from varta.request where id = :m), 'a message is due in two working days');
set session authorization t_moderator;
select is((select due from api.accept(:m, 1)), (api.request(:m) #>> '{row,due}')::bigint, 'accepted');
reset session authorization;
select is((select due_at from varta.request where id = :m), (select varta.due_work(city_id, received_at, 2) from varta.request where id = :m), 'and remains so');

select * from finish();
