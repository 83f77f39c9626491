-- Saved views and counters: what they count equals the queue, own and shared, and who may change what.
\ir ../../lib/tap.sql
select plan(42);

select count(pg_temp.report('Звернення ' || g, (array['light', 'road', 'question', 'message', 'crime', 'spot'])[g % 6 + 1],
    50.40 + (g % 12) * 0.01, 30.41 + (g % 29) * 0.01)) from generate_series(1, 120) g \g /dev/null
select count(pg_temp.report('Полтава ' || g, 'road', 49.6, 34.5, 'poltava-site')) from generate_series(1, 20) g \g /dev/null
select setseed(0.25);
set session_replication_role = replica;
update varta.request set snoozed_until = case id % 7 when 0 then now() + interval '1 hour' when 1 then now() end, due_at = case when random() < 0.1 then 'infinity' else now() + ((random() * 20)::int - 10) * interval '1 hour' end,
    status = (array[1, 1, 2, 2, 3])[(random() * 4)::int + 1],
    operator_id = case when random() < 0.6 then (select id from varta.operator where login = case when random() < 0.5 then 't_moderator' else 't_moderator2' end) end;
set session_replication_role = origin;
insert into varta.operator_city select o.id, c.id from varta.operator o, varta.city c where o.login = 't_moderator2' and c.code = 'poltava';

create function pg_temp.viewed() returns text language sql as $$
    select string_agg(format('%s %s %s', name, coalesce(city, '-'), coalesce(n::text, '?')), ', ') from api.views()
$$;

-- Own views
set session authorization t_moderator;
select is(pg_temp.viewed(), null, 'at first there is none');
select api.view_save(' Світлофори ', '{"category": ["light"], "district": ["podil"]}') as lights \gset
select api.view_save('Усе', '{}', null, -1) \g /dev/null
select is(pg_temp.viewed(), format('Усе - %s, Світлофори - %s', api.queue_count('{}'), api.queue_count('{"category": ["light"], "district": ["podil"]}')),
    'in their order, with what the queue counts');
select is(api.view_save('Світлофори', '{"status": ["answered", "pending"], "kind": ["traffic"]}', null, 1), :lights, 'the same name is the same view');
select is((select n from api.views() where id = :lights), api.queue_count('{"status": ["pending"], "kind": ["traffic"]}'), 'only what is open counts');
select is((select filter from api.views() where id = :lights), '{"status": ["answered", "pending"], "kind": ["traffic"]}'::jsonb, 'the filter is as it was given');
select api.view_save('Поділ', '{"district": ["Поділ"], "status": ["answered"]}', null, 9) as named \gset
select is((select filter from api.views() where id = :named), '{"status": ["answered"], "district": ["podil"]}'::jsonb, 'what is named is kept as its code');
select api.view_delete(:named) \g /dev/null
select is(api.view_save('Закриті', '{"status": ["answered"]}') > 0, true, 'one of closed requests');
select is((select n from api.views() where name = 'Закриті'), 0::bigint, 'counts none');
select is(pg_temp.error_of($$select api.view_save('x', '{"colour": []}')$$), 'VA006 ["colour"]', 'an unknown key');
select is(pg_temp.error_of($$select api.view_save('x', '{"district": ["nowhere"]}')$$), 'VA003 ["district","nowhere","one of {4}","dnipro, podil"]', 'an unknown code');
select is(pg_temp.error_of($$select api.view_save('x', '{"id": 1}')$$), 'VA003 ["filter","{\"id\": 1}","a filter without id"]', 'one request is no view');
select is(pg_temp.error_of($$select api.view_save('x', '[]')$$), 'VA003 ["filter","[]","a filter without id"]', 'nor is a list');
select is(pg_temp.error_of($$select api.view_save(' ', '{}')$$), 'VA003 ["name"," ","1 to 60 characters"]', 'no name');
select is(pg_temp.error_of($$select api.view_save('x', null)$$), 'VA003 ["filter","","a filter without id"]', 'no filter');

-- Shared views
set session authorization t_moderator2;
select is(pg_temp.viewed(), null, 'what is another''s own is not seen');
select api.view_save('Разом', '{"city": ["kyiv", "poltava"]}', 'kyiv') as shared \gset
select is(pg_temp.viewed(), format('Разом kyiv %s', api.queue_count('{}')), 'a shared one');
select is(pg_temp.error_of(format('select api.view_delete(%s)', :lights)), format('VA001 ["view","%s"]', :lights), 'another''s is not deleted');
set session authorization t_moderator;
select is((select n from api.views() where id = :shared), null, 'one that names a city that I do not have counts nothing, and stops nothing');
select is((select city from api.views() where id = :shared), 'kyiv', 'but is there');
set session authorization t_officer;
select is(pg_temp.error_of($$select api.view_save('Моє для всіх', '{}', 'kyiv')$$), 'VA004 ["view_save","moderator"]', 'sharing is the moderators''');
select is(pg_temp.error_of(format('select api.view_delete(%s)', :shared)), 'VA004 ["view_delete","moderator"]', 'and taking away');
select lives_ok($$select api.view_save('Моє', '{}')$$, 'an own one is everyone''s');
set session authorization t_poltava;
select is(pg_temp.viewed(), null, 'another city does not see it');
select is(pg_temp.error_of($$select api.view_save('x', '{}', 'kyiv')$$), 'VA001 ["city","kyiv"]', 'nor shares there');
set session authorization t_moderator;
select lives_ok(format('select api.view_delete(%s)', :shared), 'a moderator of the city takes it away');
select is(pg_temp.error_of(format('select api.view_delete(%s)', :shared)), format('VA001 ["view","%s"]', :shared), 'once');

