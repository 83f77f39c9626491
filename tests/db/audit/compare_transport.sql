-- Deliveries, mails, photos and residents' later words are compared with what their events say: whoever changes one past the
-- triggers is found, and nothing that the programs do is.
\ir ../../lib/tap.sql
select plan(52);

create function pg_temp.found() returns text language sql as $$
    select coalesce(string_agg(distinct regexp_replace(place, '\d+', 'N') || ': ' || regexp_replace(fault, '\d+', 'N'), ', '), 'nothing') from audit.compare('kyiv')
$$;
create function pg_temp.forged(p_sql text) returns text language sql as $$ select pg_temp.behind_triggers(p_sql, 'pg_temp.found()') $$;
create function pg_temp.h(p_text text) returns text language sql as $$ select encode(sha256(convert_to(p_text, 'UTF8')), 'hex') $$;
create function pg_temp.kyiv() returns smallint language sql as $$ select id from varta.city where code = 'kyiv' $$;
create function pg_temp.due() returns void language sql as $$
    update varta.outbox set visible_at = now() - interval '1 minute';
    update varta.mail set visible_at = now() - interval '1 minute', next_at = now() - interval '1 minute', begun_at = null;
$$;

select api.source_add('kyiv', 'kyiv-push', 'push', 'kyiv-push', null), api.source_add('kyiv', 'kyiv-site-tree', 'publish', 'kyiv-tree', null),
       api.source_add('kyiv', 'kyiv-mail', 'mail', 'kyiv', null) \g /dev/null
select pg_temp.report('Яма', p_source => 'kyiv-push', p_more => '{"external_id": "e1", "media_url": "https://map.example.org/1.jpg", "email": "o@example.org", "first_name": "Соломія", "last_name": "Дзвінчук", "attributes": {"notify": "1"}}') as a \gset
select pg_temp.report('Ліхтар', p_source => 'kyiv-push', p_more => '{"external_id": "e2", "media_url": "https://map.example.org/2.jpg"}') as b \gset
select pg_temp.report('Те саме', p_source => 'kyiv-push', p_more => '{"external_id": "e3"}') as c \gset
select sync.subscription_confirm(id) from varta.subscription \g /dev/null
select outcome from sync.comments(pg_temp.source('kyiv-push'), jsonb_build_array(
    jsonb_build_object('service_request_id', :a::text, 'update_id', 'u1', 'description', 'Ще: Дзвінчук', 'first_name', 'Соломія', 'last_name', 'Дзвінчук', 'media_url', 'https://map.example.org/3.jpg'),
    jsonb_build_object('service_request_id', :b::text, 'update_id', 'u2', 'description', 'Дякую'))) \g /dev/null
select count(*) from sync.media_lease('m', 10, 60) \g /dev/null
select sync.media_stored(pg_temp.kyiv(), :a, 0, pg_temp.h('1'), 'image/jpeg', 10), sync.media_stored(pg_temp.kyiv(), :a, (select id from varta.comment where update_id = 'u1'), pg_temp.h('3'), 'image/jpeg', 10),
       sync.media_failed(pg_temp.kyiv(), :b, 0, 'm', 'no photo', true) \g /dev/null
select pg_temp.does('t_moderator', format('api.merge(%s, %s, %s, %s)', :c, pg_temp.version(:c), :a, pg_temp.version(:a))),
       pg_temp.does('t_moderator', format('api.accept(%s, %s)', :a, pg_temp.version(:a))), pg_temp.does('t_moderator', format('api.accept(%s, %s)', :b, pg_temp.version(:b))),
       pg_temp.does('t_moderator', format('api.answer(%s, %s, ''Засипали'')', :a, pg_temp.version(:a))) \g /dev/null
select pg_temp.does('t_moderator', 'api.newsletter_send(''kyiv'', null, ''Новини'', ''Усе гаразд'')') as none \gset
insert into varta.subscription (city_id, email, lang, confirmed_at) select pg_temp.kyiv(), format('r%s@example.org', n), 'uk', now() from generate_series(1, 3) n;
select pg_temp.does('t_moderator', 'api.newsletter_send(''kyiv'', null, ''Ще новини'', ''Усе гаразд'')') as news \gset
select is(pg_temp.found(), 'nothing', 'what is on its way is as it was sent');
select cmp_ok((select count(*) from varta.delivery), '>', 5::bigint, 'there are deliveries');
select is((select count(*) from varta.mail where kind = 'news'), 3::bigint, 'and mails');

