-- The matrix of rights, played whole: every function and view of api, sync and audit is called as every
-- role, and by a login without any, on what is of its own city and of a foreign one. All of it comes from
-- one table (rights_calls.sql), which also is the table in man/vartactl.8; a function without a row fails the suite.
\ir ../../lib/tap.sql
select * from no_plan();

\ir ../../lib/rights_calls.sql

-- The table is whole, and it is what is granted and what the manual says ----------------------------

create temp view exposed as
select n.nspname || '.' || p.proname as object, r.code as role, has_function_privilege(r.group_role, p.oid, 'execute') as may
from pg_proc p join pg_namespace n on n.oid = p.pronamespace cross join varta.role r
where n.nspname in ('api', 'sync', 'audit')
union all
select n.nspname || '.' || c.relname, r.code, has_table_privilege(r.group_role, c.oid, 'select')
from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join varta.role r
where n.nspname in ('api', 'sync', 'audit') and c.relkind in ('v', 'm', 'r', 'f', 'p');

select is_empty('select object from exposed except select object from named', 'every function and view has a row');
select is_empty('select object from named except select object from exposed', 'and nothing else has');
select is_empty('select object from named group by object having count(*) > 1', 'each has one');
select is_empty('select unnest(allowed) from named except select code from varta.role', 'the roles are roles');
select is_empty('select object, role, may from exposed join named using (object) where may <> (role = any(allowed))', 'grants are as in the table');

create temp table page (line bigint generated always as identity, text text);
\copy page (text) from 'man/vartactl.8' with (format csv, delimiter E'\x01', quote E'\x02')
create function pg_temp.array_sort(p_values text[]) returns text[] language sql as $$ select array_agg(v order by v) from unnest(p_values) v $$;
create temp view section as
select text, string_to_array(substr(text, 5), ' Ta ') as cells
from page cross join (select line as first, lead(line) over (order by line) as last, text as head from page where text like '.Sh %') s
where s.head = '.Sh ROLES' and line between s.first and s.last and text like '.It % Ta %';
create temp view manual as
select case when f like '%.%' then f else 'api.' || f end as object, array_agg(r.code order by r.sort) filter (where m.mark = 'x') as roles
from section cross join unnest(string_to_array(cells[9], ', ')) f cross join unnest(cells[:8]) with ordinality m (mark, n)
join varta.role r on r.sort = m.n
where cells[1] in ('x', '-') group by text, f;
select is_empty('select object, pg_temp.array_sort(roles) from manual except select object, pg_temp.array_sort(allowed) from named', 'the manual says nothing else');
select is_empty('select object, pg_temp.array_sort(allowed) from named except select object, pg_temp.array_sort(roles) from manual', 'and all of it');
select is_empty($$select k.code, r.code, m.mark from varta.kind k cross join varta.role r left join varta.role_kind rk on rk.kind = k.id and rk.role = r.code
    left join (section cross join unnest(cells[2:9]) with ordinality m (mark, n)) on m.n = r.sort and cells[1] = k.code
    where m.mark is distinct from case when rk.kind is null then '-' when rk.police_only then 'police' when not k.sealed then 'x'
                                       when r.code = 'officer' then 'own' else 'sealed' end$$, 'nor of the kinds that a role sees');

\ir ../../lib/rights_things.sql

-- The play ------------------------------------------------------------------------------------------

-- Calls as an operator of Kyiv and takes it back. out: ok, none (no row), or SQLSTATE.
create function pg_temp.outcome(p_call text, p_role text, p_city text) returns text language plpgsql as $$
declare
    v_sql text := 'select * from ' || pg_temp.filled(p_call, p_city, p_role);
    v_rows bigint;
begin
    perform set_config('session_authorization', pg_temp.login('kyiv', p_role), true);
    execute v_sql;
    get diagnostics v_rows = row_count;
    raise exception using errcode = 'P0002', message = case when v_rows > 0 then 'ok' else 'none' end;
exception
    when no_data_found then return sqlerrm;
    when others then return sqlstate;
end
$$;

create temp view role as select code, sort from varta.role union all select 'nobody', 9;

select is(string_agg(r.code || ' ' || pg_temp.outcome(n.call, r.code, c.city), ', ' order by r.sort),
          string_agg(r.code || ' ' || case when not r.code = any(n.allowed) then '42501' when n.abroad = 'all' then 'VA004' when c.city = 'kyiv' or r.code = 'super' and n.object not in ('api.me', 'api.cities') then 'ok'
                                               else n.abroad end, ', ' order by r.sort),
          n.object || case c.city when 'kyiv' then ', own city' else ', foreign city' end)
from named n cross join (values ('kyiv'), ('poltava')) c (city) cross join role r
where c.city = 'kyiv' or n.abroad <> '-'
group by n.object, c.city order by n.object, c.city;

-- Who is no role of their own ----------------------------------------------------------------------

-- They may call what their role may, and nothing else; none of them gets anything in a foreign city. The table is the manual's.
create temp table standing (who text, role text, login text);
insert into standing values ('deputy', 'officer', 'k_standin'), ('head of a unit', 'officer', 'k_head'),
    ('inspector who judges answers', 'auditor', 'k_inspector'), ('outside party with a link', 'none', 'm_nobody');
