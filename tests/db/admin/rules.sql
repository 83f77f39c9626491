-- Units and the rules by which they are suggested: by category, district and area of responsibility, by
-- priority, with the reason in words; an abolished unit never, and nothing is ever decided.
\ir ../../lib/tap.sql
select * from no_plan();

create function pg_temp.best(p_id bigint) returns text language sql as $$
    select string_agg(code || ' (' || reason || ')', '; ') from api.suggestions(p_id)
$$;
create function pg_temp.codes(p_id bigint) returns text language sql as $$ select string_agg(code, ' ') from api.suggestions(p_id) $$;

select pg_temp.report('Яма', 'road') as podil, pg_temp.report('Яма', 'road', 50.45, 30.60) as dnipro,
       pg_temp.report('Яма', 'road', 50.45, 30.52) as border, pg_temp.report('Яма', 'road', 50.30, 30.45) as outside,
       pg_temp.report('Яма', 'road', null, null, p_more => '{"address": "вул. Межигірська, 8"}') as by_address,
       pg_temp.report('Що робити', 'question', null, null) as question,
       pg_temp.report('Яма', 'road', 49.6, 34.5, 'poltava-site') as poltava \gset

set session authorization t_moderator;
select is(pg_temp.best(:podil), 'traffic_unit (вид: Пошкоджена дорога)', 'without rules the unit of the category');
select is(pg_temp.error_of(format('select api.suggestions(%s)', :poltava)) ~ '^VA001', true, 'no suggestions for a foreign city');

-- Units
set session authorization t_admin;
select lives_ok($$select api.unit_add('kyiv', 'kyivavtodor', 'partner', 'Київавтодор', 'Kyivavtodor')$$, 'an institution');
select lives_ok($$select api.unit_add('kyiv', 'podil_roads', 'partner', 'ШЕУ Подільського району')$$, 'another');
select is(pg_temp.error_of($$select api.unit_add('kyiv', 'patrol', 'partner', 'x')$$), 'VA005 ["unit","patrol"]', 'twice the same');
select is(pg_temp.error_of($$select api.unit_add('kyiv', 'Not a code', 'partner', 'x')$$) ~ '^VA003 \["code"', true, 'no code');
select is(pg_temp.error_of($$select api.unit_add('kyiv', 'x', 'circus', 'x')$$) ~ '^VA003 \["kind","circus"', true, 'no kind');
select is(pg_temp.error_of($$select api.unit_add('kyiv', 'x', 'partner', ' ')$$), 'VA003 ["name"," ","a name"]', 'no name');
select is(pg_temp.error_of($$select api.unit_set('kyiv', 'nobody', '{}')$$), 'VA001 ["unit","nobody"]', 'no unit');
select is(pg_temp.error_of($$select api.unit_set('kyiv', 'patrol', '{"colour": 1}')$$) ~ '^VA003', true, 'an unknown setting');
select is(pg_temp.error_of($$select api.unit_set('kyiv', 'patrol', '{"active": "perhaps"}')$$) ~ '^VA003', true, 'neither true nor false');
select is(pg_temp.error_of($$select api.unit_set('kyiv', 'patrol', '{"name": ""}')$$) ~ '^VA003', true, 'a name that is none');
select lives_ok($$select api.unit_set('kyiv', 'podil_roads', '{"name": "ШЕУ Подолу", "name_en": "Podil roads"}')$$, 'renamed');
select is((select name from api.units('kyiv') where code = 'podil_roads'), 'ШЕУ Подолу', 'for everybody');

-- Rules
select api.rule_add('kyiv', 'kyivavtodor', 'road', null, false, 50) as city_roads,
       api.rule_add('kyiv', 'podil_roads', 'road', 'podil', false, 50) as podil_roads,
       api.rule_add('kyiv', 'main_department', null, null, false, 200) as rest \gset
select is(pg_temp.error_of($$select api.rule_add('kyiv', 'kyivavtodor', 'road')$$), 'VA005 ["rule","kyivavtodor"]', 'twice the same rule');
select is(pg_temp.error_of($$select api.rule_add('kyiv', 'nobody')$$), 'VA001 ["unit","nobody"]', 'a rule for no unit');
select is(pg_temp.error_of($$select api.rule_add('kyiv', 'patrol', 'nothing')$$), 'VA001 ["category","nothing"]', 'no category');
select is(pg_temp.error_of($$select api.rule_add('kyiv', 'patrol', null, 'centre')$$), 'VA001 ["district","centre"]', 'a district of another city');
select is(pg_temp.error_of($$select api.rule_add('kyiv', 'patrol', p_priority => 40000)$$) ~ '^VA003 \["priority"', true, 'a priority beyond all');
select is(pg_temp.error_of($$select api.rule_set('kyiv', 0, '{}')$$), 'VA001 ["rule","0"]', 'no rule');
select is((select array_agg(unit) from api.rules('kyiv')), '{kyivavtodor,podil_roads,main_department}', 'the rules');
set session authorization t_moderator;
select is(pg_temp.best(:podil), 'podil_roads (правило: Пошкоджена дорога, Подільський район); kyivavtodor (правило: Пошкоджена дорога); '
    'main_department (правило: будь-яке звернення); traffic_unit (вид: Пошкоджена дорога)', 'best first: what says more of two with one priority');
