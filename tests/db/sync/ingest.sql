-- What the daemon reads for the public and for a peer, and the comments that it brings.
\ir ../../lib/tap.sql
select plan(35);

set session authorization t_syncd;
select results_eq('select city_code, jurisdiction, key_hash, transport, zone, lang from sync.sources()',
    $$values ('kyiv', 'kyiv', sha256('test-key'), 'endpoint', 'Europe/Kyiv', 'uk'), ('poltava', 'poltava', sha256('poltava-key'), 'endpoint', 'Europe/Kyiv', 'uk')$$,
    'the sources');
reset session authorization;
update varta.source set active = false where code = 'poltava-site';
select is((select count(*) from sync.sources()), 1::bigint, 'only active ones');
select is(pg_temp.error_of($$select * from sync.services((select id from varta.source where code = 'poltava-site'))$$),
    format('VA001 ["source","%s"]', pg_temp.source('poltava-site')), 'nothing goes through one that is not');
update varta.source set active = true;

select results_eq($$select service_code, service_name, private from sync.services(pg_temp.source('kyiv-site')) order by service_code$$,
    $$values ('crime', 'Злочин, не терміново', true), ('light', 'Світлофор', false), ('lighting', 'Освітлення', false),
      ('marking', 'Дорожня розмітка', false), ('message', 'Повідомлення дільничному', true), ('parking', 'Паркування', false),
      ('question', 'Питання до поліції', false), ('road', 'Пошкоджена дорога', false), ('sign', 'Дорожній знак', false),
      ('spot', 'Небезпечне місце', false)$$, 'the services');
update varta.source set lang = 'en' where code = 'poltava-site';
select is((select service_name from sync.services(pg_temp.source('poltava-site')) where service_code = 'light'), 'Traffic light', 'in the source''s language');

-- Requests
select pg_temp.report(E'Світлофор\n\nНе працює', p_more => '{"external_id": "1", "requested": "2026-11-01T10:00:00+02:00", "email": "a@b"}') as a \gset
select pg_temp.report('Яма', 'road', p_more => '{"external_id": "2", "requested": "2026-11-10T10:00:00+02:00"}') as b \gset
select pg_temp.report('Крадіжка', 'crime', p_more => '{"external_id": "3"}') as c \gset
select pg_temp.report('Спам', 'question', p_more => '{"external_id": "4"}') as d \gset
select pg_temp.report('Полтава', 'road', 49.6, 34.5, 'poltava-site') as p \gset
set session authorization t_moderator;
select api.accept(:a, 1), api.accept(:b, 1), api.accept(:c, 1), api.reject(:d, 1, 'spam', 'дурниці'), api.refer(:a, 2, 'traffic_unit', null),
       api.draft(:b, 2, 'Залатали', true), api.publish(:b, 3) \g /dev/null
set session authorization t_syncd;
create function pg_temp.listed(p_filter jsonb, p_limit int default 100, p_source text default 'kyiv-site') returns bigint[] language sql as $$
    select coalesce(array_agg(service_request_id), '{}') from sync.requests((select id from sync.sources() where city_code || '-site' = p_source), p_filter, p_limit)
$$;
select is(pg_temp.listed('{}'), array[:b, :a]::bigint[], 'the public sees what was accepted or answered, newest first; no crime, nothing new, nothing rejected');
select is(pg_temp.listed('{"own": true}'), array[:d, :c, :b, :a]::bigint[], 'a peer sees all that it sent');
select is(pg_temp.listed('{"own": true}', 100, 'poltava-site'), array[:p]::bigint[], 'and nothing of another');
select is(pg_temp.listed('{}', 100, 'poltava-site'), '{}', 'nor does the other city''s public');
select is(pg_temp.listed('{"status": "open"}'), array[:a]::bigint[], 'open');
select is(pg_temp.listed('{"status": "closed"}'), array[:b]::bigint[], 'closed');
select is(pg_temp.listed('{"service_code": ["light", "sign"]}'), array[:a]::bigint[], 'by service');
select is(pg_temp.listed('{"from": "2026-11-05T00:00:00Z", "to": "2026-11-20T00:00:00Z"}'), array[:b]::bigint[], 'by time of the report');
select is(pg_temp.listed(format('{"ids": ["%s", "%s", "x"]}', :a, :c)::jsonb), array[:a]::bigint[], 'by number, private ones not');
select is(pg_temp.listed(format('{"own": true, "ids": [%s]}', :c)::jsonb), array[:c]::bigint[], 'but the peer''s own');
select is(pg_temp.listed('{"ids": []}'), '{}', 'no numbers, no requests');
select is(pg_temp.listed('{}', 1), array[:b]::bigint[], 'a limit');
select is(pg_temp.error_of($$select pg_temp.listed('{"page": 1}')$$), 'VA006 ["page"]', 'an unknown key');
select is(pg_temp.error_of($$select pg_temp.listed('{"from": "soon"}')$$), 'VA003 ["from","soon","a time in ISO 8601"]', 'a time that is none');
select results_eq(format($$select status, status_notes, service_name, service_code, description, title, agency_responsible, requested, lat, long, private
    from sync.requests((select id from sync.sources() where city_code = 'kyiv'), '{"ids": [%s]}', 10)$$, :a),
    $$values ('open', '', 'Світлофор', 'light', E'Світлофор\n\nНе працює', 'Світлофор', 'Сектор безпеки дорожнього руху',
      extract(epoch from '2026-11-01 10:00+02'::timestamptz)::bigint, 50.47::float8, 30.45::float8, false)$$, 'all of one');
