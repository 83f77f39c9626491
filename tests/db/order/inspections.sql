-- Rounds and campaigns as the console has them: one list, acts by words that people type; what is entered at a defect is entered on its round.
\ir ../../lib/tap.sql
select plan(33);
\ir ../../lib/institutions.sql

create function pg_temp.defect(p_what text, p_lat float8 default 50.46) returns bigint language sql as $$
    select id from api.defect_add('kyiv', 'sign', p_what, 'вул. Лісова, 5', p_lat, 30.45, false, null)
$$;
create function pg_temp.dv(p_id bigint) returns integer language sql security definer as $$ select version from varta.defect where id = p_id $$;
create function pg_temp.act(p_verb text, p_id bigint, p_text text default null) returns text language sql as $$
    select concat_ws(' ', l.section, l.name, l.what) from api.inspection_do(p_verb, 'kyiv', p_id, null, null, p_text) l
$$;

-- A round by keys
set session authorization t_traffic;
select pg_temp.defect('перший') as d1 \gset
select pg_temp.defect('другий', 50.462) as d2 \gset
select id as r, section, name, place from api.inspection_do('round_make', 'kyiv', null, null, null, null) \gset
select is(concat_ws(' ', :'section', :'name'), 'round 0/2', 'a round of what waits');
select is(:'place', to_char(now() at time zone 'Europe/Kyiv', 'DD.MM.YYYY'), 'of today');
select is((select string_agg(l.section || ' ' || l.what, ', ') from api.round_work(:r) l), 'verify перший, verify другий', 'its places in the order of the way');
select is((select string_agg(p ->> 'what', ', ') from jsonb_array_elements(api.round_detail(:r) -> 'places') p), 'перший, другий', 'and in its detail');
select is(api.round_detail(:r) -> 'verbs', '["round_close"]', 'which says what can be done');
select is(pg_temp.error_of(format('select api.defect_seen(%s, 99, ''confirmed'')', :d1)), '40001 ["","","","1","{}"]', 'of the version seen');
select is(pg_temp.error_of(format('select api.defect_seen(%s, 1, ''confirmed'', ''weight=12'')', :d1)) like 'VA003 ["measured",%', true, 'measures are those that are known');
select is((select state from api.defect_seen(:d1, 1, 'confirmed', 'відстань=30,5 за деревом')), 'confirmed', 'what is found is entered at the defect');
select is((select concat_ws(' ', outcome, note) from api.round_places(:r) where n = 1), 'confirmed за деревом', 'and on the round');
select is((select string_agg(l.what || ' ' || l.due_state, ', ') from api.round_work(:r) l), 'другий , перший seen', 'where somebody has been stands at the end');
select is((select concat_ws(' ', section, name) from api.inspections('kyiv') where id = :r and thing = 'round'), 'round 1/2', 'the list counts it');
select is((select state from api.defect_seen(:d1, pg_temp.dv(:d1), 'confirmed', 'ще раз')), 'confirmed', 'a second time it is the defect''s alone');
select is((select note from api.round_places(:r) where n = 1), 'за деревом', 'the round keeps the first');
select is((select state from api.defect_seen(:d2, 1, 'unfounded')), 'unfounded', 'the last place');
select is((select section from api.inspections('kyiv') where id = :r and thing = 'round'), 'closed', 'closes it');

-- An order with two defects, of which one is looked at
select pg_temp.defect('третій') as d3 \gset
select api.defect_verify(:d3, 1, 'confirmed') \g /dev/null
select i.id as o from api.order_draft(array[:d1, :d3]) x cross join lateral api.order_issue(x.id, 1) i \gset
select api.order_do('order_done', :'o') \g /dev/null
select id as r2 from api.round_make('kyiv', null, array[:d1, :d3]) \gset
select is((select string_agg(l.section, ' ') from api.round_work(:r2) l), 'done done', 'what is said to be mended is looked at');
select api.defect_seen(:d1, pg_temp.dv(:d1), 'mended') \g /dev/null
select is((select l.state from api.orders_page('{}', null, null, false, 50) l where l.id = :o), 'reported-done', 'half of it seen says nothing of the order');
select api.defect_seen(:d3, pg_temp.dv(:d3), 'mended') \g /dev/null
select is((select l.state from api.orders_page('{"state": ["verified-done"]}', null, null, false, 50) l where l.id = :o), 'verified-done', 'all of it does');

-- By words
select is(pg_temp.error_of('select pg_temp.act(''round_make'', null, ''ніде'')') like 'VA003 ["district","ніде",%podil%', true, 'districts are those of the city');
select pg_temp.defect('четвертий') \g /dev/null
select is(pg_temp.error_of('select pg_temp.act(''round_make'', null, ''дніпр'')'), 'VA003 ["defects","","numbers of defects"]', 'where nothing waits is no round');
select id as k from api.inspection_do('campaign_add', 'kyiv', null, null, null, 'осіннє') \gset
select is((select concat_ws(' ', section, name, what) from api.inspections('kyiv') where id = :k and thing = 'campaign'), 'unsigned 0 осіннє', 'a campaign has a title');
select is(pg_temp.act('campaign_members', :k, 'Іван Гай, голова; Ольга Дуб, інженер'), 'unsigned 0 осіннє', 'a commission');
select is(pg_temp.act('campaign_streets', :k, 'вул. Лісова; вул. Нова'), 'unsigned 0 осіннє', 'and streets');
select is((select concat_ws(' ', d #>> '{members,1,name}', d #>> '{streets,1,name}') from api.inspection_detail(:k) d), 'Ольга Дуб вул. Нова', 'as typed');
select is(pg_temp.error_of(format('select pg_temp.act(''finding_add'', %s, ''знак'')', :k)) like 'VA003 ["finding","знак",%', true, 'a finding has a kind, what and where');
select is(pg_temp.error_of(format('select pg_temp.act(''finding_add'', %s, ''дор; x; вул. Лісова, 5'')', :k)) like 'VA003 ["object","дор",%manhole%', true, 'one kind, not several');
select is(pg_temp.error_of(format('select pg_temp.act(''finding_add'', %s, ''sign; x; вул. Лісова, 5; навпроти'')', :k)) like 'VA003 ["measured","навпроти",%', true, 'behind the place only measures');
reset session authorization;
\ir ../../lib/gazetteer.sql
select pg_temp.import('streets', jsonb_build_array(jsonb_build_object('name', 'вул. Лісова', 'geometry', st_asgeojson(st_makeline(st_point(30.45, 50.46), st_point(30.45, 50.47)))::jsonb))),
       pg_temp.import('houses', '[{"street": "вул. Лісова", "number": "5", "lat": 50.4605, "lon": 30.4502}]') \g /dev/null
set session authorization t_traffic;
select is(pg_temp.act('finding_add', :k, '! знак; не видно; вул. Лісова, 5; відстань=30'), 'unsigned 1 осіннє', 'a word of the name of a kind is enough');
select is((select concat_ws(' ', object, dangerous, what, measured) from api.findings(:k)), 'sign t не видно відстань 30 м', 'dangerous, measured');
select is(pg_temp.act('campaign_sign', :k), 'signed 1 осіннє', 'it is signed');
select is(api.inspection_detail(:k) -> 'verbs', '[]', 'and is not changed any more');
select is(pg_temp.error_of('select pg_temp.act(''order_issue'', null, null)') like 'VA003 ["verb","order_issue",%', true, 'nothing else is done so');
reset session authorization;
select matches((select varta.act_text(c, now()) from varta.campaign c where c.id = :k), E'1\\. Іван Гай, голова\n', 'whose post says so is not called its chairman twice');
select * from finish();
