-- Fills a database that has the schema and tests/fixture.sql with :requests requests and what people and peers do with
-- them, through the functions that programs call, so that no table is empty. What it makes is the same each time, but for
-- moments and the random numbers of subscriptions.
\set ON_ERROR_STOP on
set client_min_messages = warning;
select setseed(0.5) \g /dev/null

create function pg_temp.source(p_code text) returns integer language sql as $$ select id from varta.source where code = p_code $$;

-- Calls a function as an operator; {v} in it is the version of the request.
create function pg_temp.act(p_login text, p_call text, p_request bigint default 0) returns text language plpgsql as $$
declare
    v_version integer := (select version from varta.request where id = p_request);
    v_result text;
begin
    perform set_config('session_authorization', p_login, true);
    execute replace(format('select x::text from %s x limit 1', p_call), '{v}', coalesce(v_version, 0)::text) into v_result;
    perform set_config('session_authorization', 'postgres', true);
    return v_result;
end
$$;
create function pg_temp.box(p_code text, p_west float8) returns jsonb language sql as $$
    select jsonb_build_object('type', 'Feature', 'properties', jsonb_build_object('code', p_code, 'name', 'Дільниця ' || p_code, 'name:en', 'Beat ' || p_code),
        'geometry', public.st_asgeojson(public.st_makeenvelope(p_west, 50.45, p_west + 0.001, 50.52, 4326))::jsonb)
$$;
create function pg_temp.item(p_i integer, p_more jsonb default '{}') returns jsonb language sql as $$
    select jsonb_build_object('n', p_i, 'service_code', (array['road', 'light', 'sign', 'question', 'marking', 'spot', 'parking', 'crime', 'message', 'lighting'])[1 + p_i % 10],
        'external_id', 'site-' || p_i, 'lat', 50.451 + p_i % 60 / 1000.0, 'long', 30.401 + p_i % 290 / 1000.0,
        'address', format('вул. Межигірська, %s', 1 + p_i % 90), 'description', format(E'Звернення %s: яма біля будинку\n\nГлибока, вже %s тижнів. Дзвонили на 1551.', p_i, p_i % 9),
        'email', format('reader%s@example.org', p_i), 'first_name', 'Олена', 'last_name', 'Дзвінчук', 'phone', format('050%s', 1000000 + p_i),
        'attributes', jsonb_build_object('notify', 'uk', 'place', p_i), 'requested', '2026-10-01T10:00:00+03:00',
        'raw', format('service_code=road&description=%s', p_i), 'content_type', 'application/x-www-form-urlencoded') || p_more
$$;

-- What administrators set up
select api.source_add('kyiv', 'kyiv-mail', 'mail', 'kyiv', null), api.source_add('kyiv', 'kyiv-map', 'publish', 'kyiv-map', null),
       api.source_add('kyiv', 'fms', 'poll', 'their-kyiv', null), api.source_add('kyiv', 'partner', 'push', 'partner', sha256('partner-key')) \g /dev/null
select api.source_set('partner', '{"url": "https://partner.example.org/open311"}'),
       api.source_set('fms', '{"url": "https://fms.example.org/open311/v2", "peer_jurisdiction": "7", "dialect": "fixmystreet"}') \g /dev/null
select count(*) from api.beat_import('kyiv', (select jsonb_build_object('type', 'FeatureCollection', 'features', jsonb_agg(pg_temp.box('b' || i, 30.4 + i / 1000.0)))
                                              from generate_series(0, 119) i)) \g /dev/null
