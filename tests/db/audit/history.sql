-- The history: a chain per city that nobody can change unseen.
\ir ../../lib/tap.sql
select plan(33);

-- The chains begin with how the cities and their units came to be; here the numbers count from there.
create temp table begun as select city_id, last from varta.chain;
create function pg_temp.nth(p_n bigint, p_city smallint default 1) returns bigint language sql as $$
    select last + p_n from begun where city_id = p_city
$$;

select pg_temp.report('Перше ' || g) from generate_series(1, 20) g \g /dev/null
select pg_temp.report('Полтава', 'road', 49.6, 34.5, 'poltava-site') as p \gset
select max(r.id) as a from varta.request r join varta.city c on c.id = r.city_id where c.code = 'kyiv' \gset
set session authorization t_moderator;
select api.accept(:a, 1) \g /dev/null
reset session authorization;

create function pg_temp.chain_state(p_city text default 'kyiv') returns text language sql as $$
    select ok || ' ' || checked - begun.last || ' ' || coalesce((broken_event - begun.last)::text, '-') || ' ' || coalesce(why, '-')
    from audit.verify(p_city), varta.city c join begun on begun.city_id = c.id where c.code = p_city
$$;
select is(pg_temp.chain_state(), 'true 21 - -', 'a whole chain');
select is(pg_temp.chain_state('poltava'), 'true 1 - -', 'each city has its own');
select results_eq($$select array_agg(e.id order by e.id) from varta.event e join varta.city c on c.id = e.city_id where c.code = 'kyiv'$$,
    $$select array_agg(g::bigint) from generate_series(1, pg_temp.nth(21)) g$$, 'numbered without a gap');

select throws_ok('update varta.event set why = ''x''', '55000', 'varta.event: rows are never changed', 'no update');
select throws_ok('delete from varta.event', '55000', 'varta.event: rows are never deleted', 'no delete');
select throws_ok('truncate varta.event', '55000', 'varta.event: rows are never deleted', 'no truncate');
select throws_ok('delete from varta.request', '55000', 'varta.request: rows are never deleted', 'nor of requests');

-- A superuser goes behind the triggers
create function pg_temp.tampered(p_sql text) returns text language plpgsql as $$
declare
    v_state text;
begin
    begin
        set local session_replication_role = replica;
        execute p_sql;
        v_state := pg_temp.chain_state();
        raise exception 'undo';
    exception when raise_exception then
        return v_state;
    end;
end
$$;
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

-- What is written
update varta.request set title = 'Змінено повз функції' where id = :a;
select results_eq(format($$select verb, who, after ->> 'title' from varta.event where request_id = %s order by id desc limit 1$$, :a),
    $$values ('changed', 'postgres', 'Змінено повз функції')$$, 'a change that passes the functions by is an event too');
select lives_ok(format('update varta.request set title = title where id = %s', :a), 'one that changes nothing');
select is((select last from varta.chain where city_id = 1), pg_temp.nth(22), 'is none');
select is(pg_temp.chain_state(), 'true 22 - -', 'the chain goes on');

select * from finish();
