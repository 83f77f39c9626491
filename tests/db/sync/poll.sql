-- Reading other servers: windows and their halves, leases, what is taken and why not, what changes and what
-- is withdrawn there. The clock stands still in a transaction, so the tests move the moments of the rows.
\ir ../../lib/tap.sql
select no_plan();

select api.source_add('kyiv', 'fms', 'poll', 'their-kyiv', null) as fms \gset
select api.source_add('kyiv', 'mas', 'poll', 'mas', null, 'Europe/Berlin') as mas \gset

-- Settings
select is(pg_temp.error_of($$select api.source_set('fms', '{"dialect": "klingon"}')$$),
    'VA003 ["dialect","klingon","citysdk, connected-bits, fixmystreet, georeport, list, mark-a-spot, seeclickfix, ureport"]', 'a dialect is known');
select is(pg_temp.error_of($$select api.source_set('fms', '{"poll": {"colour": 1}}')$$), 'VA003 ["poll","{\"colour\": 1}","settings of polling as vartactl(8) lists them"]', 'settings are known');
select matches(pg_temp.error_of(format('select api.source_set(''fms'', ''{"poll": %s}'')', v)), '^VA003', v || ' is refused')
from unnest(array['{"every": "0"}', '{"every": "never"}', '{"overlap": "2 days"}', '{"history": "91 days"}', '{"rate": 0}', '{"page_size": 0}',
                  '{"format": "csv"}', '{"since": "ever"}', '{"paging": "book"}', '{"reread": -1}', '{"extra": [1]}', '{"rate": "many"}']) v;
select is(pg_temp.error_of($$select api.source_set('fms', '{"service_map": {"x": "nothing"}}')$$), 'VA001 ["category","nothing"]', 'what a code is mapped to exists');
select is(pg_temp.error_of($$select api.source_set('fms', '{"service_map": []}')$$) ~ '^VA003', true, 'the map is an object');

-- Whose turn it is
create function pg_temp.lease(p_daemon text) returns setof record language sql as $$
    select source, url, format, params, paging, page_size, gap, keyed, etag, known from sync.poll_lease(p_daemon)
$$;
select is((select count(*) from sync.poll_lease('a')), 0::bigint, 'nobody is read whose address nobody knows');
select is(sync.poll_next(), null, 'and nothing is waited for');
select api.source_set('fms', '{"url": "https://fms.example.org/open311/v2", "peer_jurisdiction": "7", "dialect": "fixmystreet",
    "service_map": {"Dangerous spot": "spot", "Ями": "road"}, "poll": {"history": "100 minutes", "overlap": "10 minutes"}}');
select results_eq($$select source, url, format, paging, page_size, gap, keyed, etag, known from sync.poll_lease('a')$$,
    $$values ('fms', 'https://fms.example.org/open311/v2', 'json', 'narrow', 1000, 1000, false, null::text, '[]'::jsonb)$$, 'then it is');
select is((select count(*) from sync.poll_lease('b')), 0::bigint, 'by one daemon');
select results_eq($$select to_at - from_at, from_at from varta.poll$$,
    $$select interval '100 minutes' + interval '1 second', date_trunc('second', now() - interval '100 minutes')$$, 'the first window reaches back');
select ok(sync.poll_release(:fms, 'a') and not sync.poll_release(:fms, 'a'), 'it gives it back');
select is((select count(*) from sync.poll_lease('a')), 1::bigint, 'and may begin anew');
update varta.poll set leased_until = now(), from_at = '2026-07-01 12:00+00', to_at = '2026-12-01 12:00+00';
select is(varta.poll_params(s, p), '{"jurisdiction_id": "7", "start_date": "2026-07-01T12:00:00+03:00", "end_date": "2026-12-01T14:00:00+02:00",
    "max_requests": "1000"}', 'the clock is the peer''s') from varta.source s join varta.poll p on p.source_id = s.id;
select is((select count(*) from sync.poll_lease('b')), 1::bigint, 'a lease that ran out is another''s');
select matches(pg_temp.error_of(format('select sync.poll_done(%s, ''a'')', :fms)), '^VA003', 'who lost it says nothing any more');

-- What is taken
create temp table item as select jsonb_build_object('external_id', 'A-1', 'service_code', 'Dangerous spot', 'service_name', 'x', 'lat', '50.46', 'long', '30.5',
    'description', 'Яма', 'status', 'open', 'requested', '2026-11-01 10:00:00', 'raw', '{}', 'content_type', 'application/json') as i;
create function pg_temp.take(variadic p_changes jsonb[]) returns text language sql as $$
    select string_agg(format('%s %s%s%s', t.external_id, t.outcome, coalesce(': ' || t.reason, ''), case when t.news then ' (news)' end), E'\n' order by n)
    from sync.poll_take(pg_temp.source('fms'), 'b', (select jsonb_agg(i || c order by n) from item, unnest(p_changes) with ordinality x (c, n))) t
