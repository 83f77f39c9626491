-- Merge, split, withdraw and verbs in bulk: chains, circles, whose source is told what, and who recalls whom.
\ir ../../lib/tap.sql
select plan(54);
update varta.city set recall_window = '10 minutes' where code = 'kyiv';

create function pg_temp.leaving(p_id bigint) returns text language sql security definer as $$
    select string_agg(s.code || ':' || text, ' | ' order by seq) from varta.outbox b join varta.status s on s.id = b.status where request_id = p_id
$$;
create function pg_temp.merge(p_id bigint, p_into bigint) returns text language sql as $$
    select pg_temp.error_of(format('select api.merge(%s, %s, %s, %s)', p_id, pg_temp.version(p_id), p_into, pg_temp.version(p_into)))
$$;
create function pg_temp.verbs(p_id bigint) returns text language sql as $$
    select string_agg(e ->> 'verb', ' ' order by (e ->> 'id')::bigint) from jsonb_array_elements(api.request(p_id) -> 'events') e
$$;

select pg_temp.report('Яма', 'road', p_more => '{"external_id": "a"}') as a, pg_temp.report('Яма знову', 'road', p_more => '{"external_id": "b"}') as b,
       pg_temp.report('Та сама яма', 'road', p_more => '{"external_id": "c"}') as c, pg_temp.report('І ще', 'road') as d,
       pg_temp.report('Крадіжка', 'crime') as crime, pg_temp.report('Лист', 'message', null, null) as m,
       pg_temp.report('Полтава', 'road', 49.6, 34.5, 'poltava-site') as far \gset
set session authorization t_moderator;
select is(pg_temp.merge(:a, :a), format('VA003 ["into","%s","another request of the same city"]', :a), 'not into itself');
select is(pg_temp.merge(:a, :far), format('VA001 ["request","%s"]', :far), 'not into what one does not see');
select is(pg_temp.merge(:a, :crime), format('VA003 ["into","%s","a request that is as private"]', :crime), 'a crime is not answered in public');
select is(pg_temp.merge(:m, :a), 'VA004 ["merge","officer"]', 'what one may not read one does not merge');
select is(pg_temp.error_of(format('select api.merge(%s, 1, %s, 9)', :b, :a)) like '40001%', true, 'both versions count');
select results_eq(format('select status, version from api.merge(%s, 1, %s, 1)', :b, :a), $$values ('merged', 2)$$, 'merged');
select is(api.request(:b) ->> 'merged_into', :a::text, 'into that one');
select is(api.request(:a) -> 'merged', jsonb_build_array(:b), 'which knows');
select is(pg_temp.verbs(:b), 'received merge', 'history here');
select is(pg_temp.verbs(:a), 'received absorb', 'and there');
select is((select version from api.queue_page(jsonb_build_object('id', :a), null, null, null, false, 1)), 1, 'whose version stays');
select is(pg_temp.leaving(:b), 'merged:', 'the source is told that it is a duplicate');
select is(pg_temp.merge(:a, :b), format('VA003 ["into","%s","a request that is not merged into this one"]', :b), 'no circles');
select is(pg_temp.error_of(format('select api.accept(%s, 2)', :b)), format('VA002 ["accept","merged","%s","it is a duplicate: split it off first"]', :b), 'nothing else is done with it');

-- Chains
select is(pg_temp.merge(:c, :b), 'no error', 'into one that is merged itself');
select is(api.request(:a) -> 'merged', jsonb_build_array(:b, :c), 'leads to the last');
select is(pg_temp.merge(:a, :c), format('VA003 ["into","%s","a request that is not merged into this one"]', :c), 'no circles over three');
select api.draft(:a, 1, 'Залатали', true) \g /dev/null
select is((select status from api.publish(:a, 2)), 'answered', 'the last is answered');
select is(pg_temp.leaving(:a) || ' / ' || pg_temp.leaving(:b) || ' / ' || pg_temp.leaving(:c),
    'pending: | answered:Залатали / merged: | merged:Залатали / merged: | merged:Залатали', 'and each source gets the answer');
reset session authorization;
select is((select count(distinct visible_at) from varta.outbox where text = 'Залатали'), 1::bigint, 'at the same moment');
set session authorization t_moderator;
select is(pg_temp.merge(:d, :a), 'no error', 'into one that is answered');
select is(pg_temp.leaving(:d), 'merged:Залатали', 'the answer at once');
select is((select status from api.recall(:a, 5)), 'pending', 'recalled');
select is(pg_temp.leaving(:a) || ' / ' || pg_temp.leaving(:b) || ' / ' || pg_temp.leaving(:c) || ' / ' || coalesce(pg_temp.leaving(:d), '-'),
    'pending: / merged: / merged: / -', 'for all of them');
select api.publish(:a, 6) \g /dev/null
reset session authorization;
update varta.outbox set visible_at = now() - interval '1 second';
set session authorization t_syncd;
select results_eq($$select external_id, status, description from sync.updates((select id from sync.sources() where city_code = 'kyiv'), null, null)
    where status <> 'investigating' and external_id in ('a', 'b', 'c') order by external_id, update_id::bigint$$,
    $$values ('a', 'closed', 'Залатали'), ('b', 'duplicate', 'Про це вже є інше звернення, їх об’єднано.'), ('b', 'duplicate', 'Залатали'),
             ('c', 'duplicate', 'Про це вже є інше звернення, їх об’єднано.'), ('c', 'duplicate', 'Залатали')$$, 'what the peer reads');
