-- A commission's inspection: members, streets, findings; its act is frozen when it is signed, and its findings become confirmed defects and orders to
-- their owners in one step.
\ir ../../lib/tap.sql
select plan(30);
\ir ../../lib/institutions.sql

create function pg_temp.added(p_campaign bigint, p_object text, p_what text, p_place text, p_lat float8 default 50.46, p_long float8 default 30.45) returns integer language sql as $$
    select findings from api.finding_add(p_campaign, p_object, p_what, p_place, p_lat, p_long)
$$;

set session authorization t_traffic;
select id as k from api.campaign_add('kyiv', '{"season": "spring", "title": "весняне обстеження 2027", "starts": "2027-03-01", "ends": "2027-03-20"}') \gset
select is((select concat_ws(' ', season, starts, ends, members, findings, signed) from api.campaigns('kyiv') where id = :k), 'spring 2027-03-01 2027-03-20 0 0', 'a campaign has a season and days');
select is((select concat_ws(' ', season, title ~ '\d{4}$', ends - starts) from api.campaign_add('kyiv', '{}')), case when extract(month from now() at time zone 'Europe/Kyiv') between 2 and 6 then 'spring'
          when extract(month from now() at time zone 'Europe/Kyiv') between 8 and 12 then 'autumn' else 'other' end || ' t 30', 'or those of today');
select is(pg_temp.error_of('select api.campaign_add(''kyiv'', ''{"season": "winter"}'')'), 'VA003 ["season","winter","one of {4}","autumn, other, spring"]', 'of the seasons that are known');
select is(pg_temp.error_of(format('select api.campaign_set(%s, 2, ''{"ends": "2027-02-01"}'')', :k)) like 'VA003 ["settings",%', true, 'it ends after it began');
select is(pg_temp.error_of(format('select api.campaign_set(%s, 2, ''{"colour": 1}'')', :k)) like 'VA003 ["setting","colour",%', true, 'only what a campaign has');
select is(pg_temp.error_of(format('select api.campaign_set(%s, 1, ''{}'')', :k)), '40001 ["","","","2","{}"]', 'of the version seen');
select is((select concat_ws(' ', members, streets) from api.campaign_set(:k, 2, '{"members": "Іван Гай, заступник начальника; Ольга Дуб, КК «Автодор», інженер", "streets": ["вул. Лісова", "вул. Межигірська"]}')), '2 2', 'who inspects what');
select is((select api.campaign_detail(:k) -> 'members' -> 1), '{"name": "Ольга Дуб", "post": "КК «Автодор», інженер"}', 'each with a post');

