-- What those who deliver ask beside the lease: when to come again, giving back, and the words of a push.
-- The clock stands still in a transaction, so the tests move the moments of the rows instead.
\ir ../../lib/tap.sql
select plan(22);

select api.source_add('kyiv', 'kyiv-push', 'push', 'kyiv-push', sha256('k')) as push \gset
select api.source_set('kyiv-push', '{"url": "https://map.example.org/v2", "peer_jurisdiction": "7", "status_map": {"pending": "in work"}}') \g /dev/null
select pg_temp.report('1', 'light', p_source => 'kyiv-push') as r1 \gset
select pg_temp.report('2', 'light', p_source => 'kyiv-push') as r2 \gset
set session authorization t_moderator;
select api.accept(:r1, 1), api.accept(:r2, 1) \g /dev/null
reset session authorization;

create function pg_temp.move(p_request bigint, p_visible interval) returns void language sql as $$
    update varta.outbox set visible_at = now() + p_visible where request_id = p_request
$$;
select pg_temp.move(:r1, '1500 milliseconds'), pg_temp.move(:r2, '1 hour') \g /dev/null
select is(sync.outbox_next('push'), 1500::bigint, 'what becomes visible next');
select is(sync.outbox_next('mail'), null, 'nothing of another transport');
select pg_temp.move(:r1, '-1 second') \g /dev/null
select is(sync.outbox_next('push'), 10000::bigint, 'what can be had now is not waited for, but looked for again where somebody holds it');

update varta.outbox set visible_at = '2026-01-15 10:00:00.9Z' where request_id = :r1;
select results_eq($$select request_id, source, url, jurisdiction, status, updated, text, attempts from sync.push_lease('a')$$,
    format($$values (%s::bigint, 'kyiv-push', 'https://map.example.org/v2', '7', 'in work', '2026-01-15T12:00:00+02:00', 'Звернення прийнято, над ним працюють.', 0)$$, :r1),
    'a push in the words and the time of the peer');
select results_eq($$select transport, pending, failed, dead, age > 1000 from sync.outbox_counts() order by 1$$,
    $$values ('mail', 0::bigint, 0::bigint, 0::bigint, false), ('poll', 0, 0, 0, false), ('publish', 0, 0, 0, false), ('push', 2, 0, 0, true)$$, 'counted');
select is(sync.outbox_next('push'), 60000::bigint, 'the end of a lease is waited for');
select is(sync.outbox_release('b', :push), 0::bigint, 'nobody gives back what another has');
select is(sync.outbox_release('a', :push), 1::bigint, 'one lease given back');
select results_eq($$select attempts::int, leased_by, last_error from varta.delivery where request_id = (select min(request_id) from varta.delivery)$$,
    $$values (0, null::text, '')$$, 'no attempt');
select is((select count(*) from sync.push_lease('b')), 1::bigint, 'another takes it at once');
update varta.delivery set attempts = 1 where leased_by is null;
update varta.delivery set next_at = now() + interval '1 hour' where leased_by is null;
select is(sync.outbox_retry('kyiv-site'), 0::bigint, 'a new key of another hastens nothing');
select is(sync.outbox_retry('kyiv-push'), 1::bigint, 'a new key makes due what waits after a failure');
select is((select next_at from varta.delivery where leased_by is null), now(), 'now');
update varta.delivery set leased_by = null, leased_until = null, dead_at = now() where leased_by = 'b';
select results_eq($$select pending, failed, dead, age from sync.outbox_counts() where transport = 'push'$$,
    $$values (0::bigint, 1::bigint, 1::bigint, 0::bigint)$$, 'failed and dead');

select is(varta.local_time(t, z), w, z) from (values
    ('2026-07-01 10:00Z'::timestamptz, 'Europe/Kyiv', '2026-07-01T13:00:00+03:00'),
    ('2026-07-01 10:00Z', 'UTC', '2026-07-01T10:00:00+00:00'),
    ('2026-07-01 10:00Z', 'America/St_Johns', '2026-07-01T07:30:00-02:30')) x (t, z, w);

select ok(sync.token(:push, :r1), 'a number of its own is known');
select ok(not sync.token(pg_temp.source('kyiv-site'), :r1), 'another''s is not');
select ok(not sync.token(:push, 9223372036854775807), 'nor one that nobody has');
select is((select count(*) from sync.sources() where jurisdiction = 'kyiv-push'), 1::bigint, 'who is pushed to may post with its key');
update varta.source set key_hash = null where id = :push;
select is((select count(*) from sync.sources() where jurisdiction = 'kyiv-push'), 0::bigint, 'and without one cannot');

select * from finish();
