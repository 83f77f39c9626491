-- The static tree: what belongs into it, what does not, and what leaves it again. The clock stands still in
-- a transaction, so the tests move the moments of the rows instead.
\ir ../../lib/tap.sql
select plan(57);

select api.source_add('kyiv', 'kyiv-map', 'publish', 'kyiv-map', null) as map \gset
select results_eq('select code, city, lang, url, rebuild from sync.publish_sources()', $$values ('kyiv-map', 'Київ', 'uk', null::text, true)$$, 'a new tree is to be made');
select wanted from sync.publish_sources() \gset
select sync.publish_built(:map, :'wanted') \g /dev/null
select is((select rebuild from sync.publish_sources()), false, 'it was made');
select api.source_set('kyiv-map', '{"lang": "en"}') \g /dev/null
select results_eq('select city, rebuild from sync.publish_sources()', $$values ('Kyiv', true)$$, 'another language, another tree');
select sync.publish_built(:map, :'wanted') \g /dev/null
select is((select rebuild from sync.publish_sources()), true, 'what was made for the language before is not it');
select api.source_set('kyiv-map', '{"lang": "uk"}') \g /dev/null
update varta.category set name = 'Яма' where code = 'road' and city_id = 1;
select sync.publish_built(:map, wanted) from sync.publish_sources() \g /dev/null
update varta.category set description = 'Яма' where code = 'road' and city_id = 1;
select is((select rebuild from sync.publish_sources()), false, 'what no page shows changes none');
update varta.category set name = 'Пошкоджена дорога' where code = 'road' and city_id = 1;
select is((select rebuild from sync.publish_sources()), true, 'a name is on all pages');
select sync.publish_built(:map, wanted) from sync.publish_sources() \g /dev/null

create function pg_temp.play(p_call text, p_as text default 't_moderator') returns void language plpgsql as $$
begin
    perform set_config('session_authorization', p_as, true);
    execute 'select ' || regexp_replace(p_call, '\((\d+), v', format('(\1, %s', pg_temp.version(substring(p_call from '\((\d+)')::bigint)));
    perform set_config('session_authorization', 'postgres', true);
end
$$;
create function pg_temp.answer(p_id bigint, p_text text) returns void language sql as $$
    select pg_temp.play(format('api.draft(%s, v, %L, true)', p_id, p_text)), pg_temp.play(format('api.publish(%s, v)', p_id))
$$;
create function pg_temp.docs(p_ids bigint[]) returns setof json language sql as $$
    select doc from sync.publish_requests(pg_temp.source('kyiv-map'), p_ids)
$$;
create function pg_temp.list(p_name text, out n bigint, out open bigint, out features json) language sql as $$
    select n, open, ('[' || features || ']')::json from sync.publish_files(pg_temp.source('kyiv-map'), array[p_name])
$$;

-- What is public ------------------------------------------------------------------------------------
select pg_temp.report(E'Яма <b>\n\nГлибока "яма"', 'road', p_more => '{"requested": "2026-01-15T22:30:00Z", "address": "вул. Межигірська, 24",
    "email": "olena@example.org", "first_name": "Олена", "last_name": "Дзвінчук", "phone": "0501234567"}') as r \gset
select pg_temp.report('Інше', 'light') as other \gset
select pg_temp.report('Де?', 'question', null, null) as question \gset
select pg_temp.report('Вкрали велосипед', 'crime') as crime \gset
select pg_temp.report('Пане офіцере', 'message') as message \gset
select pg_temp.report('Полтава', 'road', 49.58, 34.5, 'poltava-site') as abroad \gset
select is_empty(format('select from pg_temp.docs(array[%s]) d where d is not null', :r), 'nobody has looked at it yet');
select is_empty($$select from sync.publish_lease('a', pg_temp.source('kyiv-map'))$$, 'nothing to publish');
select pg_temp.play(format('api.accept(%s, v)', i)) from unnest(array[:r, :other, :question, :crime]) i \g /dev/null
select pg_temp.play(format('api.accept(%s, v)', :abroad), 't_poltava') \g /dev/null
select results_eq($$select request_id from sync.publish_lease('a', pg_temp.source('kyiv-map'))$$,
    format('values (%s::bigint), (%s), (%s)', :r, :other, :question), 'of its own city, and nothing private');
