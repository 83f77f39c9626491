-- Where requests are in the gazetteer: the indexer gives an address its point, a point its address, both marked as computed, each request its
-- street; the filter finds them by it; beats and officers are found by an address, also by an old name; lists of houses as people write them.
\ir ../../lib/tap.sql
select * from no_plan();

\ir ../../lib/gazetteer.sql
create function pg_temp.at(p_lat float8, p_long float8, p_address text, p_service text default 'light') returns bigint language sql as $$
    select request_id from sync.import(pg_temp.source('kyiv-site'), jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('n', 0, 'service_code', p_service, 'lat', p_lat::text, 'long', p_long::text,
        'address', p_address, 'description', 'Темно', 'raw', clock_timestamp()::text, 'content_type', 'text/plain'))))
$$;
create function pg_temp.shown(p_id bigint) returns text language sql as $$
    select concat_ws(' | ', round(st_y(r.point)::numeric, 4) || ' ' || round(st_x(r.point)::numeric, 4), r.address, p.computed, s.name, d.code)
    from varta.request r left join varta.request_place p on p.city_id = r.city_id and p.request_id = r.id left join varta.street s on s.id = p.street_id
    left join varta.district d on d.id = r.district_id where r.id = p_id
$$;

-- A city without streets
select pg_temp.at(null, null, 'вул. Сумська, 12') as before \gset
select sync.index_texts(1000) \g /dev/null
select is(pg_temp.shown(:before), 'вул. Сумська, 12', 'without streets an address stays one');

select pg_temp.import('streets', (select jsonb_agg(jsonb_build_object('name', n, 'old_name', o, 'geometry', st_asgeojson(st_makeline(st_point(x, 50.46), st_point(x, 50.47)))::jsonb))
    from (values ('вулиця Сумська', 'вулиця Лібкнехта', 30.45), ('провулок Сумський', null, 30.46), ('вулиця Лісова', null, 30.47)) v (n, o, x))) \g /dev/null
select pg_temp.import('houses', (select jsonb_agg(jsonb_build_object('street', s, 'number', h, 'lat', 50.46 + h / 10000.0, 'lon', x + 0.0002))
    from (values ('вулиця Сумська', 30.45), ('провулок Сумський', 30.46)) v (s, x) cross join generate_series(1, 30) h)) \g /dev/null

select pg_temp.at(null, null, 'Сумская 14') as address, pg_temp.at(50.4616, 30.4503, null) as point, pg_temp.at(50.465, 30.4703, null) as street, pg_temp.at(50.50, 30.50, null) as nowhere,
       pg_temp.at(null, null, 'Хтозна-яка, 5') as unknown, pg_temp.at(50.4616, 30.4603, 'біля школи') as both, pg_temp.at(null, null, 'вул. Сумська') as whole, pg_temp.at(null, null, null, 'question') as neither \gset
select sync.index_texts(1000) \g /dev/null
select is(pg_temp.shown(:before), '50.4612 30.4502 | вул. Сумська, 12 | point | вулиця Сумська | podil', 'what was there before the streets gets its point when they come');
select is(pg_temp.shown(:address), '50.4614 30.4502 | Сумская 14 | point | вулиця Сумська | podil', 'an address gets its point and district');
select is(pg_temp.shown(:point), '50.4616 30.4503 | вулиця Сумська, 16 | address | вулиця Сумська | podil', 'a point the house that is near');
select is(pg_temp.shown(:street), '50.4650 30.4703 | вулиця Лісова | address | вулиця Лісова | podil', 'or the street');
select is(pg_temp.shown(:nowhere), '50.5000 30.5000 |  | podil', 'where nothing is near, it stays as it is');
select is(pg_temp.shown(:unknown), 'Хтозна-яка, 5', 'so does an address that is not known');
select is(pg_temp.shown(:both), '50.4616 30.4603 | біля школи | провулок Сумський | podil', 'what has both keeps both, and gets its street');
select is(pg_temp.shown(:whole), 'вул. Сумська | вулиця Сумська', 'the middle of a street is no place');
select is((select count(*) from varta.request_place where request_id = :neither and street_id is null and computed is null), 1::bigint, 'what has neither is looked at once');
select is((select verb || ' ' || why from varta.event where request_id = :address order by id desc limit 1), 'place point', 'the history says what was computed');
select sync.index_texts(1000) \g /dev/null
select is((select count(*) from varta.event where request_id = :address and verb = 'place'), 1::bigint, 'once');