$$;
select is(pg_temp.take('{}', '{"external_id": "A-2", "service_code": "7", "service_name": "Ями", "private": true}'), E'A-1 stored\nA-2 stored', 'two are stored');
select results_eq($$select g.code, r.public, r.requested_at, m.external_id from varta.request r join varta.category g on g.city_id = r.city_id and g.id = r.category_id
    join varta.submission m on m.city_id = r.city_id and m.id = r.submission_id where r.source_id = pg_temp.source('fms') order by r.id$$,
    $$values ('spot', true, '2026-11-01 08:00+00'::timestamptz, 'A-1'), ('road', false, '2026-11-01 08:00+00', 'A-2')$$, 'with our categories, the peer''s clock, the flag');
select is(pg_temp.take('{}'), 'A-1 known', 'and not twice');
select is(pg_temp.take('{"external_id": "A-3", "status": "Closed"}'), 'A-3 refused: status is "Closed" (news)', 'what is closed there is not taken');
select is(pg_temp.take('{"external_id": "A-3", "status": "Closed"}'), 'A-3 refused: status is "Closed"', 'and is no news twice');
select is(pg_temp.take('{"external_id": null}', '{"external_id": "A-4", "fault": "lat: a text or a number is expected"}', '{"external_id": "A-5", "service_code": "006"}',
    '{"external_id": "A-6", "requested": "yesterday"}', '{"external_id": "A-7", "lat": "XXX_LAT"}'),
    E' refused: service_request_id is missing (news)\nA-4 refused: lat: a text or a number is expected (news)\nA-5 refused: service_code "006" is not known here (news)\n'
    'A-6 refused: requested_datetime "yesterday" is not a time (news)\nA-7 refused: lat "XXX_LAT" is not a number between -90 and 90 (news)', 'each reason names its field');
