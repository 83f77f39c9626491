-- From a resident's report to an order, its issue, what the owner does with it, and the answer that is proposed: numbers, texts and defects
-- stay as they were issued, each step is in the history and is told to whom it concerns.
\ir ../../lib/tap.sql
select plan(83);
\ir ../../lib/institutions.sql

create function pg_temp.at(p_id bigint) returns text language sql as $$ select state || ' ' || version from api.orders_page('{"state": ["draft", "issued", "delivered", "acknowledged", "accepted", "rejected", "made-safe", "reported-done", "verified-done", "not-done", "cancelled", "reissued"]}', null, null, false, 1000) where id = p_id $$;
create function pg_temp.v(p_id bigint) returns integer language sql security definer as $$ select version from varta.orders where id = p_id $$;
create function pg_temp.dv(p_id bigint) returns integer language sql security definer as $$ select version from varta.defect where id = p_id $$;
create function pg_temp.defect(p_what text, p_request bigint default null, p_object text default 'sign') returns bigint language sql as $$
    select id from api.defect_add('kyiv', p_object, p_what, 'вул. Лісова, 5', 50.46, 30.45, false, p_request)
$$;
create function pg_temp.confirmed(p_what text, p_request bigint default null) returns bigint language sql as $$
    select id from (select pg_temp.defect(p_what, p_request) as d offset 0) x cross join lateral api.defect_verify(d, 1, 'confirmed')
$$;
create function pg_temp.issued(p_what text) returns bigint language sql as $$
    select i.id from (select pg_temp.confirmed(p_what) as d offset 0) x cross join lateral api.order_draft(array[x.d]) o cross join lateral api.order_issue(o.id, 1) i
$$;
create function pg_temp.act(p_verb text, p_id bigint, p_note text default '', p_paper text default '') returns text language sql as $$
    select state from api.order_act(p_verb, p_id, pg_temp.v(p_id), p_note, p_paper)
$$;

-- From the report to the order
select pg_temp.report('Знака за гілками не видно', 'sign') as r, pg_temp.report('І я не бачу знака', 'sign') as r2 \gset
set session authorization t_moderator;
select api.accept(:r, 1), api.accept(:r2, 1) \g /dev/null
set session authorization t_traffic;
select pg_temp.defect('знак 2.1 закрито гілками', :r) as d \gset
select is((select concat_ws(' ', state, requests, owner, district_name) from api.defects_page('{}', null, false, 10) where id = :d), 'reported 1 КК «Автодор» Подільський район', 'a defect is to be verified, and its owner is known');
select is((select version from api.defect_join(:d, 1, :r2)), 2, 'a second request is about it, too');
select is(pg_temp.error_of(format('select api.defect_join(%s, 1, %s)', :d, :r2)), '40001 ["","","","2","{}"]', 'of the version seen');
select is(pg_temp.error_of('select api.defect_join(' || :d || ', 2, 99999)'), 'VA001 ["request","99999"]', 'there has to be such a request');
select is((select jsonb_agg(defect) from (select (n.defect).id as defect from api.defects_near('kyiv', 'sign', 50.4601, 30.45) n) x), jsonb_build_array(:d), 'it is near, so that nobody enters it twice');
select is((select count(*) from api.defects_near('kyiv', 'sign', 50.4650, 30.45)), 0::bigint, 'and not where it is not');
select is(pg_temp.error_of(format($$select api.order_draft(array[%s])$$, :d)), format('VA002 ["order_draft","reported","%s","a defect has to be confirmed first, and no other order about it open"]', :d), 'nothing is ordered that nobody has looked at');
select is(pg_temp.error_of(format($$select api.defect_verify(%s, 2, 'perhaps')$$, :d)), 'VA003 ["outcome","perhaps","confirmed | unfounded | mended | foreign"]', 'an outcome is one of four');
select is(pg_temp.error_of(format($$select api.defect_verify(%s, 2, 'confirmed', '', '{"depth": -1}')$$, :d)), 'VA003 ["depth","-1","a number from 0 to 1000"]', 'a measure is a measure');
select is(pg_temp.error_of(format($$select api.defect_verify(%s, 2, 'confirmed', '', '{"weight": 1}')$$, :d)) like 'VA003 ["measured","weight",%', true, 'of those that are known');
select is(pg_temp.error_of(format($$select api.defect_verify(%s, 2, 'confirmed', '', '{}', now() + interval '1 day')$$, :d)) like 'VA003 ["seen",%', true, 'nobody was there tomorrow');
select is((select state from api.defect_verify(:d, 2, 'confirmed', 'не видно за 30 м', '{"distance": 30.5}')), 'confirmed', 'it is confirmed');
select is((select jsonb_agg(e -> 'after' ->> 'text') from jsonb_array_elements(api.request(:r) -> 'events') e where e ->> 'verb' = 'follow'), '["Перевірено на місці: підтвердилося."]', 'the request tells it');
select id as o, name as empty from api.order_draft(array[:d]) \gset
select is(:'empty'::text, '', 'a draft has no number');
select is((select concat_ws(' ', state, institution, defects) from api.orders_page('{}', null, null, false, 10)), 'draft autodor 1', 'it goes to the owner');
select is((select api.order_detail(:'o') ->> 'demand'), 'Відновити видимість: знак 2.1 закрито гілками (вул. Лісова, 5).', 'the demand is filled in');
select is((select due_state from api.order_change(:o, 1, '{"days": 7, "demand": "Обрізати гілки до 1 м від знака."}')), '', 'it is changed while it is a draft');
select is(pg_temp.error_of(format($$select api.order_change(%s, 2, '{"colour": 1}')$$, :o)) like 'VA003 ["setting","colour",%', true, 'only what an order has');
select is(pg_temp.error_of(format($$select api.order_change(%s, 2, '{"days": 500}')$$, :o)) like 'VA003 ["settings",%', true, 'within the calendar');

