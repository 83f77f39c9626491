-- District officers: which beat holds a point or an address, who is in charge at a moment, and who may
-- open a message: its officer, the officer of its beat, their deputies while they are away, nobody else.
\ir ../../lib/tap.sql
select * from no_plan();

select api.operator_add('t_beat2', 'Іван Сидоренко', 'officer', '{kyiv}', true),
       api.operator_add('t_beat3', 'Олег Панченко', 'officer', '{kyiv}', true),
       api.operator_add('t_beatp', 'Семен Гнатюк', 'officer', '{poltava}', true) \g /dev/null
select id as officer from varta.operator where login = 't_officer' \gset
select id as beat2 from varta.operator where login = 't_beat2' \gset
select id as beat3 from varta.operator where login = 't_beat3' \gset
select id as kyiv from varta.city where code = 'kyiv' \gset

create function pg_temp.box(p_code text, p_west float8, p_east float8) returns jsonb language sql as $$
    select jsonb_build_object('type', 'Feature', 'properties', jsonb_build_object('code', p_code, 'name', 'Дільниця ' || p_code, 'name:en', 'Beat ' || p_code),
        'geometry', st_asgeojson(st_makeenvelope(p_west, 50.45, p_east, 50.52))::jsonb)
$$;
create function pg_temp.map(variadic p_features jsonb[]) returns jsonb language sql as $$
    select jsonb_build_object('type', 'FeatureCollection', 'features', to_jsonb(p_features))
$$;
create function pg_temp.readers(p_id bigint, p_at timestamptz default now()) returns text language sql security definer as $$
    select string_agg(o.login, ' ' order by o.login) from varta.request r
    join varta.operator o on o.id = any(varta.message_readers(r.city_id, r.operator_id, r.beat_id, p_at)) where r.id = p_id
$$;

-- A message from before there were beats
select pg_temp.report('Раніше', 'message', 50.47, 30.41) as early \gset
select is(pg_temp.readers(:early), 't_officer', 'without beats a message is for the officers'' unit');

-- Beats
set session authorization t_admin;
select results_eq($$select * from api.beat_import('kyiv', pg_temp.map(pg_temp.box('b1', 30.40, 30.44), pg_temp.box('b2', 30.44, 30.48),
        pg_temp.box('b3', 30.48, 30.52), '{"type": "Feature", "properties": {"name": "лінія"}, "geometry": {"type": "LineString", "coordinates": []}}'))$$,
    $$values ('b1', 'Дільниця b1', 'added', null), ('b2', 'Дільниця b2', 'added', null), ('b3', 'Дільниця b3', 'added', null),
             ('liniia', 'лінія', 'refused', 'geometry is LineString, not Polygon or MultiPolygon')$$, 'beats are imported as districts are');
select is((select string_agg(outcome, ' ') from api.beat_import('kyiv', pg_temp.map(pg_temp.box('b1', 30.40, 30.44)))), 'same', 'the same again');
select is(pg_temp.error_of($$select api.beat_import('kyiv', '{"type": "Point"}')$$), 'VA003 ["type","Point","FeatureCollection"]', 'no collection');
select is(pg_temp.error_of($$select api.beat_import('lviv', '{}')$$), 'VA001 ["city","lviv"]', 'no such city');

select lives_ok($$select api.beat_assign('kyiv', b, 't_officer', now() - interval '1 year') from unnest(array['b1', 'b2', 'b3']) b$$, 'an officer with three beats');
select lives_ok($$select api.beat_assign('kyiv', 'b3', 't_beat3', now() - interval '1 day', now() + interval '30 days')$$, 'and one of them another''s for a while');
select is(pg_temp.error_of($$select api.beat_assign('kyiv', 'b9', 't_officer')$$), 'VA001 ["beat","b9"]', 'no such beat');
select is(pg_temp.error_of($$select api.beat_assign('kyiv', 'b1', 't_moderator')$$), 'VA003 ["operator","t_moderator","an active officer"]', 'a moderator holds no beat');
select is(pg_temp.error_of($$select api.beat_assign('kyiv', 'b1', 't_beatp')$$), 'VA003 ["operator","t_beatp","an officer of the city"]', 'nor who is of another city');
select matches(pg_temp.error_of($$select api.beat_assign('kyiv', 'b1', 't_officer', now(), now() - interval '1 hour')$$), '^VA003 \["to"', 'nor backwards in time');
select is((select string_agg(beat || ' ' || officer, ', ' order by beat, since) from api.beat_officers('kyiv')),
    'b1 t_officer, b2 t_officer, b3 t_officer, b3 t_beat3, b3 t_officer', 'who held it keeps it before and after');
