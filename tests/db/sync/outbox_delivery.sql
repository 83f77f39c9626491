-- What leaves: leases, order, back-off, what is given up and tried again. The clock stands still in a
-- transaction, so the tests move the moments of the rows instead.
\ir ../../lib/tap.sql
select plan(80);

select api.source_add('kyiv', 'kyiv-push', 'push', 'kyiv-push', null) as push \gset
select api.source_add('kyiv', 'kyiv-poll', 'poll', 'kyiv-poll', null) as poll \gset
select api.source_set('kyiv-poll', '{"dialect": "mark-a-spot"}');
select api.source_set('kyiv-push', '{"status_map": {"pending": "in work"}}');

-- A request of a source, accepted: the first row on its way.
create function pg_temp.accepted(p_text text, p_source text default 'kyiv-push', p_service text default 'light') returns bigint
language plpgsql as $$
declare
    v_id bigint := pg_temp.report(p_text, p_service, p_source => p_source, p_more => jsonb_build_object('external_id', p_text));
begin
    set local session authorization t_moderator;
    perform api.accept(v_id, 1);
    reset session authorization;
    return v_id;
end
$$;
create function pg_temp.answered(p_id bigint) returns bigint language plpgsql as $$
begin
    set local session authorization t_moderator;
    perform api.draft(p_id, pg_temp.version(p_id), 'Відповідь', true);
    perform api.publish(p_id, pg_temp.version(p_id));
    reset session authorization;
    return p_id;
end
$$;
-- What a daemon gets, as 'external_id status', in its order.
create function pg_temp.lease(p_daemon text, p_limit int default 50, p_transport text default 'push') returns text language sql as $$
    select string_agg(external_id || ' ' || status_code, ', ' order by n)
    from (select row_number() over () as n, l.* from sync.outbox_lease(p_daemon, p_transport, p_limit) l) l
$$;
create function pg_temp.seq(p_external text, p_status int default 2) returns bigint language sql security definer as $$
    select b.seq from varta.outbox b join varta.submission s on s.request_id = b.request_id
    where s.external_id = p_external and b.status = p_status
$$;
create function pg_temp.failed(p_external text, p_status int default 2, p_permanent boolean default false, p_error text default 'peer says 500',
                               p_after int default 0) returns text language sql as $$
    select attempts || case when dead then ' dead' else '' end
    from sync.outbox_failed(pg_temp.seq(p_external, p_status), pg_temp.source('kyiv-push'), 'a', p_error, p_permanent, p_after)
$$;
create function pg_temp.done(p_external text, p_status int default 2) returns boolean language sql as $$
    select sync.outbox_done(pg_temp.seq(p_external, p_status), pg_temp.source('kyiv-push'))
$$;

-- Who is told
select pg_temp.accepted('e1', 'kyiv-site') \g /dev/null
select is((select count(*) from varta.delivery), 0::bigint, 'what the peer reads itself is not delivered');
select pg_temp.accepted('1') as r1 \gset
select pg_temp.answered(:r1) \g /dev/null
select pg_temp.accepted('2') \g /dev/null
select pg_temp.accepted('3') \g /dev/null
select pg_temp.accepted('p', 'kyiv-poll') \g /dev/null
select is((select count(*) from varta.delivery), 5::bigint, 'what leaves has a delivery for its source');
select is((select array_agg(code order by code) from varta.transport),
    (select array_agg(x order by x) from regexp_matches((select pg_get_constraintdef(oid) from pg_constraint where conname = 'source_transport'),
     '''(\w+)''', 'g') m, unnest(m) x), 'every transport of a source has its rules');

-- Order and leases
select is(pg_temp.lease('a', 2), '1 pending, 1 answered', 'in the order of seq, no more than wanted');
select is(pg_temp.lease('b'), null, 'while the lease lasts nobody gets anything of that source');
select is(pg_temp.lease('a'), null, 'not the same daemon either');
select is(pg_temp.lease('b', 50, 'poll'), 'p pending', 'other sources are free');
select results_eq($$select status, city, source, attempts, private from sync.outbox_lease('c', 'push')$$,
    $$select ''::text, ''::text, ''::text, 0, false where false$$, 'nothing is an empty answer');