-- Findings
select is(pg_temp.added(:k, 'sign', 'знак 2.1 закрито гілками', 'вул. Лісова, 5'), 1, 'a finding');
select is(pg_temp.added(:k, 'sign', 'знак 5.35 погнуто', 'вул. Лісова, 7', 50.461), 2, 'another one of the same owner');
select is(pg_temp.added(:k, 'surface', 'вибоїна', 'вул. Межигірська, 2', 50.47, 30.46), 3, 'of another kind');
select is(pg_temp.added(:k, 'manhole', 'люк без кришки', 'вул. Межигірська, 4', 50.47, 30.46), 4, 'of nobody that is known');
select is(pg_temp.error_of(format('select api.finding_add(%s, ''sign'', ''знак'', ''ніде такого немає'')', :k)) like 'VA003 ["place","ніде такого немає",%', true, 'a place is somewhere');
select is(pg_temp.error_of(format('select api.finding_add(%s, ''sign'', ''знак'', ''Париж'', 48.85, 2.35)', :k)), 'VA003 ["place","Париж","kyiv"]', 'in the city');
select is(pg_temp.error_of(format('select api.finding_add(%s, ''sign'', ''знак'', ''тут'', 50.46, 30.45, false, ''weight=1'')', :k)) like 'VA003 ["measured","weight",%', true, 'measures are those that are known');
select is((select string_agg(line || ' ' || outcome || coalesce(' ' || nullif(reason, ''), ''), '; ' order by line) from api.finding_import(:k, '[{"line": 2, "object": "sign", "what": "знак вицвів", "place": "вул. Лісова, 9", "latitude": "50.46", "longitude": "30.45"},
          {"line": 3, "object": "sign", "what": "знак", "place": "Париж", "latitude": "48.85", "longitude": "2.35"}, {"line": 4, "object": "moon", "what": "x", "place": "y"}]')) ~ '^2 held; 3 refused .*; 4 refused .*moon', true, 'a table is taken whole or not at all');
select is((select string_agg(outcome, ' ') from api.finding_import(:k, '[{"line": 2, "object": "sign", "what": "знак вицвів", "place": "вул. Лісова, 9", "latitude": "50.46", "longitude": "30.45", "dangerous": "yes", "measured": "distance=3"},
          {"line": 3, "object": "sign", "what": "знак вицвів", "place": "вул. Лісова, 9", "latitude": "50.46", "longitude": "30.45"}]')), 'added same', 'and twice is once');
select is((select findings from api.finding_drop(:k, 2)), 4, 'a finding is dropped');
select is((select string_agg(concat_ws(' ', n, owner), ', ' order by n) from api.findings(:k)), '1 autodor, 3 autodor, 4, 5 autodor', 'the owners are known');

-- The act
select is(pg_temp.error_of(format('select api.campaign_sign(%s)', (select min(id) from api.campaigns('kyiv') where members = 0))) like 'VA003 ["members",%', true, 'a commission has members');
select is((select string_agg(concat_ws(' ', "order" is not null, name, findings), ', ' order by findings desc, "order" nulls last) from api.campaign_sign(:k)), 't  2, t  1, f  1', 'findings become defects, and drafts to the owner for each kind of thing; what nobody owns is told');
select is((select string_agg(state || ' ' || object, ', ' order by id) from api.defects_page('{}', null, false, 100)), 'confirmed sign, confirmed surface, confirmed manhole, confirmed sign', 'confirmed');
select is((select t ~ E'^АКТ ОБСТЕЖЕННЯ № \\d+\nвід \\d+ [а-яі]+ \\d{4} року\n\n' and t like E'%Комісія:\n1. Іван Гай, заступник начальника (голова)\n2. Ольга Дуб, КК «Автодор», інженер\n\nВулиці: вул. Лісова; вул. Межигірська.%'
          and t like '%5. Дорожній знак: знак вицвів. Місце: вул. Лісова, 9. Виміряно: відстань 3 м. Небезпечно.%' from (select api.campaign_detail(:k) ->> 'text' as t) x), true, 'the act says who, where and what');
select is(pg_temp.error_of(format('select api.finding_drop(%s, 1)', :k)), format('VA002 ["finding_drop","signed","%s","the act is signed"]', :k), 'it is signed');
select is((select orders from api.campaigns('kyiv') where id = :k), 2, 'and has its orders');
reset session authorization;
select is((select text_hash = sha256(convert_to(text, 'UTF8')) from varta.campaign where id = :k), true, 'its text is hashed');
select is(pg_temp.error_of(format('update varta.campaign set text = ''x'' where id = %s', :k)), '55000', 'and never changed');
select is(pg_temp.error_of(format('update varta.finding set what = ''x'' where campaign_id = %s', :k)), '55000', 'nor what was found');
select is(pg_temp.error_of(format('delete from varta.campaign_member where campaign_id = %s', :k)), '55000', 'nor by whom');
set session authorization t_traffic;
select id as k2 from api.campaign_add('kyiv', '{"title": "позачергове", "season": "other", "members": "Іван Гай"}') \gset
select pg_temp.added(:k2, 'sign', 'знак впав', 'вул. Лісова, 11') \g /dev/null
select is((select name ~ '^\d+/\d{4}$' from api.campaign_sign(:k2, null, true)), true, 'they are issued in the same step where that is wanted');
select * from finish();
