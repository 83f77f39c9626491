-- The history of what is not a request: whoever changes a city, a unit, an operator, a beat or a rule, by
-- whatever function or past all of them, an event of the city says so, and the log holds it.
\ir ../../lib/tap.sql
select * from no_plan();

create function pg_temp.last(p_city text default 'kyiv') returns text language sql as $$
    select verb || ' ' || coalesce(before::text, '-') || ' ' || coalesce(after::text, '-') from audit.config_changes(p_city, null, 1)
$$;
create function pg_temp.verbs(p_n int, p_city text default 'kyiv') returns text language sql as $$
    select string_agg(verb, ' ' order by id) from audit.config_changes(p_city, null, p_n)
$$;

set session authorization t_admin;
select api.city_set('kyiv', '{"martial_law": false, "name": "Київ"}') \g /dev/null
select is(pg_temp.last(), format('city_changed {"id": %1$s, "code": "kyiv", "martial_law": true} {"id": %1$s, "code": "kyiv", "martial_law": false}',
    (select cities -> 0 ->> 'id' from api.me())), 'a change of a city: what was and what is');
select is((select who || ' ' || (origin like 'local%') from audit.config_changes('kyiv', null, 1)), 't_admin true', 'and who did it, from where');
select api.city_set('kyiv', '{"martial_law": false}') \g /dev/null
select is((select count(*) from audit.config_changes('kyiv') where verb = 'city_changed'), 2::bigint, 'what changes nothing is no event (the other one is the fixture''s)');
select id as before from audit.config_changes('kyiv', null, 1) \gset

select api.unit_add('kyiv', 'bureau', 'partner', 'Бюро') \g /dev/null
select is(pg_temp.verbs(1), 'unit_added', 'a unit');
select api.unit_set('kyiv', 'bureau', '{"active": false, "streets": [{"street": "Хорива"}, {"street": "Спаська"}]}') \g /dev/null
select is(pg_temp.verbs(3), 'unit_changed unit_street_added unit_street_added', 'abolished, with streets');
select api.rule_add('kyiv', 'patrol', 'road', 'podil') as rule \gset
select is((select after ->> 'unit' || (after ->> 'category') || (after ->> 'district') from audit.config_changes('kyiv', null, 1)), 'patrolroadpodil', 'a rule, by codes');
select api.rule_set('kyiv', :rule, '{"priority": 1}') \g /dev/null
select is(pg_temp.last(), format('referral_rule_changed {"id": %1$s, "priority": 100} {"id": %1$s, "priority": 1}', :rule), 'its change');
select * from api.beat_import('kyiv', '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "Перша", "code": "1"},
    "geometry": {"type": "Polygon", "coordinates": [[[30.40,50.45],[30.42,50.45],[30.42,50.52],[30.40,50.45]]]}}]}') \g /dev/null
select is((select verb || length(after ->> 'area') from audit.config_changes('kyiv', null, 1)), 'beat_added64', 'a beat, with the SHA-256 of its area');
select api.beat_assign('kyiv', '1', 't_officer') \g /dev/null
select is((select verb || ' ' || (after ->> 'beat') || ' ' || (after ->> 'operator') from audit.config_changes('kyiv', null, 1)), 'beat_officer_added 1 t_officer', 'its officer');
select api.beat_assign('kyiv', '1', null) \g /dev/null
select is(pg_temp.verbs(1), 'beat_officer_removed', 'and that there is none any more');
select api.absence_add('t_officer', null, null, null) as away \gset
select is((select verb || ' ' || (after ->> 'operator') from audit.config_changes('kyiv', null, 1)), 'absence_added t_officer', 'an absence');
select api.absence_end(:away, now() + interval '1 day') \g /dev/null
select is(pg_temp.verbs(1), 'absence_changed', 'its end');
select api.office_hours_set('t_officer', '[{"weekday": 1, "from": "09:00", "to": "10:00", "place": "тут"}]') \g /dev/null
select is(pg_temp.verbs(1), 'office_hours_added', 'office hours');
select api.source_set('kyiv-site', format('{"key_hash": "%s"}', repeat('ab', 32))::jsonb) \g /dev/null
select is((select verb || (after::text like '%abab%') from audit.config_changes('kyiv', null, 1)), 'source_changedfalse', 'a source''s key, not as it is');