select ok(pg_temp.done('1'), 'arrived');
select ok(not pg_temp.done('1'), 'saying it twice changes nothing');
select ok(pg_temp.done('1', 3), 'and the answer');
select results_eq($$select status, status_code, city, source, attempts, private, lang from sync.outbox_lease('a', 'push', 1)$$,
    $$values ('in work', 'pending', 'kyiv', 'kyiv-push', 0, false, 'uk')$$, 'with the word of the consumer');
update varta.delivery set leased_until = now() where leased_by = 'a';
select is(pg_temp.lease('b'), '2 pending, 3 pending', 'after its end another takes over');
select results_eq($$select attempts::int, last_error from varta.delivery where seq = pg_temp.seq('2')$$,
    $$values (1, 'a took it and was not heard of again')$$, 'a lease that ran out is an attempt');
select is(pg_temp.failed('2'), '1', 'who lost the lease says that it failed');
select is((select leased_by from varta.delivery where seq = pg_temp.seq('2')), 'b', 'and changes nothing');
select ok(pg_temp.done('2'), 'but that it arrived counts from anyone');
select ok(pg_temp.done('3'), 'and the rest');

-- Visible only after the recall window
select api.city_set('kyiv', '{"recall_window": "5 minutes"}');
select pg_temp.accepted('4') as r4 \gset
select pg_temp.answered(:r4) \g /dev/null
select pg_temp.accepted('5') \g /dev/null
update varta.outbox set visible_at = now() where seq in (pg_temp.seq('4'), pg_temp.seq('5'));
select is(pg_temp.lease('a'), '4 pending, 5 pending', 'an answer that can be recalled does not leave, and holds up no other request');
select pg_temp.done('4'), pg_temp.done('5') \g /dev/null
update varta.outbox set visible_at = now() where seq = pg_temp.seq('4', 3);
select is(pg_temp.lease('a'), '4 answered', 'then it does');
select pg_temp.done('4', 3) \g /dev/null
update varta.city set recall_window = '0' where code = 'kyiv';

-- Failure
select pg_temp.accepted('6') as r6 \gset
select pg_temp.answered(:r6) \g /dev/null
select pg_temp.accepted('7') \g /dev/null
select is(pg_temp.lease('a'), '6 pending, 6 answered, 7 pending', 'three rows');
select is(pg_temp.failed('6'), '1', 'the first fails');
select is((select count(*) from varta.delivery where leased_by is not null and source_id = :push), 0::bigint, 'its daemon loses the rest');
select is(pg_temp.lease('a'), '7 pending', 'it holds back its own request only, at once: all of the source waited for seven minutes');
select is(sync.outbox_release('a', :push), 1::bigint, 'given back');
select ok(next_at between clock_timestamp() + interval '47 seconds' and clock_timestamp() + interval '72 seconds', 'for about a minute')
from varta.delivery where seq = pg_temp.seq('6');
create function pg_temp.again() returns text language sql as $$
    delete from varta.trouble;
    update varta.delivery set next_at = now() where source_id = pg_temp.source('kyiv-push') and delivered_at is null;
    select pg_temp.lease('a')
$$;
select is(pg_temp.again(), '6 pending, 6 answered, 7 pending', 'then it is tried again, first');
select is(pg_temp.failed('6'), '2', 'and fails');
select ok(next_at between clock_timestamp() + interval '94 seconds' and clock_timestamp() + interval '145 seconds', 'the wait is twice as long')
from varta.delivery where seq = pg_temp.seq('6');
select pg_temp.again(), pg_temp.failed('6'), pg_temp.again(), pg_temp.failed('6') \g /dev/null
select is((select attempts::int from varta.delivery where seq = pg_temp.seq('6')), 4, 'four times');
select is(pg_temp.lease('a'), '7 pending', 'and holds back no other request');
select ok(pg_temp.done('7'), 'which others are glad of');
select pg_temp.again() \g /dev/null
select pg_temp.failed('6', p_after => 36000) \g /dev/null
select ok(next_at > clock_timestamp() + interval '9 hours', 'what the peer asks for is granted') from varta.delivery where seq = pg_temp.seq('6');
select ok(bool_and(w between interval '11520 seconds' and interval '17280 seconds') and max(w) - min(w) > interval '10 minutes',
    'no wait is longer than the longest, and they are scattered')
from varta.transport t, generate_series(9, 300) g, varta.delivery_wait(t, g) w where t.code = 'push';