-- Issued
select is((select concat_ws(' ', name, state, version) from api.order_issue(:o, 2, 'a0000000-0000-4000-8000-000000000001')), format('1/%s issued 3', extract(year from now() at time zone 'Europe/Kyiv')), 'its number is given when it is issued');
select is((select version from api.order_issue(:o, 2, 'a0000000-0000-4000-8000-000000000001')), 3, 'under the same key nothing is done again');
select is(pg_temp.error_of(format('select api.order_issue(%s, 3)', :o)) like 'VA002 ["order_issue","issued",%', true, 'nor is it issued twice');
select is((select t ~ '^ПРИПИС № 1/\d{4}\nвід \d+ [а-яі]+ \d{4} року\n\n.*\n\nКому: КК «Автодор»\n' and t like '%1. Дорожній знак: знак 2.1 закрито гілками. Місце: вул. Лісова, 5. Виміряно: відстань 30,5 м. Перевірено на місці %'
                  and t like '%Вимагаю: Обрізати гілки до 1 м від знака.%' and t like '%Строк: до % року включно.%' from (select api.order_detail(:'o') ->> 'text' as t) x), true, 'its text says number, day, to whom, what, until when');
reset session authorization;
select is((select text_hash = sha256(convert_to(text, 'UTF8')) from varta.orders where id = :o), true, 'and is hashed');
select is((select due_at = varta.due_days(city_id, issued_at, 7) from varta.orders where id = :o), true, 'the time is the ground''s, here the changed one');
select is((select jsonb_agg(text order by seq) from varta.outbox where request_id = :r) ->> -1, (select format('Видано припис № %s/%s: КК «Автодор», строк до %s.', number, year, to_char(varta.last_day(due_at, 'Europe/Kyiv'), 'DD.MM.YYYY')) from varta.orders where id = :o), 'who asked is told');
select is((select count(*) from varta.outbox where request_id = :r2 and text like 'Видано припис%'), 1::bigint, 'and the other one, too');
select is(pg_temp.error_of(format($$update varta.orders set text = text || ' ' where id = %s$$, :o)), '55000', 'the text is never changed');
select is(pg_temp.error_of(format($$update varta.orders set number = 5 where id = %s$$, :o)), '55000', 'nor the number');
select is(pg_temp.error_of(format($$delete from varta.order_defect where order_id = %s$$, :o)), '55000', 'nor what it is about');
select is(pg_temp.error_of('delete from varta.orders'), '55000', 'nothing is deleted');
select is(pg_temp.error_of('update varta.order_step set note = ''x'''), '55000', 'nor are steps changed');
set session authorization t_traffic;
select is(pg_temp.error_of(format($$select api.order_change(%s, 3, '{"days": 9}')$$, :o)) like 'VA002 ["order_change","issued",%', true, 'an issued one is changed no more');
select is(pg_temp.error_of(format($$select api.defect_verify(%s, pg_temp.dv(%s), 'unfounded')$$, :d, :d)) like 'VA002%an order about it is open: cancel that first"]', true, 'nor found to be none');