select is(pg_temp.codes(:dnipro), 'kyivavtodor main_department traffic_unit', 'in another district');
select is(pg_temp.codes(:border), 'podil_roads kyivavtodor main_department traffic_unit', 'on the border of both');
select is(pg_temp.codes(:outside), 'kyivavtodor main_department traffic_unit', 'in no district');
select is(pg_temp.best(:question), 'main_department (правило: будь-яке звернення)', 'each unit once, by its best rule');
select is(api.request(:podil) -> 'suggested_unit', '{"code": "podil_roads", "name": "ШЕУ Подолу", "reason": "правило: Пошкоджена дорога, Подільський район"}', 'the request shows the first');
select is(jsonb_array_length(api.request(:podil) -> 'referrals'), 0, 'and decides nothing');
set varta.lang = 'en';
select is((select name || ': ' || reason from api.suggestions(:podil) limit 1), 'Podil roads: rule: Damaged road, Podilskyi District', 'in English');
reset varta.lang;
select is(pg_temp.error_of($$select api.rule_add('kyiv', 'patrol')$$), '42501', 'a moderator makes no rules');

-- An area of responsibility
set session authorization t_admin;
select results_eq($$select outcome, reason from api.unit_area_import('kyiv', 'guard', '{"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[30.40,50.45],[30.46,50.45],[30.46,50.52],[30.40,50.52],[30.40,50.45]]]}},
    {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[30.58,50.44],[30.62,50.44],[30.62,50.46],[30.58,50.46],[30.58,50.44]]]}}]}')$$,
    $$values ('added', null::text)$$, 'two polygons together');
select is((select outcome from api.unit_area_import('kyiv', 'guard', '{"type": "FeatureCollection", "features": [
    {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 1]}}]}')), 'refused', 'a point is no area');
select is(pg_temp.error_of($$select api.unit_area_import('kyiv', 'guard', '{"type": "Polygon"}')$$) ~ '^VA003 \["type"', true, 'nor is what is no collection');
select lives_ok($$select api.unit_set('kyiv', 'guard', '{"streets": [{"street": "вул. Межигірська", "parity": "even"}]}')$$, 'and a list of streets');
select api.rule_add('kyiv', 'guard', null, null, true, 10) as by_area \gset
set session authorization t_moderator;
select is(pg_temp.best(:podil), 'guard (правило: територія відповідальності); podil_roads (правило: Пошкоджена дорога, Подільський район); '
    'kyivavtodor (правило: Пошкоджена дорога); main_department (правило: будь-яке звернення); traffic_unit (вид: Пошкоджена дорога)', 'in the area');
select is(split_part(pg_temp.codes(:dnipro), ' ', 1), 'guard', 'in its other part');
select is(split_part(pg_temp.codes(:outside), ' ', 1), 'kyivavtodor', 'outside');
select is((select reason from api.suggestions(:by_address) limit 1), 'правило: список вулиць: вул. Межигірська', 'by address');
set session authorization t_admin;
select is((select outcome from api.unit_area_import('kyiv', 'guard', '{"type": "FeatureCollection", "features": []}')), 'removed', 'the area is taken away');
set session authorization t_moderator;
select is(split_part(pg_temp.codes(:podil), ' ', 1), 'podil_roads', 'and with it the suggestion');

-- Changes
set session authorization t_admin;
select lives_ok(format($$select api.rule_set('kyiv', %s, '{"priority": 5, "category": null}')$$, :city_roads), 'a rule is changed');
select lives_ok(format($$select api.rule_set('kyiv', %s, '{"active": false}')$$, :rest), 'another taken out of use');
select is(pg_temp.error_of(format($$select api.rule_set('kyiv', %s, '{"priority": "first"}')$$, :rest)) ~ '^VA003', true, 'no priority');
set session authorization t_moderator;
select is(pg_temp.best(:podil), 'kyivavtodor (правило: будь-яке звернення); podil_roads (правило: Пошкоджена дорога, Подільський район); '
    'traffic_unit (вид: Пошкоджена дорога)', 'and so is the suggestion');

-- Abolished
select api.accept(:podil, 1) \g /dev/null
select api.refer(:podil, 2, 'podil_roads', null) \g /dev/null
set session authorization t_admin;
select lives_ok($$select api.unit_set('kyiv', u, '{"active": false}') from unnest(array['podil_roads', 'traffic_unit']) u$$, 'units are abolished');
select is((select open_referrals from api.units_list('kyiv') where code = 'podil_roads' and not active), 1::bigint, 'the administrator sees what is still theirs');
set session authorization t_moderator;
select is(pg_temp.codes(:podil), 'kyivavtodor', 'an abolished unit is not suggested, by rule or category');
select is(pg_temp.error_of(format($$select api.refer(%s, 3, 'podil_roads', null)$$, :podil)), 'VA001 ["unit","podil_roads"]', 'nor referred to');
select is(api.request(:podil) #>> '{referrals,0,unit_name}', 'ШЕУ Подолу', 'what it was given stays its own');
reset session authorization;
update varta.unit set active = false where city_id = (select id from varta.city where code = 'kyiv');
set session authorization t_moderator;
select is(api.request(:podil) -> 'suggested_unit', 'null', 'without units there is nothing to suggest');
reset session authorization;

select * from finish();