select results_eq('select external_id, reason from api.poll_refusals(''fms'') where external_id in (''A-5'', '''') order by 1',
    $$values ('', 'service_request_id is missing'), ('A-5', 'service_code "006" is not known here')$$, 'administrators find it');
select is(pg_temp.error_of($$select api.poll_refusals('kyiv-site')$$), 'VA001 ["source","kyiv-site"]', 'of what is polled');
select api.source_set('fms', '{"service_map": {"Dangerous spot": "spot", "*": "question"}, "poll": {"closed": true, "history": "100 minutes"}}');
select is(pg_temp.take('{"external_id": "A-5", "service_code": "006"}', '{"external_id": "A-3", "status": "Closed"}'), E'A-5 stored\nA-3 stored', 'settings change that');
select is((select count(*) from api.poll_refusals('fms') where external_id in ('A-3', 'A-5')), 0::bigint, 'and what is taken is refused no more');

-- What changes there
create function pg_temp.comments(p_external text) returns setof text language sql security definer as $$
    select c.status || ' ' || c.body from varta.comment c join varta.submission m on m.request_id = c.request_id
    where m.external_id = p_external and m.source_id = pg_temp.source('fms') order by c.id
$$;
select is(pg_temp.take('{"description": "Яма, вже глибока"}'), 'A-1 known', 'an edited one is known');
select is(pg_temp.take('{"description": "Яма, вже глибока"}'), 'A-1 known', 'twice');
select results_eq($$select pg_temp.comments('A-1')$$, $$values ('open Яма, вже глибока')$$, 'and noted once');
select is(sync.poll_reread(:fms, 'b', 'A-1', (select jsonb_build_array(i || '{"description": "Яма, вже глибока", "status": "closed", "status_notes": "Засипали самі", "etag": "x1"}') from item)),
    'changed', 'closed there');
select is(sync.poll_reread(:fms, 'b', 'A-1', (select jsonb_build_array(i || '{"description": "Яма, вже глибока", "status": "closed", "status_notes": "Засипали самі", "etag": "x1"}') from item)),
    'same', 'once');
select is(sync.poll_reread(:fms, 'b', 'A-1', null), 'same', 'as it was');
select results_eq($$select pg_temp.comments('A-1')$$, $$values ('open Яма, вже глибока'), ('closed Засипали самі')$$, 'and noted');
select is((select etag from varta.poll_known where external_id = 'A-1'), 'x1', 'its ETag is for the next time');

-- What is withdrawn there
create function pg_temp.status(p_external text) returns text language sql security definer as $$
    select s.code from varta.request r join varta.status s on s.id = r.status join varta.submission m on m.request_id = r.id
    where m.external_id = p_external and m.source_id = pg_temp.source('fms')
$$;
select is(sync.poll_reread(:fms, 'b', 'A-2', '[]'), 'missing', 'gone, perhaps for a moment');
select is(pg_temp.status('A-2'), 'new', 'is not withdrawn');
select is(sync.poll_reread(:fms, 'b', 'A-2', (select jsonb_build_array(i || '{"external_id": "A-2"}') from item)), 'same', 'it is there again');
select is(sync.poll_reread(:fms, 'b', 'A-2', '[]'), 'missing', 'gone again');
select is(sync.poll_reread(:fms, 'b', 'A-2', '[]'), 'withdrawn', 'still');
select is(pg_temp.status('A-2'), 'withdrawn', 'is flagged, not deleted');

-- How far it was read
select is(sync.poll_done(:fms, 'b'), 300000::bigint, 'the next time in five minutes');
select is((select count(*) from sync.poll_lease('a')), 0::bigint, 'not before');
select ok(sync.poll_next() between 299000 and 300000, 'that is what the daemon waits for');
update varta.poll set read_to = '2026-11-22 12:00+00', next_at = now();
select results_eq($$select params ->> 'start_date', jsonb_array_length(known) from sync.poll_lease('a')$$,
    $$values ('2026-11-22T11:50:00+02:00', 3)$$, 'from there, less the overlap; the open ones are read singly');
select results_eq($$select failures, wait between 40 and 80 from sync.poll_failed(pg_temp.source('fms'), 'a', 'HTTP 500')$$, $$values (1, true)$$, 'a failure waits');
update varta.poll set next_at = now();
select count(*) from sync.poll_lease('a') \g /dev/null
select results_eq($$select failures, wait from sync.poll_failed(pg_temp.source('fms'), 'a', 'HTTP 503', 3600)$$, $$values (2, 3600::bigint)$$, 'as long as the peer wants');
select results_eq($$select source, dialect, failures, error, open, refused from api.polls() where source = 'fms'$$,
    $$values ('fms', 'fixmystreet', 2, 'HTTP 503', 3::bigint, 4::bigint)$$, 'administrators see it');

-- Windows that hold too much
update varta.poll set next_at = now(), read_to = now() - interval '1 hour';
select count(*) from sync.poll_lease('a') \g /dev/null
select is(sync.poll_done(:fms, 'a', true), 1000::bigint, 'a full one is read again at once, as far as the peer allows');
update varta.poll set next_at = now();
select count(*) from sync.poll_lease('a') \g /dev/null
select results_eq('select to_at - from_at < interval ''36 minutes'', read_to < from_at + interval ''2 seconds'' from varta.poll', 'values (true, true)', 'in halves');
select is(sync.poll_done(:fms, 'a'), 1000::bigint, 'the rest follows at once');
update varta.poll set next_at = now();
select count(*) from sync.poll_lease('a') \g /dev/null
select is((select read_to - from_at <= interval '2 seconds' and to_at > read_to from varta.poll), true, 'behind the first half');
select is(sync.poll_done(:fms, 'a'), 300000::bigint, 'to the end');
select ok((select span is null and read_to >= now() - interval '1 second' from varta.poll), 'then as before');
update varta.poll set next_at = now(), span = '1 second', read_to = now() - interval '10 minutes';
select count(*) from sync.poll_lease('a') \g /dev/null
select is(sync.poll_done(:fms, 'a', true), 1000::bigint, 'a second is not halved');
select results_eq('select last_error ~ ''too many'', read_to > now() - interval ''10 minutes'' from varta.poll', 'values (true, true)', 'that is said, and it goes on');
select api.poll_again('fms', '2026-11-01');
select results_eq('select read_to, span, next_at <= now() from varta.poll', $$values ('2026-11-01'::timestamptz, null::interval, true)$$, 'read again from a day on');
update varta.poll set read_to = now() - interval '200 days';
select count(*) from sync.poll_lease('a') \g /dev/null
select ok((select to_at - from_at < interval '91 days' from varta.poll), 'the standard allows 90 days');

-- The other dialect, and its answers
select api.source_set('mas', '{"url": "https://mas.example.org/georeport/v2", "dialect": "mark-a-spot", "service_map": {"*": "road"},
    "status_map": {"answered": "Erledigt"}, "poll": {"extra": {"bbox": "1,2"}}}');
select results_eq($$select source, paging, page_size, gap, keyed, params - 'updated' from sync.poll_lease('a')$$,
    $$values ('mas', 'offset', 100, 2000, true, '{"jurisdiction_id": "mas", "limit": "100", "extensions": "true", "bbox": "1,2"}'::jsonb)$$, 'its own ways');
select api.source_set('mas', '{"poll": {"extra": {"jurisdiction_id": null, "bbox": "3,4"}}}');
select is(varta.poll_base(s), '{"extensions": "true", "bbox": "3,4"}', 'a parameter can be left out') from varta.source s where s.id = :mas;
select api.source_set('mas', '{"poll": {}}');
select outcome from sync.poll_take(:mas, 'a', (select jsonb_agg(i || '{"external_id": "12-2026"}') from item)) \g /dev/null
select request_id as posted from varta.submission where external_id = '12-2026' \gset
select request_id as silent from varta.submission where external_id = 'A-5' \gset
set local session authorization t_moderator;
select api.accept(:silent, 1), api.accept(:posted, 1) \g /dev/null
reset session authorization;
select results_eq('select source, request_id, external_id, status, jurisdiction from sync.push_lease(''a'')',
    format($$values ('mas', %s::bigint, '12-2026', 'investigating', 'mas')$$, :posted), 'answers leave for who takes them, and only there');

select * from finish();