select api.operator_add(login, 'Хтось', role, '{kyiv}', true) from standing where role <> 'none' \g /dev/null
select api.operator_set(login, jsonb_build_object('unit', pg_temp.unit(role))), case who when 'deputy' then api.absence_add('k_officer', login, null, null) end
from standing where role <> 'none' \g /dev/null

create function pg_temp.outcome_standing(p_login text, p_call text, p_role text, p_city text) returns text language plpgsql as $$
declare
    v_sql text := 'select * from ' || pg_temp.filled(p_call, p_city, p_role);
    v_rows bigint;
begin
    perform set_config('session_authorization', p_login, true);
    execute v_sql;
    get diagnostics v_rows = row_count;
    raise exception using errcode = 'P0002', message = case when v_rows > 0 then 'ok' else 'none' end;
exception
    when no_data_found then return sqlerrm;
    when others then return sqlstate;
end
$$;

select is(string_agg(who || ' ' || (pg_temp.outcome_standing(login, n.call, role, 'kyiv') <> '42501'), ', ' order by who),
          string_agg(who || ' ' || (role = any(n.allowed)), ', ' order by who), n.object || ', who is no role of their own')
from named n cross join standing group by n.object order by n.object;
create temp table abroad as
select who, n.object, n.abroad, pg_temp.outcome_standing(login, n.call, role, 'poltava') as outcome
from named n cross join standing where role = any(n.allowed) and n.abroad not in ('-', 'ok');
select cmp_ok((select count(*) from abroad), '>', 100::bigint, 'they are played in a foreign city, too');
select is_empty('select * from abroad where outcome <> abroad', 'and get nothing there');
select results_eq($$select m[1], m[2] from page cross join regexp_matches(text, '^\.It ((?:(?! Ta ).)*) Ta (officer|auditor|none) Ta ') m order by 1$$,
    'select who, role from standing order by 1', 'the manual has them');

-- A daemon of all cities, and a login that is a daemon elsewhere -------------------------------------

-- out: ok, none (no row), or SQLSTATE.
create function pg_temp.outcome_of(p_login text, p_call text, p_city text) returns text language plpgsql as $$
declare
    v_sql text := 'select * from ' || pg_temp.filled(p_call, p_city, 'sync');
    v_rows bigint;
begin
    perform set_config('session_authorization', p_login, true);
    execute v_sql;
    get diagnostics v_rows = row_count;
    raise exception using errcode = 'P0002', message = case when v_rows > 0 then 'ok' else 'none' end;
exception
    when no_data_found then return sqlerrm;
    when others then return sqlstate;
end
$$;
create role m_stray login in role varta_sync;

select is(pg_temp.outcome_of('t_syncd', n.call, 'kyiv') || ', ' || pg_temp.outcome_of('t_syncd', n.call, 'poltava'), 'ok, ok', n.object || ', a daemon that was given no city')
from named n where n.allowed = '{sync}' order by n.object;
select is(pg_temp.outcome_of('m_stray', n.call, 'kyiv'), case when n.object = 'sync.listen' or n.abroad = 'all' then 'VA004' else n.abroad end, n.object || ', a member of varta_sync who is no operator here')
from named n where n.allowed = '{sync}' and (n.abroad <> '-' or n.object = 'sync.listen') order by n.object;

-- An operator has other roles in another city ---------------------------------------------------------

-- Works in Kyiv in every role there is, and in Poltava in one; the calls are on what is of Poltava. What that one role
-- may not do there is refused, or there is nothing to do it on.
create function pg_temp.prepare_mixed(p_role text) returns void language plpgsql as $$
declare
    v_unit text := (select u.code from varta.operator o join varta.unit u on u.city_id = o.unit_city and u.id = o.unit_id where login = 'p_' || p_role);
begin
    perform api.operator_set('p_' || p_role, '{"cities": ["kyiv", "poltava"], "role.kyiv": ["moderator", "officer", "traffic", "expert", "auditor", "admin"]}'
        || jsonb_build_object('role.poltava', p_role));
end
$$;
select pg_temp.prepare_mixed(r) from unnest(array['moderator', 'officer', 'traffic', 'expert', 'auditor', 'admin']) r \g /dev/null
create function pg_temp.outcome_mixed(p_call text, p_role text) returns text language plpgsql as $$
declare
    v_sql text := 'select * from ' || pg_temp.filled(p_call, 'poltava', p_role);
    v_rows bigint;
begin
    perform set_config('session_authorization', 'p_' || p_role, true);
    execute v_sql;
    get diagnostics v_rows = row_count;
    raise exception using errcode = 'P0002', message = case when v_rows > 0 then 'ok' else 'refused' end;
exception
    when no_data_found then return sqlerrm;
    when others then return case when sqlstate in ('VA001', 'VA002', 'VA003', 'VA004') then 'refused' else sqlstate end;
end
$$;

select is(string_agg(r.code || ' ' || pg_temp.outcome_mixed(n.call, r.code), ', ' order by r.sort),
          string_agg(r.code || ' ' || case when r.code = any(n.allowed) then 'ok' else 'refused' end, ', ' order by r.sort),
          n.object || ', with that role in this city and all roles in another')
from named n cross join varta.role r
where r.code not in ('sync', 'super') and n.call ~ '\{' and n.allowed && '{moderator,officer,traffic,expert,auditor,admin}'
  and n.object not in ('api.me', 'api.cities', 'api.operators', 'api.presence_clear') -- of all cities, or of the operator
group by n.object order by n.object;

select * from finish();