select api.beat_assign('kyiv', 'b' || i, 't_officer', now() - interval '1 year') from generate_series(0, 99) i \g /dev/null
select api.beat_set('kyiv', 'b' || i, format('{"streets": [{"street": "вул. Лугова %s", "from": 1, "to": 35, "parity": "odd"}]}', i)::jsonb) from generate_series(0, 99) i \g /dev/null
select api.operator_add('t_deputy', 'Олег Панченко', 'officer', '{kyiv}', true) \g /dev/null
select api.absence_add('t_officer', 't_deputy', timestamptz '2098-01-01' + i * interval '2 days', timestamptz '2098-01-02' + i * interval '2 days')
from generate_series(1, 50) i \g /dev/null
select api.office_hours_set('t_officer', '[{"weekday": 1, "from": "09:00", "to": "10:00", "place": "вул. Хорива, 20"}]') \g /dev/null
select api.unit_add('kyiv', 'roads' || i, 'city', 'Шляхове управління ' || i, 'Roads ' || i) from generate_series(1, 40) i \g /dev/null
select api.unit_set('kyiv', 'roads' || i, format('{"streets": [{"street": "вул. Хорива %s"}]}', i)::jsonb) from generate_series(1, 40) i \g /dev/null
select count(*) from api.unit_area_import('kyiv', 'guard', jsonb_build_object('type', 'FeatureCollection', 'features', jsonb_build_array(pg_temp.box('guard', 30.45)))) \g /dev/null
select api.rule_add('kyiv', 'roads' || i, 'road', null, false, 50 + i) from generate_series(1, 40) i \g /dev/null
select api.retention_set('kyiv', 'question', 400) \g /dev/null
select pg_temp.act('t_moderator', format('api.view_save(%L, %L)', 'Світлофори ' || i, '{"category": ["light"], "district": ["podil"]}')) from generate_series(1, 30) i \g /dev/null
select api.guard_rule_set('kyiv', 'post', '{"kind": "other", "pattern": "опор[аи] № ?\\d+"}') \g /dev/null
select pg_temp.act('t_admin', $$api.guidance_save(null, null, 'kyiv', 'road', null, 'uk', 'Яма', 'Дякуємо, {moderator}.', true)$$) \g /dev/null

-- What comes in: from the site, with the photos of some; from a peer that posts; from one that is polled
select count(*) from generate_series(0, :requests - 1, 500) c
cross join lateral (select jsonb_agg(pg_temp.item(i, case when i % 4 = 0 then jsonb_build_object('media_url', format('https://site.example.org/%s.jpg', i), 'media_urls',
    case when i % 12 = 0 then jsonb_build_array(format('https://site.example.org/%s.jpg', i), format('https://site.example.org/%s-2.jpg', i)) end) else '{}' end)) as items
                    from generate_series(c, least(c + 500, :requests) - 1) i) b
cross join lateral sync.import(pg_temp.source('kyiv-site'), b.items) \g /dev/null
select count(*) from sync.import(pg_temp.source('partner'), (select jsonb_agg(pg_temp.item(i, jsonb_build_object('external_id', 'partner-' || i))) from generate_series(1, :requests / 4) i)) \g /dev/null
select count(*) from sync.poll_lease('old-daemon', 1, 600) \g /dev/null
select count(*) from sync.poll_take(pg_temp.source('fms'), 'old-daemon', (select jsonb_agg(pg_temp.item(i, jsonb_build_object(
    'external_id', 'fms-' || i, 'status', case when i % 3 = 0 then 'closed' else 'open' end))) from generate_series(1, :requests) i)) \g /dev/null
select sync.poll_done(pg_temp.source('fms'), 'old-daemon') \g /dev/null
select count(*) from sync.comments(pg_temp.source('kyiv-site'), (select jsonb_agg(jsonb_build_object('n', id, 'service_request_id', id::text, 'update_id', 'c' || id,
    'description', 'Досі не полагодили', 'email', format('reader%s@example.org', id), 'first_name', 'Олена')) from varta.request
    where source_id = pg_temp.source('kyiv-site') and id % 2 = 0)) \g /dev/null
select count(sync.media_upload(pg_temp.source('kyiv-site'), encode(sha256(i::text::bytea), 'hex'), 'image/jpeg', 1000 + i)) from generate_series(1, :requests / 4) i \g /dev/null
select count(sync.media_stored(city_id, request_id, comment_id, encode(sha256(request_id::text::bytea), 'hex'), 'image/jpeg', 5000))
from sync.media_lease('old-daemon', :requests / 8, 60) \g /dev/null
select count(sync.subscribe(pg_temp.source('kyiv-site'), format('b%s@example.org', i), 'uk', 'b' || i % 100, null, null, null)) from generate_series(1, :requests / 4) i \g /dev/null
select count(sync.subscription_confirm(id)) from varta.subscription where id % 4 <> 0 \g /dev/null
select sync.index_texts(least(:requests, 10000)) \g /dev/null

