-- An administrator of one city reached every city: by a login for the daemon, by the password of a login of no city,
-- by an operator of two cities, by the calendar and by templates that all cities have. What belongs to no city, or to
-- several, is the super-administrator's. The table is played as both, and as an administrator of both cities.
\ir ../../lib/tap.sql
select * from no_plan();

select api.operator_add('o_poltava', 'Адмін Полтави', 'admin', '{poltava}'), api.operator_add('o_super', 'Головна', 'super', '{}'),
       api.operator_add('o_both', 'У двох містах', 'officer', '{kyiv,poltava}'), api.operator_add('o_own', 'У Полтаві', 'officer', '{poltava}'),
       api.operator_add('o_nowhere', 'Ніде', 'auditor', '{}'), api.operator_add('o_mixed', 'Різні ролі', 'moderator', '{kyiv,poltava}') \g /dev/null
select api.operator_set('o_mixed', '{"role.kyiv": "admin", "role.poltava": "auditor"}') \g /dev/null
select api.beat_import('poltava', '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "beat", "name": "Центр"},
    "geometry": {"type": "Polygon", "coordinates": [[[34.45,49.52],[34.65,49.52],[34.65,49.65],[34.45,49.52]]]}}]}') \g /dev/null
select api.absence_add('o_both', null, null, null) as absence \gset
select (api.guidance_save(null, null, null, null, null, 'uk', 'Спільний', 'Текст')).id as guidance \gset

-- What it is about, as the table in man/vartactl.8 has it; what comes of it for an administrator of Poltava, and of both cities.
create temp table play (about text, call text, one text, two text);
insert into play values
    ('logins of the daemon and of super-administrators', 'api.operator_add(''o_new'', ''Служба'', ''sync'', ''{}'')', 'VA004', 'VA004'),
    ('logins of the daemon and of super-administrators', 'api.operator_add(''o_new'', ''Служба'', ''sync'', ''{poltava}'')', 'VA004', 'VA004'),
    ('logins of the daemon and of super-administrators', 'api.operator_add(''o_new'', ''Головний'', ''super'', ''{poltava}'')', 'VA004', 'VA004'),
    ('operators of no city', 'api.operator_add(''o_new'', ''Ніхто'', ''moderator'', ''{}'')', 'VA004', 'VA004'),
    ('operators of no city', 'api.operator_add(''o_new'', ''Ніхто'', ''moderator'', null)', 'VA004', 'VA004'),
    ('operators of the own cities alone: add, change, lock', 'api.operator_add(''o_new'', ''Свій'', ''moderator'', ''{poltava}'')', 'ok', 'ok'),
    ('logins of the daemon and of super-administrators', 'api.operator_set(''t_syncd'', ''{"active": false}'')', 'VA001', 'VA001'),
    ('operators of no city', 'api.operator_set(''o_nowhere'', ''{"cities": ["poltava"]}'')', 'VA001', 'VA001'),
    ('logins of the daemon and of super-administrators', 'api.operator_set(''o_super'', ''{"active": false}'')', 'VA001', 'VA001'),
    ('operators of other cities, too: roles, cities, password, lock', 'api.operator_set(''o_both'', ''{"role": "admin"}'')', 'VA004', 'ok'),
    ('operators of other cities, too: roles, cities, password, lock', 'api.operator_set(''o_both'', ''{"cities": ["poltava"]}'')', 'VA004', 'ok'),
    ('operators of other cities, too: roles, cities, password, lock', 'api.operator_set(''o_both'', ''{"active": false}'')', 'VA004', 'ok'),
    ('operators of other cities, too: roles, cities, password, lock', 'api.operator_set(''o_both'', ''{"role.poltava": "admin"}'')', 'VA004', 'ok'),
    ('operators of other cities, too: roles, cities, password, lock', 'api.operator_set(''o_both'', ''{"full_name": "Інший"}'')', 'VA004', 'ok'),
    ('operators of other cities, too: roles, cities, password, lock', 'api.operator_set(''o_mixed'', ''{"role.poltava": "admin"}'')', 'VA004', 'ok'),
    ('operators of other cities, too: roles, cities, password, lock', 'api.operator_set(''o_mixed'', ''{"active": false}'')', 'VA004', 'ok'),
    ('operators of the own cities alone: add, change, lock', 'api.operator_set(''o_own'', ''{"active": false}'')', 'ok', 'ok'),
    ('operators of the own cities alone: add, change, lock', 'api.operator_set(''o_own'', ''{"role": "admin"}'')', 'ok', 'ok'),
    ('logins of the daemon and of super-administrators', 'api.operator_set(''o_own'', ''{"role": ["officer", "sync"]}'')', 'VA004', 'VA004'),
    ('logins of the daemon and of super-administrators', 'api.operator_set(''o_own'', ''{"role": "super"}'')', 'VA004', 'VA004'),
    ('operators of no city', 'api.operator_set(''o_own'', ''{"cities": []}'')', 'VA004', 'VA004'),
    ('operators of the own cities alone: add, change, lock', 'api.absence_add(''o_own'', null, null, null)', 'ok', 'ok'),
    ('absences and office hours of those', 'api.absence_add(''o_both'', null, now() + interval ''1 hour'', null)', 'VA004', 'VA005'),
    ('absences and office hours of those', 'api.absence_end(:absence)', 'VA004', 'ok'),
    ('absences and office hours of those', 'api.office_hours_set(''o_both'', ''[]'')', 'VA004', 'ok'),
    ('their beats in the own city', 'api.beat_assign(''poltava'', ''beat'', ''o_both'')', 'ok', 'ok'),
    ('the calendar', 'api.calendar_set(''UA'', ''2027-05-05'', ''Свято'')', '42501', '42501'),
    ('a new city', 'api.city_add(''odesa'', ''Одеса'', ''Odesa'')', '42501', '42501'),
    ('templates that all cities have', 'api.guidance_save(null, null, null, null, null, ''uk'', ''Назва'', ''Текст'')', 'VA004', 'VA004'),
    ('templates that all cities have', 'api.guidance_save(:guidance, 1, null, null, null, ''uk'', ''Назва'', ''Текст'')', 'VA004', 'VA004'),
    ('templates that all cities have', 'api.guidance_save(:guidance, 1, ''poltava'', null, null, ''uk'', ''Назва'', ''Текст'')', 'VA004', 'VA004'),
    ('how long all cities keep personal data', 'api.retention_set(null, ''question'', 100)', 'VA004', 'VA004'),
    ('how long the own city does', 'api.retention_set(''poltava'', ''question'', 100)', 'ok', 'ok'),
    ('sources and settings of another city', 'api.source_set(''kyiv-site'', ''{"active": false}'')', 'VA001', 'ok'),
    ('sources and settings of another city', 'api.city_set(''kyiv'', ''{"active": false}'')', 'VA001', 'ok');