select is((select string_agg(code || ' ' || officer, ', ') from api.beats('kyiv')), 'b1 t_officer, b2 t_officer, b3 t_beat3', 'the beats now');
select is((select officer from api.beats('kyiv', now() + interval '31 days') where code = 'b3'), 't_officer', 'and in a month');
reset session authorization;
select is((select beat_id is not null and operator_id = :officer or operator_id is null from varta.request where id = :early), true, 'the earlier message has its beat');
select is((select verb from varta.event where request_id = :early order by id desc limit 1), 'beat', 'and an event says so');
select throws_ok(format($$insert into varta.beat_officer (city_id, beat_id, operator_id, period)
    select city_id, id, %s, tstzrange(now(), null) from varta.beat where code = 'b1'$$, :beat2), '23P01', null, 'a beat has one officer at a time');

-- Of a point
create function pg_temp.of(p_lat float8, p_long float8, p_at timestamptz default now()) returns text language sql as $$
    select concat_ws(' ', beat, officer, deputy) from api.officer_of('kyiv', p_lat, p_long, p_at)
$$;
set session authorization t_moderator;
select is(pg_temp.of(50.47, 30.41), 'b1 t_officer', 'a point in a beat');
select is(pg_temp.of(50.47, 30.44), 'b1 t_officer', 'on the border the beat that was first');
select is(pg_temp.of(50.47, 30.48), 'b2 t_officer', 'and so on the next');
select is(pg_temp.of(50.47, 30.50), 'b3 t_beat3', 'another officer');
select is(pg_temp.of(50.47, 30.50, now() - interval '2 days'), 'b3 t_officer', 'at another time');
select is(pg_temp.of(50.47, 30.50, now() - interval '2 years'), 'b3', 'before anybody held it');
select is(pg_temp.of(50.30, 30.41), null, 'a point of no beat');
select is(pg_temp.error_of($$select api.officer_of('poltava', 49.6, 34.5)$$), 'VA001 ["city","poltava"]', 'a foreign city');
select is(pg_temp.error_of($$select api.beat_assign('kyiv', 'b1', 't_officer')$$), '42501', 'a moderator gives nobody a beat');

-- Of an address
set session authorization t_admin;
select lives_ok($$select api.beat_set('kyiv', 'b1', '{"streets": [{"street": "вул. Межигірська", "from": 1, "to": 35, "parity": "odd"},
    {"street": "вул. 9 Травня"}, {"street": "провулок Шевченка"}, {"street": "вул. Ігорівська"}]}')$$, 'streets of a beat');
select lives_ok($$select api.beat_set('kyiv', 'b2', '{"streets": [{"street": "Межигірська вулиця", "from": 2, "to": 40, "parity": "even"},
    {"street": "бульвар Шевченка"}, {"street": "Ігорівська", "from": 10}, {"street": "вул. Солов''яненка"}]}')$$, 'of another');