-- What operators do: a tenth stays new, the others end in every status and state
create temp table act (n integer, login text, call text);
insert into act values
    (1, 't_moderator', 'api.accept({id}, {v})'), (1, 't_moderator', 'api.note({id}, {v}, ''Дзвонила заявниці'', gen_random_uuid())'),
    (2, 't_moderator', 'api.accept({id}, {v})'), (2, 't_moderator', 'api.refer({id}, {v}, ''traffic_unit'', ''Прошу перевірити'')'),
    (2, 't_moderator', 'api.snooze({id}, {v}, now() + interval ''1 day'')'),
    (3, 't_moderator', 'api.accept({id}, {v})'), (3, 't_moderator', 'api.refer({id}, {v}, ''patrol'', null)'),
    (3, 't_moderator', 'api.referral_return({id}, {v}, {referral}, ''не наше'')'), (3, 't_moderator', 'api.refer({id}, {v}, ''guard'', null)'),
    (4, 't_moderator', 'api.accept({id}, {v})'), (4, 't_moderator', 'api.draft({id}, {v}, ''Засипали.'', true, null, gen_random_uuid())'),
    (4, 't_moderator', 'api.publish({id}, {v}, null)'),
    (5, 't_moderator', 'api.accept({id}, {v})'), (5, 't_moderator', 'api.answer({id}, {v}, ''Полагодимо до п’ятниці.'')'),
    (6, 't_moderator', 'api.reject({id}, {v}, ''unclear'', ''що саме?'')'),
    (7, 't_moderator', 'api.accept({id}, {v})'), (7, 't_moderator', 'api.pause({id}, {v}, ''Біля якого будинку?'')'), (7, 't_moderator', 'api.resume({id}, {v})'),
    (8, 't_moderator', 'api.accept({id}, {v})'), (8, 't_moderator', 'api.draft({id}, {v}, ''Буде згодом.'', true)'), (8, 't_moderator', 'api.submit({id}, {v}, null)'),
    (8, 't_moderator', 'api.pause({id}, {v}, ''Коли?'')'),
    (9, 't_moderator', 'api.withdraw({id}, {v}, ''прохання'')');
do $$
declare
    r record;
    a record;
begin
    for r in select q.id from varta.request q where q.source_id = any(array[pg_temp.source('kyiv-site'), pg_temp.source('partner')])
             and q.kind < 4 order by q.id loop
        for a in select * from act where n = r.id / 3 % 10 loop
            perform pg_temp.act(a.login, replace(replace(a.call, '{id}', r.id::text), '{referral}',
                coalesce((select max(f.id) from varta.referral f where f.request_id = r.id)::text, '0')), r.id);
        end loop;
    end loop;
end
$$;
select pg_temp.act('t_moderator', format('api.merge(%s, {v}, %s, %s)', a.id, b.id, b.version), a.id)
from (select id, row_number() over (order by id) as n from varta.request where status = 1 and kind = 2 order by id limit 20) a
join (select id, version, row_number() over (order by id) as n from varta.request where status = 2 and kind = 2 order by id limit 20) b using (n) \g /dev/null
select pg_temp.act('t_moderator', format('api.presence_set(%s, ''view'', 3600)', id)) from varta.request where kind = 2 order by id limit 50 \g /dev/null
select pg_temp.act('t_moderator', 'api.search(''{}'', ''незвіданого'', 10)') \g /dev/null
select pg_temp.act('t_moderator', $$api.newsletter_send('kyiv', null, 'Усім', 'Увага')$$), pg_temp.act('t_officer', $$api.newsletter_send('kyiv', 'b1', 'Нові години', 'Приходьте.')$$) \g /dev/null

