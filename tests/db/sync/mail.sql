-- Mails: who is asked, who is told what and when, who is left alone; newsletters; rate, leases, attempts and
-- bounces. The clock stands still in a transaction, so the tests move the moments of the rows instead.
\ir ../../lib/tap.sql
select plan(74);

create function pg_temp.asks(p_text text, p_email text, p_notify text default '1', p_service text default 'light') returns bigint language sql as $$
    select pg_temp.report(p_text, p_service, p_more => jsonb_build_object('email', p_email, 'attributes', jsonb_build_object('notify', p_notify)))
$$;
create function pg_temp.link(p_email text, p_request bigint default null) returns bigint language sql as $$
    select id from varta.subscription where email = p_email and request_id is not distinct from p_request
$$;
create function pg_temp.drain() returns void language sql as $$
    select count(*) from sync.mail_lease('drain', 1000, 1000, 60);
    select sync.mail_sent(id) from varta.mail where leased_by is not null;
    update varta.mail set begun_at = now() - interval '2 minutes'
$$;

-- Which addresses
select ok(varta.is_mail(a), a) from unnest(array['a@b.ua', 'o.l-e+na_1@sub.example.org', 'x@xn--80ak6aa92e.com']) a;
select ok(not varta.is_mail(a), a) from unnest(array['a@b', '@b.ua', 'a b@c.ua', E'a@b.ua\nRCPT', '<a@b.ua>', 'a@b.ua,c@d.ua', 'олена@b.ua', 'a@-b.ua', 'a@b.ua.', '"a"@b.ua']) a;

-- Who is asked
select pg_temp.asks('Яма', 'o@example.org') as none \gset
select is((select count(*) from varta.subscription), 0::bigint, 'a city that sends no mails asks nobody');
select api.source_add('kyiv', 'kyiv-mail', 'mail', 'kyiv', null) \g /dev/null
select pg_temp.asks('Яма на Подолі', 'o@example.org', 'en') as road \gset
select pg_temp.asks('Не питайте', 'p@example.org', '0'), pg_temp.asks('Не адреса', 'нічого'), pg_temp.report('Без бажання', p_more => '{"email": "q@example.org"}') \g /dev/null
select results_eq('select email, lang, request_id, confirmed_at is null from varta.subscription',
    format($$values ('o@example.org', 'en', %s::bigint, true)$$, :road), 'asked is who wants it and has an address');
select results_eq($$select kind, email, lang, city, request_id, title, attempts from sync.mail_lease('a', 10, 10, 60)$$,
    format($$values ('confirm', 'o@example.org', 'en', 'Kyiv', %s::bigint, 'Яма на Подолі', 0)$$, :road), 'the question leaves');
select is((select count(*) from sync.mail_lease('b', 10, 10, 60)), 0::bigint, 'nobody else gets it');
select ok(sync.mail_sent((select id from varta.mail)), 'sent');
select ok(not sync.mail_sent((select id from varta.mail)), 'which is said twice to no harm');

-- What is told before and after the yes
select pg_temp.does('t_moderator', format('api.accept(%s, 1)', :road)) \g /dev/null
select is((select count(*) from varta.mail), 1::bigint, 'nothing before the yes');
select is(sync.subscription_confirm(:road), null, 'a number that is none');
select results_eq(format('select * from sync.subscription(%s)', pg_temp.link('o@example.org', :road)),
    format($$values ('asked', 'en', 'Kyiv', %s::bigint, null::text)$$, :road), 'what the page shows');
select is(sync.subscription_confirm(pg_temp.link('o@example.org', :road)), 'confirmed', 'yes');
select is(sync.subscription_confirm(pg_temp.link('o@example.org', :road)), 'confirmed', 'and yes again');
select results_eq($$select kind, status, text, title from sync.mail_lease('a', 10, 10, 60)$$,
    $$values ('notice', 'pending', '', 'Яма на Подолі')$$, 'what happened meanwhile is told, once');
select pg_temp.drain() \g /dev/null
select api.city_set('kyiv', '{"recall_window": "1 hour"}') \g /dev/null
select pg_temp.does('t_moderator', format('api.draft(%s, %s, ''Засипали.'', true)', :road, pg_temp.version(:road))),
       pg_temp.does('t_moderator', format('api.publish(%s, %s)', :road, pg_temp.version(:road))) \g /dev/null