select is_empty($$select from sync.publish_lease('b', pg_temp.source('kyiv-map'))$$, 'nobody else works at that tree meanwhile');
select is_empty(format('select from sync.publish_requests(%s, array[%s, %s, %s]::bigint[])', :map, :crime, :message, :abroad), 'the private and the foreign are not even named');
select is(count(*), 3::bigint, 'and on no list') from varta.public_request p where p.city_id = 1;

select results_eq(format('select day, tile from sync.publish_requests(%s, array[%s])', :map, :r), $$values ('day/2026-01-16', 'tile/14/9577/5523')$$, 'its day by the clock of the tree, its tile');
select results_eq(format('select tile from sync.publish_requests(%s, array[%s])', :map, :question), 'values (null::text)', 'without a point, no tile');
select is(jsonb_strip_nulls(d::jsonb) - '{updated_datetime,expected_datetime}'::text[], jsonb_build_object('service_request_id', :'r', 'status', 'open',
    'service_code', 'road', 'service_name', 'Пошкоджена дорога', 'title', 'Яма <b>', 'description', E'Яма <b>\n\nГлибока "яма"',
    'requested_datetime', '2026-01-16T00:30:00+02:00', 'address', 'вул. Межигірська, 24', 'district', 'Подільський район',
    'lat', 50.47, 'long', 30.45, 'answers', '[]'::json), 'what its page says, and nothing of who sent it') from pg_temp.docs(array[:r]) d;
select is(sync.publish_done('b', :map, array(select seq from varta.delivery where source_id = :map)), 0::bigint, 'another daemon has done nothing');
select is(sync.publish_done('a', :map, array(select seq from varta.delivery where source_id = :map)), 3::bigint, 'all is done');
select is(sync.publish_done('a', :map, array(select seq from varta.delivery where source_id = :map)), 0::bigint, 'once');

-- Lists
select results_eq('select n, open from pg_temp.list(''day/2026-01-16'')', 'values (1::bigint, 1::bigint)', 'the day');
select results_eq('select n, open, features from sync.publish_files(pg_temp.source(''kyiv-map''), ''{day/2026-01-15}'')', 'values (0::bigint, 0::bigint, null::text)', 'not the day in UTC');
select is((features -> 0)::jsonb, jsonb_build_object('type', 'Feature', 'id', :r, 'geometry', '{"type": "Point", "coordinates": [30.45, 50.47]}'::jsonb, 'properties',
    jsonb_build_object('status', 'open', 'code', 'road', 'requested', '2026-01-15T22:30:00Z', 'title', 'Яма <b>')), 'a feature') from pg_temp.list('day/2026-01-16');
select is((select f -> 'geometry' from json_array_elements(features) f where (f ->> 'id')::bigint = :question)::text, 'null', 'a feature without a place')
from pg_temp.list('day/' || (now() at time zone 'Europe/Kyiv')::date);
select is(n, 2::bigint, 'both at the same place') from pg_temp.list('tile/14/9577/5523');
select is(n, 0::bigint, 'none beside it') from pg_temp.list('tile/14/9577/5524');
select set_eq(format('select name from sync.publish_plan(%s)', :map),
    array['r/' || :r / 1000, 'day/2026-01-16', 'day/' || (now() at time zone 'Europe/Kyiv')::date, 'tile/14/9577/5523'], 'the whole tree');
