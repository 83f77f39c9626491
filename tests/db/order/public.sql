-- What everybody may read of orders: nothing until the city switches it on, and nothing afterwards where it switches it off; never a draft, a text, a
-- note or a person; of a place the street and the house. What changed is written again, and what waits for its owner is when it becomes late.
\ir ../../lib/tap.sql
select plan(54);
\ir ../../lib/institutions.sql
\ir ../../lib/gazetteer.sql

select api.source_add('kyiv', 'kyiv-map', 'publish', 'kyiv-map', null) as map \gset
select api.source_add('kyiv', 'kyiv-en', 'publish', 'kyiv-en', null) as en \gset
select api.source_set('kyiv-en', '{"lang": "en"}') \g /dev/null
select id as city from varta.city where code = 'kyiv' \gset

create function pg_temp.built() returns void language sql as $$ select sync.publish_orders_built(t.source_id, t.orders_wanted_at::text) from varta.tree t $$;
create function pg_temp.written(p_source integer) returns void language sql as $$
    select sync.publish_orders_written(p_source, array_agg(order_id), array_agg(at)) from sync.publish_orders_changed(p_source)
$$;
create function pg_temp.state(p_source integer) returns text language sql as $$ select concat_ws(' ', shown, rebuild, due) from sync.publish_orders(p_source) $$;
create function pg_temp.doc(p_source integer, p_order bigint) returns jsonb language sql as $$
    select doc::jsonb from sync.publish_orders_thousand(p_source, p_order / 1000) where order_id = p_order
$$;
create function pg_temp.page(p_source integer, p_name text) returns jsonb language sql as $$ select doc::jsonb from sync.publish_institutions(p_source, array[p_name]) $$;
create function pg_temp.confirmed(p_object text, p_place text, p_what text) returns bigint language plpgsql as $$
declare
    v_defect bigint := (select id from api.defect_add('kyiv', p_object, p_what, p_place, 50.46, 30.45));
begin
    perform api.defect_verify(v_defect, 1, 'confirmed', 'бачив Петренко');
    return v_defect;
end
$$;
set session authorization t_admin;
select pg_temp.import('streets', '[{"name": "Лісова вулиця"}, {"name": "вулиця Межигірська", "old_name": "вулиця Червона"}]') \g /dev/null
reset session authorization;

-- Places ------------------------------------------------------------------------------------------
select is(varta.public_place(:city::smallint, p, null), w, p) from (values
    ('вул. Лісова, 5', 'Лісова вулиця, 5'), ('Київ, вул. Межигірська, буд. 12-А, кв. 7', 'вулиця Межигірська, 12-А'), ('вул. Червона 3/5', 'вулиця Межигірська, 3/5'),
    ('вулиця Лісова', 'Лісова вулиця'), ('вул. Лісова, 5, квартира Іваненка', 'Лісова вулиця, 5'), ('Іваненко, 0501234567', ''), ('вул. Невідома, 5', ''), ('', '')) x (p, w);
select is(varta.public_place((select id from varta.city where code = 'poltava'), p, null), w, 'without a gazetteer: ' || p) from (values
    ('вул. Соборна, 5', 'вул. Соборна, 5'), ('вул. Соборна біля дому Іваненка, 5', 'вул. Соборна, 5'), ('вул. Соборна (Іваненко)', 'вул. Соборна'), ('Іваненко, 5', ''), ('тут живе Іваненко', '')) x (p, w);

-- Off ---------------------------------------------------------------------------------------------
set session authorization t_traffic;
select i.id as o from api.order_draft(array[pg_temp.confirmed('sign', 'вул. Лісова, 5, кв. 12, Іваненко', 'знак збито, дзвонив Іваненко 0501234567')]) d
cross join lateral api.order_issue(d.id, 1) i \gset
select id as draft from api.order_draft(array[pg_temp.confirmed('light', 'вул. Лісова, 7', 'темно')], null, 'svitlo') \gset
reset session authorization;
select is((select orders_public from api.cities_list() where code = 'kyiv'), false, 'off until somebody switches it on');
select is(pg_temp.state(:map), 'f t f', 'a new tree: nothing is to be shown');
select is_empty(format('select * from sync.publish_orders_plan(%s)', :map), 'there is nothing of orders in it');
select is_empty(format('select * from sync.publish_orders_thousand(%s, %s / 1000)', :map, :o), 'no page of an order');
select is_empty(format($$select * from sync.publish_institutions(%s, '{institutions,institution/autodor,institution/autodor/2026-11}') where doc is not null$$, :map), 'no page of an institution');
select is((sync.publish_site(:map) ->> 'orders')::boolean, false, 'nothing leads there');
select is_empty('select * from varta.tree_order', 'and nothing waits to be written');
select pg_temp.built() \g /dev/null
select is(pg_temp.state(:map), 'f f f', 'that is done');

-- Who may switch it -------------------------------------------------------------------------------
set session authorization t_traffic;
select is(pg_temp.error_of($$select api.city_set('kyiv', '{"orders_public": true}')$$), '42501', 'no officer');
set session authorization t_moderator;
select is(pg_temp.error_of($$select api.city_set('kyiv', '{"orders_public": true}')$$), '42501', 'no moderator');
set session authorization t_admin;
select is(left(pg_temp.error_of($$select api.city_set('kyiv', '{"orders_public": "perhaps"}')$$), 5), 'VA003', 'true or false');
select lives_ok($$select api.city_set('kyiv', '{"orders_public": true}')$$, 'an administrator of the city');
reset session authorization;
select is((select after ->> 'orders_public' from varta.event where city_id = :city and verb like '%city%' order by id desc limit 1), 'true', 'the history says so');

