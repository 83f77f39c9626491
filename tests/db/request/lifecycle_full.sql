-- The whole life cycle against its tables: every verb in every status by every role, of a question and of a
-- private message, is allowed where varta.transition has a line for it, leads where the line says, and is refused everywhere else.
-- The same for the states of responses and referrals. What is tried is generated from the tables: a new line is tried, and a
-- verb that cannot be called here fails.
\ir ../../lib/tap.sql
select plan(14);

create temp table call (verb text primary key, sql text);
insert into call values
    ('accept', 'api.accept($1, $2)'), ('reject', 'api.reject($1, $2, ''spam'', null)'), ('refer', 'api.refer($1, $2, ''guard'', null)'),
    ('draft', 'api.draft($1, $2, ''Відповідь'', true, $5)'), ('submit', 'api.submit($1, $2, $5)'), ('approve', 'api.approve($1, $2, $5)'),
    ('publish', 'api.publish($1, $2, $5)'), ('recall', 'api.recall($1, $2, $5)'), ('reopen', 'api.reopen($1, $2, null)'),
    ('withdraw', 'api.withdraw($1, $2, null)'), ('merge', 'api.merge($1, $2, $3, 1)'), ('split', 'api.split($1, $2)'),
    ('assign', 'api.assign($1, $2, ''t_officer'')'), ('take', 'api.take($1, $2)'), ('give', 'api.give($1, $2)'),
    ('snooze', 'api.snooze($1, $2, now() + interval ''1 day'')'), ('note', 'api.note($1, $2, ''Нотатка'')'), ('seen', 'api.seen($1, $2)'),
    ('pause', 'api.pause($1, $2, ''Де саме?'')'), ('resume', 'api.resume($1, $2)'), ('prolong', 'api.prolong($1, $2, 5, ''експертиза'')'),
    ('referral_accept', 'api.referral_accept($1, $2, $4)'), ('referral_return', 'api.referral_return($1, $2, $4, ''не наше'')'),
    ('referral_answer', 'api.referral_answer($1, $2, $4, ''Зроблено'')');
grant select on call to public;

select pg_temp.report('Питання', 'question') as a, pg_temp.report('Інше питання', 'question') as b \gset
select pg_temp.report('Лист', 'message', null, null) as m, pg_temp.report('Інший лист', 'message', null, null) as n \gset
update varta.request set operator_id = (select id from varta.operator where login = 't_officer') where id in (:m, :n);

-- Tries a verb and takes everything back. The request is in that status, and has what the verb needs: a response and a referral
-- in those states, a pause, an operator. out: the status it leads to, or SQLSTATE.
create function pg_temp.attempt(p_verb text, p_status int, p_role text, p_id bigint, p_other bigint, p_response int, p_referral int, p_shown text default 'status')
returns text language plpgsql as $$
declare
    v_result text;
    v_response bigint;
    v_referral bigint;
    o varta.operator;
begin
    select * into o from varta.operator where login = 't_' || p_role;
    insert into varta.response (city_id, request_id, state, public, body, author_id, visible_at)
    select city_id, id, p_response, true, 'Текст', o.id, case p_response when 4 then now() + interval '1 hour' end
    from varta.request where id = p_id returning id into v_response;
    insert into varta.referral (city_id, request_id, unit_id, state, why, due_at, operator_id, response_id)
    select city_id, id, coalesce(o.unit_id, (select id from varta.unit u where u.city_id = r.city_id and u.code = 'patrol')), p_referral, 'бо', now(), o.id,
           case p_referral when 4 then v_response end
    from varta.request r where id = p_id returning id into v_referral;
    if p_verb = 'resume' then
        insert into varta.pause (city_id, request_id, question, due_at, operator_id)
        select city_id, id, 'Де?', due_at, o.id from varta.request where id = p_id;
    elsif p_verb = 'seen' then
        insert into varta.unseen_comment (city_id, request_id) select city_id, id from varta.request where id = p_id;
    elsif p_verb = 'give' then
        update varta.request set operator_id = o.id where id = p_id;
    end if;
    update varta.request set status = p_status, reason = case p_status when 4 then 'spam' end, merged_into = case p_status when 5 then p_other end, version = 7
    where id = p_id;
    execute format('set local session authorization t_%s', p_role);
    execute (select format('select (%s).status', sql) from call where verb = p_verb) into v_result using p_id, 7, p_other, v_referral, v_response;
    reset session authorization;
    if p_shown = 'response' then
        select s.code into v_result from varta.response p join varta.response_state s on s.id = p.state where p.id = v_response;
    elsif p_shown = 'referral' then
        select s.code into v_result from varta.referral f join varta.referral_state s on s.id = f.state where f.id = v_referral;
    end if;
    raise exception using errcode = 'P0099', message = v_result;
