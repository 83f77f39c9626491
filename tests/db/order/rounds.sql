-- Rounds: the places stand in the order of a way that no turned piece shortens, outcomes are entered in one go or not at all, and orders follow from
-- what was found. What a resident says is still broken is verified again.
\ir ../../lib/tap.sql
select plan(39);
\ir ../../lib/institutions.sql

create function pg_temp.defect(p_what text, p_lat float8 default 50.46, p_long float8 default 30.45, p_dangerous boolean default false, p_request bigint default null) returns bigint language sql as $$
    select id from api.defect_add('kyiv', 'sign', p_what, 'вул. Лісова, 5', p_lat, p_long, p_dangerous, p_request)
$$;
create function pg_temp.dv(p_id bigint) returns integer language sql security definer as $$ select version from varta.defect where id = p_id $$;
create function pg_temp.v(p_id bigint) returns integer language sql security definer as $$ select version from varta.orders where id = p_id $$;
create function pg_temp.rv(p_id bigint) returns integer language sql security definer as $$ select version from varta.round where id = p_id $$;

-- The way
create function pg_temp.length(p_way integer[], x float8[], y float8[]) returns float8 language sql as $$
    select sum(varta.metres_between(x[p_way[i]], y[p_way[i]], x[p_way[i + 1]], y[p_way[i + 1]])) from generate_series(1, cardinality(p_way) - 1) i
$$;
create function pg_temp.ways(p_done integer[], p_left integer[]) returns setof integer[] language plpgsql as $$
declare
    v integer;
begin
    if p_left = '{}' then
        return next p_done;
    end if;
    foreach v in array p_left loop
        return query select * from pg_temp.ways(p_done || v, array_remove(p_left, v));
    end loop;
end
$$;
select setseed(0.25) \g /dev/null
create temp table plan_of as
select n, array_agg(random() * 5000) as x, array_agg(random() * 5000) as y from generate_series(1, 40) n cross join generate_series(1, 7) p group by n;
create temp table found as
select n, varta.nearest_first(x, y) as near, varta.shortened(x, y, varta.nearest_first(x, y)) as way, x, y,
       (select min(pg_temp.length(w, x, y)) from pg_temp.ways('{1}', '{2,3,4,5,6,7}') w) as best from plan_of;
select is((select count(*) from found where (select array_agg(v order by v) from unnest(way) v) <> '{1,2,3,4,5,6,7}' or way[1] <> 1), 0::bigint, 'each place once, from the first on');
select is((select bool_and(pg_temp.length(way, x, y) <= pg_temp.length(near, x, y) + 0.001) from found), true, 'never longer than going to the nearest next');
select ok((select count(*) from found where pg_temp.length(way, x, y) < pg_temp.length(near, x, y) - 1) >= 8, 'turning pieces helps');
select ok((select sum(pg_temp.length(way, x, y)) / sum(best) from found) < 1.06, 'within 6 % of the best of all ways');
select is((select bool_or(varta.turn_gain(x, y, way, i, j) > 0.01) from found cross join generate_series(2, 6) i cross join generate_series(3, 7) j where j > i), false, 'and no piece is better gone the other way round');
select is(varta.shortened('{0}', '{0}', varta.nearest_first('{0}', '{0}')), '{1}', 'one place');
select is((select array_agg(place order by n) from varta.shortest_way(array(select public.st_setsrid(public.st_point(30.45 + i / 1000.0, 50.46), 4326) from unnest('{3,1,2}'::integer[]) i),
          public.st_setsrid(public.st_point(30.45, 50.46), 4326))), '{2,3,1}', 'the way begins where the officer is');
select is((select sum(metres) from varta.shortest_way(array(select public.st_setsrid(public.st_point(30.45 + i / 1000.0, 50.46), 4326) from unnest('{3,1,2}'::integer[]) i),
          public.st_setsrid(public.st_point(30.45, 50.46), 4326))), 213::bigint, 'and is measured in metres');

