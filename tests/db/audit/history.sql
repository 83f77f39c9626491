-- The history: what was sealed, nobody can change unseen. What somebody who changes the log as well does is found by what is
-- kept outside of the database (audit/test_forgeries.py).
\ir ../../lib/tap.sql
select plan(49);

create temp table begun as select city_id, count(*) as events, max(id) as last from varta.event group by city_id;

select pg_temp.report('Перше ' || g) from generate_series(1, 20) g \g /dev/null
select pg_temp.report('Полтава', 'road', 49.6, 34.5, 'poltava-site') as p \gset
select max(r.id) as a from varta.request r join varta.city c on c.id = r.city_id where c.code = 'kyiv' \gset
set session authorization t_moderator;
select api.accept(:a, 1) \g /dev/null
reset session authorization;

-- The events by which the test calls them: the first of Kyiv is 1.
create temp table numbered as
    select e.id, row_number() over (order by e.id) as n from varta.event e join begun b on b.city_id = e.city_id where e.city_id = 1 and e.id > b.last;
create function pg_temp.nth(p_n bigint) returns bigint language sql as $$
    select id from numbered where n = p_n
$$;
create function pg_temp.log_state(p_city text default 'kyiv') returns text language sql as $$
    select ok || ' ' || checked - begun.events || ' ' || coalesce((select n::text from numbered where id = broken_event), broken_event - max(numbered.id) || ' on', '-') || ' ' || coalesce(why, '-')
    from audit.verify(p_city) v, varta.city c join begun on begun.city_id = c.id, numbered where c.code = p_city group by ok, checked, events, broken_event, why
$$;
select is(pg_temp.log_state(), 'true 21 - -', 'a history that is not sealed yet is whole');
select sync.log_seal() \g /dev/null
select is(pg_temp.log_state(), 'true 21 - -', 'so is one that is sealed');
select is(pg_temp.log_state('poltava'), 'true 1 - -', 'each city has its own');
select is((select count(*) from varta.log_queue), 0::bigint, 'nothing waits');
select is((select array_agg(size % 64 = 0 and size > events) from varta.log_batch), '{true}', 'a batch is filled up');

select throws_ok('update varta.event set why = ''x''', '55000', 'varta.event: rows are never changed', 'no update');
select throws_ok('delete from varta.event', '55000', 'varta.event: rows are never deleted', 'no delete');
select throws_ok('truncate varta.event', '55000', 'varta.event: rows are never deleted', 'no truncate');
select throws_ok('delete from varta.request', '55000', 'varta.request: rows are never deleted', 'nor of requests');

-- A superuser goes behind the triggers
create function pg_temp.tampered(p_sql text) returns text language sql as $$ select pg_temp.behind_triggers(p_sql, 'pg_temp.log_state()') $$;
select is(pg_temp.tampered($$update varta.event set after = '{"digest": "0"}' where id = pg_temp.nth(7) and city_id = 1$$), 'false 21 7 its content was changed', 'content');
select is(pg_temp.tampered($$update varta.event set why = 'так треба' where id = pg_temp.nth(21) and city_id = 1$$), 'false 21 21 its content was changed', 'a reason');
select is(pg_temp.tampered($$update varta.event set who = 't_expert' where id = pg_temp.nth(21) and city_id = 1$$), 'false 21 21 it was changed', 'who');
select is(pg_temp.tampered($$update varta.event set at = at + interval '1 microsecond' where id = pg_temp.nth(1) and city_id = 1$$), 'false 21 1 it was changed', 'when');
select is(pg_temp.tampered($$update varta.event set request_id = 1000 where id = pg_temp.nth(5) and city_id = 1$$), 'false 21 5 it was changed', 'what');
select is(pg_temp.tampered($$delete from varta.event where id = pg_temp.nth(9) and city_id = 1$$), 'false 20 9 it is missing', 'one taken out');
select is(pg_temp.tampered($$delete from varta.event where id = pg_temp.nth(1) and city_id = 1$$), 'false 20 1 it is missing', 'the first taken out');
select is(pg_temp.tampered($$delete from varta.event where id = pg_temp.nth(21) and city_id = 1$$),
    'false 20 21 it is missing', 'the last taken out');
select is(pg_temp.tampered($$delete from varta.event where city_id = 1 and id >= pg_temp.nth(1)$$),
    'false 0 1 it is missing', 'all taken out');
select is(pg_temp.tampered($$update varta.event set after = '{"digest": "0"}', content_hash = varta.event_content(salt, why, before, '{"digest": "0"}')
    where id = pg_temp.nth(7) and city_id = 1$$), 'false 21 7 it was changed', 'content and its hash');
