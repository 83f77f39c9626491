-- Claim next: in the order of the queue, what is nobody's, what the role may have; one event and one version.
\ir ../../lib/tap.sql
select plan(19);

select pg_temp.report('Перше', 'light') as a \gset
select pg_temp.report('Друге', 'road') as b \gset
select pg_temp.report('Злочин', 'crime') as c \gset
select pg_temp.report('Повідомлення', 'message') as m \gset
select pg_temp.report('Полтава', 'road', 49.6, 34.5, 'poltava-site') as p \gset
select pg_temp.report('Питання', 'question') as q \gset
set session_replication_role = replica;
update varta.request set due_at = now() + (id - :a) * interval '1 hour';
update varta.request set rank = -1 where id = :b;
set session_replication_role = origin;

set session authorization t_moderator2;
select results_eq('select id, version, operator, status from api.claim_next()', format($$values (%s::bigint, 2, 'Ігор Мельник', 'new')$$, :b), 'the first of the queue');
select is((select id from api.claim_next('{"kind": ["question"]}')), :q::bigint, 'the first that passes the filter');
select is((select id from api.claim_next('{"status": ["pending"]}')), null, 'nothing of another status');
select is((select id from api.claim_next('{"status": ["answered"]}')), null, 'nothing that is closed');
select is((select id from api.claim_next(null)), :a::bigint, 'what is left');
select is((select count(*) from api.claim_next('{}') where id is null), 1::bigint, 'a null row where nothing is: no crime, no sealed message, no foreign city');
select is(pg_temp.error_of($$select api.claim_next('{"colour": "red"}')$$), 'VA006 ["colour"]', 'unknown key');
select is(pg_temp.error_of($$select api.claim_next('{"status": "lost"}')$$), 'VA003 ["status","lost","one of {4}","answered, merged, new, pending, rejected, withdrawn"]', 'unknown status');
set session authorization t_moderator;
select is((select id from api.claim_next('{}')), :c::bigint, 'a crime for who is police');
reset session authorization;
update varta.operator set unit_city = null, unit_id = null where login = 't_officer';
set session authorization t_officer;
select is((select id from api.claim_next('{}')), null, 'a message is not for an officer who may not read it');
reset session authorization;
select is((select array_agg(request_id || ' ' || who || ' ' || verb order by id) from varta.event where verb = 'claim' and request_id in (:b, :c)),
    array[:b || ' t_moderator2 claim', :c || ' t_moderator claim'], 'an event each');
select is((select before ->> 'operator' || ' ' || (after ->> 'operator') from varta.event where verb = 'claim' and request_id = :b), null, 'before: nobody');
select is((select after ->> 'operator' from varta.event where verb = 'claim' and request_id = :b), 't_moderator2', 'after: the operator');

update varta.request set operator_id = null, status = 2 where id in (:b, :q);
set session authorization t_traffic;
select is((select id from api.claim_next('{}')), :b::bigint, 'traffic claims what is pending and of its kind');
select is((select id from api.claim_next('{}')), null, 'and nothing else');
set session authorization t_expert;
select is((select id from api.claim_next('{}')), :q::bigint, 'an expert what is pending');
set session authorization t_poltava;
select is((select id from api.claim_next('{}')), :p::bigint, 'each in the own city');
set session authorization t_auditor;
select throws_ok('select api.claim_next()', '42501', null, 'an auditor claims nothing');
set session authorization t_moderator;
select ok(not 'claim' = any(array(select jsonb_array_elements_text(api.request(:a) -> 'verbs'))), 'it is asked of the queue, not of a request');
reset session authorization;

select * from finish();
