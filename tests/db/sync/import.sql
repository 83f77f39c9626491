-- sync.import: what arrives is stored once and raw, what is wrong is refused by name and place and
-- stops nothing else, and district, area, title and due date are found.
\ir ../../lib/tap.sql
select plan(47);

create temp table answer (n int, request_id bigint, outcome text, reason text);
grant all on answer to public;
create function pg_temp.send(p_items jsonb) returns setof answer language sql as $$
    select n, request_id, outcome, reason from sync.import(pg_temp.source('kyiv-site'), p_items)
$$;

-- Idempotence
insert into answer select * from pg_temp.send('[
    {"n": 7, "external_id": "4", "service_code": "light", "lat": 50.47, "long": 30.45, "description": "Перше", "raw": "a"},
    {"n": 8, "external_id": "4", "service_code": "light", "lat": 50.47, "long": 30.45, "description": "Перше ще раз", "raw": "b"},
    {"n": 9, "external_id": "5", "service_code": "light", "lat": 50.47, "long": 30.45, "description": "Друге", "raw": "a"}]');
select results_eq('select n, outcome from answer order by n', $$values (7, 'stored'), (8, 'known'), (9, 'stored')$$,
    'the same external_id twice in a batch is one request, the same text with another id is another');
select is((select count(distinct request_id) from answer where n in (7, 8)), 1::bigint, 'both get its number');
select is((select count(*) from varta.request), 2::bigint, 'two requests are stored');
select results_eq($$select outcome, request_id from pg_temp.send('[{"external_id": "4", "service_code": "nonsense", "raw": "c"}]')$$,
    $$select 'known', request_id from answer where n = 7$$, 'later the same external_id is known whatever else it says');
select is((select outcome from sync.import(pg_temp.source('poltava-site'),
    '[{"external_id": "4", "service_code": "question", "description": "інше місто", "raw": "x"}]')), 'stored',
    'another source''s external_id is another');

truncate answer;
insert into answer select * from pg_temp.send('[
    {"n": 0, "external_id": null, "service_code": "question", "description": "Питання", "raw": "q=1"},
    {"n": 1, "service_code": "question", "description": "Питання", "raw": "q=1"},
    {"n": 2, "external_id": "", "service_code": "question", "description": "Питання", "raw": "q=2"}]');
select results_eq('select n, outcome from answer order by n', $$values (0, 'stored'), (1, 'known'), (2, 'stored')$$,
    'without an external_id the same raw text is one request');
select is((select outcome from pg_temp.send('[{"service_code": "question", "description": "Питання", "raw": "q=1"}]')), 'known',
    'also in a later batch');
set session_replication_role = replica;
update varta.submission set received_at = now() - interval '25 hours' where raw = 'q=1';
set session_replication_role = origin;
select is((select outcome from pg_temp.send('[{"service_code": "question", "description": "Питання", "raw": "q=1"}]')), 'stored',
    'but not a day later');
select is((select outcome from pg_temp.send('[{"external_id": "77", "service_code": "question", "raw": "q=1"}]')), 'stored',
    'an external_id counts before the text');

-- Refusals
create function pg_temp.refusal(p_item text) returns text language sql as $$
    select s.outcome || ': ' || s.reason from pg_temp.send(jsonb_build_array(
        '{"service_code": "light", "lat": 50.47, "long": 30.45, "description": "x", "raw": "r"}'::jsonb || p_item::jsonb)) s
$$;
select is(pg_temp.refusal('{"service_code": null}'), 'refused: service_code is missing', 'no service_code');
select is(pg_temp.refusal('{"service_code": "zzz"}'), 'refused: service_code "zzz" is not known here', 'unknown service_code');
select is(pg_temp.refusal('{"long": null}'), 'refused: lat and long come together or not at all', 'half a point');
select is(pg_temp.refusal('{"lat": 91}'), 'refused: lat "91" is not a number between -90 and 90', 'lat out of range');
select is(pg_temp.refusal('{"lat": "north"}'), 'refused: lat "north" is not a number between -90 and 90', 'lat is no number');
select is(pg_temp.refusal('{"long": -180.5}'), 'refused: long "-180.5" is not a number between -180 and 180', 'long out of range');
select is(pg_temp.refusal('{"lat": null, "long": null}'), 'refused: lat and long, address_string or address_id is missing',
    'traffic needs a place');
select is(pg_temp.refusal('{"requested": "2026-02-31T10:00:00Z"}'), 'refused: requested_datetime "2026-02-31T10:00:00Z" is not a time',
    'a day that is not');
select is(pg_temp.refusal('{"requested": "soon"}'), 'refused: requested_datetime "soon" is not a time', 'no time at all');
select is(pg_temp.refusal(jsonb_build_object('description', repeat('я', 20001))::text),
    'refused: description is longer than 20000 characters', 'too long');
update varta.category set active = false where code = 'parking';
select is(pg_temp.refusal('{"service_code": "parking"}'), 'refused: service_code "parking" is not in use any more', 'a category that was closed');

truncate answer;
insert into answer select * from pg_temp.send('[
    {"service_code": "light", "lat": 50.47, "long": 30.45, "description": "добре", "raw": "m1"},
    {"service_code": "zzz", "description": "погано", "raw": "m2"},
    {"service_code": "light", "lat": 50.47, "long": 30.45, "description": "теж добре", "raw": "m3"}]');