-- Given up
set session authorization t_moderator;
select matches((select reason from api.outbox(format('{"request": %s, "state": "failed"}', :r6)::jsonb)),
    '^спроба 5 з 30 не вдалася: peer says 500; наступна \d\d\.\d\d \d\d:\d\d$', 'the console says why, in words');
select is((select reason from api.outbox(format('{"request": %s, "state": "pending"}', :r6)::jsonb)),
    'чекає на попередню зміну цього звернення', 'and what waits for it');
reset session authorization;
select pg_temp.again() \g /dev/null
select is(pg_temp.failed('6', 2, true, 'peer says 400: no such report'), '6 dead', 'what can never succeed is given up');
select is(pg_temp.lease('a'), '6 answered', 'what is given up holds back nothing');
update varta.delivery set attempts = 29 where seq = pg_temp.seq('6', 3);
select is(pg_temp.failed('6', 3), '30 dead', 'so is what failed often enough');
set session authorization t_moderator;
select results_eq('select seq, state, reason, attempts from api.outbox()',
    $$values (pg_temp.seq('6'), 'dead', 'спроби припинено (невдалих: 6): peer says 400: no such report', 6),
             (pg_temp.seq('6', 3), 'dead', 'спроби припинено (невдалих: 30): peer says 500', 30),
             (pg_temp.seq('p'), 'pending', 'надсилається', 0)$$, 'the dead come first');
select is((select count(*) from api.outbox('{"state": ["delivered"], "source": "kyiv-push"}')), 8::bigint, 'what was delivered only when asked for');
set varta.lang = 'en';
select is((select reason from api.outbox('{"limit": 1}')), 'given up (failed attempts: 6): peer says 400: no such report', 'in English too');
reset varta.lang;
select is(pg_temp.error_of($$select api.outbox('{"status": "dead"}')$$), 'VA006 ["status"]', 'unknown key');
select is(pg_temp.error_of($$select api.outbox('{"state": "lost"}')$$), 'VA003 ["state","lost","one of {4}","dead, delivered, failed, pending"]', 'unknown state');
set session authorization t_poltava;
select is((select count(*) from api.outbox()), 0::bigint, 'another city has nothing of it');

set session authorization t_admin;
select is(pg_temp.error_of('select api.outbox_replay(null)'), 'VA003 ["outbox","","a number or a source"]', 'something must be named');
select is(pg_temp.error_of('select api.outbox_replay(999999)'), 'VA001 ["outbox","999999"]', 'and exist');
select is(pg_temp.error_of(format('select api.outbox_replay(%s)', pg_temp.seq('7'))), format('VA002 ["replay","delivered","%s"]',
    (select request_id from api.outbox('{"state": "delivered"}') where seq = pg_temp.seq('7'))), 'what arrived is not sent again');
select is(api.outbox_replay(pg_temp.seq('6', 3)), 1::bigint, 'one is tried again');
reset session authorization;
select is(pg_temp.lease('a'), '6 answered', 'it is on its way');
select pg_temp.done('6', 3) \g /dev/null
set session authorization t_admin;
select is(pg_temp.error_of(format('select api.outbox_replay(%s)', pg_temp.seq('6'))), format('VA002 ["replay","delivered","%s"]', :r6),
    'one that a later change has overtaken stays dead');
select is(api.outbox_replay(null, 'kyiv-push'), 0::bigint, 'also with all of its source');
reset session authorization;
select results_eq(format($$select verb, who, after ->> 'source' from varta.event where request_id = %s order by id desc limit 1$$, :r6),
    $$values ('replay', 't_admin', 'kyiv-push')$$, 'the history knows');

-- Several that fail one after the other: the peer is probably down
delete from varta.trouble;
select pg_temp.accepted(x) from unnest('{t1,t2,t3,t4}'::text[]) x \g /dev/null
create function pg_temp.held() returns text language sql as $$
    select failures || case when until_at = '-infinity' then '' else format(' %s s', ceil(extract(epoch from until_at - clock_timestamp()))) end from varta.trouble