-- On ----------------------------------------------------------------------------------------------
select is(pg_temp.state(:map), 't t f', 'all are to be shown');
select results_eq(format('select name from sync.publish_orders_plan(%s) order by 1', :map),
    format($$values ('institution/autodor'), ('institution/autodor/%s'), ('order/%s')$$, to_char(now() at time zone 'Europe/Kyiv', 'YYYY-MM'), :o / 1000), 'what is issued, not what is drafted');
select is(pg_temp.doc(:map, :o) - '{id,issued,due}'::text[], jsonb_build_object('name', '1/' || extract(year from now() at time zone 'Europe/Kyiv'), 'unit', (select name from varta.unit where code = 'traffic_unit' and city_id = :city),
    'institution', 'КК «Автодор»', 'institution_code', 'autodor', 'state', 'issued', 'state_name', 'видано', 'late', false, 'done', null, 'replaces', null, 'replaced_by', null,
    'things', '[{"object": "дорожній знак", "place": "Лісова вулиця, 5"}]'::jsonb), 'what its page says: no text, no name, no flat');
select is(pg_temp.doc(:map, :draft), null, 'a draft has no page');
select is(pg_temp.doc(:en, :o) ->> 'state_name', 'issued', 'in the tree''s language');
select is((sync.publish_site(:map) ->> 'orders')::boolean, true, 'the start page leads there');
select is(pg_temp.page(:map, 'institutions') #>> '{institutions,0,name}', 'КК «Автодор»', 'the list of institutions');
select is(jsonb_array_length(pg_temp.page(:map, 'institutions') -> 'institutions'), 1, 'that got orders');
select is(pg_temp.page(:map, 'institution/autodor') -> 'counts', '{"issued": 1, "in_time": 0, "late": 0, "median_days": null, "open": 1, "overdue": 0}', 'its counts');
select is(pg_temp.page(:map, 'institution/autodor') #>> '{open,0,id}', :'o', 'its open orders');
select is(pg_temp.page(:map, 'institution/svitlo'), null, 'who has only a draft has no page');
select is(pg_temp.page(:map, 'institution/../secret'), null, 'an odd name is nothing');
select pg_temp.built() \g /dev/null
select is(pg_temp.state(:map), 't f f', 'done');
select is((select at from varta.tree_order where source_id = :map and order_id = :o), (select due_at from varta.orders where id = :o), 'it is looked at again when it becomes late');

-- Changes -----------------------------------------------------------------------------------------
set session authorization t_traffic;
select api.order_act('order_accept', :o, (select version from api.orders_page('{}', null, null, false, 9) where id = :o), 'прийняв Сидоренко') \g /dev/null
reset session authorization;
select is(pg_temp.state(:map), 't f t', 'what is done with an order is to be written');
select is((select string_agg(order_id || ' ' || institution, ',') from sync.publish_orders_changed(:map)), :o || ' autodor', 'that order, and whose page');
select ok((select doc::text from sync.publish_orders_changed(:map)) !~ 'Сидоренко|Іваненко|Петренко|050|кв|збито', 'no note and no name');
select pg_temp.written(:en) \g /dev/null
select is(pg_temp.state(:map) || ', ' || pg_temp.state(:en), 't f t, t f f', 'each tree for itself');
create temporary table seen as select * from sync.publish_orders_changed(:map);
update varta.tree_order set at = clock_timestamp() where source_id = :map;
select sync.publish_orders_written(:map, array_agg(order_id), array_agg(at)) from seen \g /dev/null
select is(pg_temp.state(:map), 't f t', 'what changed again meanwhile is still to be written');
select pg_temp.written(:map) \g /dev/null
update varta.defect set place = 'тут живе Іваненко' where id in (select defect_id from varta.order_defect where order_id = :o);
select is(pg_temp.state(:map), 't f t', 'a corrected place, too');
select ok(pg_temp.doc(:map, :o)::text !~ 'Іваненко', 'what is no street is not told');
select pg_temp.written(:map) \g /dev/null
set session authorization t_traffic;
select id as next from api.order_reissue(:o, (select version from api.orders_page('{}', null, null, false, 9) where id = :o), 'не той строк, казав Коваль') \gset
reset session authorization;
select is((select array_agg(order_id order by order_id) from sync.publish_orders_changed(:map)), array[:o, :next]::bigint[], 'issued anew: both');
select is((pg_temp.doc(:map, :o) -> 'replaced_by' -> 0, pg_temp.doc(:map, :next) -> 'replaces' -> 0)::text, format('(%s,%s)', :next, :o), 'each leads to the other');
update varta.orders set due_at = now() - interval '1 day' where id = :next;
select is((pg_temp.doc(:map, :next) ->> 'late')::boolean, true, 'late');
select is(pg_temp.page(:map, 'institution/autodor') #> '{counts,overdue}', '1', 'and counted so');
update varta.institution set name = 'КК «Новий Автодор»' where city_id = :city and code = 'autodor';
select is(pg_temp.state(:map), 't t t', 'another name of an institution: all pages anew');

-- Off again ---------------------------------------------------------------------------------------
set session authorization t_admin;
select api.city_set('kyiv', '{"orders_public": false}') \g /dev/null
reset session authorization;
select is(pg_temp.state(:map), 'f t f', 'all of it is to be taken away, and nothing waits to be written');
select is_empty(format($$select 1 from sync.publish_orders_plan(%s) union all select 1 from sync.publish_orders_thousand(%s, %s / 1000) union all
    select 1 from sync.publish_institutions(%s, '{institutions,institution/autodor}') where doc is not null$$, :map, :map, :o, :map), 'nothing is told any more');