-- What the daemon has done with what leaves: a third is delivered, some failed, the rest waits
select count(sync.outbox_done(seq, source_id)) from varta.delivery where seq % 3 = 0 and source_id <> pg_temp.source('kyiv-map') \g /dev/null
select count(*) from sync.outbox_lease('old-daemon', 'push', 20, 60) l cross join lateral sync.outbox_failed(l.seq, l.source_id, 'old-daemon', 'HTTP 500', false, null) \g /dev/null
select sync.publish_built(id, wanted) from sync.publish_sources() \g /dev/null
select count(sync.mail_sent(id)) from sync.mail_lease('old-daemon', 100000, 100, 60) \g /dev/null
select count(*) from api.erase_reporter('kyiv', 'reader1@example.org', null, null, true) \g /dev/null
-- People erased while the texts stay, an identifier that named one, and an erasure that failed
select count(*) from api.erase_reporter('kyiv', 'reader2@example.org', null, null, false) \g /dev/null
select varta.hide_id(pg_temp.source('partner'), 'Олена edited 1', '{}') \g /dev/null
select varta.set_aside(city_id, id, '22P02') from varta.request order by id limit 5 \g /dev/null

-- Reports whose sender gives them no number
select count(*) from sync.import(pg_temp.source('kyiv-site'), (
    select jsonb_agg(pg_temp.item(200000 + i, jsonb_build_object('external_id', null, 'fields', md5(i::text)))) from generate_series(1, 50) i)) \g /dev/null

-- Daemons that lived
insert into varta.daemon (name, login, missed_at) select 'host/' || i, 't_syncd', now() from generate_series(1, 20) i;

-- A peer fetches what became of its reports
select count(*) from sync.updates(pg_temp.source('partner'), null, null) \g /dev/null

-- Operators look at photos
insert into varta.photo_ticket (hash) select md5(i::text) || md5(i::text) from generate_series(1, 50) i;

-- A password was set through Varta
select api.operator_set('t_expert', '{"verifier": "SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2FsdA==$RZvlX4pLjBvbxF4vNHDlPIuZaw8yTqYWyvJyhHzlDCc=:9NlXJpXLpO3Wm5JF6+1u/8h0z3+qk3Cz9mrlDmj1fYM="}') \g /dev/null
-- Messages of no beat go to one person; a resident has written later
select api.city_set('kyiv', '{"message_reader": "t_moderator2"}') \g /dev/null
insert into varta.unseen_comment (city_id, request_id) select city_id, id from varta.request order by id limit 20 on conflict do nothing;

-- Streets, houses and stops
create function pg_temp.streets(p_what text, p_rows jsonb) returns void language plpgsql as $$
declare
    v_import integer := api.streets_begin('kyiv', 'Реєстр', 'CC BY 4.0', '2026-11-01');
begin
    perform api.streets_take('kyiv', v_import, p_what, '{}', p_rows);
    perform api.streets_end('kyiv', v_import, p_what, false);
end
$$;
select pg_temp.streets('streets', (select jsonb_agg(jsonb_build_array(i, jsonb_build_object('name', 'вулиця Лісова ' || i, 'old_name', 'вулиця Стара ' || i,
    'highway', 'tertiary', 'geometry', st_asgeojson(st_makeline(st_point(30.42 + i / 1000.0, 50.46), st_point(30.42 + i / 1000.0, 50.48)))::jsonb))) from generate_series(1, 40) i)),
       pg_temp.streets('houses', (select jsonb_agg(jsonb_build_array(i, jsonb_build_object('street', 'вулиця Лісова ' || i / 10, 'number', i % 10 + 1 || '-А', 'postcode', '04070',
    'lat', 50.46 + (i % 10) / 1000.0, 'lon', 30.42 + i / 10000.0))) from generate_series(10, 400) i)),
       pg_temp.streets('places', '[[2, {"name": "Ринок", "kind": "stop", "lat": "50.47", "lon": "30.43"}]]') \g /dev/null

-- Requests are on streets
insert into varta.request_place (city_id, request_id, street_id, computed)
select r.city_id, r.id, s.id, (array['point', 'address', null])[r.id % 3 + 1]
from varta.request r join varta.street s on s.city_id = r.city_id and s.name = 'вулиця Лісова ' || r.id % 40 + 1;

