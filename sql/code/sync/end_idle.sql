-- Ends transactions that operators began and left: what they have locked, others wait for.

create or replace function varta.is_operator(p_login name) returns boolean
language sql stable security definer set search_path = varta, pg_temp as $$
    select exists (select from varta.operator where login = p_login)
$$;
comment on function varta.is_operator is 'out: whether that is the login of an operator, active or not';

create or replace function varta.serves_operator(p_login name) returns boolean
language sql stable security definer set search_path = varta, pg_temp as $$
    select exists (select from varta.operator o
                   where o.login = p_login
                     and (select coalesce(array_agg(city_id), array(select id from varta.city)) from varta.operator_city where operator_id = o.id)
                         && varta.served_cities())
$$;
comment on function varta.serves_operator is
'out: whether that is the login of an operator of one of the cities that the session serves, or of no city; active or not';

grant usage, create on schema varta to varta_guard;
grant usage, create on schema sync to varta_guard;
grant execute on function varta.is_operator, varta.serves_operator to varta_guard;

set local role varta_guard;

create or replace function sync.end_idle(p_ms integer) returns integer
language sql security definer set search_path = varta, pg_temp as $$
    select count(*) filter (where pg_terminate_backend(a.pid))::integer
    from pg_stat_activity a
    join pg_roles r on r.rolname = a.usename and not r.rolsuper
    cross join make_interval(secs => greatest(p_ms, 1000) / 1000.0) long
    where a.datname = current_database() and a.pid <> pg_backend_pid() and varta.serves_operator(a.usename)
      and case when a.state like 'idle in transaction%' then a.state_change < clock_timestamp() - long
               when a.state = 'active' and a.wait_event_type is distinct from 'Lock'
                    then a.xact_start < clock_timestamp() - 10 * long
                         and exists (select from pg_stat_activity w where w.datname = a.datname and w.wait_event_type = 'Lock'
                                                                      and a.pid = any(pg_blocking_pids(w.pid))) end
$$;
comment on function sync.end_idle is
'in: milliseconds, at least 1000. Ends the sessions of operators of the cities that the session serves whose transaction has been idle for longer, and those
that have worked for ten times that while others wait for what they have locked. It belongs to varta_guard, the only role that may end
sessions. out: how many. errors: none';

create or replace function varta.idle_left(p_ms integer) returns bigint
language sql security definer set search_path = varta, pg_temp as $$
    select case when count(*) > 0 then greatest(ceil(extract(epoch from min(a.state_change) - clock_timestamp()) * 1000) + greatest(p_ms, 1000), 1) end::bigint
    from pg_stat_activity a
    join pg_roles r on r.rolname = a.usename and not r.rolsuper
    where a.datname = current_database() and a.pid <> pg_backend_pid() and a.state like 'idle in transaction%' and varta.serves_operator(a.usename)
$$;
comment on function varta.idle_left is
'in: milliseconds as for sync.end_idle(). out: in how many the first of the transactions that are idle now has to be ended; null: there is none';
grant execute on function varta.idle_left to varta_owner;
grant execute on function sync.end_idle to varta_owner;

create or replace function varta.end_sessions(p_login name) returns bigint
language sql security definer set search_path = varta, pg_temp as $$
    select count(*) filter (where pg_terminate_backend(a.pid))
    from pg_stat_activity a join pg_roles r on r.rolname = a.usename and not r.rolsuper
    where a.usename = p_login and a.datname = current_database() and a.pid <> pg_backend_pid() and varta.is_operator(p_login)
$$;
comment on function varta.end_sessions is 'in: login of an operator. Ends his sessions in this database. out: how many';
grant execute on function varta.end_sessions to varta_owner;

set local role varta_owner;