-- What the owner does
select is(pg_temp.error_of(format($$select api.order_act('order_deliver', %s, 3)$$, :o)) like 'VA003 ["paper",%', true, 'handed over on paper: with the number');
select is(pg_temp.act('order_deliver', :o, '', 'вх. 114 від 30.11'), 'delivered', 'it is delivered');
select is(pg_temp.act('order_acknowledge', :o), 'acknowledged', 'acknowledged');
select is(pg_temp.error_of(format($$select api.order_act('order_acknowledge', %s, %s)$$, :o, pg_temp.v(:o))) like 'VA002 ["order_acknowledge","acknowledged",%', true, 'once');
select is(pg_temp.act('order_accept', :o), 'accepted', 'accepted');
select is(pg_temp.error_of(format($$select api.order_ask_time(%s, %s, '2020-01-01', 'дощ')$$, :o, pg_temp.v(:o))) like 'VA003 ["until","2020-01-01",%', true, 'more time is more');
select is((select asked_until from api.order_ask_time(:o, pg_temp.v(:o), current_date + 30, 'немає автовишки')), current_date + 30, 'the owner asks for time');
select is((select concat_ws(' ', asked_until, due_key::date - current_date) from api.order_give_time(:o, pg_temp.v(:o), null)), '30', 'and gets it');
select is(pg_temp.act('order_safe', :o), 'made-safe', 'made safe, to be mended later');
select is(pg_temp.act('order_done', :o), 'reported-done', 'reported done');
select is(pg_temp.act('order_fail', :o, 'гілки на місці'), 'not-done', 'which it is not');
select is((select state from api.defects_page('{}', null, false, 10) where id = :d), 'ordered', 'the defect is still ordered');
select is(pg_temp.act('order_done', :o), 'reported-done', 'done again');
select is(pg_temp.act('order_verify', :o), 'verified-done', 'and verified');
select is((select state from api.defects_page('{"state": "mended"}', null, false, 10) where id = :d), 'mended', 'the defect is mended');
set session authorization t_moderator;
select is((select api.request(:r) -> 'responses' -> 0 ->> 'state'), 'submitted', 'an answer is proposed to the moderator');
select is((select status from api.publish(:r, pg_temp.version(:r))), 'answered', 'who publishes it');
select is(pg_temp.error_of(format($$select api.order_act('order_cancel', %s, %s, 'x')$$, :o, pg_temp.v(:o))), '42501', 'and does nothing with orders');
select is((select jsonb_array_length(api.order_detail(:'o') -> 'steps')), 13, 'but reads them and each step');

-- Rejected, given to another one, cancelled by the head only
set session authorization t_traffic;
select pg_temp.issued('знак 3.2 впав') as o2 \gset
select is(pg_temp.error_of(format($$select api.order_reissue(%s, %s, 'не той власник', 'svitlo')$$, :o2, pg_temp.v(:o2))) like 'VA002%when this one has rejected it, or it is cancelled"]', true, 'not to another one while the first has it');
select is(pg_temp.error_of(format($$select api.order_act('order_reject', %s, %s, '')$$, :o2, pg_temp.v(:o2))) like 'VA003 ["why",%', true, 'a rejection has a reason');
select is(pg_temp.act('order_reject', :o2, 'знак не наш'), 'rejected', 'rejected');
select name as n3, id as o3 from api.order_reissue(:o2, pg_temp.v(:o2), 'не той власник', 'svitlo') \gset
select is(:'n3'::text, format('3/%s', extract(year from now() at time zone 'Europe/Kyiv')), 'the new one has a number of its own');
select is((select jsonb_build_array(api.order_detail(:'o3') -> 'replaces', api.order_detail(:'o2') -> 'replaced_by', api.order_detail(:'o2') -> 'state')), jsonb_build_array(:o2, :o3, 'reissued'), 'each names the other');
select is(pg_temp.error_of(format($$select api.order_act('order_cancel', %s, %s, 'помилка')$$, :o3, pg_temp.v(:o3))), 'VA004 ["order_cancel","head"]', 'only the head cancels');
set session authorization t_admin;
select api.unit_head_set('kyiv', 'traffic_unit', '{t_traffic}') \g /dev/null
set session authorization t_traffic;
select is(pg_temp.act('order_cancel', :o3, 'помилка'), 'cancelled', 'who now is t_traffic');
select is((select count(*) from api.defects_page('{"state": "confirmed"}', null, false, 10)), 1::bigint, 'and the defect waits for another order');
select is((select concat_ws(' ', issued, in_time, rejected, cancelled) from api.order_statistics('kyiv', current_date - 1, current_date + 1) where code = 'autodor'), '2 1 0 0', 'the figures say so');
reset session authorization;

