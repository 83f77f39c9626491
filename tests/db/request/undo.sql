-- Undo and recall: an act is taken back whole, what nobody can have seen never leaves, what somebody can have seen is corrected.
\ir ../../lib/tap.sql
select plan(65);
update varta.city set recall_window = '10 minutes' where code = 'kyiv';

create function pg_temp.undo(p_id bigint) returns text language sql as $$ select api.request(p_id) ->> 'undo' $$;
create function pg_temp.leaving(p_id bigint) returns text language sql security definer as $$
    select string_agg(s.code || ':' || text, ' | ' order by seq) from varta.outbox b join varta.status s on s.id = b.status where request_id = p_id
$$;
create function pg_temp.row(p_id bigint) returns jsonb language sql security definer as $$
    select to_jsonb(r) - '{version,updated_at}'::text[] from varta.request r where id = p_id
$$;

-- One after the other, newest first
select pg_temp.report('Перше', 'question') as a \gset
set session authorization t_moderator;
select pg_temp.row(:a) as row0 \gset
select is(pg_temp.undo(:a), null, 'nothing was done');
select is(pg_temp.error_of(format('select api.undo(%s, 1)', :a)), format('VA002 ["undo","new","%s","there is nothing of yours to undo"]', :a), 'nothing can be undone');
select api.accept(:a, 1) \g /dev/null
select pg_temp.row(:a) as row1 \gset
select is(pg_temp.undo(:a), 'accept', 'accepted');
select api.refer(:a, 2, 'legal_aid', null) \g /dev/null
select is(pg_temp.undo(:a), 'refer', 'then referred');
select api.snooze(:a, 3, now() + interval '1 day') \g /dev/null
select api.assign(:a, 4, 't_expert') \g /dev/null
select is(pg_temp.undo(:a), 'assign', 'snoozed, assigned');
select is(pg_temp.error_of(format('select api.undo(%s, 4)', :a)) like '40001%', true, 'of the version seen');
set session authorization t_moderator2;
select is(pg_temp.undo(:a), null, 'it is not for another to undo');
select is(pg_temp.error_of(format('select api.undo(%s, 5)', :a)), format('VA002 ["undo","pending","%s","there is nothing of yours to undo"]', :a), 'who did nothing');
set session authorization t_moderator;
select api.note(:a, 5, 'Нотатка') \g /dev/null
select is(pg_temp.undo(:a), 'assign', 'a note is passed over');
select is((select operator from api.undo(:a, 6)), 'Олена Коваль', 'assigned as before');
select is(pg_temp.undo(:a), 'snooze', 'then the one before');
select isnt(api.request(:a) ->> 'snoozed_until', null, 'it is snoozed');
select lives_ok(format('select api.undo(%s, 7)', :a), 'no more');
select is(api.request(:a) ->> 'snoozed_until', null, 'it is in the queue');
select lives_ok(format('select api.undo(%s, 8)', :a), 'nor referred');
select is(api.request(:a) #>> '{referrals,0,state}', 'cancelled', 'the referral is cancelled');
select is(pg_temp.row(:a), :'row1'::jsonb, 'the row is as it was');
select is(pg_temp.leaving(:a), 'pending:', 'the acceptance is to leave');
select lives_ok(format('select api.undo(%s, 9)', :a), 'nor accepted');
select is(pg_temp.row(:a), :'row0'::jsonb, 'the row is as at first');
select is(pg_temp.leaving(:a), null, 'and nothing leaves');
select is(pg_temp.undo(:a), null, 'nothing is left to undo');
select is((select count(*) from jsonb_array_elements(api.request(:a) -> 'events') e where e ->> 'verb' = 'undo'), 4::bigint, 'the history has it all');
reset session authorization;
select is((select ok from audit.verify('kyiv')), true, 'and is whole');

-- Acts of two events
select pg_temp.report('Друге', 'question') as b \gset
set session authorization t_moderator;
select pg_temp.row(:b) as row0 \gset
select api.note(:b, 1, 'Спершу'), api.refer(:b, 2, 'legal_aid', null) \g /dev/null
select is(pg_temp.undo(:b), 'refer', 'refer a new one');
select lives_ok(format('select api.undo(%s, 3)', :b), 'undone');
select is(pg_temp.row(:b), :'row0'::jsonb, 'it was one act');
select is(pg_temp.leaving(:b), null, 'of which nothing leaves');
select api.pause(:b, 4, 'Де?') \g /dev/null
select is(pg_temp.leaving(:b), 'pending: | pending:Де?', 'asked back');
select lives_ok(format('select api.undo(%s, 6)', :b), 'and not');
select is(pg_temp.row(:b), :'row0'::jsonb, 'as before');
select is(api.request(:b) -> 'paused', 'null', 'no pause is left');

-- Rejection: inside and after the window
select api.reject(:b, 7, 'spam', null) \g /dev/null
select matches(pg_temp.leaving(:b), '^rejected:', 'rejected');
select lives_ok(format('select api.undo(%s, 8)', :b), 'undone in time');
select is(pg_temp.leaving(:b), null, 'it never leaves');
select api.reject(:b, 9, 'spam', null) \g /dev/null
reset session authorization;
update varta.outbox set visible_at = now() - interval '1 second' where request_id = :b;
set session authorization t_moderator;
select is((select status from api.undo(:b, 10)), 'new', 'undone too late');
select matches(pg_temp.leaving(:b), '^rejected:.* \| new:$', 'it is corrected');

-- What others did stays
select api.accept(:b, 11) \g /dev/null
set session authorization t_moderator2;
select api.give(:b, 12) \g /dev/null
set session authorization t_moderator;
select is(pg_temp.undo(:b), null, 'after another''s act an own one is not undone');
set session authorization t_moderator2;
select lives_ok(format('select api.undo(%s, 13)', :b), 'but the other undoes it');
set session authorization t_moderator;
select is(pg_temp.undo(:b), 'accept', 'then the own one is the last again');
select api.draft(:b, 14, 'Відповідь', true) \g /dev/null
select is(pg_temp.undo(:b), null, 'a text that was typed is not undone');
select api.submit(:b, 15) \g /dev/null
select api.approve(:b, 16) \g /dev/null
select is((select draft from api.undo(:b, 17)), 'submitted', 'an approval is');
select is((select draft from api.undo(:b, 18)), 'draft', 'and a submission');

-- A forged setting
reset session authorization;
select pg_temp.report('Третє', 'question') as f \gset
set session authorization t_moderator2;
select api.accept(:f, 1), api.give(:f, 2) \g /dev/null
set session authorization t_moderator;
set varta.first = 'give';
select api.take(:f, 3) \g /dev/null
select is(api.request(:f) #> '{events,0,after}' ? 'with', false, 'a setting of the session joins no acts');
set varta.first = 'give';
select is((select operator from api.undo(:f, 4)), null, 'so that only the own one is undone');
set session authorization t_moderator;

-- Recall
select is(api.request(:b) ->> 'recall_until', null, 'nothing to recall');
select is((select status from api.publish(:b, 19)), 'answered', 'published');
select is((api.request(:b) ->> 'recall_until')::bigint, floor(extract(epoch from now() + interval '10 minutes'))::bigint, 'it can be recalled');
select is(api.request(:b) -> 'verbs' ? 'recall', true, 'the verbs tell');
select results_eq('select * from api.recallable()',
                  format($$values (%s::bigint, pg_temp.version(%1$s), floor(extract(epoch from now() + interval '10 minutes'))::bigint)$$, :b),
                  'and so does the list of what can be recalled');
set session authorization t_moderator2;
select is_empty('select * from api.recallable()', 'which is each operator''s own');
set session authorization t_moderator;
select results_eq(format($$select status, draft from api.recall(%s, 21)$$, :b), $$values ('pending', 'recalled')$$, 'and is');
select is_empty('select * from api.recallable()', 'then it is not on the list any more');
select is(pg_temp.leaving(:b) like '%Відповідь%', false, 'the answer never leaves');
select is((select draft from api.draft(:b, 22, 'Краща відповідь', null, (api.request(:b) #>> '{responses,-1,id}')::bigint)), 'draft', 'it can be changed');
select is((select status from api.publish(:b, 23)), 'answered', 'and published again');
select is(pg_temp.undo(:b), 'publish', 'undo knows it');
select is((select draft from api.undo(:b, 25)), 'recalled', 'and recalls');
select api.publish(:b, 26) \g /dev/null
select results_eq('select id from api.recallable()', format('values (%s::bigint)', :b), 'once more, once');
reset session authorization;
update varta.response set visible_at = now() - interval '1 second' where request_id = :b and state = 4;
update varta.outbox set visible_at = now() - interval '1 second' where request_id = :b;
set session authorization t_moderator;
select is(pg_temp.error_of(format('select api.recall(%s, 28)', :b)), format('VA002 ["recall","answered","%s","the recall window has ended"]', :b), 'after the window it is too late');
select is(pg_temp.undo(:b), null, 'for undo, too');
select is_empty('select * from api.recallable()', 'and for the list');
select results_eq(format($$select status, due_state from api.reopen(%s, 28, 'ще не все')$$, :b), $$values ('pending', '')$$, 'but it can be reopened');
select is((select status from api.undo(:b, 29)), 'answered', 'by mistake');
select matches(pg_temp.leaving(:b), '\| answered:Краща відповідь$', 'which nobody outside notices');
reset session authorization;

select * from finish();