update play set call = replace(replace(call, ':absence', :'absence'), ':guidance', :'guidance');

-- out: ok, or SQLSTATE; what was done is taken back.
create function pg_temp.outcome(p_login text, p_call text) returns text language plpgsql as $$
begin
    perform set_config('session_authorization', p_login, true);
    execute 'select ' || p_call;
    raise exception using errcode = 'P0002';
exception
    when no_data_found then return 'ok';
    when others then return sqlstate;
end
$$;

select is(pg_temp.outcome('o_poltava', call), one, 'the administrator of one city: ' || call) from play;
select is(pg_temp.outcome('t_admin', call), two, 'of both: ' || call) from play;
select is(pg_temp.outcome('o_super', call), case when call like '%o_both'', null, now%' then 'VA005' else 'ok' end, 'the super-administrator: ' || call) from play;

-- The manual says the same -----------------------------------------------------------------------------

create temp table page (line bigint generated always as identity, text text);
\copy page (text) from 'man/vartactl.8' with (format csv, delimiter E'\x01', quote E'\x02')
select results_eq($$select m[1], m[2], m[3], m[4] from page cross join regexp_matches(text, '^\.It ((?:(?! Ta ).)*) Ta ([x-]) Ta ([x-]) Ta ([x-])$') m order by 1$$,
    $$select about, case when bool_and(one = 'ok') then 'x' when bool_and(one <> 'ok') then '-' else 'some' end,
             case when bool_and(two in ('ok', 'VA005')) then 'x' when bool_and(two not in ('ok', 'VA005')) then '-' else 'some' end, 'x'
      from play group by about order by 1$$, 'the table in the manual is what was played');

set session authorization o_poltava;
select is((select array_agg(login) from api.operators() where login in ('t_syncd', 'o_super', 'o_nowhere', 't_officer')), null, 'nor are they listed');
set session authorization o_super;
select is((select count(*) from api.operators() where login in ('t_syncd', 'o_super', 'o_nowhere', 't_officer')), 4::bigint, 'but to the super-administrator');
select is(pg_temp.error_of('select api.queue_page(''{}'', null, null, null, false, 5)'), '42501', 'who sees no requests');
reset session authorization;

select * from finish();