select results_eq(format($$select status, status_notes from sync.requests((select id from sync.sources() where city_code = 'kyiv'), '{"own": true, "ids": [%s]}', 10)$$, :d),
    $$values ('closed', 'Звернення не стосується безпеки в місті.')$$, 'a rejected one tells its source the reason, not the note');

-- Updates
create function pg_temp.updates(p_from timestamptz, p_to timestamptz) returns bigint language sql as $$
    select count(*) from sync.updates((select id from sync.sources() where city_code = 'kyiv'), p_from, p_to)
$$;
select is(pg_temp.updates(null, null), 5::bigint, 'five things happened');
select is(pg_temp.updates(now(), now()), 5::bigint, 'both ends of the window belong to it');
select is(pg_temp.updates(now() + interval '1 second', null), 0::bigint, 'nothing after');
select is(pg_temp.updates(null, now() - interval '1 second'), 0::bigint, 'nothing before');
select is((select array_agg(update_id order by update_id::bigint) = array_agg(update_id) from sync.updates((select id from sync.sources() where city_code = 'kyiv'), null, null)),
    true, 'in the order of their numbers');

-- Comments
create function pg_temp.comment(p_item jsonb) returns text language sql as $$
    select concat_ws(' ', outcome, reason) from sync.comments((select id from sync.sources() where city_code = 'kyiv'), jsonb_build_array(p_item))
$$;
select is(pg_temp.comment(jsonb_build_object('service_request_id', :a::text, 'update_id', '5', 'updated', '2026-11-22T17:39:06+02:00', 'status', 'OPEN',
    'description', E'Досі\r\nстоїть', 'email', 'citizen@example.org', 'raw', 'r')), 'stored', 'a comment');
select is(pg_temp.comment(jsonb_build_object('service_request_id', :a, 'update_id', '5', 'description', 'ще раз')), 'known', 'the same update_id is known');
select is(pg_temp.comment(jsonb_build_object('service_request_id', :p, 'update_id', '6', 'description', 'x')),
    format('refused service_request_id "%s" is not known here', :p), 'another source''s request is not known');
select is(pg_temp.comment('{"service_request_id": "CAP-101", "update_id": "6"}'), 'refused service_request_id "CAP-101" is not known here', 'nor is nonsense');
select is(pg_temp.comment(jsonb_build_object('service_request_id', :a, 'description', 'x')), 'refused update_id is missing', 'no update_id');
-- FixMyStreet has what we call its comment in one column with the numbers of our updates
create function pg_temp.called(p_id text) returns text language sql as $$
    select update_id from sync.comments((select id from sync.sources() where city_code = 'kyiv'), jsonb_build_array(jsonb_build_object('service_request_id', p_id, 'update_id', '5')))
$$;
reset session authorization;
select is(pg_temp.called(:a::text), (select 'c' || id from varta.comment), 'a comment is called by a number that no update has, also when it comes again');
update varta.comment c set update_id = b.seq::text, received_at = b.created_at - interval '1 second' from varta.outbox b where b.request_id = :a and b.seq = (
    select min(seq) from varta.outbox where request_id = :a);
select results_eq(format($$select update_id from sync.updates(pg_temp.source('kyiv-site'), null, null) where service_request_id = %s$$, :a),
    format($$select case when row_number() over (order by seq) = 1 then 'u' || seq else seq::text end from varta.outbox where request_id = %s order by seq$$, :a),
    'a number under which a comment came before is no update''s');
update varta.comment set update_id = '5';
set session authorization t_moderator;
select is((select api.request(:a) #>> '{comments,0,body}'), E'Досі\nстоїть', 'the moderator reads it');
select is(api.request(:a) #>> '{events,0,verb}', 'comment', 'and the history tells');
reset session authorization;

select * from finish();