-- The daemon does its work: delivered, given up, tried again, sent, come back
select pg_temp.due() \g /dev/null
select count(*) from sync.push_lease('d', 50, 60) \g /dev/null
select (select sync.outbox_done(seq, source_id) from varta.delivery where leased_by = 'd' and request_id = :a order by seq limit 1),
       (select count(f) from varta.delivery l cross join lateral sync.outbox_failed(l.seq, l.source_id, 'd', 'no', true) f where l.leased_by = 'd' and l.request_id = :b) \g /dev/null
select count(*) from sync.publish_lease('p', pg_temp.source('kyiv-site-tree')) \g /dev/null
select sync.publish_done('p', pg_temp.source('kyiv-site-tree'), array(select seq from varta.delivery where leased_by = 'p')) \g /dev/null
select count(*) from sync.mail_lease('m', 100, 100, 60) \g /dev/null
select sync.mail_sent(id) from varta.mail where leased_by = 'm' and (kind <> 'news' or id = (select min(id) from varta.mail where kind = 'news')) \g /dev/null
select count(*) from (select sync.mail_failed(id, 'm', 'nobody', 'nobody') from varta.mail where leased_by = 'm' order by id limit 1) x \g /dev/null
select is(pg_temp.found(), 'nothing', 'whatever the daemon did');
select is((select count(*) from varta.delivery where delivered_at is not null), (select count(*) from varta.event where verb = 'delivered'), 'an event for each delivery');
select cmp_ok((select count(*) from varta.event where verb in ('delivered', 'given_up', 'mail_sent', 'mail_given_up', 'photo', 'photo_refused')), '>', 9::bigint, 'all kinds of ends');
select is((select count(*) from varta.delivery where dead_at is not null), 1::bigint, 'one is given up');
select is((select count(*) from varta.event where request_id < 0 and not exists (select from varta.log_queue q where q.event_id = event.id)), 0::bigint, 'each will be sealed');

select is(pg_temp.forged('update varta.delivery set ' || s || ' where ' || w), 'delivery N to kyiv-' || f, f || ' (' || s || ')') from (values
    ('delivered_at = now(), leased_by = null, leased_until = null', format('delivered_at is null and dead_at is null and request_id = %s', :a), 'push: it is done or given up, and no event says so'),
    ('delivered_at = delivered_at + interval ''1 second''', 'delivered_at is not null and source_id = pg_temp.source(''kyiv-push'')', 'push: whether it is done is not what event N says'),
    ('delivered_at = null', 'delivered_at is not null and source_id = pg_temp.source(''kyiv-site-tree'') and request_id = ' || :b, 'site-tree: whether it is done is not what event N says'),
    ('dead_at = null', 'dead_at is not null', 'push: whether it is done is not what event N says'),
    ('dead_at = now(), leased_by = null, leased_until = null', format('delivered_at is null and dead_at is null and request_id = %s', :a), 'push: it is done or given up, and no event says so'),
    ('next_at = ''infinity''', format('delivered_at is null and dead_at is null and request_id = %s', :a), 'push: it waits longer than anything waits')) v (s, w, f);
select is(pg_temp.forged('delete from varta.delivery where delivered_at is not null and source_id = pg_temp.source(''kyiv-push'')'), 'delivery N to kyiv-push: event N tells of it, but it is missing', 'a delivery taken out');
select is(pg_temp.forged(format('insert into varta.delivery (seq, source_id, city_id, request_id) select max(seq), pg_temp.source(''kyiv-site''), city_id, request_id from varta.delivery where request_id = %s group by 3, 4', :a)),
          'delivery N to kyiv-site: event N does not send it there', 'one put in');
select is(pg_temp.forged('update varta.delivery set source_id = pg_temp.source(''kyiv-site'') where delivered_at is not null and source_id = pg_temp.source(''kyiv-push'')'),
          'delivery N to kyiv-push: event N tells of it, but it is missing, delivery N to kyiv-site: event N does not send it there', 'one sent elsewhere');

