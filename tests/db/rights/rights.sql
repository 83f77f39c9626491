-- A play of rights beside the matrix (matrix.sql and the table of who may call what): how functions and
-- tables are walled in, and what each role sees of requests of its own and of a foreign city.
\ir ../../lib/tap.sql
select * from no_plan();

select is_empty($$select p.oid::regprocedure, r.code from pg_proc p join pg_namespace n on n.oid = p.pronamespace cross join varta.role r
    where n.nspname = 'varta' and has_function_privilege(r.group_role, p.oid, 'execute')
      and not (p.proname in ('my_cities', 'my_kinds', 'cities_as', 'hidden_kinds', 'may_open') and r.code not in ('admin', 'sync'))$$,
    'no private function is for anyone, but for what the views need');

select is_empty($$select c.oid::regclass, r.code from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join varta.role r
    where n.nspname = 'varta' and c.relkind in ('r', 'v', 'S') and (has_table_privilege(r.group_role, c.oid, 'select, insert, update, delete, truncate'))$$,
    'nobody has a right on a table');
select is_empty($$select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'varta' and c.relkind = 'r' and not c.relrowsecurity$$, 'row-level security is on everywhere');
select is_empty($$select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('api', 'sync', 'audit') and (not p.prosecdef or p.proconfig is null or p.proconfig[1] not like 'search_path=varta, pg_temp')$$,
    'every exposed function is SECURITY DEFINER with a pinned search_path');
select is_empty($$select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('api', 'sync', 'audit') and obj_description(p.oid, 'pg_proc') is null$$, 'and says what it takes and gives');
select is_empty($$select conrelid::regclass, conname from pg_constraint c join pg_namespace n on n.oid = c.connamespace
    where n.nspname = 'varta' and contype = 'c' and obj_description(c.oid, 'pg_constraint') is null and conname !~ '_check\d*$'$$,
    'every named CHECK says why');

-- Requests of both cities
select pg_temp.report('Світлофор', p_more => '{"email": "o@example.org", "first_name": "Олена"}') as light \gset
select pg_temp.report('Крадіжка', 'crime') as crime \gset
select pg_temp.report('Таємниця', 'message') as message \gset
select pg_temp.report('Полтава', 'road', 49.6, 34.5, 'poltava-site') as far \gset
select city_id as kyiv from varta.request where id = :light \gset

create function pg_temp.sees() returns text language plpgsql as $$
begin
    return (select coalesce(string_agg(category || case when title = '' then '(sealed)' else '' end, ' ' order by id), '-')
            from api.queue_page('{}', null, null, null, false, 100))
        || ' / ' || (select coalesce(string_agg(category || case when title = '' then '(sealed)' else '' end, ' ' order by id), '-') from api.requests);
end
$$;
create function pg_temp.tried(p_id bigint) returns text language sql as $$
    select concat_ws(', ', pg_temp.error_of(format('select api.request(%s)', p_id)), pg_temp.error_of(format('select api.accept(%s, 9)', p_id)),
        pg_temp.error_of(format($q$select api.reject(%s, 9, 'spam', null)$q$, p_id)), pg_temp.error_of(format($q$select api.refer(%s, 9, 'patrol', null)$q$, p_id)),
        pg_temp.error_of(format($q$select api.draft(%s, 9, 'x', true)$q$, p_id)), pg_temp.error_of(format('select api.publish(%s, 9)', p_id)))
$$;
create function pg_temp.unknown(p_id bigint) returns text language sql as $$
    select string_agg(format('VA001 ["request","%s"]', p_id), ', ') from generate_series(1, 6)
$$;

