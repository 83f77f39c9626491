-- What an act asks the database: of each thing once. Who the operator is and what he may do there was found out six times for an act,
-- the rows of an answer were changed twice to publish it once, and what could not be inlined was planned anew by each act.
\ir ../../lib/tap.sql
select plan(7);

select pg_temp.report('Скільки це коштує', 'question') as a \gset
select pg_temp.report('Скільки коштує відповідь', 'question') as b \gset
create function pg_temp.called() returns table (name text, language text, calls bigint) language sql as $$
    select p.proname, l.lanname, pg_stat_get_xact_function_calls(p.oid)
    from pg_proc p join pg_language l on l.oid = p.prolang where p.pronamespace = 'varta'::regnamespace
$$;
create function pg_temp.counted(out rights bigint, out functions bigint, out planned bigint, out requests bigint, out responses bigint) language sql as $$
    select coalesce(sum(calls) filter (where name in ('me', 'roles_in', 'sight', 'find', 'standing', 'request_of')), 0), coalesce(sum(calls), 0),
           coalesce(sum(calls) filter (where language = 'sql'), 0),
           pg_stat_get_xact_tuples_updated('varta.request'::regclass), pg_stat_get_xact_tuples_updated('varta.response'::regclass)
    from pg_temp.called()
$$;
create temporary table cost (act text primary key, rights bigint, functions bigint, planned bigint, requests bigint, responses bigint);

-- Does something as an operator, notes what it cost, and returns the version that it left.
create function pg_temp.costs(p_act text, p_call text) returns integer language plpgsql as $$
declare
    b record := pg_temp.counted();
    v_version integer := btrim(pg_temp.does('t_moderator', format('(select version from %s)', p_call)), '()');
    a record := pg_temp.counted();
begin
    insert into cost values (p_act, a.rights - b.rights, a.functions - b.functions, a.planned - b.planned, a.requests - b.requests, a.responses - b.responses);
    return v_version;
end
$$;

set track_functions = 'all';
select pg_temp.costs('take', format('api.take(%s, 1)', :a)) as v \gset
select pg_temp.costs('draft', format('api.draft(%s, %s, ''Полагодимо'', true)', :a, :v)) as v \gset
select pg_temp.costs('publish', format('api.publish(%s, %s)', :a, :v)) as v \gset
select pg_temp.costs('answer', format('api.answer(%s, 1, ''Полагодимо'')', :b)) as v \gset

select is((select count(*) from cost where functions > 10), 4::bigint, 'four acts were counted');
select is_empty('select * from cost where rights > case act when ''answer'' then 4 else 3 end', 'who the operator is, and what he may do there, is asked once');
select is_empty('select * from cost where planned > 0', 'no function is called that is planned by each call');
select is_empty($$select * from cost where functions > case act when 'publish' then 70 when 'answer' then 70 when 'draft' then 24 else 22 end$$, 'few functions are called');
select results_eq('select act, requests, responses from cost order by 1', $$values ('answer', 1::bigint, 1::bigint), ('draft', 1, 0), ('publish', 1, 1), ('take', 1, 0)$$,
                  'each row is changed once, however many verbs an act is made of');
select results_eq(format('select verb, after -> ''with'' #>> ''{}'' from varta.event where request_id = %s order by id', :b),
                  $$values ('received', null), ('draft', null), ('accept', null), ('approve', 'accept'), ('publish', 'approve')$$, 'each verb has its event');
select results_eq(format($$select verb, before - '{response,digests,due_at}'::text[], after - '{response,digests,due_at,with,body,public}'::text[] from varta.event where request_id = %s and id > (select min(id) from varta.event where request_id = %1$s) order by id$$, :b),
                  $$values ('draft', '{}'::jsonb, '{}'::jsonb), ('accept', '{"status": "new", "operator": null}', '{"status": "pending", "operator": "t_moderator"}'),
                           ('approve', '{"state": "draft"}', '{"state": "approved"}'),
                           ('publish', '{"state": "approved", "status": "pending"}', '{"state": "published", "status": "answered"}')$$,
                  'and says what that verb changed, though the row was changed once');
select * from finish();
