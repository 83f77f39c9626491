-- Erasure: by a resident's wish and by the end of retention. What goes, what stays, and that the history
-- tells the one from the other.
\ir ../../lib/tap.sql
select plan(53);

create function pg_temp.from_olena(p_id text, p_text text, p_service text default 'light') returns bigint language sql as $$
    select pg_temp.report(p_text, p_service, p_more => jsonb_build_object('external_id', p_id, 'email', 'Solomiia@example.org',
        'first_name', 'Соломія', 'last_name', 'Дзвінчук', 'phone', '+38 (067) 765-43-21', 'raw', 'last_name=Дзвінчук ' || p_id))
$$;
create function pg_temp.closed(p_id bigint, p_answer text) returns bigint language plpgsql as $$
begin
    set local session authorization t_moderator;
    perform api.accept(p_id, pg_temp.version(p_id));
    perform api.refer(p_id, pg_temp.version(p_id), 'patrol', 'Подзвоніть: 067 765 43 21');
    perform api.draft(p_id, pg_temp.version(p_id), p_answer, true);
    perform api.publish(p_id, pg_temp.version(p_id));
    reset session authorization;
    return p_id;
end
$$;
create function pg_temp.chain_state() returns text language sql as $$
    select ok || ' ' || coalesce(why, '-') from audit.verify('kyiv')
$$;

-- Who is recognised
create function pg_temp.known(p_name text, p_phone text default null) returns varta.trace[] language sql as $$
    select array_remove(array[varta.person_trace(null, p_phone, p_name, null, null, null)], null)
$$;
select is(varta.redact(t, pg_temp.known('Дзвінчук')), w, t) from (values
    ('Дзвінчук С.', '… С.'), ('пані Дзвінчук', 'пані …'), ('до ДЗВІНЧУКА', 'до …'), ('дзвінчуковий', 'дзвінчуковий'), ('дзвін', 'дзвін')) v (t, w);
select is(varta.redact(t, pg_temp.known('Соломія Лук''яненко')), w, t) from (values
    ('Шановна Соломіє!', 'Шановна …!'), ('Соломії Лук’яненко', '… …'), ('від Лукʼяненка', 'від …'), ('солома', 'солома')) v (t, w);
select is(varta.redact(t, pg_temp.known(null, '+380677654321')), w, t) from (values
    ('067 765-43-21', '…'), ('тел. +38(067)7654321.', 'тел. ….'), ('0677654322', '0677654322')) v (t, w);
select is(pg_temp.known('О.'), '{}', 'a letter is no name');