select set_eq(format('select request_id from sync.publish_shard(%s, %s)', :map, :r / 1000), array[:r, :other, :question]::bigint[], 'a thousand numbers');
select is(varta.tile_of(st_setsrid(st_point(x, y), 4326)), t, t)
from (values (-180.0, 85.06, '0/0'), (180, -89, '16383/16383'), (30.5234, 50.4501, '9581/5524'), (0, 0, '8192/8192')) v (x, y, t);
select is(count(*), 0::bigint, 'every point of a tile is within its box')
from generate_series(1, 200) i
cross join lateral (select st_setsrid(st_point(22 + (i * 7919 % 18000) / 1000.0, 44 + (i * 104729 % 8000) / 1000.0), 4326) as p) x
cross join lateral string_to_array(varta.tile_of(x.p), '/') t
where not x.p::geography && varta.tile_box(t[1]::int, t[2]::int);

-- Answers -------------------------------------------------------------------------------------------
select api.city_set('kyiv', '{"recall_window": "10 minutes"}') \g /dev/null
select pg_temp.answer(:r, 'Таємниця'), pg_temp.play(format('api.note(%s, v, ''Нотатка'')', :r)) \g /dev/null
select is_empty($$select from sync.publish_lease('a', pg_temp.source('kyiv-map'))$$, 'the recall window');
select is((d ->> 'status') || (d ->> 'answers'), 'open[]', 'until it ends nobody knows') from pg_temp.docs(array[:r]) d;
select is_empty('select from sync.publish_feed(pg_temp.source(''kyiv-map''))', 'nor is it in the feed');
select pg_temp.play(format('api.recall(%s, v)', :r)) \g /dev/null
select is_empty(format('select from varta.delivery where source_id = %s and delivered_at is null', :map), 'what was recalled will not be leased');
select api.city_set('kyiv', '{"recall_window": "0"}') \g /dev/null
select pg_temp.answer(:r, 'Відремонтовано') \g /dev/null
select is((d ->> 'status') || (d ->> 'status_notes') || (d -> 'answers' -> 0 ->> 'text') || json_array_length(d -> 'answers'),
    'closedВідремонтованоВідремонтовано1', 'answered') from pg_temp.docs(array[:r]) d;
select results_eq('select n, open from pg_temp.list(''day/2026-01-16'')', 'values (1::bigint, 0::bigint)', 'and no longer open');
select results_eq('select request_id, title, text from sync.publish_feed(pg_temp.source(''kyiv-map''))', format($$values (%s::bigint, 'Яма <b>', 'Відремонтовано')$$, :r), 'in the feed');
select sync.publish_done('a', :map, array(select seq from sync.publish_lease('a', :map))) \g /dev/null
select pg_temp.play(format('api.reopen(%s, v, null)', :r)) \g /dev/null
select is((d ->> 'status') || coalesce(d ->> 'status_notes', '-') || (d -> 'answers' -> 0 ->> 'text'), 'open-Відремонтовано', 'reopened: the answer stays to be read') from pg_temp.docs(array[:r]) d;

-- What leaves ---------------------------------------------------------------------------------------
select pg_temp.play(format('api.reject(%s, v, ''personal_data'', null)', :r)), pg_temp.play(format('api.withdraw(%s, v)', :other)),
       pg_temp.play(format('api.merge(%s, v, %s, %s)', :question, i, 1)) from pg_temp.report('Ще', 'question', null, null) i \g /dev/null
select cmp_ok((select count(*) from sync.publish_lease('a', pg_temp.source('kyiv-map'))), '>=', 3::bigint, 'leased');
select results_eq(format('select request_id, day is not null, doc is null from sync.publish_requests(%s, array[%s, %s, %s])', :map, :r, :other, :question),
    format('values (%s::bigint, true, true), (%s, true, true), (%s, true, true)', :r, :other, :question), 'rejected, withdrawn, merged: gone, and from which lists');
select is_empty('select from sync.publish_feed(pg_temp.source(''kyiv-map''))', 'from the feed, too');
select is_empty(format('select from sync.publish_plan(%s)', :map), 'nothing is left');
select sync.publish_done('a', :map, array(select seq from varta.delivery where source_id = :map)) \g /dev/null