select is(pg_temp.error_of($$select api.beat_set('kyiv', 'b1', '{"streets": [{"street": " "}]}')$$), 'VA003 ["street","{\"street\": \" \"}","a name"]', 'a line without a name');
select matches(pg_temp.error_of($$select api.beat_set('kyiv', 'b1', '{"streets": [{"street": "x", "from": 9, "to": 2}]}')$$), '^VA003 \["settings"', 'a line backwards');
select matches(pg_temp.error_of($$select api.beat_set('kyiv', 'b1', '{"streets": [{"street": "x", "from": "a"}]}')$$), '^VA003 \["street"', 'a number that is none');
select is((select jsonb_array_length(streets) from api.beats('kyiv') where code = 'b1'), 4, 'what was refused changed nothing');
create temp table address (text text, beat text);
grant select on address to public;
insert into address values
    ('вул. Межигірська, 7', 'b1'), ('Межигірська 12-А', 'b2'), ('Київ, вулиця Межигірська, буд. 8, кв. 3', 'b2'), ('вул. Межигірська, 37', null),
    ('вул. Межигірська', null), ('04071, Україна, м. Київ, Подільський район, вул. Межигірська, 9/2', 'b1'), ('МЕЖИГІРСЬКА ВУЛ., 40', 'b2'),
    ('вул. 9 Травня', 'b1'), ('вул. 9 Травня, 5', 'b1'), ('вулиця 9 Травня 15', 'b1'), ('бульв. Шевченка, 3', 'b2'), ('пров. Шевченка, 3', 'b1'),
    ('вул. Шевченка, 3', null), ('б-р Шевченка', 'b2'), ('вул. Ігорівська, 4', 'b1'), ('вул. Ігорівська, 14', 'b2'),
    ('вул. Солов’яненка, 1', 'b2'), ('вул. Соловʼяненка 2', 'b2'), ('Хрещатик, 1', null), ('', null), ('12', null), (',,;', null);
select is((select coalesce(max(beat), '-') from api.officer_of_address('kyiv', text)), coalesce(beat, '-'), 'address: ' || text) from address;
reset session authorization;

-- Absence: times as data, an hour on each side
set session authorization t_admin;
select api.absence_add('t_officer', 't_beat2', '2097-03-01 00:00+02', '2097-03-15 00:00+02') as away \gset
select is(pg_temp.error_of($$select api.absence_add('t_officer', 't_beat3', '2097-03-14 23:00+02', '2097-03-20 00:00+02')$$), 'VA005 ["absence","t_officer"]',
    'nobody has two deputies at once');
select lives_ok($$select api.absence_add('t_officer', 't_beat3', '2097-03-15 00:00+02', '2097-03-20 00:00+02')$$, 'but one after the other');
select is(pg_temp.error_of($$select api.absence_add('t_beat2', null, '2097-03-10 00:00+02', null)$$),
    'VA003 ["operator","t_beat2","an officer who is nobody''s deputy then"]', 'a deputy is not away');
select lives_ok($$select api.absence_add('t_beat2', null, '2097-04-01 00:00+03', '2097-04-05 00:00+03')$$, 'afterwards they may be, with nobody standing in');
select is(pg_temp.error_of($$select api.absence_add('t_officer', 't_beat2', '2097-04-04 00:00+03', null)$$), 'VA003 ["deputy","t_beat2","an officer who is there"]',
    'who is away stands in for nobody');
select is(pg_temp.error_of($$select api.absence_add('t_officer', 't_officer', '2098-01-01', null)$$), 'VA003 ["deputy","t_officer","another officer of the same city"]', 'nor for oneself');
select is(pg_temp.error_of($$select api.absence_add('t_officer', 't_beatp', '2098-01-01', null)$$), 'VA003 ["deputy","t_beatp","another officer of the same city"]', 'nor in another city');
select is(pg_temp.error_of($$select api.absence_add('t_officer', 't_moderator', '2098-01-01', null)$$), 'VA003 ["operator","t_moderator","an active officer"]', 'a moderator is no deputy');
select is((select count(*) from api.absences('kyiv')), 3::bigint, 'the absences to come');
select is((select count(*) from api.absences('kyiv', '2097-03-31 00:00+03')), 1::bigint, 'after a day');
set session authorization t_moderator;
select is(pg_temp.of(50.47, 30.41, '2097-02-28 23:59+02'), 'b1 t_officer', 'before the absence');
select is(pg_temp.of(50.47, 30.41, '2097-03-01 00:00+02'), 'b1 t_officer t_beat2', 'from its first moment');
select is(pg_temp.of(50.47, 30.41, '2097-03-14 23:59+02'), 'b1 t_officer t_beat2', 'to its last');
select is(pg_temp.of(50.47, 30.41, '2097-03-15 00:00+02'), 'b1 t_officer t_beat3', 'the next deputy');
select is(pg_temp.of(50.47, 30.41, '2097-03-20 00:00+02'), 'b1 t_officer', 'after it');
select is((select away_until from api.officer_of('kyiv', 50.47, 30.41, '2097-03-05')), extract(epoch from timestamptz '2097-03-15 00:00+02')::bigint, 'and until when');
reset session authorization;

