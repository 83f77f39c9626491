-- Rows are compared with what their events say: whoever changes one past the triggers is found.
\ir ../../lib/tap.sql
select plan(33);

create function pg_temp.found() returns text language sql as $$
    select coalesce(string_agg(distinct regexp_replace(place, '\d+', 'N') || ': ' || regexp_replace(fault, '\d+', 'N'), ', '), 'nothing') from audit.compare('kyiv')
$$;
-- What is found after a superuser did that
create function pg_temp.forged(p_sql text) returns text language sql as $$ select pg_temp.behind_triggers(p_sql, 'pg_temp.found()') $$;

select pg_temp.report('Ліхтар не світить', 'light', 50.47, 30.45, 'kyiv-site', '{"email": "olena@example.org", "first_name": "Соломія", "last_name": "Дзвінчук"}') as a \gset
select pg_temp.report('Дякую, Соломія Дзвінчук', 'road', 50.47, 30.45, 'kyiv-site', '{"email": "olena@example.org", "first_name": "Соломія", "last_name": "Дзвінчук"}') as b \gset
select pg_temp.report('Те саме') as c \gset
select pg_temp.report('Ні про що') as d \gset
select pg_temp.report('Знак') as e \gset
select is(pg_temp.found(), 'nothing', 'what came in is as it came in');

update varta.city set recall_window = '10 minutes';
set session authorization t_moderator;
set timezone = 'Asia/Tokyo';
select api.accept(:a, 1), api.note(:a, 2, 'Нотатка'), api.draft(:a, 3, 'Полагодимо', true) \g /dev/null
select api.submit(:a, 4), api.publish(:a, 5) \g /dev/null
select api.snooze(:e, 1, now() + interval '1 day'), api.undo(:e, pg_temp.version(:e)) \g /dev/null
select api.claim_next('{}') \g /dev/null
select api.accept(:b, pg_temp.version(:b)), api.pause(:b, pg_temp.version(:b), 'Де саме, Дзвінчук?'), api.resume(:b, pg_temp.version(:b)) \g /dev/null
select api.answer(:b, pg_temp.version(:b), 'Шановна Дзвінчук, зроблено'), api.recall(:b, pg_temp.version(:b)), api.answer(:b, pg_temp.version(:b), 'Пані Дзвінчук, готово') \g /dev/null
select api.merge(:c, pg_temp.version(:c), :a, pg_temp.version(:a)), api.split(:c, pg_temp.version(:c)), api.merge(:c, pg_temp.version(:c), :a, pg_temp.version(:a)) \g /dev/null
select api.reject(:d, pg_temp.version(:d), 'unclear', 'Що це?'), api.undo(:d, pg_temp.version(:d)), api.reject(:d, pg_temp.version(:d), 'unclear', null) \g /dev/null
select api.refer(:e, pg_temp.version(:e), 'patrol', 'Гляньте'), api.accept(:e, pg_temp.version(:e)), api.prolong(:e, pg_temp.version(:e), 3, 'Довго') \g /dev/null
reset timezone;
reset session authorization;
select outcome from sync.comments(pg_temp.source('kyiv-site'), jsonb_build_array(jsonb_build_object('service_request_id', :e::text, 'update_id', 'u1', 'description', 'Ще'))) \g /dev/null
select is(pg_temp.found(), 'nothing', 'whatever was done with it, in whatever zone');

select is(pg_temp.forged(format('update varta.request set %s where id = %s', s, r)), 'request: ' || f, f) from (values
    ('status = 2', :a, 'its status is not what event N says'),
    ('operator_id = (select id from varta.operator where login = ''t_admin'')', :a, 'its operator is not what event N says'),
    ('due_at = due_at + interval ''1 day''', :e, 'its due_at is not what event N says'),
    ('reason = ''spam''', :d, 'its reason is not what event N says'),
    ('body = body || ''!''', :a, 'its row is not what event N and those after it say'),
    ('received_at = received_at - interval ''1 second''', :b, 'its row is not what event N and those after it say'),
    ('category_id = (select id from varta.category c where c.city_id = request.city_id and c.id <> request.category_id limit 1)', :c, 'its row is not what event N and those after it say')) v (s, r, f);
