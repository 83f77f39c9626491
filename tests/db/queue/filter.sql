-- The filter: each of its keys, alone and together, gives what a plain condition on the tables gives, page
-- by page forward and back, and the count is the same; sorting; and what is wrong is refused by name.
\ir ../../lib/tap.sql
\ir ../../lib/queue.sql
select plan(81);

select setseed(0.5);
select count(pg_temp.report((array['Яма', 'Світлофор', 'Дорога'])[g % 3 + 1] || ' номер ' || g, (array['light', 'road', 'question', 'message', 'crime', 'spot'])[g % 6 + 1],
    50.42 + (g % 12) * 0.01, 30.41 + (g % 29) * 0.01)) from generate_series(1, 140) g;
select count(pg_temp.report('Полтавська яма ' || g, 'road', 49.6, 34.5, 'poltava-site')) from generate_series(1, 20) g;
select sync.index_texts(10000);
insert into varta.operator_city select o.id, c.id from varta.operator o, varta.city c where o.login = 't_moderator' and c.code = 'poltava';
set session_replication_role = replica;
update varta.request r set rank = (random() * 2)::int - 2, status = (array[1, 1, 2, 2, 3])[(random() * 4)::int + 1],
    due_at = case when random() < 0.1 then 'infinity' else now() + ((random() * 20)::int - 8) * interval '6 hours' end,
    received_at = date_trunc('hour', now()) - (random() * 200)::int * interval '1 day', area = (r.id % 3)::smallint,
    operator_id = case r.id % 4 when 1 then (select id from varta.operator where login = 't_moderator')
                                when 2 then (select id from varta.operator where login = 't_officer') end,
    snoozed_until = case when r.id % 13 = 0 then now() + interval '1 day' end;
insert into varta.referral (city_id, request_id, unit_id, state, why, due_at, operator_id)
select r.city_id, r.id, u.id, 1 + r.id % 3, 'не наше', now(), (select id from varta.operator where login = 't_moderator')
from varta.request r join varta.unit u on u.city_id = r.city_id and u.code = (array['patrol', 'guard'])[r.id % 2 + 1] where r.id % 3 = 0 or r.id % 5 = 0;
insert into varta.response (city_id, request_id, state, public, body, author_id, visible_at)
select r.city_id, r.id, s, true, 'Так', (select id from varta.operator where login = 't_moderator'), case s when 4 then now() end
from varta.request r cross join lateral (select (1 + r.id % 5)::smallint as s) x where r.id % 4 = 0;
set session_replication_role = origin;
select id as place from varta.request where point is not null and city_id = 1 order by id limit 1 \gset

create function pg_temp.expected(p_where text, p_order text) returns bigint[] language plpgsql security definer as $$
declare
    v_ids bigint[];
begin
    execute format($q$
        select coalesce(array_agg(r.id order by %s), '{}')
        from varta.request r join varta.city c on c.id = r.city_id join varta.kind k on k.id = r.kind join varta.status s on s.id = r.status
        join varta.category g on g.city_id = r.city_id and g.id = r.category_id
        left join varta.operator o on o.id = r.operator_id
        where %s $q$, p_order, p_where) into v_ids;
    return v_ids;
end
$$;

