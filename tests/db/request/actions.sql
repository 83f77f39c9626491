-- What can be done with a request, as the database publishes it: every verb of the life cycle is a function, with its
-- arguments, statuses, needs and roles; and what a program need not say itself: which referral, which version, what kind
-- of text.
\ir ../../lib/tap.sql
select plan(30);

create function pg_temp.action(p_name text) returns jsonb language sql as $$
    select to_jsonb(a) - 'name' from api.actions() a where name = p_name
$$;
create function pg_temp.verbs(p_id bigint) returns text language sql as $$
    select string_agg(e ->> 'verb', ' ' order by (e ->> 'id')::bigint) from jsonb_array_elements(api.request(p_id) -> 'events') e
$$;

-- Published
select is_empty($$select distinct verb from varta.transition where verb <> 'claim' except select name from api.actions()$$,
                'every verb of the life cycle is there; claim is asked of the queue');
select is_empty($$select name, unnest(roles) from api.actions() a where exists (select from varta.transition t where t.verb = a.name)
                  except select verb, role from varta.transition$$, 'for no more roles than the life cycle says');
select is_empty($$select verb, role from varta.transition where verb <> 'claim' and role <> 'sync' except select name, unnest(roles) from api.actions()$$,
                'and for no fewer; the daemon has functions of its own');
select is(pg_temp.action('accept'), '{"arguments": [], "statuses": ["new"], "needs": [], "roles": ["moderator", "officer"], "undoable": true}', 'accept takes nothing');
select is(pg_temp.action('reject') -> 'arguments', '[{"name": "reason", "type": "text", "required": true}, {"name": "note", "type": "text", "required": false}]', 'reject a reason, and maybe a note');
select is(pg_temp.action('reject') -> 'statuses', '["new", "pending"]', 'of what is open');
select is(pg_temp.action('referral_answer') -> 'needs', '["referral"]', 'a unit answers what was referred to it');
select is(pg_temp.action('split') -> 'undoable', 'false', 'a split is not undone');
select is(pg_temp.action('undo') -> 'roles', '["moderator", "officer", "traffic", "expert"]', 'where the life cycle says nothing, the grants do');
select is((select count(*) from api.actions() where name in ('bulk', 'claim_next', 'queue_page')), 0::bigint, 'only what is done with one request');
select is(api.who_may('reject'), '{moderator,officer}', 'whom a function is for');
select is(api.who_may('overview'), api.who_may('no_such'), 'of no function nobody');
select is(api.who_may('me'), '{moderator,officer,traffic,expert,auditor,admin,super}', 'and of one that all have, all but the daemon');

-- For one request
select pg_temp.report('Яма', 'road') as a, pg_temp.report('Яма знову', 'road') as b, pg_temp.report('Полтава', 'road', 49.6, 34.5, 'poltava-site') as far \gset
set session authorization t_moderator;
select results_eq(format('select * from api.action_check(%s, ''accept'')', :a), $$values (1, 'new', true)$$, 'what would be done');
select results_eq(format('select * from api.action_check(%s, ''resume'')', :a), $$values (1, 'new', false)$$, 'and what not');
select results_eq(format('select * from api.action_check(%s, ''undo'')', :a), $$values (1, 'new', false)$$, 'nothing to undo');
select is(pg_temp.error_of(format('select api.action_check(%s, ''accept'')', :far)), format('VA001 ["request","%s"]', :far), 'nothing of a foreign city');
select is((select version from api.accept(:a, 1)), 2, 'accepted');
select results_eq(format('select * from api.action_check(%s, ''undo'')', :a), $$values (2, 'pending', true)$$, 'now there is');

-- The referral that is not named
select is(pg_temp.error_of(format('select api.referral_accept(%s, 2)', :a)), 'VA001 ["an open referral of your unit"]', 'none was referred');
select lives_ok(format('select api.refer(%s, 2, ''traffic_unit'')', :a), 'referred to one unit');
select lives_ok(format('select api.refer(%s, 3, ''legal_aid'')', :a), 'and to another');
set session authorization t_traffic;
select lives_ok(format('select api.referral_accept(%s, 4)', :a), 'the own one is meant');
select is((select string_agg(r ->> 'unit' || ' ' || (r ->> 'state'), ', ' order by r ->> 'id') from jsonb_array_elements(api.request(:a) -> 'referrals') r),
          'traffic_unit accepted, legal_aid sent', 'not the newest of all');
select is(pg_temp.error_of(format('select api.referral_return(%s, 5)', :a)), 'VA003 ["why",null,"1 to 2000 characters"]', 'what comes back says why');
select lives_ok(format('select api.referral_return(%s, 5, p_text => ''не наше'')', :a), 'returned');
select is(pg_temp.error_of(format('select api.referral_answer(%s, 6, p_text => ''так'')', :a)), 'VA001 ["an open referral of your unit"]', 'nothing of theirs is open');

-- The version that was not seen; the note of either way
set session authorization t_moderator;
select lives_ok(format('select api.merge(%s, 1, %s)', :b, :a), 'merged into whatever it is by now');
select lives_ok(format('select api.draft(%s, %s, ''Дзвонила'', false)', :a, pg_temp.version(:a)), 'an internal text');
select is(split_part(pg_temp.verbs(:a), ' ', -1), 'note', 'is a note in the history');

select * from finish();
