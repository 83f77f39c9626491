-- What was written before there was the log: a chain per city that nobody can change unseen, and that is sealed like
-- everything else.
\ir ../../lib/tap.sql
select plan(31);

select pg_temp.report('Перше ' || g) from generate_series(1, 20) g \g /dev/null
select max(r.id) as a from varta.request r join varta.city c on c.id = r.city_id where c.code = 'kyiv' \gset
set session authorization t_moderator;
select api.accept(:a, 1) \g /dev/null
reset session authorization;

-- All that there is becomes what an older version would have written: numbers without a gap, hashes one on the other
set session_replication_role = replica;
create temp table counted as select city_id, id, row_number() over (partition by city_id order by id) as n from varta.event;
update varta.event set id = -id;
update varta.event e set id = c.n from counted c where c.city_id = e.city_id and c.id = -e.id;
update varta.event e set hash = h.hash
from (select city_id, id, varta.chained(sha256(convert_to('varta city ' || city_id, 'UTF8')), varta.event_entry(e)) over (
          partition by city_id order by id rows unbounded preceding) as hash from varta.event e) h
where h.city_id = e.city_id and h.id = e.id;
insert into varta.chain select distinct on (city_id) city_id, id, hash from varta.event order by city_id, id desc
on conflict (city_id) do update set last = excluded.last, hash = excluded.hash;
delete from varta.log_queue;
set session_replication_role = origin;

create temp table begun as select city_id, last - 21 as last from varta.chain;
create function pg_temp.nth(p_n bigint, p_city smallint default 1) returns bigint language sql as $$
    select last + p_n from begun where city_id = p_city
$$;
create function pg_temp.chain_state(p_city text default 'kyiv') returns text language sql as $$
    select ok || ' ' || checked - begun.last || ' ' || coalesce((broken_event - begun.last)::text, '-') || ' ' || coalesce(why, '-')
    from audit.verify(p_city), varta.city c join begun on begun.city_id = c.id where c.code = p_city
$$;
select is(pg_temp.chain_state(), 'true 21 - -', 'a whole chain');

-- A superuser goes behind the triggers
create function pg_temp.tampered(p_sql text) returns text language sql as $$ select pg_temp.behind_triggers(p_sql, 'pg_temp.chain_state()') $$;
select is(pg_temp.tampered($$update varta.event set after = '{"digest": "0"}' where id = pg_temp.nth(7) and city_id = 1$$), 'false 21 7 its content was changed', 'content');
select is(pg_temp.tampered($$update varta.event set why = 'так треба' where id = pg_temp.nth(21) and city_id = 1$$), 'false 21 21 its content was changed', 'a reason');
select is(pg_temp.tampered($$update varta.event set who = 't_expert' where id = pg_temp.nth(21) and city_id = 1$$), 'false 21 21 it was changed', 'who');
select is(pg_temp.tampered($$update varta.event set at = at + interval '1 microsecond' where id = pg_temp.nth(1) and city_id = 1$$), 'false 21 1 it was changed', 'when');
select is(pg_temp.tampered($$update varta.event set request_id = 1000 where id = pg_temp.nth(5) and city_id = 1$$), 'false 21 5 it was changed', 'what');
select is(pg_temp.tampered($$delete from varta.event where id = pg_temp.nth(9) and city_id = 1$$), 'false 20 10 events before it are missing', 'one taken out');
select is(pg_temp.tampered($$delete from varta.event where id = pg_temp.nth(1) and city_id = 1$$), 'false 20 2 events before it are missing', 'the first taken out');
select is(pg_temp.tampered($$delete from varta.event where id = pg_temp.nth(21) and city_id = 1$$),
    'false 20 21 the head of the chain does not match the last event', 'the last taken out');
select is(pg_temp.tampered($$delete from varta.event where city_id = 1 and id > pg_temp.nth(0)$$),
    'false 0 21 the head of the chain does not match the last event', 'all taken out');