create temp table cases (filter jsonb, condition text, sort text default 'r.rank, r.due_at, r.id');
insert into cases (filter, condition) values
    ('{}', 'true'),
    ('{"city": ["kyiv"]}', 'c.code = ''kyiv'''),
    ('{"operator": ["me"]}', 'o.login = ''t_moderator'''),
    ('{"operator": ["me", "t_officer"]}', 'r.operator_id is not null'),
    ('{"operator": ["none"]}', 'r.operator_id is null'),
    ('{"operator": ["none"], "status": ["answered", "pending"]}', 'r.operator_id is null'),
    ('{"unit": ["patrol"]}', 'exists (select from varta.referral f join varta.unit u on u.city_id = f.city_id and u.id = f.unit_id
        where f.city_id = r.city_id and f.request_id = r.id and u.code = ''patrol'' and f.state in (1, 2))'),
    ('{"unit": ["patrol", "guard"], "city": ["kyiv"]}', 'c.code = ''kyiv'' and exists (select from varta.referral f where f.city_id = r.city_id and f.request_id = r.id and f.state in (1, 2))'),
    ('{"draft": ["draft"]}', 'exists (select from varta.response p where p.city_id = r.city_id and p.request_id = r.id and p.state = 1)'),
    ('{"draft": ["submitted", "approved"]}', 'exists (select from varta.response p where p.city_id = r.city_id and p.request_id = r.id and p.state in (2, 3))'),
    ('{"draft": ["any"]}', 'exists (select from varta.response p where p.city_id = r.city_id and p.request_id = r.id and p.state <> 4)'),
    ('{"area": ["inside"]}', 'r.area = 0'),
    ('{"area": ["other_city", "outside"]}', 'r.area in (1, 2)'),
    ('{"late": true}', 'r.due_at < now()'),
    ('{"late": true, "city": ["kyiv"], "status": ["pending"]}', 'r.due_at < now() and c.code = ''kyiv'''),
    ('{"due": {"to": "12h"}}', 'r.due_at <= now() + interval ''12 hours'''),
    ('{"due": {"from": "-1d", "to": "+1d"}}', 'r.due_at between now() - interval ''1 day'' and now() + interval ''1 day'''),
    ('{"due": {"from": "1w"}}', 'r.due_at >= now() + interval ''7 days'''),
    ('{"due": {"from": "infinity"}}', 'r.due_at = ''infinity'''),
    ('{"due": {"from": "today", "to": "today"}}', '(r.due_at at time zone ''Europe/Kyiv'')::date = (now() at time zone ''Europe/Kyiv'')::date'),
    ('{"due": {"to": "today-1"}}', '(r.due_at at time zone ''Europe/Kyiv'') < (now() at time zone ''Europe/Kyiv'')::date'),
    ('{"received": {"from": "-7d"}, "sort": "due"}', 'r.received_at >= now() - interval ''7 days'''),
    ('{"received": {"to": "-30d"}, "sort": "due"}', 'r.received_at <= now() - interval ''30 days'''),
    ('{"near": {"lat": 50.47, "long": 30.45, "m": 2000}}', 'st_dwithin(r.point::geography, st_setsrid(st_point(30.45, 50.47), 4326)::geography, 2000, false)'),
    ('{"near": {"lat": 50.47, "long": 30.45, "m": 9000}, "kind": ["traffic"]}', 'k.code = ''traffic'' and st_dwithin(r.point::geography, st_setsrid(st_point(30.45, 50.47), 4326)::geography, 9000, false)'),
    (format('{"near": {"id": %s}}', :place)::jsonb, format('st_dwithin(r.point::geography, (select point::geography from varta.request where id = %s), 300, false)', :place)),
    ('{"text": "яма", "sort": "due"}', 'r.body ~* ''яма'' and r.kind <> 5'),
    ('{"category": ["road"], "operator": ["t_officer"], "late": true, "area": ["inside", "other_city"]}', 'g.code = ''road'' and o.login = ''t_officer'' and r.due_at < now() and r.area in (0, 1)');
insert into cases values
    ('{"sort": "-due"}', 'true', 'r.rank desc, r.due_at desc, r.id desc'),
    ('{"received": {"from": "-100d", "to": "-10d"}}', 'r.received_at between now() - interval ''100 days'' and now() - interval ''10 days''', 'r.received_at, r.id'),
    ('{"sort": "received"}', 'true', 'r.received_at, r.id'),
    ('{"sort": "-received", "city": ["poltava"]}', 'c.code = ''poltava''', 'r.received_at desc, r.id desc'),
    ('{"sort": "-due", "late": true}', 'r.due_at < now()', 'r.rank desc, r.due_at desc, r.id desc'),
    ('{"sort": "-received", "operator": ["me"]}', 'o.login = ''t_moderator''', 'r.received_at desc, r.id desc'),
    ('{"text": "яма"}', 'r.body ~* ''яма'' and r.kind <> 5', 'r.received_at desc, r.id desc'),
    ('{"text": "яма номер", "kind": ["traffic"]}', 'r.body ~ ''Яма номер'' and k.code = ''traffic''', 'r.received_at desc, r.id desc');