exception when others then
    return case sqlstate when 'P0099' then sqlerrm else sqlstate end;
end
$$;

select is_empty($$select distinct verb from varta.transition where verb not in ('claim', 'private', 'reveal') except select verb from call$$,
    'every verb of the life cycle is tried (claim has a test of its own, private and reveal have request/privacy)');
select is_empty($$select verb from call except select verb from varta.transition$$, 'and no other');

create temp table tried as
select verb, s.id as status, role, kind,
       pg_temp.attempt(verb, s.id, role, case kind when 1 then :a else :m end, case kind when 1 then :b else :n end,
                       case verb when 'approve' then 2 when 'publish' then 3 when 'recall' then 4 else 1 end, 1) as got
from call cross join varta.status s cross join unnest(array['moderator', 'officer', 'traffic', 'expert']) role cross join unnest(array[1, 5]) kind;
alter table tried add want text;
update tried set want = (select s.code from varta.transition t join varta.status s on s.id = t.to_status
    where t.verb = tried.verb and t.from_status = tried.status and t.role = tried.role and coalesce(t.kind, tried.kind) = tried.kind
      and (not t.reads or tried.kind <> 5 or tried.role = 'officer')
      and exists (select from varta.role_kind k where k.role = t.role and k.kind = tried.kind) limit 1);
select cmp_ok((select count(*) from tried where want is not null), '>', 120::bigint, 'there is a lot to allow');
select is_empty('select * from tried where want is not null and got is distinct from want', 'what a line of the life cycle allows is possible, and leads where it says');
select is_empty($$select * from tried where want is null and got not in ('VA001', 'VA002', 'VA004', '42501')$$, 'all the rest is refused');
select is_empty($$select * from tried where want is null and got = 'VA002'
    and not exists (select from varta.transition t where t.verb = tried.verb and t.role = tried.role)$$, 'because of the status only where the role has the verb');
select is_empty($$select verb, role from varta.transition t where role <> 'sync' and verb <> 'claim'
    and not has_function_privilege((select group_role from varta.role where code = t.role), (select oid from pg_proc where pronamespace = 'api'::regnamespace and proname = t.verb), 'execute')$$,
    'every role may execute its verbs');
select is_empty($$select r.code, p.proname from varta.role r cross join pg_proc p join call c on c.verb = p.proname
    where p.pronamespace = 'api'::regnamespace and has_function_privilege(r.group_role, p.oid, 'execute')
      and not exists (select from varta.transition t where t.verb = p.proname and t.role = r.code)$$, 'and no others');

-- Responses and referrals
create temp table answered as
select verb, s.id as state, pg_temp.attempt(verb, case verb when 'recall' then 3 else 2 end, 'moderator', :a, :b, s.id, 1, 'response') as got
from (select distinct verb from varta.response_transition) v cross join varta.response_state s;
select cmp_ok((select count(*) from answered a join varta.response_transition t on t.verb = a.verb and t.from_state = a.state), '>=', 5::bigint,
    'responses have something to allow');
select is_empty($$select a.*, s.code from answered a join varta.response_transition t on t.verb = a.verb and t.from_state = a.state
    join varta.response_state s on s.id = t.to_state where got is distinct from s.code$$, 'what the table of responses allows is possible');
select is_empty($$select * from answered a where got <> 'VA002'
    and not exists (select from varta.response_transition t where t.verb in (a.verb, case a.verb when 'publish' then 'approve' end) and t.from_state = a.state)$$,
    'all the rest is refused; publishing approves first');

create temp table referred as
select verb, s.id as state, role, pg_temp.attempt(verb, 2, role, :a, :b, 1, s.id, 'referral') as got
from (select distinct verb from varta.referral_transition) v cross join varta.referral_state s cross join unnest(array['moderator', 'officer', 'traffic', 'expert']) role;
select cmp_ok((select count(*) from referred r join varta.referral_transition t on t.verb = r.verb and t.from_state = r.state), '>=', 5::bigint,
    'referrals have something to allow');
select is_empty($$select r.*, s.code from referred r join varta.referral_transition t on t.verb = r.verb and t.from_state = r.state
    join varta.referral_state s on s.id = t.to_state where got is distinct from s.code$$, 'what the table of referrals allows is possible, for the unit and for moderators');
select is_empty($$select * from referred r where got <> 'VA002'
    and not exists (select from varta.referral_transition t where t.verb = r.verb and t.from_state = r.state)$$, 'all the rest is refused');

select * from finish();