set session authorization t_moderator;
select is(pg_temp.sees(), 'light crime message(sealed) / light crime message(sealed)', 'a moderator who is police');
select is(pg_temp.tried(:far), pg_temp.unknown(:far), 'a foreign city''s request is not there, for no verb');
select is(api.request(:light) -> 'reporter', 'null', 'who reported is hidden without consent');
set session authorization t_moderator2;
select is(pg_temp.sees(), 'light message(sealed) / light message(sealed)', 'one who is not');
select is(pg_temp.tried(:crime), pg_temp.unknown(:crime), 'a crime is not there');
set session authorization t_officer;
select is(pg_temp.sees(), 'light crime message / light crime message', 'an officer, whose unit has the messages of no beat');
select matches(pg_temp.error_of(format('select api.accept(%s, 1)', :light)), '^VA004 \["accept","moderator"\]', 'accepts messages only');
set session authorization t_traffic;
select is(pg_temp.sees(), 'light crime / light crime', 'traffic');
select is(pg_temp.error_of(format('select api.accept(%s, 1)', :light)), '42501', 'accepts nothing');
set session authorization t_expert;
select is(pg_temp.sees(), 'light / light', 'an expert');
select is(pg_temp.error_of(format('select api.publish(%s, 1)', :light)), '42501', 'publishes nothing');
set session authorization t_auditor;
select is(pg_temp.sees(), 'light message(sealed) / light message(sealed)', 'an auditor');
select is(pg_temp.error_of(format($$select api.draft(%s, 1, 'x', true)$$, :light)), '42501', 'writes nothing');
select is((select ok from audit.verify('kyiv')), true, 'but verifies');
select is(pg_temp.error_of($$select * from audit.verify('poltava')$$), 'VA001 ["city","poltava"]', 'the own cities');
set session authorization t_poltava;
select is(pg_temp.sees(), 'road / road', 'a moderator elsewhere');
select is(pg_temp.tried(:light), pg_temp.unknown(:light), 'has nothing here');
select is((select count(*) from api.events), 1::bigint, 'not even its history');
set session authorization t_admin;
select is(pg_temp.error_of('select pg_temp.sees()'), '42501', 'an administrator reads no requests');
set session authorization t_syncd;
select is(pg_temp.error_of('select * from api.me()'), '42501', 'the daemon is no operator');
select is(pg_temp.error_of('select * from varta.reporter'), '42501', 'and reads no table');

-- Consent
reset session authorization;
update varta.reporter set may_contact = true where request_id = :light;
set session authorization t_moderator;
select is(api.request(:light) #>> '{reporter,email}', 'o@example.org', 'who agreed to be contacted is shown to moderators');
set session authorization t_officer;
select is(api.request(:light) -> 'reporter', 'null', 'and to nobody else');

-- A draft of somebody else, and what a forged setting is worth
set session authorization t_moderator;
select api.accept(:light, 1), api.draft(:light, 2, 'Моя відповідь', true) \g /dev/null
select (api.request(:light) #>> '{responses,0,id}')::bigint as draft \gset
set session authorization t_expert;
select is(pg_temp.error_of(format($$select api.draft(%s, 3, 'Інша', true, %s)$$, :light, :draft)), 'VA004 ["draft","moderator"]', 'is not changed');
select is(pg_temp.error_of(format('select api.submit(%s, 3, %s)', :light, :draft)), 'VA004 ["submit","moderator"]', 'nor submitted');
select lives_ok(format($$select api.draft(%s, 3, 'Висновок експерта', true)$$, :light), 'an own one is written');
select lives_ok(format('select api.submit(%s, 4)', :light), 'and submitted');
select is(pg_temp.error_of(format('select api.approve(%s, 5)', :light)), '42501', 'and approved by a moderator');
set varta.act = '{"verb": "publish", "why": "forged"}';
select lives_ok(format($$select api.draft(%s, 5, 'Ще', true)$$, :light), 'a forged setting');
reset session authorization;
select is((select verb || coalesce(why, '') || who from varta.event where request_id = :light order by id desc limit 1), 'draftt_expert', 'changes nothing in the history');
select is(pg_temp.error_of('set role varta_owner'), 'no error', 'a superuser may do all');
reset role;
set session authorization t_moderator;
select is(pg_temp.error_of('set role varta_owner'), '42501', 'an operator cannot become the owner');
select is(pg_temp.error_of('set role varta_view'), '42501', 'nor the owner of the views');
select is(pg_temp.error_of('create function api.evil() returns int language sql as ''select 1'''), '42501', 'nor add to the schemas');
select is(pg_temp.error_of('select varta.fail(''x'', ''y'')'), '42501', 'nor call what is private');
reset session authorization;

-- The second wall: with SELECT on the tables an operator would still see no other rows
grant usage on schema varta to t_poltava;
grant select on all tables in schema varta to t_poltava;
set session authorization t_poltava;
select is((select count(*) from varta.request) + (select count(*) from varta.event) + (select count(*) from varta.reporter) + (select count(*) from varta.submission),
    0::bigint, 'a right on the tables granted by mistake shows nothing');
reset session authorization;

select * from finish();
