-- Small SQL functions are written into the statements that use them, which costs nothing. PostgreSQL calls them instead where one
-- is declared immutable and calls something stable (format, convert_to, || with a number): each import, and each page of the
-- queue, took a seventh longer for that. What would be inlined if it were declared stable has to be declared stable.
\ir ../../lib/tap.sql
select plan(2);

create function pg_temp.is_called(p_function oid) returns boolean language plpgsql as $$
declare
    v_name text := p_function::regproc;
    v_arguments text;
    v_columns text;
    v_line text;
    v_plan text := '';
begin
    select string_agg(format('x.a%s', n), ', ' order by n), string_agg(format('null::%s as a%s', format_type(t, null), n), ', ' order by n)
    into v_arguments, v_columns from unnest((select proargtypes::oid[] from pg_proc where oid = p_function)) with ordinality a (t, n);
    for v_line in execute format('explain (verbose, costs off) select %s(%s) from (select %s offset 0) x', v_name, v_arguments, coalesce(v_columns, '1')) loop
        v_plan := v_plan || v_line;
    end loop;
    return strpos(v_plan, v_name || '(') > 0;
end
$$;

create temporary table called as
select p.oid, p.oid::regprocedure::text as function, p.provolatile
from pg_proc p join pg_language l on l.oid = p.prolang
where p.pronamespace in ('varta'::regnamespace, 'api'::regnamespace, 'sync'::regnamespace, 'audit'::regnamespace) and l.lanname = 'sql'
  and p.prokind = 'f' and not p.proretset and not p.prosecdef and p.proconfig is null and p.provariadic = 0;
select cmp_ok((select count(*) from called where not pg_temp.is_called(oid)), '>', 30::bigint, 'most SQL functions are inlined');
delete from called where provolatile <> 'i' or not pg_temp.is_called(oid);
do $$
declare
    v_oid oid;
begin
    for v_oid in select oid from called loop
        execute format('alter function %s stable', v_oid::regprocedure);
    end loop;
end
$$;
select is_empty('select function from called where not pg_temp.is_called(oid)', 'none is called only because it is declared immutable');
select * from finish();