select is(pg_temp.tampered($$update varta.event set after = '{"digest": "0"}', content_hash = varta.event_content(salt, why, before, '{"digest": "0"}')
    where id = pg_temp.nth(7) and city_id = 1$$), 'false 21 7 it was changed', 'content and its hash');
select is(pg_temp.tampered($$update varta.event set before = '{"status": "rejected"}' where id = pg_temp.nth(21) and city_id = 1$$), 'false 21 21 its content was changed', 'what was before');
select is(pg_temp.tampered($$update varta.event set after = after - 'status' where id = pg_temp.nth(21) and city_id = 1$$), 'false 21 21 its content was changed', 'what was after');
select is(pg_temp.tampered($$update varta.event set salt = gen_random_uuid() where id = pg_temp.nth(3) and city_id = 1$$), 'false 21 3 its content was changed', 'the salt');
select is(pg_temp.tampered($$update varta.event set verb = 'reject' where id = pg_temp.nth(21) and city_id = 1$$), 'false 21 21 it was changed', 'the verb');
select is(pg_temp.tampered($$update varta.event set origin = 'local vartactl' where id = pg_temp.nth(2) and city_id = 1$$), 'false 21 2 it was changed', 'from where');
select is(pg_temp.tampered($$update varta.event set hash = sha256('x') where id = pg_temp.nth(4) and city_id = 1$$), 'false 21 4 it was changed', 'a hash');
select is(pg_temp.tampered($$update varta.event set id = -id where id in (pg_temp.nth(5), pg_temp.nth(6)) and city_id = 1;
    update varta.event set id = pg_temp.nth(5) + pg_temp.nth(6) + id where id < 0$$), 'false 21 5 it was changed', 'two rows swapped');
select is(pg_temp.tampered($$delete from varta.event where id = pg_temp.nth(9) and city_id = 1;
    update varta.event set id = -id where id > pg_temp.nth(9) and city_id = 1; update varta.event set id = -id - 1 where id < 0;
    update varta.chain set last = last - 1 where city_id = 1$$), 'false 20 9 it was changed', 'one taken out, and those after it numbered anew');
select is(pg_temp.tampered($$insert into varta.event select city_id, id + 1, request_id, at, who, origin, verb, why, before, after, salt, content_hash, hash
    from varta.event where id = pg_temp.nth(21) and city_id = 1; update varta.chain set last = last + 1 where city_id = 1$$),
    'false 22 22 it was changed', 'one added');
select is(pg_temp.tampered($$update varta.chain set hash = sha256('x') where city_id = 1$$), 'false 21 21 the head of the chain does not match the last event', 'the head');
select is(pg_temp.tampered($$set local session_replication_role = origin; alter table varta.event disable trigger user;
    update varta.event set who = 't_moderator' where id = pg_temp.nth(8) and city_id = 1$$), 'false 21 8 it was changed', 'with the triggers switched off');
select is(pg_temp.chain_state(), 'true 21 - -', 'and afterwards it is whole again');


-- It becomes part of the log
select is(varta.start_event_ids() is null, true, 'numbers go on');
select cmp_ok(nextval('varta.event_id'), '>', (select max(last) + 999999 from varta.chain), 'above those of all chains');
select is((select more from sync.log_seal(5)), true, 'it is sealed in steps');
select is((select count(*) from varta.log_leaf), 5::bigint, 'of some events each');
do $$ begin while (select more from sync.log_seal(5)) loop end loop; end $$;
select is((select count(*) from varta.log_leaf), (select count(*) from varta.event), 'until all are');
select is((select count(*) from (select leaf < lag(leaf) over (partition by city_id order by event_id) as wrong from varta.log_leaf) x where wrong), 0::bigint, 'in their order');
select is(pg_temp.chain_state(), 'true 21 - -', 'and is whole');
select is(pg_temp.tampered($$update varta.event set verb = 'reject' where id = pg_temp.nth(21) and city_id = 1$$), 'false 21 21 it was changed', 'and watched twice');

select * from finish();
