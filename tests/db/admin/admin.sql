-- What administrators do: cities, operators, sources; and what they cannot do: other cities, other
-- people's roles, groups that are not Varta's.
\ir ../../lib/tap.sql
select plan(67);

set session authorization t_admin;

-- Cities
select is((select count(*) from api.cities()), 2::bigint, 'the administrator has two cities');
select is(pg_temp.error_of($$select api.city_add('ternopil', 'Тернопіль', 'Ternopil')$$), '42501', 'but adds none: it would be his, and another city of that name could not be');
set session authorization t_super;
select lives_ok($$select api.city_add('ternopil', 'Тернопіль', 'Ternopil')$$, 'the super-administrator adds one');
select is((select count(*) from api.cities()), 0::bigint, 'and works in none');
select is(pg_temp.error_of($$select api.city_add('kyiv', 'Київ', 'Kyiv')$$), 'VA005 ["city","kyiv"]', 'not twice');
select matches(pg_temp.error_of($$select api.city_add('Київ', 'Київ', '')$$), '^VA003 \["code","Київ"', 'a code is Latin');
select matches(pg_temp.error_of($$select api.city_add('lutsk', ' ', '')$$), '^VA003 \["name"', 'a city has a name');
select matches(pg_temp.error_of($$select api.city_add('lutsk', 'Луцьк', '', 'Europe/Lutsk')$$), '^VA003 \["zone"', 'and a time zone that exists');
select api.operator_set('t_admin', '{"cities": ["kyiv", "poltava", "ternopil"]}') \g /dev/null
set session authorization t_admin;
select is((select count(*) from api.categories('ternopil')), 10::bigint, 'with the default categories');
select is((select count(*) from api.units('ternopil')), 7::bigint, 'and units');
select lives_ok($$select api.city_set('ternopil', '{"recall_window": "2 minutes", "martial_law": false, "active": false, "name_en": "T."}')$$, 'change it');
select matches(pg_temp.error_of($$select api.city_set('ternopil', '{"colour": "red"}')$$), '^VA003 \["setting","colour"', 'an unknown setting');
select matches(pg_temp.error_of($$select api.city_set('ternopil', '{"recall_window": "2 days"}')$$), '^VA003 \["settings"', 'a window of more than a day');
select matches(pg_temp.error_of($$select api.city_set('ternopil', '{"recall_window": "x"}')$$), '^VA003 \["settings"', 'that is none');
select matches(pg_temp.error_of($$select api.city_set('ternopil', '{"active": "maybe"}')$$), '^VA003 \["settings"', 'neither true nor false');
select is(pg_temp.error_of($$select api.city_set('lviv', '{}')$$), 'VA001 ["city","lviv"]', 'an unknown city');
reset session authorization;
select api.city_add('lviv', 'Львів', 'Lviv') \g /dev/null
set session authorization t_admin;
select is(pg_temp.error_of($$select api.city_set('lviv', '{}')$$), 'VA001 ["city","lviv"]', 'a foreign city is as unknown');