-- A message
select pg_temp.report('Сусід щось продає', 'message', 50.47, 30.41) as m,
       pg_temp.report('За адресою', 'message', null, null, p_more => '{"address": "вул. Межигірська, 8"}') as by_address,
       pg_temp.report('Деінде', 'message', 50.30, 30.41) as elsewhere, pg_temp.report('Світлофор') as light \gset
select is((select o.login from varta.request r join varta.operator o on o.id = r.operator_id where r.id = :m), 't_officer', 'is its officer''s on arrival');
select is((select b.code from varta.request r join varta.beat b on b.city_id = r.city_id and b.id = r.beat_id where r.id = :by_address), 'b2', 'by address too');
select is((select operator_id is null and beat_id is null from varta.request where id = :light), true, 'other requests are nobody''s');
select is(pg_temp.readers(:m), 't_officer', 'the officer reads it');
select is(pg_temp.readers(:m, '2097-02-28 23:59+02'), 't_officer', 'nobody else before the absence');
select is(pg_temp.readers(:m, '2097-03-01 00:00+02'), 't_beat2 t_officer', 'the deputy during it');
select is(pg_temp.readers(:m, '2097-03-15 00:00+02'), 't_beat3 t_officer', 'then the next');
select is(pg_temp.readers(:m, '2097-03-20 00:00+02'), 't_officer', 'and after it nobody but the officer');
select is(pg_temp.readers(:elsewhere), 't_officer', 'of no beat: the officers'' unit');
set session authorization t_beat2;
select is(api.request(:m) ->> 'description', '', 'another officer does not');
select is(api.request(:elsewhere) ->> 'description', '', 'nor of no beat, not being of the unit');
select is(pg_temp.error_of(format('select api.accept(%s, 1)', :m)), 'VA004 ["accept","officer"]', 'nor takes it');
select is((select string_agg(title || body, '') from api.requests where id in (:m, :elsewhere)), '', 'by psql neither');
select is(api.request(:m) #>> '{beat,officer_name}', 'Тарас Бондар', 'but learns whose it is');
set session authorization t_admin;
select api.absence_add('t_officer', 't_beat2', null, now() + interval '1 month') as now_away \gset
set session authorization t_beat2;
select is(api.request(:m) ->> 'description', 'Сусід щось продає', 'while standing in, the deputy does');
select is(api.request(:elsewhere) ->> 'description', '', 'what is the unit''s, is not the deputy''s');
set session authorization t_beat3;
select is(api.request(:m) ->> 'description', '', 'a third does not');
reset session authorization;
update varta.absence set period = tstzrange(now() - interval '2 hours', now() + interval '1 year') where id = :now_away;
set session authorization t_admin;
select lives_ok(format($$select api.absence_end(%s, now() - interval '1 hour')$$, :now_away), 'the absence ends');
select matches(pg_temp.error_of(format($$select api.absence_end(%s, now())$$, :now_away)), '^VA003 \["to"', 'and is not made longer');
select lives_ok(format($$select api.absence_end(%s)$$, :away), 'one that has not begun');
select is((select count(*) from api.absences('kyiv') where id = :away), 0::bigint, 'is taken back');
select matches(pg_temp.error_of('select api.absence_end(0)'), '^VA001 \["absence"', 'there is no such absence');
set session authorization t_beat2;
select is(api.request(:m) ->> 'description', '', 'and with it the reading');
set session authorization t_moderator;
select is((select title from api.queue_page(jsonb_build_object('id', :m), null, null, null, false, 1)), '', 'a moderator sees a line without words');
select lives_ok(format('select api.accept(%s, 1)', :elsewhere), 'and may see to it that it is taken up');
reset session authorization;
select is((select operator_id from varta.request where id = :elsewhere), null, 'without becoming its officer');

-- The beat goes to another officer
set session authorization t_admin;
select api.beat_assign('kyiv', 'b1', 't_beat3', now() - interval '1 minute') \g /dev/null
set session authorization t_beat3;
select is(api.request(:m) ->> 'description', 'Сусід щось продає', 'the new officer of the beat reads the messages of the beat');
set session authorization t_officer;
select is(api.request(:m) ->> 'description', 'Сусід щось продає', 'whom it was assigned to still does');
reset session authorization;
update varta.operator set active = false where login in ('t_officer', 't_beat3');
select is(pg_temp.readers(:m), 't_moderator', 'where both have left, and the unit has nobody else here, it is handed on to a moderator of the police');
update varta.operator set active = true where login = 't_officer';

-- Office hours
set session authorization t_admin;
select lives_ok($$select api.office_hours_set('t_officer', '[{"weekday": 2, "from": "17:00", "to": "19:00", "place": "вул. Хорива, 20"},
    {"weekday": 2, "from": "09:00", "to": "11:30", "place": "вул. Хорива, 20"}]')$$, 'hours');
select is((select hours from api.officer_of('kyiv', 50.47, 30.46)), '[{"to": "11:30", "from": "09:00", "place": "вул. Хорива, 20", "weekday": 2},
    {"to": "19:00", "from": "17:00", "place": "вул. Хорива, 20", "weekday": 2}]', 'are told with the officer');
select is(pg_temp.error_of($$select api.office_hours_set('t_officer', '[{"weekday": 1, "from": "09:00", "to": "11:00", "place": "а"},
    {"weekday": 1, "from": "10:59", "to": "12:00", "place": "б"}]')$$) ~ '^VA003 \["office hours"', true, 'not in two places at once');
select is(pg_temp.error_of(format($$select api.office_hours_set('t_officer', '[%s]')$$, h)) ~ '^VA003 \["office hours"', true, 'no hours: ' || h)
from unnest(array['{"weekday": 8, "from": "09:00", "to": "11:00", "place": "а"}', '{"weekday": 1, "from": "11:00", "to": "09:00", "place": "а"}',
    '{"weekday": 1, "from": "09:00", "to": "11:00", "place": ""}', '{"weekday": 1, "from": "9 ранку", "to": "11:00", "place": "а"}',
    '{"weekday": 1, "to": "11:00", "place": "а"}']) h;
select is((select jsonb_array_length(hours) from api.office_hours('kyiv') where officer = 't_officer'), 2, 'what was refused changed nothing');
select is(pg_temp.error_of($$select api.office_hours_set('t_beatx', '[]')$$), 'VA001 ["operator","t_beatx"]', 'no such officer');
reset session authorization;

-- A foreign administrator
select api.operator_add('t_beatadmin', 'Ніна Лях', 'admin', '{poltava}') \g /dev/null
set session authorization t_beatadmin;
select is(pg_temp.error_of($$select api.beat_import('kyiv', '{}')$$), 'VA001 ["city","kyiv"]', 'a foreign administrator imports no beats');
select is(pg_temp.error_of($$select api.absence_add('t_officer', null, null, null)$$), 'VA001 ["operator","t_officer"]', 'sends nobody away');
select is(pg_temp.error_of(format('select api.absence_end(%s)', :now_away)), format('VA001 ["absence","%s"]', :now_away), 'and nobody back');
reset session authorization;

-- An abolished beat takes no messages
select api.beat_set('kyiv', 'b2', '{"active": false}') \g /dev/null
select is((select beat_id from varta.request where id = pg_temp.report('Нова', 'message', 50.47, 30.46)), null, 'an abolished beat takes no messages');

select * from finish();