select api.retention_set('kyiv', 'question', 100) \g /dev/null
select is((select verb || ' ' || (after ->> 'days') from audit.config_changes('kyiv', null, 1)), 'retention_added 100', 'how long personal data stay');

-- Operators: in each of their cities
select api.operator_add('t_matter', 'Зоя Рудь', 'moderator', '{poltava}', false, 'SCRAM-SHA-256$4096:c2FsdA==$a2V5:a2V5') \g /dev/null
select is(pg_temp.verbs(3, 'poltava'), 'operator_city_added roles_given password_changed', 'an operator, the roles, the password');
select is((select count(*) from audit.config_changes('poltava', null, 3) where after::text like '%SCRAM%'), 0::bigint, 'which nobody learns');
select api.operator_set('t_matter', '{"cities": ["kyiv", "poltava"], "full_name": "Зоя Руденко", "role": ["expert"]}') \g /dev/null
select is(pg_temp.verbs(1), 'operator_city_added', 'the history of the new city begins there');
select is(pg_temp.verbs(2, 'poltava'), 'operator_changed roles_given', 'that of the old one goes on');
select api.operator_set('t_matter', '{"active": false}') \g /dev/null
select is(pg_temp.last(), pg_temp.last('poltava'), 'then both tell the same');
select is((select count(*) from audit.config_changes('kyiv', :before) where id >= :before), 0::bigint, 'pages go back in time');

-- What is no city's
reset session authorization;
select coalesce(max(id), 0) as none from varta.event where city_id = 0 \gset
set session authorization t_super;
select api.calendar_set('UA', '2026-12-24', 'Святвечір') \g /dev/null
reset session authorization;
select is((select string_agg(verb, ' ') from varta.event where city_id = 0 and id > :none), 'holiday_added', 'a day off');
set session authorization t_admin;

-- Past the functions
reset session authorization;
update varta.unit set name = 'Без дозволу' where code = 'guard' and city_id = (select id from varta.city where code = 'kyiv');
select is((select who || ' ' || verb || ' ' || (after ->> 'name') from audit.config_changes('kyiv', null, 1)), 'postgres unit_changed Без дозволу', 'past the functions there is an event too');
select throws_ok('update varta.operator_city set city_id = city_id', '55000', null, 'where rows are only added and removed, nothing changes');
select is((select string_agg(relname, ' ' order by relname) from pg_class c
    where relnamespace = 'varta'::regnamespace and relkind = 'r' and not exists (select from pg_trigger where tgrelid = c.oid and tgname = 'watched_insert')
      and exists (select from pg_attribute where attrelid = c.oid and attname in ('area', 'unit_id', 'deputy_id') and not attisdropped)
      and relname !~ '_piece$'), (select string_agg(t, ' ' order by t) from unnest(array['campaign', 'defect', 'order_counter', 'orders', 'referral', 'request', 'response', 'round', 'saved_view']) t),
    'only the tables of requests and orders, which have events of their own, and views are not watched');

-- The histories
select is((select bool_and(ok) from unnest(array['kyiv', 'poltava', null]) c, audit.verify(c)), true, 'all are whole, that of no city too');
set local session_replication_role = replica;
update varta.event set after = '{}' where city_id = 0 and id = (select min(id) from varta.event where city_id = 0);
set local session_replication_role = origin;
select is((select why from audit.verify(null)), 'its content was changed', 'and notice what is changed behind them');

-- Who reads it
set session authorization t_auditor;
select isnt(pg_temp.last(), null, 'an auditor does');
select is(pg_temp.error_of($$select audit.config_changes('poltava')$$), 'VA001 ["city","poltava"]', 'of the own city');
select is((select count(*) from api.events where request_id = 0), 0::bigint, 'among the events of requests there are none');
set session authorization t_moderator;
select is(pg_temp.error_of($$select audit.config_changes('kyiv')$$), '42501', 'a moderator does not');
reset session authorization;

select * from finish();
