-- Views of the register of orders: counted as the register counts, seen by who reads orders, shared by moderators, kept
-- apart from those of the queue; the codes that a filter of it can name.
\ir ../../lib/tap.sql
select plan(22);
\ir ../../lib/institutions.sql

create function pg_temp.issued(p_what text, p_to text) returns bigint language plpgsql as $$
declare
    v_defect bigint := (select id from api.defect_add('kyiv', 'sign', p_what, 'вул. Лісова, 5', 50.46, 30.45));
begin
    perform api.defect_verify(v_defect, 1, 'confirmed');
    return (select i.id from api.order_draft(array[v_defect], null, p_to) d cross join lateral api.order_issue(d.id, 1) i);
end
$$;
set session authorization t_traffic;
select max(pg_temp.issued('знак ' || n, case n % 2 when 0 then 'svitlo' else 'autodor' end)) as o from generate_series(1, 5) n \gset
select api.order_act('order_verify', :o, (select version from api.orders_page('{}', null, null, false, 9) where id = :o)) \g /dev/null

select isnt(api.view_save('Автодор', '{"institution": ["autodor"], "state": ["all"]}', null, 0, 'orders'), null, 'an own one');
select results_eq('select name, city, n, list from api.views()', $$values ('Автодор', null::text, 2::bigint, 'orders')$$, 'only what is open counts');
select is((select n from api.counters() where name like 'view:%'), 2::bigint, 'on the tabs, too');
select is((select count(*) from api.view_list() where list = 'orders'), 1::bigint, 'in the list of views');
select is((select bool_and(list = 'requests') from api.view_list() where id = 0), true, 'what everybody has is of the queue');
select is(pg_temp.error_of($$select api.view_save('Автодор', '{"status": ["new"]}')$$), 'VA005 ["view","Автодор"]', 'one of the queue does not take its place');
select is(left(pg_temp.error_of($$select api.view_save('x', '{"status": ["new"]}', null, 0, 'orders')$$), 5), 'VA003', 'a key of the queue is none of the register');
select is(left(pg_temp.error_of($$select api.view_save('x', '{"institution": ["nobody"]}', null, 0, 'orders')$$), 5), 'VA003', 'an unknown code');
select is(left(pg_temp.error_of($$select api.view_save('x', '{}', null, 0, 'defects')$$), 5), 'VA003', 'there are two lists');
select is(pg_temp.error_of($$select api.view_save('Спільне', '{}', 'kyiv', 0, 'requests')$$), 'VA004 ["view_save","moderator"]', 'an officer shares none of the queue');
select is(api.orders_count('{"unit": ["me"]}'), 4::bigint, 'unit:me is the officer''s');
select is(api.orders_count('{"unit": ["traffic_unit"]}'), 4::bigint, 'and so by its code');
select is(api.orders_count('{"unit": ["patrol"]}'), 0::bigint, 'another unit has none');
select is(left(pg_temp.error_of($$select api.orders_count('{"unit": ["nobody"]}')$$), 5), 'VA003', 'an unknown unit');
select is((select string_agg(key || ' ' || code, ', ' order by key, code) from api.codes('kyiv') where key in ('institution', 'object') and code in ('autodor', 'svitlo', 'sign')),
          'institution autodor, institution svitlo, object sign', 'codes to complete');
set session authorization t_officer;
select is((select count(*) from api.codes('kyiv') where key in ('institution', 'object')), 0::bigint, 'for who reads orders');
set session authorization t_moderator;
select isnt(api.view_save('Спільне', '{"overdue": true}', 'kyiv', 0, 'orders'), null, 'a moderator shares');
select results_eq('select name, city, n, list from api.views()', $$values ('Спільне', 'kyiv', 0::bigint, 'orders')$$, 'it is there');
set session authorization t_traffic;
select is((select count(*) from api.views() where city = 'kyiv'), 1::bigint, 'the unit sees it');
set session authorization t_officer;
select is_empty('select * from api.views()', 'a district officer reads no orders');
set session authorization t_traffic;
select is(pg_temp.error_of(format('select api.view_delete(%s)', (select id from api.views() where city = 'kyiv'))), 'VA004 ["view_delete","moderator"]', 'an officer throws no shared one away');
select lives_ok(format('select api.view_delete(%s)', (select id from api.views() where city is null)), 'but an own one');
