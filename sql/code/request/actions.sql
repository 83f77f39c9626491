-- What can be done with requests, for programs: the functions that are acts, what they take, who may call them and
-- when, read off the functions themselves and the tables of the life cycle.

create or replace function varta.action_functions()
returns table (function oid, name text, arguments text[], types oid[], required integer)
language sql stable set search_path = varta, pg_temp as $$
    select p.oid, p.proname::text, coalesce(array(select substr(a, 3) from unnest(p.proargnames[3:]) a), '{}'), p.proargtypes[2:]::oid[],
           p.pronargs - p.pronargdefaults - 2
    from pg_catalog.pg_proc p
    where p.pronamespace = 'api'::regnamespace and p.prorettype = 'api.queue_row'::regtype and p.proargnames[1:2] = array['p_id', 'p_version']
$$;
comment on function varta.action_functions is
'out: the functions of the schema api that act on one request (number, version seen, out: its line), with the names (without p_) and types of
their other arguments, of which the first so many are required';

create or replace function varta.action_roles(p_function oid, p_name text) returns text[]
language sql stable set search_path = varta, pg_temp as $$
    select array(select r.code from varta.role r
                 where has_function_privilege(r.group_role, p_function, 'execute')
                   and (not exists (select from varta.transition t where t.verb = p_name)
                        or exists (select from varta.transition t where t.verb = p_name and t.role = r.code)) order by r.sort)
$$;
comment on function varta.action_roles is
'in: function that is an act, its name. out: the roles that may: those that may call it, and of them those for which the life cycle has it';

create or replace function varta.actions_in(p_city smallint) returns text[]
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_roles text[] := varta.roles_in(p_city);
begin
    return (select coalesce(array_agg(f.name order by f.name), '{}') from varta.action_functions() f
            where varta.action_roles(f.function, f.name) && v_roles);
end
$$;
comment on function varta.actions_in is
'in: city. out: the acts that are for one of the roles that the operator has there, whatever the request; see varta.verbs_now() for one request';

create or replace function varta.others_in(p_city smallint) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_roles text[] := varta.roles_in(p_city);
begin
    return (select coalesce(jsonb_object_agg(f.name, array_remove(varta.action_roles(f.function, f.name), 'sync')), '{}')
            from varta.action_functions() f where not varta.action_roles(f.function, f.name) && v_roles);
end
$$;
comment on function varta.others_in is
'in: city. out: by name the acts that are for none of the roles that the operator has there, with the codes of the roles that they are for';

create or replace function api.actions()
returns table (name text, arguments jsonb, statuses text[], needs text[], roles text[], undoable boolean)
language sql stable security definer set search_path = varta, pg_temp as $$
    select f.name,
           (select coalesce(jsonb_agg(jsonb_build_object('name', a.name, 'type', format_type(a.type, null), 'required', a.n <= f.required) order by a.n), '[]')
            from rows from (unnest(f.arguments), unnest(f.types)) with ordinality a (name, type, n)),
           array(select s.code from varta.status s
                 where exists (select from varta.transition t where t.verb = f.name and t.from_status = s.id) order by s.id),
           array(select distinct t.needs from varta.transition t where t.verb = f.name and t.needs is not null order by 1),
           varta.action_roles(f.function, f.name),
           exists (select from varta.undo u where u.verb = f.name and not u.passed)
    from varta.action_functions() f order by f.name
$$;
comment on function api.actions is
'out: what can be done with a request: each function api.NAME(number, version seen, …) with its other arguments (name without p_, type,
required), the statuses in which the life cycle allows it, what it needs beside (response: one in the right state; referral: one that the
operator can deal with; paused, running, assigned, recall: an answer in its recall window), the roles that may, and whether api.undo()
takes it back. What can be done with one request now is in api.request(). errors: none';

create or replace function api.who_may(p_function text) returns text[]
language sql stable security definer set search_path = varta, pg_temp as $$
    select array(select r.code from varta.role r
                 where r.code <> 'sync' and exists (
                     select from pg_proc p where p.proname = p_function and p.pronamespace = any(array['api', 'audit']::regnamespace[])
                     and has_function_privilege(r.group_role, p.oid, 'execute')) order by r.sort)
$$;
comment on function api.who_may is
'in: name of a function of api or audit. out: codes of the roles that may call it, so that who is refused (42501) hears for whom it is;
empty where there is none of that name. errors: none';