$$;
select is(pg_temp.lease('a', 1), 't1 pending', 'what has waited longest');
select is(pg_temp.failed('t1'), '1', 'fails');
select is(pg_temp.held(), '1', 'the row may be at fault');
select is(pg_temp.lease('a', 1), 't2 pending', 'so the next is tried');
select is(pg_temp.failed('t2'), '1', 'fails, too');
select is(pg_temp.lease('a', 1), 't3 pending', 'once more');
select is(pg_temp.failed('t3'), '1', 'and the third');
select is(pg_temp.held(), '3 1 s', 'now all of the source waits, for a second');
select is(pg_temp.lease('a'), null, 'so that a peer that is down is asked once, not once for each row');
select ok(sync.outbox_next('push') between 1 and 30000, 'the daemon asks again when that is over');
update varta.trouble set failures = 8, until_at = '-infinity';
select is(pg_temp.lease('a', 1), 't4 pending', 'the wait over');
select is(pg_temp.failed('t4'), '1', 'it fails as well');
select is(pg_temp.held(), '9 8 s', 'each time it waits twice as long, up to an eighth of the first wait of a row');
update varta.trouble set until_at = '-infinity';
select pg_temp.accepted('t5') \g /dev/null
select is(pg_temp.lease('a'), 't5 pending', 'those that failed wait for their time');
select ok(pg_temp.done('t5'), 'one arrives');
select is((select count(*) from varta.trouble), 0::bigint, 'and the peer is well');
update varta.delivery set next_at = now() where source_id = :push and delivered_at is null;
select pg_temp.lease('a'), pg_temp.done('t1'), pg_temp.done('t2'), pg_temp.done('t3'), pg_temp.done('t4') \g /dev/null

-- A daemon that is gone had one row in hand: the first of those that are left in its own order, not that of the lowest number
select pg_temp.accepted(x) from unnest('{h1,h2,h3}'::text[]) x \g /dev/null
update varta.delivery set next_at = now() - case seq when pg_temp.seq('h2') then interval '2 hours' when pg_temp.seq('h3') then interval '1 hour' else interval '1 second' end
where source_id = :push and delivered_at is null;
select is(pg_temp.lease('a'), 'h2 pending, h3 pending, h1 pending', 'those that have waited longest are sent first');
select ok(pg_temp.done('h2'), 'one is sent, and its daemon dies over the next');
update varta.delivery set leased_until = leased_until - interval '2 hours' where source_id = :push and leased_until is not null;
select pg_temp.lease('b') \g /dev/null
select is((select array_agg(x || ':' || d.attempts order by x) from unnest('{h1,h3}'::text[]) x join varta.delivery d on d.seq = pg_temp.seq(x) and d.source_id = :push),
    '{h1:0,h3:1}', 'what it had in hand may be there, and is asked for before it is sent under another number');
select pg_temp.done('h1'), pg_temp.done('h3') \g /dev/null

-- Several consumers of one row
select api.source_add('kyiv', 'kyiv-pages', 'publish', 'kyiv-pages', null) as pages \gset
select pg_temp.accepted('8') \g /dev/null
select pg_temp.accepted('9', 'kyiv-push', 'crime') \g /dev/null
select is((select array_agg(source_id order by source_id) from varta.delivery where seq = pg_temp.seq('8')), array[:push, :pages],
    'pages are told of what is public');
select is((select array_agg(source_id) from varta.delivery where seq = pg_temp.seq('9')), array[:push], 'and not of a crime');
select results_eq($$select seq, external_id, source from sync.outbox_lease('a', 'publish')$$,
    $$values (pg_temp.seq('8'), null::text, 'kyiv-pages')$$, 'each consumer has its own');
select is(pg_temp.lease('a'), '8 pending, 9 pending', 'independently');
select is(pg_temp.error_of($$select sync.outbox_lease('a', 'endpoint')$$),
    'VA003 ["transport","endpoint","push, poll, publish or mail"]', 'an endpoint''s peer reads');
select is(pg_temp.error_of($$select sync.outbox_done(1, -5)$$), 'VA001 ["outbox","1"]', 'no such delivery');
select api.source_set('kyiv-push', '{"active": false}');
update varta.delivery set leased_by = null, leased_until = null where source_id = :push and leased_by is not null;
select is(pg_temp.lease('a'), null, 'a source that is switched off gets nothing');
select is((select count(*) from sync.updates(pg_temp.source('kyiv-site'), null, null)), 1::bigint, 'what a peer reads is as it was');

select * from finish();
