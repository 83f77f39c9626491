-- Photos: who fetches which, what becomes of those that cannot be had, who may see one, and what goes when.
\ir ../../lib/tap.sql
select plan(34);

create function pg_temp.with_photo(p_text text, p_url text, p_service text default 'light') returns bigint language sql as $$
    select pg_temp.report(p_text, p_service, p_more => jsonb_build_object('media_url', p_url))
$$;
create function pg_temp.h(p_text text) returns text language sql as $$ select encode(sha256(convert_to(p_text, 'UTF8')), 'hex') $$;
create function pg_temp.kyiv() returns smallint language sql as $$ select id from varta.city where code = 'kyiv' $$;

select pg_temp.with_photo('Яма', 'https://map.example.org/1.jpg') as a \gset
select pg_temp.with_photo('Таємне', 'https://map.example.org/2.jpg', 'message') as b \gset
select pg_temp.with_photo('Без', 'ftp://map.example.org/3.jpg') as c \gset
select pg_temp.with_photo('Своє', 'https://varta.example.org/media/' || pg_temp.h('own') || '.png') as d \gset
select pg_temp.report('Нічого') \g /dev/null
select is((select count(*) from varta.photo), 3::bigint, 'wanted is what has an address of the web');
select lives_ok(format('select sync.media_upload(%s, %L, ''image/png'', 5)', pg_temp.source('kyiv-site'), pg_temp.h('own')), 'an upload');
select throws_ok(format('select sync.media_upload(%s, %L, ''text/html'', 5)', pg_temp.source('kyiv-site'), pg_temp.h('x')), '23514', null, 'of a page is none');

select results_eq('select request_id, comment_id, url, known, attempts from sync.media_lease(''a'', 10, 60) order by 1',
    format($$values (%s::bigint, 0::bigint, 'https://map.example.org/1.jpg', null, 1), (%s, 0, 'https://map.example.org/2.jpg', null, 1),
        (%s, 0, 'https://varta.example.org/media/%s.png', %5$L, 1)$$, :a, :b, :d, pg_temp.h('own'), pg_temp.h('own')), 'leased, with the file that is there already');
select is_empty('select * from sync.media_lease(''b'', 10, 60)', 'nobody else gets them');
select ok(sync.media_stored(pg_temp.kyiv(), r, 0, h, t, n), w) from (values
    (:a::bigint, pg_temp.h('1'), 'image/jpeg', 10, 'stored'), (:b, pg_temp.h('2'), 'image/jpeg', 10, 'another'), (:d, pg_temp.h('own'), null, null, 'the uploaded one')) x (r, h, t, n, w);
select ok(not sync.media_stored(pg_temp.kyiv(), :a, 0, pg_temp.h('other'), 'image/png', 3), 'once');

-- Who may see it
select is(sync.media_public(pg_temp.h('1')), null, 'nobody outside before it is accepted');
set session authorization t_moderator;
select api.accept(:a, 1), api.accept(:d, 1) \g /dev/null
reset session authorization;
select is(sync.media_public(pg_temp.h('1')), 'image/jpeg', 'everybody then');
select is(sync.media_public(pg_temp.h('2')), null, 'nobody what is in a message');
select is(sync.media_public('x'), null, 'nor what is not there');
select is((select media_url from sync.requests(pg_temp.source('kyiv-site'), jsonb_build_object('ids', array[:a]), 1)), '/media/' || pg_temp.h('1') || '.jpg', 'where it is');
update varta.outbox set status = 4 where request_id = :a;
select is(sync.media_public(pg_temp.h('1')), null, 'not after it was rejected');

-- An operator sees it by a ticket
set session authorization t_moderator;
select api.photo(:a) as ticketed \gset
select alike(:'ticketed'::text, '/media/' || pg_temp.h('1') || '.jpg?ticket=%', 'a moderator gets a ticket for what is not public');
select is(api.photo(:b), null, 'but not for what is in a message');
select is(pg_temp.error_of('select api.photo(0)'), 'VA001 ["request","0"]', 'nor for what is not there');
select is(api.request(:a) ->> 'media_url', '/media/' || pg_temp.h('1') || '.jpg', 'what is shown of a request is its path');
set session authorization t_poltava;
select matches(pg_temp.error_of(format('select api.photo(%s)', :a)), '^VA001', 'nor in another city');
reset session authorization;
select split_part(:'ticketed', '=', 2) as ticket \gset
select is(sync.media_ticket(pg_temp.h('1'), :'ticket'), 'image/jpeg', 'with it the daemon gives the file out');
select is(sync.media_ticket(pg_temp.h('2'), :'ticket'), null, 'and no other');
select is(sync.media_ticket(pg_temp.h('1'), 'x'), null, 'nor with another ticket');
update varta.photo_ticket set until = now();
select is(sync.media_ticket(pg_temp.h('1'), :'ticket'), null, 'nor for ever');

-- What cannot be had
select outcome from sync.comments(pg_temp.source('kyiv-site'), format('[{"service_request_id": "%s", "update_id": "1", "media_url": "http://map.example.org/4.jpg"}]', :a)::jsonb) \g /dev/null
select comment_id as k from sync.media_lease('a', 10, 60) \gset
select is(sync.media_failed(pg_temp.kyiv(), :a, :k, 'b', 'x', true), null, 'nobody fails for another');
select is(sync.media_failed(pg_temp.kyiv(), :a, :k, 'a', 'HTTP 500', false), false, 'later');
select is_empty('select * from sync.media_lease(''a'', 10, 60)', 'and not at once');
update varta.photo set next_at = now() where comment_id = :k;
select is((select attempts from sync.media_lease('a', 10, 60)), 2, 'again');
select is(sync.media_failed(pg_temp.kyiv(), :a, :k, 'a', 'no photo', true), true, 'given up');

-- What goes
select is_empty('select sync.media_unused(10)', 'nothing is unused');
select api.erase_reporter('kyiv', p_request => :b, p_texts => true) \g /dev/null
select is_empty(format('select 1 from varta.photo where request_id = %s', :b), 'a photo goes with the name in the texts');
select is_empty('select sync.media_unused(10)', 'the file waits a day, as what was uploaded does');
update varta.media set stored_at = now() - interval '2 days';
select set_eq('select sync.media_unused(10)', format('values (%L), (%L)', pg_temp.h('2'), pg_temp.h('other')), 'then it has to go');
select sync.media_gone(pg_temp.h('2')), sync.media_gone(pg_temp.h('1')) \g /dev/null
select set_eq('select hash from varta.media', format('values (%L), (%L), (%L)', pg_temp.h('1'), pg_temp.h('own'), pg_temp.h('other')), 'what is a photo of a request stays');

select * from finish();