grant select on cases to public;
create function pg_temp.check(p_filter jsonb, p_where text, p_order text, p_snoozed boolean) returns setof text language plpgsql as $$
declare
    v_filter jsonb := p_filter || jsonb_build_object('snoozed', p_snoozed);
    v_ids bigint[];
begin
    v_ids := pg_temp.expected(p_where || case when p_snoozed then ' and r.snoozed_until > now()' else ' and r.snoozed_until is null' end
        || case when p_filter ? 'status' then format(' and s.code in (%s)', (select string_agg(quote_literal(e), ', ') from jsonb_array_elements_text(p_filter -> 'status') e))
           else ' and s.code in (''new'', ''pending'')' end, p_order);
    return next is(jsonb_build_array(api.queue_count(v_filter), pg_temp.walk(v_filter, 4, false), pg_temp.walk(v_filter, 7, true)),
                   jsonb_build_array(cardinality(v_ids), v_ids, v_ids), v_filter::text);
end
$$;

set session authorization t_moderator;
select pg_temp.check(filter, condition, sort, false) from cases;
select pg_temp.check(filter, condition, sort, true) from cases where filter = '{}' or filter ? 'sort';
select ok((select count(*) = 0 from cases c where cardinality(pg_temp.expected(c.condition, c.sort)) = 0), 'every case finds something');

-- Closed ones belong to the unit that answered
reset session authorization;
set session_replication_role = replica;
insert into varta.referral (city_id, request_id, unit_id, state, due_at, operator_id, response_id)
select r.city_id, r.id, u.id, 4, now(), (select id from varta.operator where login = 't_moderator'), 1
from varta.request r join varta.unit u on u.city_id = r.city_id and u.code = 'legal_aid' where r.status in (2, 3);
set session_replication_role = origin;
set session authorization t_moderator;
select is(api.queue_count('{"unit": ["legal_aid"]}'), 0::bigint, 'what a unit has answered it no longer has');
select is(api.queue_count('{"unit": ["legal_aid"], "status": ["answered"]}'), api.queue_count('{"status": ["answered"]}'), 'a closed request is found by it');

-- What a saved view can hold is what the queue can show
select ok(api.view_save('Мої прострочені', '{"operator": ["me"], "late": true, "sort": "-received"}') > 0, 'a filter as a view');
select is((select n from api.views() where name = 'Мої прострочені'), api.queue_count('{"operator": ["me"], "late": true}'), 'with its count');
select ok((select (l).id is not null from api.claim_next('{"area": ["inside"], "category": ["road"]}') l), 'claiming goes by the filter');