-- Operators
\set verifier 'SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2FsdA==$RZvlX4pLjBvbxF4vNHDlPIuZaw8yTqYWyvJyhHzlDCc=:9NlXJpXLpO3Wm5JF6+1u/8h0z3+qk3Cz9mrlDmj1fYM='
select lives_ok($$select api.operator_add('t_new', 'Нова Людина', 'moderator', '{kyiv}', false, $$ || quote_literal(:'verifier') || ')', 'add one');
reset session authorization;
select is((select rolpassword from pg_authid where rolname = 't_new'), :'verifier', 'the verifier is stored as it came');
select results_eq($$select rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls from pg_roles where rolname = 't_new'$$,
    'values (true, false, false, false, false, false)', 'the role can log in and nothing else');
select is((select array_agg(roleid::regrole::text order by roleid::regrole::text) from pg_auth_members where member = 't_new'::regrole), array[varta.home_role()::text, 'varta_moderator'],
    'and is in one group, beside that of the database');
set session authorization t_new;
select results_eq('select login, full_name, roles, cities -> 0 ->> ''code'' from api.me()', $$values ('t_new', 'Нова Людина', '{moderator}'::text[], 'kyiv')$$, 'who am I');
set session authorization t_admin;
select is(pg_temp.error_of($$select api.operator_add('t_new', 'X', 'moderator', '{kyiv}')$$), 'VA005 ["operator","t_new"]', 'not twice');
select is(pg_temp.error_of($$select api.operator_add('postgres', 'X', 'moderator', '{kyiv}')$$), 'VA005 ["role","postgres"]', 'not a role that is another''s');
select matches(pg_temp.error_of($$select api.operator_add('pg_monitor', 'X', 'moderator', '{kyiv}')$$), '^VA003 \["login"', 'not PostgreSQL''s');
select matches(pg_temp.error_of($$select api.operator_add('varta_owner', 'X', 'moderator', '{kyiv}')$$), '^VA003 \["login"', 'not Varta''s own');
select matches(pg_temp.error_of($$select api.operator_add('x"; drop table y; --', 'X', 'moderator', '{kyiv}')$$), '^VA003 \["login"', 'a name is a name');
select matches(pg_temp.error_of($$select api.operator_add('t_two', 'X', 'owner', '{kyiv}')$$), '^VA003 \["role","owner"', 'only operators'' groups');
select matches(pg_temp.error_of($$select api.operator_add('t_two', 'X', 'pg_read_all_data', '{kyiv}')$$), '^VA003 \["role","pg_read_all_data"', 'and no others');
select is(pg_temp.error_of($$select api.operator_add('t_two', 'X', 'moderator', '{lviv}')$$), 'VA001 ["city","lviv"]', 'no foreign city');
select matches(pg_temp.error_of($$select api.operator_add('t_two', ' ', 'moderator', '{kyiv}')$$), '^VA003 \["full_name"', 'a person has a name');
select matches(pg_temp.error_of($$select api.operator_add('t_two', 'X', 'moderator', '{kyiv}', false, 'secret')$$), '^VA003 \["verifier",""', 'a clear password is refused and not repeated');
select is((select count(*) from pg_roles where rolname = 't_two'), 0::bigint, 'what is refused leaves nothing behind');

select lives_ok($$select api.operator_set('t_new', '{"role": ["officer", "expert"], "cities": ["poltava"], "police": true, "full_name": "Інша Людина"}')$$, 'change');
select results_eq($$select full_name, roles, cities, police from api.operators() where login = 't_new'$$,
    $$values ('Інша Людина', '{officer,expert}'::text[], '{poltava}'::text[], true)$$, 'all of it');
select lives_ok($$select api.operator_set('t_new', '{"unit": "district_officers"}')$$, 'a unit');
select is((select unit from api.operators() where login = 't_new'), 'district_officers', 'is shown');
select is(pg_temp.error_of($$select api.operator_set('t_new', '{"unit": "moon"}')$$), 'VA001 ["unit","moon"]', 'one that is not there');
select is(pg_temp.error_of($$select api.operator_set('t_nobody', '{}')$$), 'VA001 ["operator","t_nobody"]', 'nor is this operator');
select matches(pg_temp.error_of($$select api.operator_set('t_new', '{"role": "superuser"}')$$), '^VA003 \["role","superuser"', 'nor this role');
select lives_ok($$select api.operator_set('t_new', '{"active": false}')$$, 'one who leaves');
set session authorization t_new;
select is(pg_temp.error_of('select * from api.me()'), 'VA007 ["t_new"]', 'is locked out, and is told so');
select is((select count(*) from api.cities()), 0::bigint, 'and sees nothing');
reset session authorization;
select api.operator_add('t_lviv', 'Львів', 'moderator', '{lviv}') \g /dev/null
set session authorization t_admin;
select is(pg_temp.error_of($$select api.operator_set('t_lviv', '{"active": false}')$$), 'VA001 ["operator","t_lviv"]', 'an operator of a foreign city is unknown');
select is((select count(*) from api.operators() where login = 't_lviv'), 0::bigint, 'and not listed');

-- Sources
select lives_ok($$select api.source_add('ternopil', 'ternopil-site', 'endpoint', 'ternopil', sha256('k'), 'UTC')$$, 'add one');
select is(pg_temp.error_of($$select api.source_add('ternopil', 'ternopil-site', 'endpoint', 'other', null)$$), 'VA005 ["source","ternopil-site"]', 'not twice');
select is(pg_temp.error_of($$select api.source_add('ternopil', 'two', 'endpoint', 'ternopil', null)$$), 'VA005 ["source","two"]', 'nor the same jurisdiction');
select is(pg_temp.error_of($$select api.source_add('ternopil', 'two', 'push', 'kyiv', sha256('k'))$$), 'VA005 ["jurisdiction","kyiv"]', 'nor that of another city, whose residents would write here');
select is(pg_temp.error_of($$select api.source_set('ternopil-site', '{"jurisdiction": "poltava", "transport": "push"}')$$), 'VA005 ["jurisdiction","poltava"]', 'nor later');
select matches(pg_temp.error_of($$select api.source_add('ternopil', 'two', 'pigeon', 'two', null)$$), '^VA003 \["source","pigeon"', 'an unknown transport');
select matches(pg_temp.error_of($$select api.source_add('ternopil', 'two', 'endpoint', 'two', 'abc')$$), '^VA003', 'a hash that is none');
select lives_ok($$select api.source_set('ternopil-site', jsonb_build_object('key_hash', encode(sha256('neu'), 'hex'), 'active', false, 'status_map', '{"answered": "fixed"}'::jsonb))$$, 'change it');
select results_eq($$select city, has_key, zone, status_map, active from api.sources_list() where code = 'ternopil-site'$$,
    $$values ('ternopil', true, 'UTC', '{"answered": "fixed"}'::jsonb, false)$$, 'all of it');
select lives_ok($$select api.source_set('ternopil-site', '{"url": "https://map.example.org/open311/v2", "peer_jurisdiction": "7"}')$$, 'where it is');
select is((select array[url, peer_jurisdiction] from api.sources_list() where code = 'ternopil-site'), '{https://map.example.org/open311/v2,7}', 'is shown');
select lives_ok($$select api.source_set('ternopil-site', '{"url": "", "peer_jurisdiction": ""}')$$, 'and taken away');
select is((select array[url, peer_jurisdiction] from api.sources_list() where code = 'ternopil-site'), '{NULL,NULL}', 'with nothing');
select matches(pg_temp.error_of(format($$select api.source_set('ternopil-site', %L)$$, jsonb_build_object('url', u))), '^VA003 \["url"', 'no address: ' || u)
from unnest('{map.example.org,ftp://map.example.org/,file:///etc/passwd,https://,https://u:p@map.example.org/,https://map.example.org/?api_key=1,https://map example.org/}'::text[]) u;
select is(pg_temp.error_of($$select api.source_set('nothing', '{}')$$), 'VA001 ["source","nothing"]', 'an unknown one');
select matches(pg_temp.error_of($$select api.source_set('ternopil-site', '{"key": "clear"}')$$), '^VA003 \["setting","key"', 'a clear key is no setting');
reset session authorization;

select * from finish();
