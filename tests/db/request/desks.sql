-- Each role's own lists and contacts: a unit had no list of what it has, a moderator none of what units returned, the telephone of who
-- wrote to a district officer reached nobody, messages of no beat went to everybody of the unit, and nobody saw who did what.
\ir ../../lib/tap.sql
select * from no_plan();

create function pg_temp.found(p_filter jsonb) returns bigint[] language sql as $$
    select coalesce(array_agg(id order by id), '{}') from api.queue_page(p_filter, null, null, null, false, 100)
$$;

-- Units
select pg_temp.report('Яма.') as a, pg_temp.report('Інша.') as b \gset
set session authorization t_moderator;
select api.accept(:a, 1), api.accept(:b, 1) \g /dev/null
select api.refer(:a, 2, 'legal_aid'), api.refer(:b, 2, 'traffic_unit') \g /dev/null
select alike(pg_temp.error_of($$select api.queue_count('{"unit": ["me"]}')$$), 'VA003 ["unit","me",%', 'who is in no unit has none');
select results_eq('select name from api.view_list() where id = 0 offset 6', $$values ('approval'), ('returned'), ('unsent'), ('comments'), ('my_comments')$$, 'what a moderator chooses from');
set session authorization t_expert;
select is(pg_temp.found('{"unit": ["me"]}'), array[:a]::bigint[], 'what the own unit has');
select results_eq('select name, n from api.view_list() where name like ''my_unit%''', $$values ('my_unit', 1::bigint), ('my_unit_new', 1), ('my_unit_late', 0), ('my_unit_returned', 0)$$, 'and as a list');
select is(pg_temp.found('{"unit": ["me"], "untaken": true}'), array[:a]::bigint[], 'what it has not taken on yet');
select is(pg_temp.found('{"unit": ["traffic_unit"], "untaken": true}'), array[:b]::bigint[], 'or another unit');
select is(pg_temp.found('{"untaken": true}'), array[:a, :b]::bigint[], 'or any');
select is((select array_agg(referral order by id) from api.queue_page('{}', null, null, null, false, 100)), '{sent,null}', 'how far it is with the own unit');
reset session authorization;
update varta.referral set state = varta.referral_accepted() where request_id = :a;
set session authorization t_expert;
select is(pg_temp.found('{"unit": ["me"], "untaken": true}'), '{}', 'until it does');
select is((select array_agg(referral order by id) from api.queue_page('{}', null, null, null, false, 100)), '{accepted,null}', 'and so it is said');
select is((select array_agg(code) from api.codes() where key = 'unit' and code = 'me'), '{me}', 'it can be completed');
select api.referral_return(:a, pg_temp.version(:a), p_text => 'Не наше.') \g /dev/null
select is(pg_temp.found('{"unit": ["me"]}'), '{}', 'what the unit returned it has no longer');
select is(pg_temp.found('{"unit": ["me"], "returned": true}'), array[:a]::bigint[], 'but finds');
select is((select n from api.view_list() where name = 'my_unit_returned'), 1::bigint, 'as a list, too');
select is(pg_temp.found('{"unit": ["traffic_unit"], "returned": true}'), '{}', 'and another unit does not');
set session authorization t_moderator;
select is(pg_temp.found('{"returned": true}'), array[:a]::bigint[], 'what a unit returned');
select api.refer(:a, pg_temp.version(:a), 'legal_aid') \g /dev/null
select is(pg_temp.found('{"returned": true}'), '{}', 'until somebody deals with it');

-- What a resident is told
select isnt((select text from api.reasons(:a) where code = 'unclear'), '', 'what the resident will read');

-- Whose number it is
reset session authorization;
select pg_temp.report('Лист.', 'message', p_more => '{"phone": "0501112233"}') as m \gset
select is((select array_agg(varta.contact_wish(wish, sealed) order by n) from (values (1, null, true), (2, null, false), (3, 'yes', false), (4, 'No', true), (5, '', true)) w (n, wish, sealed)),
          '{t,f,t,f,t}', 'who may be contacted: nobody ever could be');
select pg_temp.report('Не дзвоніть.', 'message', p_more => '{"phone": "0501112233", "attributes": {"contact": "no"}}') as silent,
       pg_temp.report('Подзвоніть.', p_more => '{"phone": "0501112244", "attributes": {"contact": "yes"}}') as called \gset
set session authorization t_officer;
select is(api.request(:m) #>> '{reporter,phone}', '0501112233', 'the officer who may read the message can telephone');
set session authorization t_moderator;
select is(api.request(:m) -> 'reporter' ->> 'phone', null, 'nobody else can');
select is(api.request(:called) #>> '{reporter,phone}', '0501112244', 'of other requests moderators can, where the resident says so');
set session authorization t_officer;
select is(api.request(:silent) -> 'reporter' ->> 'phone', null, 'not where the resident says no');
select is(api.request(:called) -> 'reporter' ->> 'phone', null, 'nor an officer of what is no message');

-- Of no beat: everybody of the unit, or a person who is named
reset session authorization;
select is((select count(*) from unnest(varta.stand_ins((select id from varta.city where code = 'kyiv'), now()))), 1::bigint, 'one officer there is');
set session authorization t_admin;
select is(pg_temp.error_of($$select api.city_set('kyiv', '{"message_reader": "t_expert"}')$$), 'VA003 ["message_reader","t_expert","the login of an officer or moderator of the city, or nothing"]', 'not anybody');
select api.city_set('kyiv', '{"message_reader": "t_moderator2"}') \g /dev/null
select is((select message_reader from api.cities_list() where code = 'kyiv'), 't_moderator2', 'it is said');
set session authorization t_moderator2;
select is((api.request(:m) ->> 'sealed')::boolean, false, 'who is named reads it');
set session authorization t_officer;
select is((api.request(:m) ->> 'sealed')::boolean, true, 'the others of the unit do not');
set session authorization t_admin;
select api.city_set('kyiv', '{"message_reader": ""}') \g /dev/null
set session authorization t_officer;
select is((api.request(:m) ->> 'sealed')::boolean, false, 'without a name it is the unit''s again');

-- Who did what
set session authorization t_auditor;
select is((select (deeds, requests) from audit.deed_counts(now() - interval '1 day') where login = 't_expert')::text, '(1,1)', 'how much each did');
select is((select verbs from audit.deed_counts(now() - interval '1 day') where login = 't_expert'), '[{"verb": "referral_return", "n": 1}]', 'and what');
select is((select array[id::text, name, verb, why] from audit.deeds(now() - interval '1 day', p_login => 't_expert')), array[:'a', 'Юрій Ткач', 'referral_return', 'Не наше.'], 'one by one');
select is((select array_agg(verb || ' ' || why order by event) from audit.deeds(now() - interval '1 day') where id = 0 and login = 't_admin'),
          '{"message_reader_added t_moderator2","message_reader_removed t_moderator2"}', 'what is no request is named') ;
select is((select count(*) from audit.deeds(now() - interval '2 days', now() - interval '1 day')), 0::bigint, 'of that period alone');
select is((select count(*) > 0 from audit.deeds(now() - interval '1 day')), true, 'of everybody');
select is(pg_temp.error_of($$select audit.deeds(now(), now())$$), 'VA003 ["period","' || now()::text || '","a beginning and a later end, a year apart at most"]', 'a period has a length');
set session authorization t_moderator;
select is(pg_temp.error_of($$select audit.deeds(now() - interval '1 day')$$), '42501', 'not for moderators');
select * from finish();
