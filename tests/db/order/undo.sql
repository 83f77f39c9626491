-- What an officer entered by mistake is taken back: the verification stays and is none, a round has the place again, who asked hears nothing or that it was a mistake, a draft is as it was;
-- what was made of it, what another did and what has left is not undone, and says what can be done. The history still fits.
\ir ../../lib/tap.sql
select plan(30);
\ir ../../lib/institutions.sql

create function pg_temp.defect(p_what text, p_request bigint default null) returns bigint language sql as $$
    select id from api.defect_add('kyiv', 'sign', p_what, 'вул. Лісова, 5', 50.46, 30.45, false, p_request)
$$;
create function pg_temp.s(p_id bigint) returns text language sql security definer as $$ select s.code from varta.defect d join varta.defect_state s on s.id = d.state where d.id = p_id $$;
create function pg_temp.o(p_id bigint) returns text language sql security definer as $$ select concat_ws(' ', s.code, o.demand, o.asked_until) from varta.orders o join varta.order_state s on s.id = o.state where o.id = p_id $$;
create function pg_temp.v(p_id bigint) returns integer language sql security definer as $$ select version from varta.orders where id = p_id $$;
create function pg_temp.told(p_request bigint) returns text language sql security definer as $$
    select string_agg(o.text, ' | ' order by o.seq) from varta.outbox o where o.request_id = p_request and o.text like '%ерев%'
$$;
create function pg_temp.why(p_sql text) returns text language sql as $$ select (regexp_match(pg_temp.error_of(p_sql), '^VA002 .*"([^"]+)"\]$'))[1] $$;

select pg_temp.report('Знака не видно', 'sign') as r \gset
set session authorization t_moderator;
select api.accept(:r, 1) \g /dev/null
set session authorization t_traffic;
select pg_temp.defect('перший', :r) as d \gset

-- A verification
select api.defect_verify(:d, 1, 'unfounded') \g /dev/null
select is(pg_temp.s(:d), 'unfounded', 'by mistake');
select is((select state from api.defect_undo(:d, 2)), 'reported', 'it is as it was');
select is((api.defect_detail(:d) -> 'verifications')::text, '[]', 'nobody has been there');
select is(pg_temp.why(format('select api.defect_undo(%s)', :d)), null, 'then the one before: that it is about the request');
select is((select requests from api.defects_page('{}', null, false, 50) where id = :d), 0, 'it is about none now');
select is(pg_temp.why(format('select api.defect_undo(%s)', :d)), 'it was entered, or a resident says that it is there again: look at the place', 'what was entered is looked at');
select api.defect_about(:d, :r) \g /dev/null

-- Changes
select api.defect_change(:d, (select version from api.defects_page('{}', null, false, 50) where id = :d), '{"what": "інше", "dangerous": true}') \g /dev/null
select is((select concat_ws(' ', what, dangerous) from api.defect_undo(:d)), 'перший f', 'a change');
reset session authorization;
select is((select count(*) from audit.compare('kyiv')), 0::bigint, 'the history fits');

-- What is told
set session authorization t_traffic;
select api.defect_do(:d, null, 'confirmed') \g /dev/null
reset session authorization;
update varta.outbox set visible_at = now() - interval '1 second' where request_id = :r;
set session authorization t_traffic;
select api.defect_undo(:d) \g /dev/null
select is(pg_temp.told(:r), 'Перевірено на місці: не підтвердилося. | Попередній запис про перевірку внесено помилково. | Перевірено на місці: підтвердилося. | Попередній запис про перевірку внесено помилково.',
          'who can have read it is told that it was a mistake');
reset session authorization;
update varta.city set recall_window = '10 minutes' where code = 'kyiv';
set session authorization t_traffic;
select api.defect_do(:d, null, 'mended') \g /dev/null
reset session authorization;
select is(pg_temp.told(:r) like '%усунено.', true, 'what waits');
set session authorization t_traffic;
select api.defect_undo(:d) \g /dev/null
reset session authorization;
select is(pg_temp.told(:r) like '%підтвердилося. | Попередній запис про перевірку внесено помилково.', true, 'never leaves');
reset session authorization;
select is((select count(*) from audit.compare('kyiv')), 0::bigint, 'the history fits');

