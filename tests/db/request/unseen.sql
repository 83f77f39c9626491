-- What a resident wrote after the answer reached nobody: it stood in the request, and no list told of it. Now it marks the
-- request, is found by comment:new and, by whoever has or answered it, by comment:mine; and the mark goes with an act.
\ir ../../lib/tap.sql
select * from no_plan();

create function pg_temp.later(p_id bigint, p_update text, p_text text) returns text language sql as $$
    select outcome from sync.comments(pg_temp.source('kyiv-site'), jsonb_build_array(jsonb_build_object(
        'n', 0, 'service_request_id', p_id::text, 'update_id', p_update, 'description', p_text, 'status', 'open', 'media_url', 'https://example.org/1.jpg')))
$$;
create function pg_temp.found(p_filter jsonb) returns bigint[] language sql as $$
    select coalesce(array_agg(id order by id), '{}') from api.queue_page(p_filter, null, null, null, false, 100)
$$;

select pg_temp.report('Яма.') as a, pg_temp.report('Друга яма.') as b \gset
set session authorization t_moderator;
select api.accept(:a, 1), api.accept(:b, 1) \g /dev/null
select version from api.answer(:a, 2, 'Засипали.') \gset
select is(pg_temp.found('{"comment": ["new"]}'), '{}', 'nobody wrote');
select is(api.request(:a) #>> '{refused,seen,why}', 'the resident has written nothing since', 'there is nothing to see');
select alike(pg_temp.error_of(format('select api.seen(%s, %s)', :a, :version)), 'VA002 ["seen","answered",%', 'and it is refused');

reset session authorization;
select is(pg_temp.later(:a, 'u1', 'Яма досі там.'), 'stored', 'it is taken');
set session authorization t_moderator;
select is(pg_temp.found('{"comment": ["new"]}'), array[:a]::bigint[], 'found, though it is answered and open ones are what is asked for');
select is(pg_temp.found('{"comment": ["mine"]}'), array[:a]::bigint[], 'found by who answered');
select is(pg_temp.found('{"comment": ["new"], "status": ["new"]}'), '{}', 'a status narrows');
select is(api.unseen_comments(), 1::bigint, 'and counted');
select is((select comment from api.queue_page(jsonb_build_object('id', :a), null, null, null, false, 1)), true, 'its row is marked');
select is(api.request(:a) #>> '{comments,0,body}' || (api.request(:a) #>> '{comments,0,status}') || (api.request(:a) #>> '{comments,0,media_url}'),
          'Яма досі там.openhttps://example.org/1.jpg', 'what was written: text, status, photo');
select results_eq('select name, n from api.view_list() where name like ''%comments''', $$values ('comments', 1::bigint), ('my_comments', 1)$$, 'in the lists');
select is(pg_temp.error_of($$select api.queue_count('{"comment": ["old"]}')$$), 'VA003 ["comment","old","one of {4}","mine, new"]', 'no other word');

set session authorization t_moderator2;
select is(pg_temp.found('{"comment": ["new"]}'), array[:a]::bigint[], 'another one finds it');
select is(pg_temp.found('{"comment": ["mine"]}'), '{}', 'but not as their own');
select api.note(:a, pg_temp.version(:a), 'Зателефонувала.') \g /dev/null
select is(pg_temp.found('{"comment": ["new"]}'), '{}', 'an act on it ends the mark');

reset session authorization;
select pg_temp.later(:a, 'u2', 'Дякую!'), pg_temp.later(:b, 'u3', 'І ще.') \g /dev/null
set session authorization t_moderator;
select api.give(:b, pg_temp.version(:b)) \g /dev/null
select is(pg_temp.found('{"comment": ["new"]}'), array[:a, :b]::bigint[], 'handing it on does not');
select is((api.seen(:a, pg_temp.version(:a))).comment, false, 'nothing more is needed');
select is(pg_temp.found('{"comment": ["new"]}'), array[:b]::bigint[], 'the other one stays');
select is((select verb from api.history(:a) limit 1), 'seen', 'the history tells who saw it');

set session authorization t_auditor;
select is(api.request(:b) #>> '{refused,seen,why}', 'only for another role', 'not for who only looks on');
select * from finish();