select results_eq('select n, outcome from answer order by n', $$values (0, 'stored'), (1, 'refused'), (2, 'stored')$$,
    'one bad item stops no other, and n may be left out');
select is((select outcome from pg_temp.send('[{"service_code": "light", "lat": 50.47, "long": 30.45, "raw": "m2"}]')), 'stored',
    'what was refused can come again');
select matches(pg_temp.error_of('select * from sync.import(0, ''[]'')'), '^VA001 \["source", ?"0"\]', 'an unknown source');
select is_empty($$select * from pg_temp.send('[]')$$, 'an empty batch');

-- The raw text
select pg_temp.report('x', p_more => jsonb_build_object('raw', E'description=a\r\nb\r\n<b>\t \u202e', 'content_type', 'x/y')) as raw_id \gset
select is((select s.raw from varta.submission s join varta.request r on (r.city_id, r.submission_id) = (s.city_id, s.id) where r.id = :raw_id),
    E'description=a\r\nb\r\n<b>\t \u202e', 'CRLF, markup and bidirectional controls stay in the raw submission');
select is((select digest from varta.submission where content_type = 'x/y'), sha256(convert_to(E'description=a\r\nb\r\n<b>\t \u202e', 'UTF8')),
    'the digest is the SHA-256 of its bytes');
select throws_ok('update varta.submission set raw = ''''', '55000', null, 'a submission is never changed');

-- Title and body
create function pg_temp.text_of(p_text text) returns text language sql as $$
    select title || '|' || titled || '|' || body from varta.split_text(p_text)
$$;
select is(pg_temp.text_of(E'Світлофор\r\n\r\nНе працює.\r\n\r\nЗовсім.\r\n'), E'Світлофор|true|Не працює.\n\nЗовсім.', 'a first line before an empty one is the title');
select is(pg_temp.text_of(E'Рядок\r\nдругий'), E'Рядок другий|false|Рядок\nдругий', 'otherwise the title is the beginning');
select is(pg_temp.text_of(''), '|false|', 'an empty text');
select is(pg_temp.text_of(E'\r\n \r\n'), '|false|', 'only blanks');
select is(pg_temp.text_of(repeat('слово ', 30)), rtrim(repeat('слово ', 13)) || '|false|' || rtrim(repeat('слово ', 30)),
    'the beginning is cut at a word');
select is(pg_temp.text_of(repeat('ї', 90)), repeat('ї', 80) || '|false|' || repeat('ї', 90), 'or within one that is too long');
select is(length((varta.split_text(repeat('a', 300) || E'\n\nb')).title), 80, 'a title of 300 characters is none');
select is(pg_temp.text_of(E'Тільки заголовок\n\n'), 'Тільки заголовок|false|Тільки заголовок', 'a title without a text is the text');
select is((select varta.join_text(title, titled, body) from varta.split_text(E'A\n\nB')), E'A\n\nB', 'both together are the text again');

-- Place
create function pg_temp.placed(p_id bigint) returns text language sql as $$
    select r.area || ' ' || coalesce(d.code, '-') from varta.request r
    left join varta.district d on (d.city_id, d.id) = (r.city_id, r.district_id) where r.id = p_id
$$;
select is(pg_temp.placed(pg_temp.report('1')), '0 podil', 'a point in a district');
select is(pg_temp.placed(pg_temp.report('2', 'light', 50.45, 30.60)), '0 dnipro', 'in another');
select is(pg_temp.placed(pg_temp.report('3', 'light', 50.46, 30.52)), '0 podil', 'on the border the one that was first');
select is(pg_temp.placed(pg_temp.report('4', 'light', 49.6, 34.5)), '1 -', 'in another known city: kept and flagged');
select is(pg_temp.placed(pg_temp.report('5', 'light', 44.67, 34.41)), '2 -', 'outside every known city: kept and flagged');
select is(pg_temp.placed(pg_temp.report('6', 'light', null, null, p_more => '{"address": "Хрещатик, 1"}')), '3 -', 'an address alone');
select is(pg_temp.placed(pg_temp.report('7', 'light', 0, 0)), '2 -', 'zero is a point');

-- The rest of a request
select results_eq(format($$select requested_at, kind, public, due_at = varta.due_work(city_id, received_at, 1), attributes
    from varta.request where id = %s$$, pg_temp.report('8', p_more => '{"requested": "2026-11-20T10:00:00", "attributes": {"a": [1]}}')),
    $$values ('2026-11-20 10:00+02'::timestamptz, 2::smallint, true, true, '{"a": [1]}'::jsonb)$$,
    'time in the zone of the source, kind, due date and attributes');
select results_eq(format('select public, due_at = varta.due_work(city_id, received_at, 2) from varta.request where id = %s',
    pg_temp.report('9', 'message')), 'values (false, true)', 'a message is not public and has two working days');
select results_eq(format('select email, first_name, may_contact from varta.reporter where request_id = %s',
    pg_temp.report('10', p_more => '{"email": "o@example.org", "first_name": "Олена"}')), $$values ('o@example.org', 'Олена', false)$$,
    'who reported is in a table of its own, and did not agree to be contacted');
select is((select count(*) from varta.event e join varta.request r on (r.city_id, r.id) = (e.city_id, e.request_id) where e.verb = 'received'),
    (select count(*) from varta.request), 'each of them has its first event');

select * from finish();