-- Erasure -------------------------------------------------------------------------------------------
select pg_temp.report('Світить. Дзвінчук', 'light', p_more => '{"last_name": "Дзвінчук", "email": "d@example.org"}') as named \gset
select pg_temp.play(format('api.accept(%s, v)', :named)), pg_temp.answer(:named, 'Пане Дзвінчук, світить') \g /dev/null
select sync.publish_done('a', :map, array(select seq from sync.publish_lease('a', :map))) \g /dev/null
select is(pg_temp.docs(array[:named]) ->> 'description', 'Світить. Дзвінчук', 'as it was');
select count(*) as leased from sync.publish_lease('a', :map) \gset
select api.erase_reporter('kyiv', p_request => :named, p_texts => true) \g /dev/null
select results_eq($$select request_id from sync.publish_lease('b', pg_temp.source('kyiv-map'))$$, format('values (%s::bigint)', :named), 'what was erased is looked at again');
select is(d ->> 'description' || (d ->> 'status_notes'), 'Світить. …Пане …, світить', 'the name is gone') from pg_temp.docs(array[:named]) d;
select varta.republish(1::smallint, :named) \g /dev/null
select is(sync.publish_done('b', :map, array(select seq from varta.delivery where source_id = :map)), 0::bigint, 'erased again meanwhile: not done');
select is(count(*), 1::bigint, 'but leased again') from sync.publish_lease('a', :map);

-- Photos
select sync.publish_done('a', :map, array(select seq from varta.delivery where source_id = :map)) \g /dev/null
insert into varta.photo (city_id, request_id, url) values (1, :named, 'https://example.org/a.jpg');
select is(d ->> 'media_url', null, 'a photo that is not there') from pg_temp.docs(array[:named]) d;
select sync.media_stored(1, :named, 0, repeat('a', 64), 'image/jpeg', 10) \g /dev/null
select is(doc ->> 'media_url', '/media/' || repeat('a', 64) || '.jpg', 'comes into the page when it is')
from sync.publish_lease('a', :map) l, sync.publish_requests(:map, array[l.request_id]);

-- Statistics, site, administrators
select is((s -> 'total')::jsonb - 'median_days', '{"requests": 1, "open": 0, "closed": 1}'::jsonb, 'counted') from sync.publish_statistics(:map) s;
select is(s -> 'categories' -> 0 ->> 'service_name' || (s -> 'districts' -> 0 ->> 'district'), 'СвітлофорПодільський район', 'by category and district') from sync.publish_statistics(:map) s;
select is(json_array_length(s -> 'categories') || '/' || json_array_length(s -> 'districts' -> 'features'), '8/2', 'nothing private on the site') from sync.publish_site(:map) s;
set session authorization t_admin;
select api.publish_rebuild('kyiv-map') \g /dev/null
reset session authorization;
update varta.delivery set dead_at = now() - interval '1 minute', leased_by = null, leased_until = null where source_id = :map and delivered_at is null;
select is(count(*), 1::bigint, 'it is given up') from varta.delivery where dead_at is not null;
select sync.publish_built(:map, wanted) from sync.publish_sources() \g /dev/null
select is(count(*), 0::bigint, 'is none when the tree was made from scratch') from varta.delivery where dead_at is not null;
select varta.republish(1::smallint, :named) \g /dev/null
set session authorization t_admin;
select api.publish_rebuild('kyiv-map') \g /dev/null
select results_eq('select city, source, active, waiting, rebuild from api.publish_list()', $$values ('kyiv', 'kyiv-map', true, 1::bigint, true)$$, 'wanted anew');
select is(pg_temp.error_of($$select api.publish_rebuild('kyiv-site')$$), 'VA001 ["source","kyiv-site"]', 'only a tree is made anew');
reset session authorization;

select * from finish();