-- A round
select pg_temp.report('Знака не видно', 'sign') as r \gset
set session authorization t_moderator;
select api.accept(:r, 1) \g /dev/null
set session authorization t_traffic;
select pg_temp.defect('перший', 50.46, 30.45, p_request => :r) as d1 \gset
select pg_temp.defect('третій', 50.464, 30.45) as d3 \gset
select pg_temp.defect('другий', 50.462, 30.45) as d2 \gset
select pg_temp.defect('небезпечний', 50.466, 30.45, true) as d4 \gset
select is(pg_temp.error_of('select api.round_make(''kyiv'', null, ''{}'')'), 'VA003 ["defects","","numbers of defects"]', 'nothing is no round');
select is(pg_temp.error_of('select api.round_make(''kyiv'', null, ''{99999}'')'), 'VA001 ["defect","99999"]', 'nor is what is not there');
select is(pg_temp.error_of('select api.round_make(''kyiv'', current_date + 100)'), format('VA003 ["day","%s","from a week ago to two months ahead"]', current_date + 100), 'nor in a year');
select is(pg_temp.error_of('select api.round_make(''kyiv'', null, null, '''', ''nowhere'')') like 'VA003 ["district","nowhere",%', true, 'districts are known');
select is(pg_temp.error_of('select api.round_make(''poltava'', null)') like 'VA001%', true, 'of the unit''s own city');
select id as o, metres from api.round_make('kyiv', null, array[:d1, :d3, :d2]) \gset
select is(:metres, 446, 'its way is measured');
select is((select string_agg(p.what || ' ' || p.metres || ' ' || p.waits_for, ', ' order by p.n) from api.round_places(:o) p), 'перший 0 verify, другий 223 verify, третій 223 verify', 'its places stand in the order of the way');
select id as next from api.round_make('kyiv', null) \gset
select is((select string_agg(p.what, ', ' order by p.n) from api.round_places(:next) p), 'небезпечний', 'what waits and is in no open round makes the next one');
select is((select g ~ '^<\?xml version="1.0" encoding="UTF-8"\?>\n<gpx version="1.1" creator="Varta" xmlns="http://www.topografix.com/GPX/1/1">' and xpath_exists('//g:rte/g:rtept[@lat="50.460000" and @lon="30.450000"]/g:name[text()="1. вул. Лісова, 5"]',
          substr(g, position(E'\n' in g))::xml, '{{g,http://www.topografix.com/GPX/1/1}}') from api.round_gpx(:o) g), true, 'it is a route in GPX');
select api.defect_change(:d2, 1, jsonb_build_object('what', E'<знак> & "\x01"')) \g /dev/null
select is((select xpath_exists($$//g:desc[contains(text(), '<знак> & "')]$$, substr(g, position(E'\n' in g))::xml, '{{g,http://www.topografix.com/GPX/1/1}}') from (select api.round_gpx(:o) as g) x), true, 'whatever the texts are');

-- What was found
select is(pg_temp.error_of(format('select api.round_note(%s, ''{"1=perhaps"}'')', :o)) like 'VA003 ["outcome","1=perhaps",%', true, 'an outcome is one of four');
select is(pg_temp.error_of(format('select api.round_note(%s, ''{"1=confirmed","7=mended"}'')', :o)), 'VA001 ["place","7"]', 'a place is one of the round');
select is((select seen from api.rounds('kyiv') where id = :o), 0, 'nothing of that was kept');
select is((select seen || ' ' || closed from api.round_note(:o, '{"2=c,distance=30.5:за деревом", "1=підтв"}')), '2 false', 'two are entered, in so many letters as are needed');
select is((select string_agg(concat_ws(' ', p.n, p.outcome, nullif(p.note, ''), p.state), ', ' order by p.n) from api.round_places(:o) p), '1 confirmed confirmed, 2 confirmed за деревом confirmed, 3 reported', 'and stand there');
select is((select jsonb_agg(e -> 'after' ->> 'text') from jsonb_array_elements(api.request(:r) -> 'events') e where e ->> 'verb' = 'follow'), '["Перевірено на місці: підтвердилося."]', 'who reported it is told');
select is(pg_temp.error_of(format('select api.round_note(%s, ''{"2=mended"}'')', :o)), 'VA002 ["round_enter","seen","2","it is entered already"]', 'once');
select is(pg_temp.error_of(format('select api.round_enter(%s, 1, ''[]'')', :o)), '40001 ["","","","2","{}"]', 'of the version seen');
select is((select seen || ' ' || closed from api.round_note(:o, '{"3=unfounded"}')), '3 true', 'when somebody was everywhere it is closed');
select is(pg_temp.error_of(format('select api.round_close(%s, %s)', :o, pg_temp.rv(:o))), format('VA002 ["round_close","closed","%s","the round is closed"]', :o), 'and nothing more is entered');

-- What is said to be mended, and is, or is not
select i.id as order1 from api.order_draft(array[:d1]) o cross join lateral api.order_issue(o.id, 1) i \gset
select i.id as order2 from api.order_draft(array[:d2]) o cross join lateral api.order_issue(o.id, 1) i \gset
select api.order_do('order_done', :'order1'), api.order_do('order_done', :'order2') \g /dev/null
select id as o from api.round_make('kyiv', null, array[:d1, :d2]) \gset
select is((select string_agg(waits_for, ' ') from api.round_places(:o)), 'check check', 'what owners say is mended is checked on a round');
select api.round_note(:o, '{"1=mended","2=confirmed:далі за деревом"}') \g /dev/null
select is((select string_agg(state, ' ' order by id) from api.orders_page('{"state": ["verified-done", "not-done"]}', null, null, false, 10)), 'verified-done not-done', 'orders follow from what was found');

-- Still broken
reset session authorization;
select api.operator_set('t_moderator2', '{"unit": null}') \g /dev/null
set session authorization t_moderator;
select api.publish(:r, pg_temp.version(:r)) \g /dev/null
reset session authorization;
select is((select status from varta.request where id = :r), varta.status_answered(), 'the answer that was proposed is published');
create function pg_temp.says(p_id text, p_status text, p_request bigint) returns text language sql as $$
    select outcome from sync.comments(pg_temp.source('kyiv-site'), jsonb_build_array(jsonb_build_object('n', 0, 'service_request_id', p_request::text, 'update_id', p_id, 'status', p_status, 'description', 'Дивіться')))
$$;
select is(pg_temp.says('s1', 'CLOSED', :r), 'stored', 'a later word');
select is((select concat_ws(' ', state) from varta.defect where id = :d1), '4', 'who thanks opens nothing');
select is(pg_temp.says('s2', 'OPEN', :r), 'stored', 'a later word');
select is((select concat_ws(' ', state || ' ' || reopened) from varta.defect where id = :d1), '1 1', 'who says that it is still broken has it verified again');
select is((select after ->> 'defect' from varta.event where verb = 'defect_reopen'), :'d1', 'the history has it');
update varta.defect set state = varta.defect_mended() where id = :d1;
alter table varta.verification disable trigger user;
update varta.verification set created_at = now() - interval '31 days' where defect_id = :d1;
alter table varta.verification enable trigger user;
select is(pg_temp.says('s3', 'OPEN', :r), 'stored', 'a later word');
select is((select concat_ws(' ', state) from varta.defect where id = :d1), '4', 'but not after 30 days');

-- The clock
select is((select bool_and(varta.clock_says(o, o.issued_at + interval '1 day') is null and varta.clock_says(o, o.due_at - interval '1 day') = 'order_remind' and varta.clock_says(o, o.due_at + interval '1 hour') = 'order_remind'
          and varta.clock_says(o, o.due_at + interval '11 days') = 'order_escalate') from varta.orders o where id = :order2), true, 'the clock reminds before the end and after it, and hands over to the head');
select * from finish();