-- What a superuser changes behind the triggers is found
set session authorization t_auditor;
select is_empty($$select * from audit.compare('kyiv') where place like 'order%'$$, 'nothing differs from what the events say');
reset session authorization;
create function pg_temp.found(p_sql text) returns text language sql as $$
    select pg_temp.behind_triggers(p_sql, $q$(select string_agg(place || ': ' || fault, '; ' order by fault) from audit.compare('kyiv') where place like 'order%')$q$)
$$;
select is(pg_temp.found(format($$update varta.orders set text = text || 'x' where id = %s$$, :o)), format('order %s: its text is not the one that was issued', :o), 'an altered text');
select is(pg_temp.found(format($$update varta.orders set text = 'x', text_hash = sha256('x') where id = %s$$, :o)), format('order %s: its text_hash is not what its events say', :o), 'with its hash, too');
select is(pg_temp.found(format($$update varta.orders set due_at = due_at + interval '9 days' where id = %s$$, :o)), format('order %s: its due is not what its events say', :o), 'a later due date');
select is(pg_temp.found(format($$update varta.orders set state = 5 where id = %s$$, :o)), format('order %s: its state is not what its events say', :o), 'another state');
select is(pg_temp.found(format($$update varta.orders set number = 77 where id = %s$$, :o)), format('order %s: its number is not what its events say', :o), 'another number');
select matches(pg_temp.found(format($$delete from varta.order_step where order_id = %s and verb = 'order_fail'$$, :o)), 'tells of it, but it is missing', 'a step that is missing');
select matches(pg_temp.found(format($$insert into varta.attachment (city_id, defect_id, stage, operator_id, bytes, digest, added_id, refused) select city_id, min(defect_id), 'before', 1, 1, sha256(''), 1, ''
    from varta.order_defect where order_id = %1$s group by city_id; insert into varta.order_photo select city_id, %1$s, 1, max(id) from varta.attachment group by city_id$$, :o)), 'its photos is not what its events say', 'a photo that was not there');
select matches(pg_temp.found(format($$delete from varta.order_defect where order_id = %s$$, :o)), 'its defects is not what its events say', 'what it is about');
select matches(pg_temp.found(format($$update varta.order_step set event_id = event_id - 1 where order_id = %s and verb = 'order_done'$$, :o)), 'a step is not what event', 'a step under another event');
create function pg_temp.found_defect(p_sql text) returns text language sql as $$
    select pg_temp.behind_triggers(p_sql, $q$(select string_agg(regexp_replace(place || ': ' || fault, '\d+', 'N', 'g'), '; ' order by fault) from audit.compare('kyiv') where place ~ '^(defect|verif)')$q$)
$$;
select is(pg_temp.found_defect('select 1'), null, 'defects and verifications are what their events say');
select is(pg_temp.found_defect(format('update varta.defect set %s where id = %s', c, :d)), f, 'not one with ' || c) from (values
    ('what = ''інше''', 'defect N: its what is not what event N says'), ('place = ''деінде''', 'defect N: its place is not what event N says'), ('dangerous = not dangerous', 'defect N: its dangerous is not what event N says'),
    ('point = public.st_translate(point, 0.1, 0)', 'defect N: its longitude is not what event N says'), ('state = 1', 'defect N: its state is not what its events say')) x (c, f);
select is(pg_temp.found_defect(format('update varta.verification set %s where id = (select min(id) from varta.verification where defect_id = %s)', c, :d)), 'verification N: it is not what event N says', 'nor a verification with ' || c) from (values
    ('measured = ''{"depth": 99}'''), ('note = ''інше'''), ('seen_at = seen_at - interval ''1 day'''), ('outcome = ''unfounded''')) x (c);
select is(pg_temp.found_defect(format('delete from varta.verification where id = (select max(id) from varta.verification where defect_id = %s)', :d)), 'verification of defect N: event N tells of it, but it is missing', 'nor one that is missing');
select * from finish();