select is(pg_temp.forged('update varta.mail set ' || s || ' where ' || w), 'mail N: ' || f, f || ' (' || s || ')') from (values
    ('sent_at = now(), leased_by = null, leased_until = null', 'id = (select max(id) from varta.mail where kind = ''news'')', 'it is done or given up, and no event says so'),
    ('sent_at = null', 'kind = ''notice'' and sent_at is not null', 'whether it is done is not what event N says'),
    ('sent_at = null', 'kind = ''news'' and sent_at is not null', 'whether it is done is not what event N says'),
    ('dead_at = null', 'dead_at is not null', 'whether it is done is not what event N says'),
    ('next_at = ''infinity''', 'id = (select max(id) from varta.mail where kind = ''news'')', 'it waits longer than anything waits'),
    ('subscription_id = (select max(id) from varta.subscription s where not exists (select from varta.mail o where o.subscription_id = s.id and o.seq = mail.seq))', 'kind = ''notice''', 'it is not what event N says'),
    ('kind = ''confirm'', seq = null', 'id = (select min(id) from varta.mail where kind = ''notice'')', 'event N tells of it, but it is missing, mail N: no event tells of it')) v (s, w, f);
select is(pg_temp.forged('delete from varta.mail where kind = ''notice'''), 'mail N: event N tells of it, but it is missing', 'a notice taken out');
select is(pg_temp.forged('delete from varta.mail where id = (select max(id) from varta.mail where kind = ''news'')'), 'mail N: event N tells of it, but it is missing', 'one of a newsletter');
select is(pg_temp.forged('insert into varta.mail (city_id, subscription_id, kind, newsletter_id, visible_at) select city_id, (select subscription_id from varta.mail where kind = ''notice'' limit 1), kind, newsletter_id, visible_at
    from varta.mail where kind = ''news'' limit 1'), 'mail N: no event tells of it', 'one put in');
select is(pg_temp.forged('insert into varta.mail (city_id, subscription_id, kind, visible_at) select city_id, subscription_id, ''confirm'', visible_at from varta.mail where kind = ''news'' limit 1'),
    'mail N: no event tells of it', 'a question put in');

select is(pg_temp.forged(format('update varta.comment set %s where update_id = ''u2''', s)), 'comment N: it is not what event N says', s) from (values
    ('body = ''Ні'''), ('written_at = written_at - interval ''1 day'''), ('update_id = ''u9'''), ('status = ''closed''')) v (s);
select is(pg_temp.forged('delete from varta.comment where update_id = ''u2'''), 'comment N: event N tells of it, but it is missing', 'a later word taken out');
select is(pg_temp.forged('insert into varta.comment (city_id, request_id, source_id, update_id, body, raw, written_at) select city_id, request_id, source_id, ''u9'', body, raw, written_at from varta.comment where update_id = ''u2'''),
          'comment N: no event tells of it', 'one put in');

insert into varta.media (city_id, hash, type, bytes) values (pg_temp.kyiv(), pg_temp.h('x'), 'image/png', 3);
select is(pg_temp.forged('update varta.photo set ' || s || ' where ' || w), 'photo N: ' || f, f || ' (' || s || ')') from (values
    ('hash = pg_temp.h(''x'')', format('request_id = %s and comment_id = 0', :a), 'its file is not what event N says'),
    ('hash = pg_temp.h(''x'')', format('request_id = %s and comment_id > 0', :a), 'its file is not what event N says'),
    ('refused = ''no''', format('request_id = %s', :b), 'its file is not what event N says'),
    ('url = ''https://evil.example.org/1.jpg''', format('request_id = %s', :b), 'its address is not the one that was sent')) v (s, w, f);
select is(pg_temp.forged(format('delete from varta.photo where request_id = %s', :b)), 'photo N: its address was sent, but it is missing', 'a photo taken out');

-- Several photos of one report, and of one later word: each is told of on its own
select pg_temp.report('Три фото', p_source => 'kyiv-push', p_more => '{"external_id": "e4", "media_url": "https://map.example.org/a.jpg",
    "media_urls": ["https://map.example.org/a.jpg", "https://map.example.org/b.jpg", "https://map.example.org/c.jpg"]}') as d \gset
select outcome from sync.comments(pg_temp.source('kyiv-push'), jsonb_build_array(jsonb_build_object('service_request_id', :d::text, 'update_id', 'u3', 'description', 'Ще два',
    'media_url', 'https://map.example.org/d.jpg', 'media_urls', '["https://map.example.org/d.jpg", "https://map.example.org/e.jpg"]'::jsonb))) \g /dev/null
select id as word from varta.comment where update_id = 'u3' \gset
select count(*) from sync.media_lease('m', 10, 60, true) \g /dev/null
select sync.media_stored(pg_temp.kyiv(), :d, 0, pg_temp.h('a'), 'image/jpeg', 10), sync.media_stored(pg_temp.kyiv(), :d, 0, pg_temp.h('b'), 'image/jpeg', 10, 1::smallint),
       sync.media_failed(pg_temp.kyiv(), :d, 0, 'm', 'no photo', true, 2::smallint), sync.media_stored(pg_temp.kyiv(), :d, :word, pg_temp.h('d'), 'image/jpeg', 10),
       sync.media_stored(pg_temp.kyiv(), :d, :word, pg_temp.h('e'), 'image/jpeg', 10, 1::smallint) \g /dev/null
select is(pg_temp.found(), 'nothing', 'five photos in two places are as they came');
select is(pg_temp.forged(format('update varta.photo set hash = pg_temp.h(''a'') where request_id = %s and comment_id = 0 and n = 1', :d)), 'photo N.1: its file is not what event N says', 'one in place of another');
select is(pg_temp.forged(format('delete from varta.photo where request_id = %s and comment_id > 0 and n = 1', :d)), 'photo N.1: event N tells of it, but it is missing', 'the second of a later word taken out');

-- What changes again, and what is erased
select pg_temp.does('t_admin', format('api.outbox_replay(%s, ''kyiv-push'')', (select seq from varta.delivery where dead_at is not null))) \g /dev/null
select is(pg_temp.found(), 'nothing', 'what is tried again');
set session authorization t_admin;
select count(*) from api.erase_reporter('kyiv', p_request => :a) \g /dev/null
select is(pg_temp.found(), 'nothing', 'a person is erased, the texts stay');
select count(*) from api.erase_reporter('kyiv', p_request => :a, p_texts => true) \g /dev/null
reset session authorization;
select is((select body from varta.comment where update_id = 'u1'), 'Ще: …', 'and then from the texts');
select is(pg_temp.found(), 'nothing', 'which are as the erasure left them');
select is(pg_temp.forged('update varta.comment set body = ''Ще: Дзвінчук'' where update_id = ''u1'''), 'comment N: it is not what event N says', 'who puts the name back is found');
select is(pg_temp.forged(format('insert into varta.photo (city_id, request_id, url, hash) values (pg_temp.kyiv(), %s, '''', pg_temp.h(''1''))', :a)), 'photo N: no event says where its file comes from', 'or the photo');
select is(pg_temp.forged(format('update varta.delivery set delivered_at = now(), leased_by = null, leased_until = null where request_id = %s and source_id = pg_temp.source(''kyiv-push'') and delivered_at is null', :a)),
          'delivery N to kyiv-push: it is done or given up, and no event says so', 'or says that something was delivered');

set session authorization t_admin;
select count(*) from api.erase_reporter('kyiv', p_request => :d) \g /dev/null
reset session authorization;
select is(pg_temp.found(), 'nothing', 'and of several photos each');
select is((select array_agg(k order by k) from jsonb_object_keys((select after #> '{digests,photos}' from varta.event where request_id = :d and verb = 'erase')) k),
          array['0', '0.1', :word || '', :word || '.1'], 'whose digests the erasure tells; what was no photo went with it');
select is(pg_temp.forged(format('update varta.photo set hash = pg_temp.h(''d'') where request_id = %s and comment_id > 0 and n = 1', :d)), 'photo N.1: its file is not what event N says', 'crossed within a later word');

select * from finish();