-- What may be changed at all
select pg_temp.from_olena('1', E'Світлофор\n\nНе працює. Соломія Дзвінчук') as a \gset
select pg_temp.from_olena('2', 'Яма. Дзвінчук') as b \gset
select pg_temp.closed(:a, 'Шановна Соломіє, працює.') \g /dev/null
select results_eq(format($$select outcome from sync.comments(pg_temp.source('kyiv-site'),
    '[{"service_request_id": "%s", "update_id": "c1", "description": "Дякую! Дзвінчук", "first_name": "Соломія", "email": "solomiia@example.org", "raw": "Соломія"},
      {"service_request_id": "%s", "update_id": "c2", "description": "І мені", "first_name": "Богдан", "email": "b@example.org", "raw": "Богдан"}]')$$, :a, :a),
    $$values ('stored'), ('stored')$$, 'two residents commented');
select throws_ok('update varta.submission set raw = ''''', '55000', 'varta.submission: rows are never changed', 'a submission is not emptied in passing');
select throws_ok('update varta.submission set raw = '''', erased_at = now(), digest = ''x''', '55000', null, 'nor its digest touched');
select throws_ok('update varta.event set why = null', '55000', null, 'nor part of an event');
select throws_ok('update varta.event set why = null, before = null, after = null, salt = null, who = ''x''', '55000', null, 'nor who it was');

-- By wish, without the texts
set session authorization t_admin;
select is(pg_temp.error_of($$select api.erase_reporter('kyiv')$$), 'VA003 ["reporter","","an e-mail address, a telephone or a request"]', 'whom?');
select is(pg_temp.error_of($$select api.erase_reporter('kyiv', 'nobody@example.org')$$), 'VA001 ["reporter",""]', 'nobody has that address');
select is(pg_temp.error_of($$select api.erase_reporter('kyiv', p_request => 999999)$$), 'VA001 ["reporter","999999"]', 'no such request');
select results_eq($$select request_id, reporters, submission, events from api.erase_reporter('kyiv', 'solomiia@EXAMPLE.org ')$$,
    format($$values (%s::bigint, 2, true, 2), (%s, 1, true, 0)$$, :a, :b), 'by address, however it is written');
reset session authorization;
select is((select array_agg(first_name) from varta.reporter), '{Богдан}', 'others'' data stay');
select results_eq('select external_id, raw, erased_at is not null, length(digest) from varta.submission order by id',
    $$values ('1', '', true, 32), ('2', '', true, 32)$$, 'the raw texts are gone, the digests are there');
select results_eq('select update_id, raw from varta.comment order by id', $$values ('c1', ''), ('c2', 'Богдан')$$, 'of the comments, too');
select is((select title || body from varta.request where id = :a), 'СвітлофорНе працює. Соломія Дзвінчук', 'the text is as it was');
select is_empty($$select id from varta.event where concat(why, before, after - 'digest') ~* 'соломі|765-?43-?21'$$, 'no event has the name or the number');
select results_eq(format($$select verb, who, why, after - 'digests' from varta.event where request_id = %s order by id desc limit 1$$, :a),
    format($$values ('erase', 't_admin', 'wish', jsonb_build_object('texts', '[]'::jsonb, 'submission', true, 'reporters', 2,
        'events', (select jsonb_agg(id order by id) from varta.event where request_id = %s and salt is null)))$$, :a), 'the erasure itself is an event');
select is(pg_temp.chain_state(), 'true -', 'and the chain is whole');
select is((select outcome from sync.import(pg_temp.source('kyiv-site'), '[{"external_id": "1", "service_code": "light", "raw": "x"}]')), 'known',
    'what was erased is still known');

-- A superuser who passes something off as erased
create function pg_temp.tampered(p_sql text) returns text language plpgsql as $$
declare
    v_state text;
begin
    begin
        execute p_sql;
        v_state := pg_temp.chain_state();
        raise exception 'undo';
    exception when raise_exception then
        return v_state;
    end;
end
$$;
select is(pg_temp.tampered(format($$update varta.event set why = null, before = null, after = null, salt = null where request_id = %s and verb = 'accept'$$, :a)),
    'false its content is gone, and no later event says that it was erased', 'is found');
select is(pg_temp.tampered(format($$set local session_replication_role = replica;
    update varta.event set after = '{"body": "нове"}' where id = (select min(id) from varta.event where salt is null)$$)),
    'false its content was changed', 'so is who fills what was erased');
select is(pg_temp.tampered(format($$set local session_replication_role = replica;
    update varta.event set why = null, before = null, after = null, salt = null where request_id = %s and verb = 'erase'$$, :a)),
    'false its content is gone, and no later event says that it was erased', 'and who erases the record of the erasure');
select is(pg_temp.error_of($$update varta.event set why = null, before = null, after = null, salt = null where verb = 'erase'$$), '55000',
    'which nobody can without going behind the triggers');

-- By wish, with the texts
select pg_temp.from_olena('3', E'Знак\n\nЗ повагою, Соломія Дзвінчук') as c \gset
select pg_temp.closed(:c, 'Шановна Соломіє Дзвінчук, дякуємо.') \g /dev/null
set session authorization t_admin;
select is((select count(*) from api.erase_reporter('kyiv', p_phone => '0677654321', p_texts => true)), 3::bigint, 'by telephone, those from which the name was not taken, too');
reset session authorization;
select results_eq(format($$select r.title, r.body, p.body, b.text, f.note from varta.request r join varta.response p on p.request_id = r.id
    join varta.outbox b on b.response_id = p.id join varta.referral f on f.request_id = r.id where r.id = %s$$, :c),
    $$values ('Знак', 'З повагою, … …', 'Шановна … …, дякуємо.', 'Шановна … …, дякуємо.', 'Подзвоніть: …')$$, 'the name is out of every text');
select is_empty(format($$select id from varta.event where request_id = %s and concat(why, before, after) ~* 'дзвінчук|соломі|7654'$$, :c), 'and of the history');
select is(pg_temp.chain_state(), 'true -', 'which is whole');

-- Every place of text is known: a new column of a table with requests is either a place or listed here
select is_empty($$
    select c.relname || '.' || a.attname
    from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'varta' and c.relkind = 'r'
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and a.atttypid in ('text'::regtype, 'jsonb'::regtype)
    where (c.relname = 'request' or exists (select from pg_attribute r where r.attrelid = c.oid and r.attname = 'request_id'))
      and c.relname not in ('reporter', 'subscription', 'photo', 'answer_photo', 'answer_file', 'submission', 'event')
    except select table_name || '.' || column_name from varta.text_place
    except select unnest(array['request.address_id', 'request.media_url', 'request.reason', 'comment.update_id', 'comment.status', 'comment.media_url',
                               'comment.raw', 'delivery.leased_by', 'erasure_failure.sqlstate', 'presence.doing', 'idempotency_key.verb', 'poll_known.external_id', 'poll_known.etag',
                               'request_place.computed', 'outbox.detail', 'poll_known.status', 'comment.customer_reference', 'comment.external_status_code', 'poll_known.customer_reference',
                               'poll_known.external_status_code'])$$, 'every text that a person writes can be cleaned');
select is_empty($$select table_name, column_name from varta.text_place where not exists (
    select from pg_attribute where attrelid = to_regclass('varta.' || table_name) and attname = column_name)$$, 'and no place is misspelt');

-- Retention
set session authorization t_admin;
select results_eq($$select kind, days, own from api.retention('kyiv')$$,
    $$values ('question', 365, false), ('traffic', 365, false), ('spot', 365, false), ('crime', 1825, false), ('message', 1095, false)$$, 'the general rules');
select api.retention_set('kyiv', 'traffic', 30);
select is((select days from api.retention('kyiv') where own), 30, 'the city''s own');
select is((select days from api.retention('poltava') where kind = 'traffic'), 365, 'is not another''s');
select is(pg_temp.error_of($$select api.retention_set('kyiv', 'traffic', 0)$$), 'VA003 ["days","0","1 to 36500 days"]', 'never at once');
select is(pg_temp.error_of($$select api.retention_set(null, 'traffic', 30)$$), 'VA004 ["retention_set","super"]', 'the general rule is not a city''s');
select is(pg_temp.error_of($$select api.retention_set('kyiv', 'noise', 30)$$), 'VA001 ["kind","noise"]', 'no such kind');
reset session authorization;
select pg_temp.from_olena('4', 'Розмітка. Дзвінчук') as d \gset
select pg_temp.from_olena('5', 'Люк. Дзвінчук') as e \gset
select pg_temp.closed(:d, 'Так.') \g /dev/null
set session_replication_role = replica;
update varta.request set updated_at = now() - interval '31 days' where id in (:c, :d, :e);
set session_replication_role = origin;
set session authorization t_syncd;
select is(sync.erase_due(10), 2, 'what was closed thirty days ago');
select is(sync.erase_due(10), 0, 'once');
reset session authorization;
select results_eq(format('select id, erased_at is not null, body from varta.request where id in (%s, %s, %s) order by id', :c, :d, :e),
    format($$values (%s::bigint, true, 'З повагою, … …'), (%s, true, 'Розмітка. …'), (%s, false, 'Люк. Дзвінчук')$$, :c, :d, :e), 'and not what is open');
select sync.comments(pg_temp.source('kyiv-site'), format('[{"service_request_id": "%s", "update_id": "late", "description": "Знову. Дзвінчук",
    "last_name": "Дзвінчук", "raw": "Дзвінчук"}]', :d)::jsonb) \g /dev/null
select is((select erased_at from varta.request where id = :d), null, 'who writes later is known again');
set session_replication_role = replica;
update varta.request set updated_at = now() - interval '31 days' where id = :d;
set session_replication_role = origin;
select sync.erase_due(10) \g /dev/null
select is((select body from varta.comment where request_id = :d), 'Знову. …', 'for as long again');
select is((select why from varta.event where request_id = :d order by id desc limit 1), 'retention', 'the history says why');
select is((select array_agg(id order by id) from varta.status where not open), '{3,4,5,6}', 'the closed statuses are those of the index request_retained');

select * from finish();