-- The request, the filter
set session authorization t_moderator;
select is(api.request(:address) ->> 'computed', 'point', 'the request says what was computed');
select is(api.request(:both) ->> 'near', 'провулок Сумський, 16', 'and by what one finds the point');
create function pg_temp.found(p_filter jsonb) returns bigint[] language sql as $$ select array_agg(id order by id) from api.queue_page(p_filter, null, null, null, false, 50) $$;
select is(pg_temp.found('{"street": ["сумська_вулиця"]}'), array[:before, :address, :point, :whole]::bigint[], 'the filter finds them by the street');
select is(pg_temp.found('{"street": ["вулиця Лібкнехта"]}'), array[:before, :address, :point, :whole]::bigint[], 'also by an old name');
select is(pg_temp.found('{"street": ["лісова", "сумський_провулок"]}'), array[:street, :both]::bigint[], 'or by one of several');
select is(pg_temp.error_of($$select api.queue_page('{"street": ["хтозна"]}', null, null, null, false, 50)$$), 'VA003 ["street","хтозна","a known code"]', 'a street that is none');
select results_eq($$select code, name from api.codes('kyiv') where key = 'street'$$, $$values ('лісова_вулиця', 'вулиця Лісова'), ('сумська_вулиця', 'вулиця Сумська'), ('сумський_провулок', 'провулок Сумський')$$, 'what completion offers');
reset session authorization;

-- Beats
set session authorization t_admin;
select api.beat_import('kyiv', jsonb_build_object('type', 'FeatureCollection', 'features', jsonb_build_array(jsonb_build_object('type', 'Feature',
    'properties', '{"code": "b1", "name": "Перша"}'::jsonb, 'geometry', st_asgeojson(st_makeenvelope(30.60, 50.41, 30.61, 50.42))::jsonb)))), api.beat_assign('kyiv', 'b1', 't_officer') \g /dev/null
select api.beat_set('kyiv', 'b1', '{"streets": ["вул. Сумська, непарні 1–33, 40", {"street": "вул. Лісова", "from": 5}]}') \g /dev/null
reset session authorization;
select results_eq('select name, low, high, parity from varta.beat_street order by id', $$values ('вул. Сумська', 1, 33, 'odd'), ('вул. Сумська', 40, 40, 'all'), ('вул. Лісова', 5, null, 'all')$$, 'a list as people write it') ;
select results_eq(format('select l ->> %L, l ->> %L, l ->> %L, l ->> %L from varta.street_ranges(%L) l', 'street', 'from', 'to', 'parity', t), format('values %s', v), t) from (values
    ('вул. Лісова', '(''вул. Лісова'', null, null, ''all'')'), ('вул. Лісова, парні', '(''вул. Лісова'', null, null, ''even'')'), ('вул. Лісова, 1-33 (непарні)', '(''вул. Лісова'', ''1'', ''33'', ''odd'')'),
    ('вул. 8 Березня: 2–10', '(''вул. 8 Березня'', ''2'', ''10'', ''all'')'), ('вул. Лісова, з 10', '(''вул. Лісова'', ''10'', null, ''all'')'), ('Лісова непарні з 1 по 9', '(''Лісова'', ''1'', ''9'', ''odd'')')) w (t, v);
select is(pg_temp.error_of($$select varta.street_ranges('вул. Лісова, 5 десь там')$$), 'VA003 ["street","вул. Лісова, 5 десь там","вул. Лісова, непарні 1-33"]', 'what is not understood is no list');
create function pg_temp.officer(p_address text) returns text language sql as $$ select beat || ' ' || officer from api.officer_of_address('kyiv', p_address) $$;
set session authorization t_moderator;
select is(pg_temp.officer('вул. Сумська, 13'), 'b1 t_officer', 'the officer of an address');
select is(pg_temp.officer('ул. Либкнехта, 13'), 'b1 t_officer', 'by its old name');
select is(pg_temp.officer('вул. Сумсьак 13'), 'b1 t_officer', 'with an error');
select is(pg_temp.officer('вул. Сумська, 14'), null, 'the other side is another''s');
select is((select beat from api.officer_of('kyiv', 50.4613, 30.4502)), 'b1', 'a point that no beat covers, by the nearest house');
reset session authorization;
select pg_temp.at(null, null, 'Либкнехта 15', 'message') as message \gset
select is((select b.code from varta.request r join varta.beat b on b.id = r.beat_id where r.id = :message), 'b1', 'a message by its address');

-- The site's form
select is((select address from sync.address_find(pg_temp.source('kyiv-site'), 'сумська 14', 1)), 'вулиця Сумська, 14', 'the site finds an address');
select is(sync.address_near(pg_temp.source('kyiv-site'), 50.4614, 30.4502), 'вулиця Сумська, 14', 'and what is near');

select * from finish();