-- Shared within a unit
reset session authorization;
select api.operator_add('t_colleague', 'Остап Вишня', 'traffic', '{kyiv}', true), api.operator_set('t_colleague', '{"unit": "traffic_unit"}') \g /dev/null
select api.operator_add('t_other', 'Інший Підрозділ', 'traffic', '{kyiv}', true), api.operator_set('t_other', '{"unit": "legal_aid"}') \g /dev/null
set session authorization t_traffic;
select api.view_save('Прострочені', '{"state": ["issued"]}', 'kyiv', 0, 'orders') as within \gset
select is((select concat_ws(' ', city, list, unit is not null) from api.views() where id = :within), 'kyiv orders t', 'an officer shares a view of the register');
select is(pg_temp.error_of($$select api.view_save('Звернення', '{}', 'kyiv')$$), 'VA004 ["view_save","moderator"]', 'none of the queue');
set session authorization t_colleague;
select is((select n from api.views() where id = :within), 0::bigint, 'the unit has it');
select is(api.view_save('Прострочені', '{"state": ["accepted"]}', 'kyiv', 0, 'orders'), :within, 'and changes it');
set session authorization t_other;
select is((select count(*) from api.views() where id = :within), 0::bigint, 'another unit has it not');
select is(pg_temp.error_of($$select api.view_save('Прострочені', '{}', 'kyiv', 0, 'orders')$$), 'VA005 ["view","Прострочені"]', 'nor one of its name');
select is(pg_temp.error_of(format('select api.view_delete(%s)', :within)), format('VA001 ["view","%s"]', :within), 'nor takes it away');
set session authorization t_moderator;
select is((select count(*) from api.views() where id = :within), 0::bigint, 'nor a moderator');
set session authorization t_colleague;
select lives_ok(format('select api.view_delete(%s)', :within), 'an officer of the unit takes it away');
set session authorization t_moderator;

-- Counters, against the rows of the queue
create function pg_temp.counted() returns jsonb language sql as $$
    select jsonb_object_agg(name, n) - (select coalesce(array_agg('view:' || id), '{}') from api.views()) from api.counters()
$$;
create function pg_temp.expected() returns jsonb language sql as $$
    select jsonb_build_object('open', count(*), 'new', count(*) filter (where status = 'new'), 'late', count(*) filter (where due_state = 'late'),
        'unassigned', count(*) filter (where operator is null), 'mine', count(*) filter (where operator = me.full_name),
        'mine_late', count(*) filter (where operator = me.full_name and due_state = 'late'), 'dead', 0)
    from api.queue_page('{}', null, null, null, false, 1000), api.me() me
$$;
select is(pg_temp.counted(), pg_temp.expected(), 'a moderator');
select is((select array_agg(name) from api.counters() where name like 'view:%'), (select array_agg('view:' || id) from api.views()), 'and the views, in their order');
set session authorization t_moderator2;
select is(pg_temp.counted(), pg_temp.expected(), 'one who sees no crime, in two cities');
set session authorization t_expert;
select is(pg_temp.counted(), pg_temp.expected(), 'an expert, to whom nothing is assigned');
reset session authorization;
select api.source_add('kyiv', 'kyiv-push', 'push', 'kyiv-push', null) \g /dev/null
select pg_temp.report('Світлофор', p_source => 'kyiv-push') as pushed \gset
set session authorization t_moderator;
select api.accept(:pushed, 1) \g /dev/null
reset session authorization;
update varta.delivery set dead_at = now();
set session authorization t_admin;
select is((select jsonb_object_agg(name, n) from api.counters()), '{"open": 0, "new": 0, "late": 0, "unassigned": 0, "mine": 0, "mine_late": 0, "dead": 1}'::jsonb, 'an administrator: what was given up');
reset session authorization;
select is((select array_agg(id order by id) from varta.status where open), '{1,2}', 'the open statuses are those of the index request_mine');
select ok((select count(*) from api.counters()) >= 7, 'whoever asks gets an answer');

select * from finish();