select is((select count(*) from sync.mail_lease('a', 10, 10, 60)), 0::bigint, 'an answer waits for the recall window');
select is(sync.mail_next(10), 3600000::bigint, 'and the daemon knows how long');
select pg_temp.does('t_moderator', format('api.recall(%s, %s)', :road, pg_temp.version(:road))) \g /dev/null
select is((select count(*) from varta.mail where sent_at is null), 0::bigint, 'a recalled answer is mailed to nobody');
select is(sync.mail_next(10), null, 'nothing waits');
select api.city_set('kyiv', '{"recall_window": "0"}') \g /dev/null
select pg_temp.does('t_moderator', format('api.publish(%s, %s)', :road, pg_temp.version(:road))) \g /dev/null
select results_eq($$select status, text from sync.mail_lease('a', 10, 10, 60)$$, $$values ('answered', 'Засипали.')$$, 'the answer');
select pg_temp.drain() \g /dev/null

-- What is not public is not told in the subject
select pg_temp.asks('Сусід б''є дружину', 'w@example.org', 'uk', 'message') as secret \gset
select results_eq($$select title, city, lang from sync.mail_lease('a', 10, 10, 60)$$, $$values (null::text, 'Київ', 'uk')$$, 'a message has no title in a mail');
select pg_temp.drain() \g /dev/null

-- Asked once, and not too often
select pg_temp.asks(i::text, 'many@example.org') from generate_series(1, 8) i \g /dev/null
select is((select count(*) from varta.subscription where email = 'many@example.org'), 5::bigint, 'five questions a day at most');
select is(sync.subscribe(pg_temp.source('kyiv-site'), 'MANY@example.org', null, null, null, null, null), null, 'no more, however it is written');
select is((select count(*) from varta.subscription where lower(email) = 'many@example.org'), 5::bigint, 'and nobody is told so');
update varta.subscription set asked_at = now() - interval '8 days' where email = 'many@example.org';
select is(sync.subscription_confirm((select min(id) from varta.subscription where email = 'many@example.org')), 'late', 'after a week it is too late');
select is(sync.mail_tidy(3), 3::bigint, 'what nobody confirmed goes');
select is(sync.mail_tidy(), 2::bigint, 'all of it');

-- Newsletters
select outcome from api.beat_import('kyiv', '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "b1", "name": "Перша", "name:en": "First"},
    "geometry": {"type": "Polygon", "coordinates": [[[30.44,50.46],[30.46,50.46],[30.46,50.48],[30.44,50.48],[30.44,50.46]]]}}]}') \g /dev/null
select api.beat_assign('kyiv', 'b1', 't_officer') \g /dev/null
select is(sync.subscribe(pg_temp.source('kyiv-site'), e, l, b, lat, long, null), w, e || ' ' || coalesce(b, lat::text, 'city')) from (values
    ('n1@example.org', 'uk', 'b1', null::float8, null::float8, null),
    ('n2@example.org', null, null, 50.47, 30.45, null),
    ('n3@example.org', 'en', null, null, null, null),
    ('n1@example.org', 'uk', null, null, null, null),
    ('n4@example.org', 'uk', 'b2', null, null, 'no officer is in charge of that beat or place'),
    ('n4', 'uk', 'b1', null, null, 'email is missing or not an address'),
    ('n4@example.org', 'ru', 'b1', null, null, 'lang is neither uk nor en')) x (e, l, b, lat, long, w);
select is(sync.subscribe(pg_temp.source('poltava-site'), 'n1@example.org', 'uk', null, null, null, null), 'this city sends no mails', 'another city');
select sync.subscription_confirm(id) from varta.subscription where request_id is null and email < 'n3' \g /dev/null
select pg_temp.drain() \g /dev/null
select is(pg_temp.error_of($$select pg_temp.does('t_traffic', 'api.newsletter_send(''kyiv'', ''b1'', ''x'', ''x'')')$$), '42501', 'not for everybody');
select pg_temp.does('t_officer', $$api.newsletter_send('kyiv', 'b1', E' Нові\r\nгодини ', E'Приходьте.\r\n')$$) as news \gset
select results_eq($$select email, subject, text, officer, beat from sync.mail_lease('a', 10, 10, 60) order by 1$$,
    $$values ('n1@example.org', 'Нові години', 'Приходьте.', 'Тарас Бондар', 'Перша'), ('n2@example.org', 'Нові години', 'Приходьте.', 'Тарас Бондар', 'Перша')$$,
    'who said yes gets it once, in one line');