select is(pg_temp.forged(format('update varta.request set text_key = null where id = %s', :e)), 'comment N: it is not what event N says, request: its row is not what event N and those after it say', 'the key taken away');
select is(pg_temp.forged(format('update varta.response set body = ''Ні'' where request_id = %s and public', :a)), 'response N: its text is not what event N says', 'an answer');
select is(pg_temp.forged(format('update varta.response set body = ''Ні'' where request_id = %s and not public', :a)), 'response N: its text is not what event N says', 'a note');
select is(pg_temp.forged(format('update varta.response set state = 1, visible_at = null where request_id = %s and public', :a)), 'response N: its state is not what event N says', 'its state');
select is(pg_temp.forged(format('update varta.response set public = false, state = 1, visible_at = null where request_id = %s and state = 4', :a)), 'response N: its state is not what event N says', 'an answer made a note');
select is(pg_temp.forged(format('insert into varta.response (city_id, request_id, public, body, author_id) select city_id, request_id, true, ''Ще'', author_id
    from varta.response where request_id = %s and public', :a)), 'response N: no event tells of it', 'an answer put in');
select is(pg_temp.forged(format('delete from varta.response where request_id = %s and not public', :a)), 'response N: event N tells of it, but it is missing', 'a note taken out');
select is(pg_temp.forged(format('update varta.outbox set text = ''Ні'' where request_id = %s and text <> ''''', :a)), 'outbox N: its text is not what event N says', 'what leaves');
select is(pg_temp.forged(format('update varta.outbox set text = ''Ні'' where request_id = %s and text <> ''''', :d)), 'outbox N: its text is not what event N says', 'a reason that leaves');
select is(pg_temp.forged(format('update varta.outbox set text = ''Так'' where request_id = %s and text = ''''', :a)), 'outbox N: its text is not what event N says', 'a text where there was none');
select is(pg_temp.forged(format('update varta.outbox set status = 4 where request_id = %s and status = 3', :a)), 'outbox N: its status is not what event N says', 'its status');
select is(pg_temp.forged(format('delete from varta.outbox where request_id = %s and text <> ''''', :a)), 'outbox: what event N sent is missing', 'something that does not leave');
select is(pg_temp.forged(format('insert into varta.outbox (city_id, request_id, source_id, status, text, visible_at, event_id) select city_id, request_id, source_id, 3, ''Ні'', now(),
    (select max(id) from varta.event where request_id = %1$s and verb = ''note'') from varta.outbox where request_id = %1$s limit 1', :a)), 'outbox N: event N sent nothing', 'something that leaves and nobody sent');
select is(pg_temp.forged(format('delete from varta.request where id = %s', :e)) like '%request: event N tells of it, but it is missing%', true, 'a request taken out');
select is(pg_temp.forged(format('insert into varta.request select (json_populate_record(r, ''{"id": 900000}'')).* from varta.request r where id = %s', :d)), 'request: no event says where it came from', 'one put in');

-- Erasure changes rows, and the event says how they are afterwards
set session authorization t_admin;
select count(*) from api.erase_reporter('kyiv', p_request => :a) \g /dev/null
select is(pg_temp.found(), 'nothing', 'a person is erased, the texts stay');
select count(*) from api.erase_reporter('kyiv', 'olena@example.org', p_texts => true) \g /dev/null
reset session authorization;
select is((select body from varta.request where id = :b), 'Дякую, … …', 'and then from the texts');
select is(pg_temp.found(), 'nothing', 'which are as the erasure left them');
select is(pg_temp.forged(format('update varta.request set body = ''Дякую, Соломія Дзвінчук'' where id = %s', :b)), 'request: its row is not what event N and those after it say', 'who puts the name back is found');
select is(pg_temp.forged(format('update varta.response set body = ''Ні'' where request_id = %s and state = 4', :b)), 'response N: its text is not what event N says', 'so is who changes the answer');
select is(pg_temp.forged(format('update varta.outbox set text = ''Ні'' where request_id = %s and text like ''Пані%%''', :b)), 'outbox N: its text is not what the erasure left', 'or what left');
select is((select count(*) from varta.event v join varta.request r on r.id = v.request_id where r.id = :b
           and v.after #>> '{digests,told}' = varta.text_digest(r.text_key, 'Пані Дзвінчук, готово')), 0::bigint, 'nobody can try out what a text was: its key has gone');
set session authorization t_moderator;
select api.note(:b, pg_temp.version(:b), 'Після') \g /dev/null
select is((select count(*) from api.history(:b) where after ? 'digests'), 0::bigint, 'operators are not shown digests');
reset session authorization;
select is(pg_temp.found(), 'nothing', 'it goes on');

select * from finish();