select results_eq(format($$select status, status_notes from sync.requests((select id from sync.sources() where city_code = 'kyiv'), '{"own": true, "ids": [%s]}', 1)$$, :b),
    $$values ('closed', 'Залатали')$$, 'also when it asks for the request');

-- Split
set session authorization t_moderator;
select is(pg_temp.error_of(format('select api.split(%s, %s)', :a, pg_temp.version(:a))), format('VA002 ["split","answered","%s","it is no duplicate"]', :a), 'what is not merged is not split');
select results_eq(format('select status, due_state from api.split(%s, 2)', :b), $$values ('new', '')$$, 'split: nobody had accepted it, so it is new as before');
select is(api.request(:a) -> 'merged', jsonb_build_array(:d), 'it goes with what was merged into it');
select is(api.request(:b) -> 'merged', jsonb_build_array(:c), 'which stays with it');
select is(pg_temp.verbs(:a) like '%release', true, 'the other one''s history tells');
select is(pg_temp.leaving(:b), 'merged: | merged:Залатали | new:', 'and so does its source hear');

-- Undo
select is((select status from api.merge(:b, 3, :a, pg_temp.version(:a))), 'merged', 'merged again');
select is(pg_temp.leaving(:b), 'merged: | merged:Залатали | new: | merged:Залатали', 'with the answer');
select is((select status from api.undo(:b, 4)), 'new', 'undone');
select is(pg_temp.leaving(:b), 'merged: | merged:Залатали | new:', 'it gets no answer');

-- Withdraw
select is((select status from api.withdraw(:b, 5, 'телефоном')), 'withdrawn', 'withdrawn');
select is((select status from api.queue_page(jsonb_build_object('id', :c), null, null, null, false, 1)), 'new', 'what was merged into it is on its own again');
select is(api.request(:b) ->> 'undo', null, 'so that this is not undone');
set session authorization t_syncd;
select results_eq(format($$select request_id, outcome, reason from sync.withdraw((select id from sync.sources() where city_code = 'kyiv'), '{%s,%s,%s,%s,%s}')$$, :far, :a, :b, :c, :d),
    format($$values (%s::bigint, 'refused', 'it is answered already'), (%s, 'known', null), (%s, 'withdrawn', null), (%s, 'withdrawn', null),
        (%s, 'refused', 'service_request_id "%s" is not known here')$$, :a, :b, :c, :d, :far, :far), 'by the source');
set session authorization t_moderator;
select is(pg_temp.leaving(:c) like '%withdrawn:', true, 'which is told so');
select is(pg_temp.merge(:crime, :c), format('VA003 ["into","%s","a request that is as private"]', :c), 'still private');
select is(api.request(:a) -> 'merged', '[]', 'what is withdrawn is not merged');
reset session authorization;
select pg_temp.report('Світло', 'light') as e, pg_temp.report('Світло 2', 'light') as f, pg_temp.report('Світло 3', 'light') as g \gset
set session authorization t_moderator;
select is(pg_temp.merge(:e, :c), format('VA002 ["merge","withdrawn","%s","it is withdrawn"]', :c), 'nothing is merged into what is withdrawn');

-- In bulk
select set_eq(format($$select id, outcome, sqlstate, (x."row").status from api.bulk('accept', '[{"id": %s, "version": 1}, {"id": %s, "version": 1}, {"id": 999999, "version": 1}, {"id": %s, "version": 7}]') x$$, :f, :e, :g),
    format($$values (999999::bigint, 'failed', 'VA001', null), (%s, 'done', '00000', 'pending'), (%s, 'done', '00000', 'pending'), (%s, 'failed', '40001', null)$$, :e, :f, :g),
    'one that fails stops no other');
select is((select string_agg(outcome, ' ') from api.bulk('merge', jsonb_build_array(jsonb_build_object('id', :e, 'version', 2), jsonb_build_object('id', :f, 'version', 2)),
    jsonb_build_object('into', :g, 'into_version', 1))), 'done done', 'many into one');
select is((select string_agg(outcome, ' ') from api.bulk('undo', jsonb_build_array(jsonb_build_object('id', :e, 'version', 3), jsonb_build_object('id', :f, 'version', 3)))), 'done done', 'and back');
select is((select string_agg(outcome || reason, ' ') from api.bulk('reject', jsonb_build_array(jsonb_build_object('id', :g, 'version', 1)), '{"reason": "spam", "note": null}')), 'done', 'with arguments');
select is((select reason from api.bulk('reject', jsonb_build_array(jsonb_build_object('id', :f, 'version', 4)), '{"reason": "x"}')), '["reason","x"]', 'a reason why not');
select is(pg_temp.error_of($$select * from api.bulk('me', '[{"id": 1, "version": 1}]')$$), 'VA001 ["verb","me"]', 'verbs only');
select is(pg_temp.error_of($$select * from api.bulk('accept', '[{"id": 1, "version": 1}]', '{"x": 1}')$$), 'VA006 ["x"]', 'with their own arguments only');
select is(pg_temp.error_of($$select * from api.bulk('accept', '[]')$$), 'VA003 ["items","0","1 to 1000 requests"]', 'for something');
set session authorization t_expert;
select is(pg_temp.error_of($$select * from api.bulk('reject', '[{"id": 1, "version": 1}]')$$), 'VA004 ["reject","moderator, officer"]', 'and only one''s own verbs');
reset session authorization;
select is((select ok from audit.verify('kyiv')), true, 'the history is whole');

select * from finish();