-- Institutions, defects in each state, orders on their way, which a static tree shows
select api.city_set('kyiv', '{"orders_public": true}') \g /dev/null
select api.institution_add('kyiv', 'autodor', '{"name": "КК «Автодор»", "email": "autodor@example.org", "owns": {"surface": {"type": "Polygon", "coordinates": [[[30.4,50.4],[30.5,50.4],[30.5,50.5],[30.4,50.4]]]}, "sign": ["вул. Лісова, непарні 1-33"]}}'),
       api.institution_add('kyiv', 'svitlo', '{"name": "КП «Світло»", "owns": {"sign": "everywhere"}}'),
       api.ground_set('kyiv', 'sign', '{"object": "sign", "law": "Закон", "demand": "Полагодити: {що}"}'), api.unit_head_set('kyiv', 'traffic_unit', '{t_traffic}') \g /dev/null
select pg_temp.act('t_traffic', format('api.defect_add(''kyiv'', ''sign'', ''знак %s'', ''вул. Лісова, %s'', 50.46, 30.45)', i, i)) from generate_series(1, 60) i \g /dev/null
insert into varta.defect_request select d.city_id, d.id, r.id from (select city_id, id, row_number() over (order by id) as n from varta.defect) d
join (select city_id, id, row_number() over (order by id) as n from varta.request where city_id = 1) r using (city_id, n);
select pg_temp.act('t_traffic', format('api.defect_verify(%s, 1, %L, %L, %L)', id, 'confirmed', '', '{"depth": 12}')) from varta.defect where id % 6 <> 0 \g /dev/null
select pg_temp.act('t_traffic', format('api.defect_photo(%s, ''before'', %L::bytea)', id, '\xffd8ff' || md5(id::text || 'shown'))) from varta.defect where id % 9 = 1 \g /dev/null
select sync.attachment_stored(city_id, id, encode(sha256(id::text::bytea), 'hex'), 'image/jpeg', 1000) from varta.attachment \g /dev/null
select pg_temp.act('t_traffic', format('api.order_draft(array[%s])', id)) from varta.defect where state = varta.defect_confirmed() and id % 5 <> 0 \g /dev/null
select pg_temp.act('t_traffic', format('api.order_issue(%s, 1)', id)) from varta.orders where id % 4 <> 0 \g /dev/null
select pg_temp.act('t_traffic', format('api.order_do(%L, %L, null, %L, %L)', 'order_' || (array['deliver', 'accept', 'reject', 'done', 'verify', 'cancel', 'reissue'])[id % 7 + 1], id, 'Так треба', 'вх. 1'))
from varta.orders where state = varta.order_issued() \g /dev/null
select pg_temp.act('t_traffic', format('api.order_enforce(%s, %s, %L, %L, %L)', id, version, 'ruling', 'р-' || id, '2026-11-01')) from varta.orders where state = varta.order_issued() limit 5 \g /dev/null

-- Photos of defects and of what owners have done: some are kept, some refused, some wait
select pg_temp.act('t_traffic', format('api.defect_photo(%s, %L, %L::bytea)', id, (array['before', 'after'])[id % 2 + 1], '\xffd8ff' || md5(id::text))) from varta.defect order by id limit 30 \g /dev/null
select varta.photo_add(city_id, null, id, 'after', null, ('\xffd8ff' || md5(id::text))::bytea) from varta.orders where state = varta.order_reported_done() \g /dev/null
select sync.attachment_stored(city_id, id, encode(sha256(id::text::bytea), 'hex'), 'image/jpeg', 1000) from varta.attachment where id % 3 = 0 and data is not null \g /dev/null
select attachment from sync.media_lease('old-daemon', 1, 60, true) where attachment is not null \gset
select sync.attachment_failed(city_id, id, 'old-daemon', 'not a whole JPEG', true) from varta.attachment where id = :attachment \g /dev/null

select pg_temp.act('t_traffic', format('api.order_file(%L, %L, %L)', id, 'Відповідь.pdf', '%PDF-1.5 ' || id)) from varta.orders where state <> varta.order_draft() order by id limit 5 \g /dev/null

-- Answers with photos
insert into varta.answer_photo select p.city_id, p.id, 1, p.request_id, m.hash from varta.response p join lateral (select hash from varta.media where city_id = p.city_id order by hash limit 1) m on true where p.id % 20 = 0;