-- A round
set session authorization t_traffic;
select id as here from api.round_make('kyiv', null, array[:d]) \gset
select api.defect_seen(:d, (select version from api.defects_page('{}', null, false, 50) where id = :d), 'mended') \g /dev/null
select is((select closed from api.rounds('kyiv', true) where id = :here), true, 'the last place closes it');
select api.defect_undo(:d) \g /dev/null
select is((select concat_ws(' ', closed, seen) from api.rounds('kyiv', true) where id = :here), 'f 0', 'it is open, and nobody has been there');

-- What was made of it
select api.defect_do(:d, null, 'confirmed', '', 'distance=30') \g /dev/null
select id as o from api.order_draft(array[:d]) \gset
select is(pg_temp.why(format('select api.defect_undo(%s)', :d)), 'an order about it is drafted: drop that first', 'not under a draft');
select api.order_change(:o, 1, '{"demand": "Негайно."}') \g /dev/null
select is((select count(*) from api.order_undo(:o, 2)), 1::bigint, 'a change of a draft');
select isnt(split_part(pg_temp.o(:o), ' ', 2), 'Негайно.', 'demands what it did');
select is((select state from api.order_undo(:o, 3)), 'cancelled', 'drafting it is undone by dropping it');
select is((select state from api.order_undo(:o, 4)), 'draft', 'and dropping it by having it again');
select api.order_issue(:o, 5) \g /dev/null
select is(pg_temp.why(format('select api.order_undo(%s, 6)', :o)), 'an issued order is never changed: the head of the unit cancels it, or it is issued anew', 'what is issued stays');
select is(pg_temp.why(format('select api.defect_undo(%s)', :d)), 'an order about it was issued since: the order is what can be cancelled', 'and so what it is about');

-- What was noted for the owner
select api.order_act('order_accept', :o, 6) \g /dev/null
select api.order_ask_time(:o, 7, current_date + 60, 'дощ') \g /dev/null
select is((select count(*) from api.order_undo(:o, 8)), 1::bigint, 'that the owner asks for time');
select is(pg_temp.o(:o) !~ '\d{4}-\d\d-\d\d$', true, 'it does not any more');
select is((select state from api.order_undo(:o, 9)), 'issued', 'that it accepts');
select api.order_give_time(:o, 10, current_date + 60) \g /dev/null
select is(pg_temp.why(format('select api.order_undo(%s, 11)', :o)), 'the owner has that time: agree on another day', 'what was given is not taken back');
select api.order_act('order_done', :o, 11) \g /dev/null
reset session authorization;
select api.operator_add('t_colleague', 'Остап Вишня', 'traffic', '{kyiv}', true), api.operator_set('t_colleague', '{"unit": "traffic_unit"}') \g /dev/null
set session authorization t_colleague;
select is(pg_temp.why(format('select api.order_undo(%s, 12)', :o)), 'somebody else did the last of it', 'nobody undoes for another');
reset session authorization;
select is((select count(*) from audit.compare('kyiv')), 0::bigint, 'the history fits');

-- Long ago
set session authorization t_traffic;
select pg_temp.defect('давній') as old \gset
select api.defect_verify(:old, 1, 'confirmed') \g /dev/null
reset session authorization;
select is((varta.last_defect_act(d)).verb, 'defect_verify', 'a verification is found') from varta.defect d where d.id = :old;
select pg_temp.error_of('update varta.verification_undone set event_id = 1') as e \gset
select is(:'e' like '55000%' or :'e' like '42501%', true, 'what was taken back is not changed');
set session_replication_role = replica;
delete from varta.verification_undone where verification_id = (select min(verification_id) from varta.verification_undone);
insert into varta.verification_undone select city_id, id, 1 from varta.verification where defect_id = :old;
set session_replication_role = origin;
select is((select string_agg(regexp_replace(fault, '\d+', 'N'), ', ' order by fault) from audit.compare('kyiv') where fault like '%took it back%' or fault like '%taken back%'),
          'event N took it back, but it stands, it is taken back, and no event tells of it', 'a superuser''s change is found');

select * from finish();