select is(pg_temp.tampered($$update varta.event set before = '{"status": "rejected"}' where id = pg_temp.nth(21) and city_id = 1$$), 'false 21 21 its content was changed', 'what was before');
select is(pg_temp.tampered($$update varta.event set after = after - 'status' where id = pg_temp.nth(21) and city_id = 1$$), 'false 21 21 its content was changed', 'what was after');
select is(pg_temp.tampered($$update varta.event set salt = gen_random_uuid() where id = pg_temp.nth(3) and city_id = 1$$), 'false 21 3 its content was changed', 'the salt');
select is(pg_temp.tampered($$update varta.event set verb = 'reject' where id = pg_temp.nth(21) and city_id = 1$$), 'false 21 21 it was changed', 'the verb');
select is(pg_temp.tampered($$update varta.event set origin = 'local vartactl' where id = pg_temp.nth(2) and city_id = 1$$), 'false 21 2 it was changed', 'from where');
select is(pg_temp.tampered($$update varta.event set id = -id where id in (pg_temp.nth(5), pg_temp.nth(6)) and city_id = 1;
    update varta.event set id = pg_temp.nth(5) + pg_temp.nth(6) + id where id < 0$$), 'false 21 5 it was changed', 'two rows swapped');
select is(pg_temp.tampered($$delete from varta.event where id = pg_temp.nth(9) and city_id = 1;
    update varta.event set id = -id where id > pg_temp.nth(9) and city_id = 1; update varta.event set id = -id - 1 where id < 0$$),
    'false 20 9 it was changed', 'one taken out, and those after it numbered anew');
select is(pg_temp.tampered($$insert into varta.event select city_id, id + 5, request_id, at, who, origin, verb, why, before, after, salt, content_hash, hash
    from varta.event where id = pg_temp.nth(21) and city_id = 1$$), 'false 22 5 on it was put in past the log', 'one added');
select is(pg_temp.tampered($$update varta.log_tile set hashes = overlay(hashes placing sha256('x') from (select leaf from varta.log_leaf where event_id = pg_temp.nth(4))::integer * 32 + 1 for 32)
    where index = 0$$), 'false 21 4 it was changed', 'the log');
select is(pg_temp.tampered($$delete from varta.log_tile$$) like 'false 21 % it was changed', true, 'all of it');
select is(pg_temp.tampered($$set local session_replication_role = origin; alter table varta.event disable trigger user;
    update varta.event set who = 't_moderator' where id = pg_temp.nth(8) and city_id = 1$$), 'false 21 8 it was changed', 'with the triggers switched off');
select is(pg_temp.log_state(), 'true 21 - -', 'and afterwards it is whole again');

-- What is written
update varta.request set title = 'Змінено повз функції' where id = :a;
select results_eq(format($$select verb, who, after ->> 'title' from varta.event where request_id = %s order by id desc limit 1$$, :a),
    $$values ('changed', 'postgres', 'Змінено повз функції')$$, 'a change that passes the functions by is an event too');
select lives_ok(format('update varta.request set title = title where id = %s', :a), 'one that changes nothing');
select is((select count(*) from varta.event e join begun b on b.city_id = e.city_id where e.city_id = 1 and e.id > b.last), 22::bigint, 'is none');
select is(pg_temp.log_state(), 'true 22 - -', 'the history goes on');

-- The log only grows
select sync.log_seal() \g /dev/null
select is(pg_temp.log_state(), 'true 22 - -', 'what comes later is sealed, too');
select is((select array_agg(events order by first) from varta.log_batch where first > 0), '{1}', 'and what was sealed not again');
select sync.log_seal() \g /dev/null
select is((select events || ' ' || size from varta.log_batch order by first desc limit 1), '0 64', 'where there is nothing, there is padding');
select throws_ok('update varta.log_batch set events = 1', '55000', 'varta.log_batch: rows are never changed', 'a batch stays');
select throws_ok('delete from varta.log_leaf', '55000', 'varta.log_leaf: rows are never deleted', 'and a leaf');
select throws_ok('delete from varta.log_tile', '55000', 'varta.log_tile: rows are never deleted', 'and a tile');
select throws_ok('update varta.log_tile set hashes = substring(hashes for 32)', '55000', 'varta.log_tile: rows are never changed', 'which does not shrink');
select throws_ok('truncate varta.log_checkpoint', '55000', 'varta.log_checkpoint: rows are never deleted', 'and what was signed');

-- How auditors read it
select is((select string_agg(what || ' ' || n, ', ' order by what) from (select what, count(*) as n from audit.log_entries('kyiv', 0, 10000) group by what) x),
    (select format('event %s, other %s, padding %s', count(*) filter (where city_id in (0, 1)), count(*) filter (where city_id not in (0, 1)),
                   varta.log_size() - count(*)) from varta.log_leaf), 'events of the city and of none; of others no more than that they are there');
select is((select count(*) from audit.log_entries('kyiv', 0, 10000) e where hash <> varta.tile_leaf(leaf) or fault is not null), 0::bigint, 'all agree with the log');
select is((select sum(length(hashes)) / 32 from audit.log_tiles()), varta.log_size(), 'the tiles have them all');
select is((select sum(length(hashes)) / 32 from sync.log_leaves(70)), varta.log_size() - 70, 'or from a leaf on');
select is((select substring(hashes for 32) from sync.log_leaves(70) where leaf = 70), varta.tile_leaf(70), 'which begins with it');
select is((select count(*) from audit.unsealed()), 0::bigint, 'and nothing is not in it');

select * from finish();
