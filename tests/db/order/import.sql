-- Orders from an older register: all of a table or nothing, each line told, none twice, numbers as on paper; they are followed on like others
-- and count in the figures. One inspection of 98 orders with 13 protocols and 51 rulings gives these figures.
\ir ../../lib/tap.sql
select plan(20);
\ir ../../lib/institutions.sql

create function pg_temp.row(p_line integer, p_more jsonb) returns jsonb language sql as $$
    select '{"issued": "2026-03-13", "institution": "autodor", "object": "sign", "what": "знак збито", "place": "вул. Лісова, 5", "latitude": "50.46", "longitude": "30.45", "done": "", "due": "", "law": "",
             "demand": "", "state": ""}'::jsonb || jsonb_build_object('line', p_line, 'number', p_line || '-а') || p_more
$$;
create function pg_temp.take(variadic p_rows jsonb[]) returns text language sql as $$
    select string_agg(concat_ws(' ', line, outcome, reason), '; ' order by line) from api.order_import('kyiv', 'traffic_unit', to_jsonb(p_rows))
$$;
set session authorization t_admin;
select is(pg_temp.take(pg_temp.row(2, '{}'), pg_temp.row(3, '{"institution": "nobody"}'), pg_temp.row(4, '{"issued": "13.03.2026"}'), pg_temp.row(5, '{"state": "perhaps"}'),
                       pg_temp.row(6, '{"state": "verified-done"}'), pg_temp.row(7, '{"latitude": "50. 46"}'), pg_temp.row(8, '{"object": "roof"}'), pg_temp.row(9, '{"colour": "red"}')),
    '2 held; 3 refused there is no institution ''nobody''; 4 refused issued: ''13.03.2026'' is no day; 5 refused ''perhaps'' is no state; 6 refused verified-done has the day in done, and nothing else has; '
    || '7 refused latitude: ''50. 46'' is no number; 8 refused there is no kind of thing ''roof''; 9 refused unknown setting ''colour''', 'each line is told');
set session authorization t_traffic;
select is((select count(*) from api.orders_page('{}', null, null, false, 10)), 0::bigint, 'and nothing is kept');
set session authorization t_admin;
select is(pg_temp.take(pg_temp.row(2, '{}'), pg_temp.row(3, '{"state": "verified-done", "done": "2026-03-20"}'), pg_temp.row(4, '{"latitude": "", "longitude": "", "due": "2026-04-01"}')), '2 added; 3 added; 4 added', 'a good one is taken in');
select is(pg_temp.take(pg_temp.row(2, '{"place": "інше"}'), pg_temp.row(5, '{}')), '2 same; 5 added', 'what is there stays as it is');
select is(pg_temp.error_of($$select api.order_import('poltava', 'nobody', '[]')$$), 'VA001 ["unit","nobody"]', 'of a unit that is there');
set session authorization t_traffic;
select is((select string_agg(concat_ws(' ', name, state, institution, district_name), '; ' order by id) from api.orders_page('{"state": ["issued", "verified-done"]}', null, null, false, 10)),
          '2-а issued autodor Подільський район; 3-а verified-done autodor Подільський район; 4-а issued autodor; 5-а issued autodor Подільський район', 'they keep their numbers');
select id as o from api.orders_page('{}', null, null, false, 10) where name = '2-а' \gset
select id as u from api.orders_page('{}', null, null, false, 10) where name = '4-а' \gset
select is((select due_key from api.orders_page('{}', null, null, false, 10) where id = :u), '2026-04-02 00:00+03'::timestamptz, 'and their days, to the end of the last one');
select is(api.order_detail(:'o') -> 'text', 'null'::jsonb, 'there is no text of this one');
select is((select state from api.order_act('order_accept', :o, 1)), 'accepted', 'they are followed on');
select is((select state from api.order_act('order_verify', :o, 2, 'на місці')), 'verified-done', 'to their end');
select is((select concat_ws(' ', issued, open, in_time, late) from api.order_statistics('kyiv', '2026-03-01', '2026-03-31')), '4 2 1 1', 'and count');
select is((select array_agg(x -> 'verb' order by n) from jsonb_array_elements(api.order_detail(:'o') -> 'steps') with ordinality s (x, n)), array['"order_import"', '"order_accept"', '"order_verify"']::jsonb[], 'each step is there');
select is((select name from api.order_reissue(:u, 1, 'не виконано')), format('1/%s', extract(year from now() at time zone 'Europe/Kyiv')), 'one that is issued anew gets a number of this one');
reset session authorization;
select is(pg_temp.error_of(format($$update varta.orders set paper_number = 'x' where id = %s$$, :o)), '55000', 'the number on paper is never changed');
set session authorization t_auditor;
select is_empty($$select * from audit.compare('kyiv') where place like 'order%'$$, 'nothing differs from what the events say');
set session authorization t_moderator;
select is(pg_temp.error_of($$select api.order_import('kyiv', 'traffic_unit', '[]')$$), '42501', 'it is an administrator''s');

-- One inspection round
set session authorization t_admin;
select is((select count(*) from api.order_import('kyiv', 'traffic_unit', (select jsonb_agg(pg_temp.row(n, jsonb_build_object('issued', '2026-10-05'))) from generate_series(101, 198) n)) where outcome = 'added'), 98::bigint, '98 orders');
set session authorization t_traffic;
select count(*) from (select api.order_enforce(id, version, 'protocol', 'п-' || name, '2026-10-20') from api.orders_page('{"issued": {"from": "2026-10-01"}}', null, null, false, 13)) x \g /dev/null
select count(*) from (select api.order_enforce(id, version, 'ruling', 'р-' || name, '2026-10-21', 'КУпАП, стаття 140', 340) from api.orders_page('{"issued": {"from": "2026-10-01"}}', null, null, false, 51)) x \g /dev/null
select is((select concat_ws(' ', sum(issued), sum(protocols), sum(rulings)) from api.order_statistics('kyiv', '2026-10-01', '2026-10-31')), '98 13 51', 'with 13 protocols and 51 rulings');
select is((select concat_ws(' ', sum(issued), sum(protocols), sum(rulings)) from api.order_statistics('kyiv', '2026-10-01', '2026-10-31', 'month')), '98 13 51', 'by month, too');
select is((select count(*) from api.orders_page('{"issued": {"from": "2026-10-01", "to": "2026-10-31"}}', null, null, false, 1000)), 98::bigint, 'and the register has the rows that are counted');
reset session authorization;
select * from finish();