create temp table bad (filter text, error text);
insert into bad values
    ('{"colour": 1}', 'VA006 ["colour"]'),
    ('{"operator": ["nobody"]}', 'VA003 ["operator","nobody","one of {4}","me, t_admin, t_auditor, t_expert, t_moderator, t_moderator2, t_officer, t_poltava, t_traffic"]'),
    ('{"operator": ["none", "t_officer"]}', 'VA003 ["operator","none","one of {4}","me, t_admin, t_auditor, t_expert, t_moderator, t_moderator2, t_officer, t_poltava, t_traffic"]'),
    ('{"unit": ["fire"]}', 'VA003 ["unit","fire","one of {4}","city_authority, district_officers, guard, legal_aid, main_department, patrol, traffic_unit"]'),
    ('{"draft": ["published"]}', 'VA003 ["draft","published","one of {4}","any, approved, draft, recalled, submitted"]'),
    ('{"area": ["moon"]}', 'VA003 ["area","moon","one of {4}","inside, none, other_city, outside"]'),
    ('{"late": 1}', 'VA003 ["late","1","true or false"]'),
    ('{"due": "2d"}', 'VA003 ["due","2d","{\"from\": …, \"to\": …}"]'),
    ('{"due": {"til": "2d"}}', 'VA003 ["due","{\"til\": \"2d\"}","{\"from\": …, \"to\": …}"]'),
    ('{"due": {"to": "soon"}}', 'VA003 ["due","soon","2d, today, 2026-11-22"]'),
    ('{"due": {"to": "2026-02-31"}}', 'VA003 ["due","2026-02-31","2d, today, 2026-11-22"]'),
    ('{"received": {"from": "99999999d"}}', 'VA003 ["received","99999999d","2d, today, 2026-11-22"]'),
    ('{"near": {"lat": 95, "long": 30}}', 'VA003 ["near","{\"lat\": 95, \"long\": 30}","a place or a request with one, and at most 20000 m"]'),
    ('{"near": {"lat": 50}}', 'VA003 ["near","{\"lat\": 50}","a place or a request with one, and at most 20000 m"]'),
    ('{"near": {"lat": "x", "long": 30}}', 'VA003 ["near","{\"lat\": \"x\", \"long\": 30}","a place or a request with one, and at most 20000 m"]'),
    ('{"near": {"lat": 50, "long": 30, "m": 50000}}', 'VA003 ["near","{\"m\": 50000, \"lat\": 50, \"long\": 30}","a place or a request with one, and at most 20000 m"]'),
    ('{"near": {"id": 999999}}', 'VA003 ["near","{\"id\": 999999}","a place or a request with one, and at most 20000 m"]'),
    ('{"near": "here"}', 'VA003 ["near","\"here\"","a place or a request with one, and at most 20000 m"]'),
    ('{"text": "на"}', 'VA003 ["text","на","a word or a number"]'),
    ('{"sort": "colour"}', 'VA003 ["sort","colour","one of {4}","-due, -received, due, received"]');
grant select on bad to public;
select is(pg_temp.error_of(format('select api.queue_count(%L)', filter)), error, filter) from bad;

-- What has a code is named as people call it, too, where that fits one alone
select isnt(api.queue_count('{"district": ["podil"]}'), 0::bigint, 'there are some');
select is(api.queue_count('{"district": ["поділ"]}'), api.queue_count('{"district": ["podil"]}'), 'a district by the beginning of its name');
select is(api.queue_count('{"operator": ["Коваль"], "city": ["Київ"]}'), api.queue_count('{"operator": ["t_moderator"], "city": ["kyiv"]}'),
    'an operator by the second word of the name, in a city');
select is(left(pg_temp.error_of('select api.queue_count(''{"district": ["район"]}'')'), 27), 'VA003 ["district","район","', 'what fits several is none');
select is(left(pg_temp.error_of('select api.queue_count(''{"district": ["%"]}'')'), 23), 'VA003 ["district","%","', 'nor is there a pattern');

-- Nobody finds more than he sees
set session authorization t_poltava;
select is((select array_agg(distinct city) from api.queue_page('{"near": {"lat": 50.47, "long": 30.45, "m": 20000}}', null, null, null, false, 100)), null, 'nothing near in another city');
select is(pg_temp.error_of(format('select api.queue_count(''{"near": {"id": %s}}'')', :place)),
    format('VA003 ["near","{\"id\": %s}","a place or a request with one, and at most 20000 m"]', :place), 'nor is a request there a place');
select is((select array_agg(distinct city) from api.queue_page('{"text": "яма"}', null, null, null, false, 100)), '{poltava}', 'words of the own city');
set session authorization t_moderator2;
select is(api.queue_count('{"text": "номер", "kind": ["crime"], "status": ["new", "pending", "answered"]}'), 0::bigint, 'no crime for who is not police');
select is(api.queue_count('{"operator": ["me"]}'), 0::bigint, 'everybody is his own me');
reset session authorization;

select * from finish();
