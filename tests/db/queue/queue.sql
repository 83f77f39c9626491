-- The queue: pages forward and back, over one city and all, equal a plain ORDER BY; filters; counts.
\ir ../../lib/tap.sql
\ir ../../lib/queue.sql
select plan(21);

select setseed(0.25);
select count(pg_temp.report('Звернення ' || g, (array['light', 'road', 'question', 'message', 'crime', 'spot'])[g % 6 + 1],
    50.40 + (g % 12) * 0.01, 30.41 + (g % 29) * 0.01)) from generate_series(1, 150) g;
select count(pg_temp.report('Полтава ' || g, 'road', 49.6, 34.5, 'poltava-site')) from generate_series(1, 30) g;
set session_replication_role = replica;
update varta.request set rank = (random() * 2)::int - 2, due_at = case when random() < 0.1 then 'infinity' else now() + (random() * 20)::int * interval '1 hour' end,
    status = (array[1, 1, 2, 2, 3])[(random() * 4)::int + 1];
set session_replication_role = origin;
insert into varta.operator_city select o.id, c.id from varta.operator o, varta.city c where o.login = 't_moderator' and c.code = 'poltava';

create function pg_temp.expected(p_cities text[], p_statuses smallint[], p_kinds smallint[]) returns bigint[] language sql security definer as $$
    select coalesce(array_agg(r.id order by r.rank, r.due_at, r.id), '{}')
    from varta.request r join varta.city c on c.id = r.city_id
    where c.code = any(p_cities) and r.status = any(p_statuses) and r.kind = any(p_kinds)
$$;

set session authorization t_moderator;
select is(pg_temp.walk('{"city": ["kyiv"]}', 7, false), pg_temp.expected('{kyiv}', '{1,2}', '{1,2,3,4,5}'), 'one city, forward');
select is(pg_temp.walk('{"city": ["kyiv"]}', 7, true), pg_temp.expected('{kyiv}', '{1,2}', '{1,2,3,4,5}'), 'one city, back from the end');
select is(pg_temp.walk('{}', 11, false), pg_temp.expected('{kyiv,poltava}', '{1,2}', '{1,2,3,4,5}'), 'all cities, forward');
select is(pg_temp.walk(null, 11, true), pg_temp.expected('{kyiv,poltava}', '{1,2}', '{1,2,3,4,5}'), 'all cities, back; no filter is the empty one');
select is(pg_temp.walk('{"status": ["answered"]}', 4, false), pg_temp.expected('{kyiv,poltava}', '{3}', '{1,2,3,4,5}'), 'another status');
select is(pg_temp.walk('{"kind": ["traffic"], "status": ["new", "pending", "answered"]}', 5, false),
    pg_temp.expected('{kyiv,poltava}', '{1,2,3}', '{2}'), 'one kind');
select is((select array_agg(id) from api.queue_page('{"category": ["light"], "district": ["podil"]}', null, null, null, false, 1000)),
    (select array_agg(id order by rank, due_key, id) from api.queue_page('{}', null, null, null, false, 1000)
     where category = 'light' and district_name = 'Подільський район'), 'category and district');

select is((select count(*) from api.queue_page('{}', null, null, null, false, 1000)), api.queue_count('{}'), 'the count is that of the rows');
select is((select sum(n) from api.badges()), api.queue_count('{}')::numeric, 'the badges count the same');
select is((select sum(late) from api.badges()), (select count(*) from api.queue_page('{}', null, null, null, false, 1000) where due_state = 'late')::numeric,
    'and what is late');
select is((select count(*) from api.queue_page('{}', null, null, null, false, 3)), 3::bigint, 'no more rows than wanted');
select is((select count(*) from api.queue_page('{"status": ["new"]}', null, null, null, false, 1000) where status <> 'new'), 0::bigint, 'nothing else');
select is((select array_agg(distinct due is null) from api.queue_page('{}', null, null, null, false, 1000) where not isfinite(due_key)), '{t}',
    'without a due date due is null and the key infinity');

select is((select id from api.queue_page(jsonb_build_object('id', (pg_temp.expected('{kyiv}', '{3}', '{2}'))[1], 'status', '["new"]'::jsonb),
    null, null, null, false, 10)), (pg_temp.expected('{kyiv}', '{3}', '{2}'))[1], 'a number overrides the rest');
select is(pg_temp.error_of($$select api.queue_page('{"colour": ["red"]}', null, null, null, false, 10)$$), 'VA006 ["colour"]', 'unknown key');
select is(pg_temp.error_of($$select api.queue_count('{"status": ["lost"]}')$$), 'VA003 ["status","lost","one of {4}","answered, merged, new, pending, rejected, withdrawn"]', 'unknown code');
select is(pg_temp.error_of($$select api.queue_count('{"city": ["lviv"]}')$$), 'VA003 ["city","lviv","one of {4}","kyiv, poltava"]', 'unknown city');
select is(pg_temp.error_of($$select api.queue_count('{"id": "x"}')$$), 'VA003 ["id","x","a number"]', 'a number that is none');

-- Who sees what
set session authorization t_moderator2;
select is(pg_temp.walk('{}', 50, false), pg_temp.expected('{kyiv}', '{1,2}', '{1,2,3,5}'), 'who is not police sees no crime, and no other city');
select is(pg_temp.error_of($$select api.queue_count('{"city": ["poltava"]}')$$), 'VA003 ["city","poltava","one of {4}","kyiv"]',
    'a foreign city is as one that does not exist');
set session authorization t_poltava;
select is(pg_temp.walk('{}', 50, false), pg_temp.expected('{poltava}', '{1,2}', '{1,2,3,5}'), 'nor does who is in another city');
reset session authorization;

select * from finish();
