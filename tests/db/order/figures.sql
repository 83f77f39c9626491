-- Every figure of orders is what the register finds with the filter that the figure opens: also of an order about several kinds of things in several
-- districts, which counts once in each; and of other years than this one.
\ir ../../lib/tap.sql
select plan(8);
\ir ../../lib/institutions.sql

create function pg_temp.confirmed(p_object text, p_long double precision) returns bigint language plpgsql as $$
declare
    v_defect bigint := (select id from api.defect_add('kyiv', p_object, 'зламано', 'вул. Лісова, 5', 50.46, p_long));
begin
    perform api.defect_verify(v_defect, 1, 'confirmed');
    return v_defect;
end
$$;
create function pg_temp.different(p_by text, p_from date, p_to date) returns text language sql as $$
    select string_agg(format('%s: %s, %s', s.code, s.issued, x.n), '; ')
    from api.order_statistics('kyiv', p_from, p_to, p_by) s
    cross join lateral (select api.orders_count(jsonb_build_object('state', '["all"]'::jsonb, p_by, jsonb_build_array(s.code), 'issued', jsonb_build_object('from', p_from, 'to', p_to))) as n) x
    where s.code <> '' and s.issued <> x.n
$$;
set session authorization t_traffic;
select pg_temp.confirmed('sign', 30.45) as a, pg_temp.confirmed('light', 30.45) as b, pg_temp.confirmed('sign', 30.60) as c, pg_temp.confirmed('light', 30.60) as d \gset
select api.order_issue(o.id, 1) from api.order_draft(array[:a, :b, :c], null, 'svitlo') o \g /dev/null
select api.order_issue(o.id, 1) from api.order_draft(array[:d], null, 'svitlo') o \g /dev/null
select is((select string_agg(code || ' ' || issued, ', ' order by code) from api.order_statistics('kyiv', current_date - 1, current_date + 1, 'object')), 'light 2, sign 1', 'by things: one about both counts in each, once');
select is((select string_agg(code || ' ' || issued, ', ' order by code) from api.order_statistics('kyiv', current_date - 1, current_date + 1, 'district')), 'dnipro 2, podil 1', 'by districts, too');
select is((select string_agg(code || ' ' || issued, ', ' order by code) from api.order_statistics('kyiv', current_date - 1, current_date + 1)), 'svitlo 2', 'by institutions once');
select is(pg_temp.different('object', current_date - 1, current_date + 1), null, 'the register finds as many of each thing');
select is(pg_temp.different('district', current_date - 1, current_date + 1), null, 'in each district');
select is(pg_temp.different('institution', '2000-01-01', current_date + 1), null, 'of each institution, in all years');
select is((select count(*) from api.order_statistics('kyiv', '2025-01-01', '2025-12-31')), 0::bigint, 'another year has its own');
select is((select sum(issued) from api.order_statistics('kyiv', '2000-01-01', current_date + 1, 'month')), 2::numeric, 'by months once');
