-- Keys of idempotency: an act that is sent again under its key is done once, whatever has happened to the request
-- since; a key is one operator's, for one act; it is forgotten after a while.
\ir ../../lib/tap.sql
select plan(38);

select pg_temp.report('Яма', 'road') as a \gset
select pg_temp.report('Ліхтар', 'light') as b \gset
\set k1 'a0000000-0000-4000-8000-000000000001'
\set k2 'a0000000-0000-4000-8000-000000000002'
\set k3 'a0000000-0000-4000-8000-000000000003'
\set k4 'a0000000-0000-4000-8000-000000000004'
\set k5 'a0000000-0000-4000-8000-000000000005'
create function pg_temp.events(p_id bigint) returns text language sql security definer as $$
    select string_agg(verb, ' ' order by id) from varta.event where request_id = p_id and verb <> 'received'
$$;
create function pg_temp.responses(p_id bigint) returns text language sql security definer as $$
    select string_agg(s.code || ':' || p.body || case when p.public then '' else ' (internal)' end, ', ' order by p.id)
    from varta.response p join varta.response_state s on s.id = p.state where p.request_id = p_id
$$;
create function pg_temp.used(p_key text) returns text language sql as $$
    select format('VA003 ["key","%s","a new key"]', p_key)
$$;
create function pg_temp.keys(p_id bigint) returns text language sql as $$
    select string_agg(k ->> 'verb' || coalesce(':' || (k ->> 'version'), ''), ', ') from jsonb_array_elements(api.request(p_id) -> 'keys') k
$$;

-- A draft
set session authorization t_moderator;
select api.accept(:a, 1) \g /dev/null
select is((select version from api.draft(:a, 2, 'Буде.', true, null, :'k1')), 3, 'a draft is saved under a key');
select is((select version from api.draft(:a, 2, 'Буде.', true, null, :'k1')), 3, 'the second time nothing is done, and the line is given');
select is(pg_temp.responses(:a), 'draft:Буде.', 'there is one draft');
select is(pg_temp.events(:a), 'accept draft', 'and one event');
select is(pg_temp.keys(:a), 'draft:1', 'the request tells whose program asks');
select is(api.request(:a) #>> '{keys,0,key}', :'k1', 'which key it was');
select is((api.request(:a) #>> '{keys,0,response}')::bigint, (api.request(:a) #>> '{responses,0,id}')::bigint, 'and what was written');
select is(pg_temp.error_of(format($$select api.draft(%s, 2, 'Буде.', true, null, '%s')$$, :a, :'k2')) ~ '^40001', true, 'another key is another act');

-- Replayed after the version moved on
set session authorization t_moderator2;
select is((select version from api.draft(:a, 3, 'Буде завтра.', true, (api.request(:a) #>> '{responses,0,id}')::bigint, :'k1')), 4,
    'the same key of somebody else is another one');
select is(pg_temp.keys(:a), 'draft:2', 'each sees the own keys only');
set session authorization t_moderator;
select is((select version from api.draft(:a, 2, 'Буде.', true, null, :'k1')), 4, 'sent again after a colleague changed it: the line as it is now');
select is(pg_temp.responses(:a), 'draft:Буде завтра.', 'and the text of the colleague stays');
select is(pg_temp.keys(:a), 'draft:1', 'that the draft was changed since is seen by its version');

-- One key, one act
select is(pg_temp.error_of(format($$select api.draft(%s, 4, 'Інше.', true, null, '%s')$$, :a, :'k1')), pg_temp.used(:'k1'), 'not for another text');
select is(pg_temp.error_of(format($$select api.answer(%s, 4, 'Буде.', null, '%s')$$, :a, :'k1')), pg_temp.used(:'k1'), 'nor for another verb');
select is(pg_temp.error_of(format($$select api.draft(%s, 1, 'Буде.', true, null, '%s')$$, :b, :'k1')), pg_temp.used(:'k1'), 'nor for another request');
select is(pg_temp.responses(:b), null, 'where nothing was done');

-- What failed did not use its key
select is(pg_temp.error_of(format($$select api.note(%s, 1, '', '%s')$$, :a, :'k2')) ~ '^40001', true, 'a note to what was changed');
select is((select version from api.note(:a, 4, 'Про себе.', :'k2')), 5, 'is written under the same key');
select is((select version from api.note(:a, 4, 'Про себе.', :'k2')), 5, 'once');
select is((select version from api.note(:a, 5, 'Про себе.', :'k3')), 6, 'the same words under another key are another note');
select is(pg_temp.responses(:a), 'draft:Буде завтра., draft:Про себе. (internal), draft:Про себе. (internal)', 'both are there');

-- A question to the resident
select is((select version from api.pause(:b, 1, 'Де саме?', :'k4')), 3, 'a question, which accepts the request');
select is((select version from api.resume(:b, 3)), 4, 'the time goes on');
select is((select version from api.pause(:b, 1, 'Де саме?', :'k4')), 4, 'the question is not asked again');
select is(pg_temp.events(:b), 'accept pause resume', 'there was one');
select is(pg_temp.keys(:b), 'pause', 'and the request still tells so');

-- Published
select is((select status from api.answer(:a, 6, 'Зроблено.', null, :'k5')), 'answered', 'an answer is published under a key');
select is((select status from api.answer(:a, 6, 'Зроблено.', null, :'k5')), 'answered', 'once');
select is(pg_temp.keys(:a), 'draft:1, note:1, note:1, answer:3', 'draft, approval and publication are one act');
select is((select count(*) from api.events where request_id = :a and verb = 'publish'), 1::bigint, 'with one event');
select api.draft(:b, 4, 'І тут.', true) \g /dev/null
select is((select status from api.publish(:b, 5, null, gen_random_uuid())), 'answered', 'a draft is published under a key, too');

-- Who cannot see the request learns nothing
set session authorization t_poltava;
select is(pg_temp.error_of(format($$select api.draft(%s, 2, 'Буде.', true, null, '%s')$$, :a, :'k1')), format('VA001 ["request","%s"]', :a), 'a foreign city');
reset session authorization;

-- Forgotten
select is((select count(*) from varta.idempotency_key where request_id in (:a, :b)), 7::bigint, 'they are kept');
update varta.idempotency_key set at = now() - interval '91 days' where request_id = :a;
set session authorization t_syncd;
select is(sync.expire_keys(3), 3::bigint, 'old ones go');
select is(sync.expire_keys(), 2::bigint, 'all of them');
select is(sync.expire_keys(), 0::bigint, 'others stay');
reset session authorization;
select is((select count(*) from varta.idempotency_key where request_id in (:a, :b)), 2::bigint, 'of the last 90 days');

select * from finish();