insert into varta.answer_file (city_id, id, request_id, response_id, kind, name, bytes, data)
select p.city_id, nextval(pg_get_serial_sequence('varta.attachment', 'id')), p.request_id, p.id, (array['pdf', 'photo'])[p.id % 2 + 1], 'лист', 3, '%PDF-'::bytea from varta.response p where p.id % 30 in (0, 1);

-- Papers: some are made, some wait
select sync.document_store(city_id, id, 'https://example.org/document/' || key, convert_to('%PDF-1.5 ' || id, 'UTF8')) from varta.document where id % 3 <> 0 \g /dev/null
-- Rounds and inspections
select pg_temp.act('t_traffic', format('api.round_make(%L, null, %L, %L)', 'kyiv', array(select id from varta.defect where id % 18 = 6 * (i - 1)), 'Обхід ' || i)) from generate_series(1, 3) i \g /dev/null
select pg_temp.act('t_traffic', format('api.round_note(%s, %L)', id, '{"1=confirmed:видно", "2=mended"}')) from varta.round order by id limit 2 \g /dev/null
select pg_temp.act('t_traffic', format('api.campaign_add(%L, %L)', 'kyiv', '{"members": "Іван Гай, інженер; Ольга Дуб", "streets": "вул. Лісова; вул. Межигірська"}')) from generate_series(1, 2) \g /dev/null
select pg_temp.act('t_traffic', format('api.finding_add(%s, %L, %L, %L, 50.46, 30.45)', k.id, 'sign', 'знак погнуто ' || i, 'вул. Лісова, ' || i)) from varta.campaign k cross join generate_series(1, 5) i \g /dev/null
select pg_temp.act('t_traffic', format('api.campaign_sign(%s)', min(id))) from varta.campaign \g /dev/null

select pg_temp.act('t_traffic', 'api.defect_add(''kyiv'', ''sign'', ''помилка'', ''вул. Лісова, 9'', 50.46, 30.45)') \g /dev/null
select pg_temp.act('t_traffic', format('api.defect_verify(%s, 1, ''unfounded'')', max(id))) from varta.defect \g /dev/null
select pg_temp.act('t_traffic', format('api.defect_undo(%s)', max(id))) from varta.defect \g /dev/null

-- Links of owners, some revoked; mails to them, some taken, some refused, some on their way
select pg_temp.act('t_traffic', format('api.order_link(%L)', id)) from varta.orders where number is not null and id % 5 = 0 \g /dev/null
select pg_temp.act('t_traffic', format('api.order_unlink(%L)', id)) from varta.orders where number is not null and id % 10 = 0 \g /dev/null
select id as mail from sync.party_mail_lease('syncd', 1000, 20, 60) offset 0 \g /dev/null
select sync.party_mail_sent(id, '250 OK id=' || id) from varta.party_mail where id % 3 = 0 \g /dev/null
select sync.party_mail_failed(id, 'syncd', '550 no such user', 'nobody') from varta.party_mail where id % 3 = 1 and leased_by is not null \g /dev/null

-- A unit without operators gets what is referred to it by mail
select api.unit_set('kyiv', 'legal_aid', '{"email": "aid@example.org"}') \g /dev/null
select pg_temp.act('t_moderator', format('api.refer(%s, {v}, ''legal_aid'', ''Поясніть'')', id), id) from varta.request q where kind = 1 and status = 2 and public
    and not exists (select from varta.referral f where f.city_id = q.city_id and f.request_id = q.id) order by id limit 10 \g /dev/null

-- The history is sealed but for the end of it
insert into varta.log_chain (city_id, sealed) values (1, 0);
select more from sync.log_seal() \g /dev/null
select sync.log_checkpoint_add(size, sha256('root'), E'example\n64\n') from sync.log_state() \g /dev/null
select sync.log_alarm('leaf 5 is not the one that was signed') \g /dev/null
select sync.log_places('[{"place": "witness w.example", "size": 64, "why": null, "alarm": false, "tried": true}, {"place": "mail", "size": 0, "why": "gone", "alarm": true, "tried": true}]') \g /dev/null
select pg_temp.act('t_moderator', format('api.note(%s, {v}, ''Ще не запечатано.'')', id), id) from varta.request where kind = 2 order by id limit 50 \g /dev/null