select is(pg_temp.error_of(format($$select pg_temp.does('t_officer', 'api.newsletter_recall(%s)')$$, :news)), 'VA002 ["recall","published",null,"the recall window has ended"]', 'too late to recall');
select is(pg_temp.error_of($$select pg_temp.does('t_officer', 'api.newsletter_send(''kyiv'', null, ''x'', ''x'')')$$), 'VA004 ["newsletter","moderator"]', 'the whole city is not the officer''s');
select pg_temp.drain() \g /dev/null
select api.city_set('kyiv', '{"recall_window": "1 hour"}') \g /dev/null
select pg_temp.does('t_moderator', $$api.newsletter_send('kyiv', null, 'Усім', 'Увага')$$) as all \gset
select is((select count(*) from varta.mail where newsletter_id = :all), 2::bigint, 'a mailbox, not a subscription');
select pg_temp.does('t_moderator', format('api.newsletter_recall(%s)', :all)) \g /dev/null
select results_eq($$select subject, state, mails, sent from api.newsletters('kyiv')$$,
    $$values ('Усім', 'recalled', 0::bigint, 0::bigint), ('Нові години', 'published', 2, 2)$$, 'the list');
select results_eq($$select beat, confirmed, asked, bounced from api.subscribers('kyiv')$$,
    $$values (null::text, 1::bigint, 1::bigint, 0::bigint), ('b1', 2, 0, 0)$$, 'how many, never who');
select is((select count(*) from varta.event where verb like 'newsletter%'), 3::bigint, 'the history has them');

-- Rate, leases, attempts
select api.city_set('kyiv', '{"recall_window": "0"}') \g /dev/null
select pg_temp.does('t_officer', $$api.newsletter_send('kyiv', 'b1', 'Друга', 'x')$$) \g /dev/null
select is((select count(*) from sync.mail_lease('a', 1, 10, 60)), 1::bigint, 'one a minute');
select is((select count(*) from sync.mail_lease('b', 1, 10, 60)), 0::bigint, 'by all daemons together');
update varta.mail set begun_at = begun_at - interval '20 seconds' where leased_by = 'a';
select is(sync.mail_next(1), 40000::bigint, 'the rest of the minute is waited for');
select is(sync.mail_release('a'), 1::bigint, 'given back');
select is((select attempts || coalesce(begun_at::text, ' free') from varta.mail where sent_at is null order by id limit 1), '0 free', 'which counts for nothing');
select results_eq($$select attempts, wait between 240 and 360, dead from sync.mail_failed((select min(id) from sync.mail_lease('a', 9, 1, 60)), 'a', '451 later', 'again')$$,
    $$values (1, true, false)$$, 'later');
select is_empty($$select * from sync.mail_failed((select id from varta.mail where sent_at is null order by id limit 1), 'b', 'x', 'again')$$, 'not another''s');
select min(id) as hit from sync.mail_lease('a', 9, 1, 60) \gset
select results_eq(format($$select attempts, dead from sync.mail_failed(%s, 'a', '550 no such user', 'nobody')$$, :hit), $$values (1, true)$$, 'nobody there');
select is((select count(*) from varta.subscription where bounced_at is not null), 1::bigint, 'which is noted');
select ok(not sync.mail_bounced(:hit, '5.1.1'), 'once');
select results_eq($$select seq, source, transport, request_id, status, state from api.outbox('{"state": ["dead"]}')$$,
    format($$values (%s::bigint, 'kyiv-mail', 'mail', null::bigint, '', 'dead')$$, :hit), 'it is given up');
select results_eq($$select pending, failed, dead from sync.outbox_counts() where transport = 'mail'$$, $$values (0::bigint, 1::bigint, 1::bigint)$$, 'and counted');
select is(pg_temp.does('t_admin', format('api.outbox_replay(%s)', :hit)), '1', 'tried again where an administrator says so');
select results_eq($$select m.id from sync.mail_lease('a', 9, 9, 60) m$$, format('values (%s::bigint)', :hit), 'to an address that is believed again');
update varta.mail set leased_until = now() where id = :hit;
select is((select attempts from sync.mail_lease('b', 9, 9, 60)), 1, 'a daemon that is not heard of costs an attempt');
update varta.mail set sent_at = now(), leased_by = null, leased_until = null where id <> :hit and num_nonnulls(sent_at, dead_at) = 0;
update varta.mail set leased_until = now() where id = :hit;
select is((select attempts from sync.mail_lease('c', 99, 9, 60)), 2, 'and is leased at once, also where nothing else waits in its city');

-- The end
select ok(sync.subscription_end((select subscription_id from varta.mail where id = :hit)), 'no more');
select ok(not sync.subscription_end(:hit), 'nothing is there to end');
select is_empty(format('select from varta.mail where id = %s', :hit), 'what was on its way goes with it');
select api.erase_reporter('kyiv', 'O@example.org') \g /dev/null
select is_empty($$select from varta.subscription where email ilike 'o@example.org'$$, 'erasure takes the address away');
select api.erase_reporter('kyiv', 'n3@example.org') \g /dev/null
select is_empty($$select from varta.subscription where email = 'n3@example.org'$$, 'a reader''s, too');

select * from finish();
