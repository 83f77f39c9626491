-- What erasure destroyed and what it missed: a one-letter address replaced that letter in the answer, the event
-- never said which texts were changed, who was erased while the texts stayed was not found again, and addresses of
-- photos, identifiers and a digest that tells a telephone number stayed.
\ir ../../lib/tap.sql
select plan(50);

create function pg_temp.erased(p_email text default null, p_phone text default null, p_request bigint default null, p_texts boolean default true)
returns bigint language plpgsql as $$
declare
    n bigint;
begin
    set local session authorization t_admin;
    select count(*) into n from api.erase_reporter('kyiv', p_email, p_phone, p_request, p_texts);
    reset session authorization;
    return n;
end
$$;
create function pg_temp.answered(p_id bigint, p_body text) returns bigint language plpgsql as $$
begin
    set local session authorization t_moderator;
    perform api.draft(p_id, pg_temp.version(p_id), p_body, true);
    perform api.publish(p_id, pg_temp.version(p_id));
    reset session authorization;
    return p_id;
end
$$;

-- What residents write is no pattern
select pg_temp.answered(pg_temp.report('Алея', p_more => '{"email": "а", "first_name": "не та", "last_name": "(.*", "phone": "1.2", "account_id": "."}'),
                        'Не та алея, а ця.') as a \gset
select is(pg_temp.erased(p_request => :a), 1::bigint, 'an address of one letter');
select is((select body from varta.response where request_id = :a), 'Не та алея, а ця.', 'destroys no answer');
select pg_temp.answered(pg_temp.report('Алея', p_more => jsonb_build_object('email', repeat('a', 254), 'first_name',
    (select left(string_agg('с' || i, ' '), 100) from generate_series(1, 100) i))), 'Так.') as b \gset
select lives_ok(format('select pg_temp.erased(p_request => %s)', :b), 'nor does the longest that is taken, or a name of as many words as go in, stop it');
select is(varta.redact(t, array[varta.person_trace('olha@example.org', '067 111-22-33, 044 5556677', 'Ольга', 'Кравець', 'account-7', null)]), w, t) from (values
    ('Ользі Кравцю', '… …'), ('Ольго! Кравче!', '…! …!'), ('кравцями', '…'), ('крав', 'крав'), ('кравецький', 'кравецький'), ('Олег', 'Олег'),
    ('mailto:OLHA@example.org.', '….'), ('volha@example.org', 'volha@example.org'), ('olha@example.org.ua', 'olha@example.org.ua'),
    ('+38 (067) 111 22 33, 0445556677', '…, …'), ('12.05.2026 0671112233 ок', '12.05.2026 … ок'), ('0671112234', '0671112234'),
    ('account-7', '…'), ('account-77', 'account-77')) v (t, w);
select varta.dictionary() \g /dev/null
select is(varta.redact(t, array[varta.person_trace(null, null, 'Ольга', 'Лук''яненко', 'вулиця', '12345678')]), w, t) from (values
    ('Olha Lukianenko, LUKIANENKO', '… …, …'), ('Lukianenkova', 'Lukianenkova'), ('вулиця', 'вулиця'), ('Вулиця № 12345678', 'Вулиця № 12345678')) v (t, w);
select is(varta.redact(t, array[varta.person_trace(null, null, 'Yevhen', 'Kravets', 'zelena_42', '987654321')]), w, t) from (values
    ('Євгенові Кравцю', '… …'), ('yevhen.kravets@example.org', '…'), ('yevhen@example.org', 'yevhen@example.org'), ('Кравцеві', '…'), ('Краватка', 'Краватка'), ('пише zelena_42', 'пише …'), ('№ 987654321', '№ …')) v (t, w);
select is(varta.latin_word(varta.plain_word(t)), w, t) from (values
    ('Згорський', 'zghorskyi'), ('Їжакевич', 'yizhakevych'), ('Щербухи', 'shcherbukhy'), ('Юрій', 'yurii'), ('Знам''янка', 'znamianka'), ('Smith', 'smith')) v (t, w);
select is(varta.redact_json('{"a\nОльга": ["x\nКравцю", 380671112233, 5, null]}'::jsonb,
    array[varta.person_trace(null, '0671112233', 'Ольга', 'Кравець', null, null)]), '{"a\n…": ["x\n…", "…", 5, null]}', 'in JSON, too');

-- What the history says
select pg_temp.answered(pg_temp.report('Яма. Ольга', p_more => '{"first_name": "Ольга"}'), 'Ользі') as c \gset
select pg_temp.erased(p_request => :c) \g /dev/null
select is((select after -> 'texts' from varta.event where request_id = :c and verb = 'erase'), '["outbox.text", "response.body", "request.body", "request.title"]',
    'the event tells which texts were changed');

-- The texts later
select pg_temp.answered(pg_temp.report('Знак. Богдан Стець', p_more => '{"first_name": "Богдан", "last_name": "Стець", "email": "stets@example.org"}'), 'Так, Стецю') as d \gset
select is(pg_temp.erased('stets@example.org', p_texts => false), 1::bigint, 'erased, but for the texts');
select is((select title from varta.request where id = :d), 'Знак. Богдан Стець', 'which stay');
select is((select erased_at from varta.request where id = :d), null, 'so that the retention will take them');
select is(pg_temp.erased('Stets@example.org'), 1::bigint, 'a later erasure finds the same person');
select is((select title || p.body from varta.request r join varta.response p on p.request_id = r.id where r.id = :d), 'Знак. … …Так, …', 'and the texts');
select is_empty('select from varta.erasure_trace', 'of the person no trace is left');

-- Beside the texts
select pg_temp.report('Люк', p_more => '{"external_id": "light-1", "last_name": "Стець", "media_url": "http://stets.example/1.jpg", "raw": "phone=0671112233"}') as e \gset
select is((select count(*) from varta.event e join varta.submission s using (request_id) where e.request_id = :e and e.after ->> 'digest' = encode(sha256('phone=0671112233'), 'hex')),
    0::bigint, 'the history has no digest of which the number could be told');
select sync.comments(pg_temp.source('kyiv-site'), format('[{"service_request_id": "%s", "update_id": "light-2", "last_name": "Стець", "media_url": "http://stets.example/2.jpg"}]', :e)::jsonb) \g /dev/null
select pg_temp.erased(p_request => :e) \g /dev/null
select is((select concat_ws(' ', s.external_id, c.update_id, r.media_url, c.media_url, s.salt)
           from varta.submission s join varta.request r on r.id = s.request_id join varta.comment c on c.request_id = r.id where r.id = :e),
    'light-1 light-2', 'addresses of photos are gone, numbers by which nobody is named stay');
select pg_temp.report('Люк', p_more => '{"external_id": "stets-3", "last_name": "Stets", "media_url": "http://stets.example/1.jpg", "raw": "phone=0671112233"}') as f \gset
select sync.comments(pg_temp.source('kyiv-site'), format('[{"service_request_id": "%s", "update_id": "stets-4", "last_name": "Stets", "media_url": "http://stets.example/2.jpg"}]', :f)::jsonb) \g /dev/null
select is(pg_temp.erased(p_request => :f), 1::bigint, 'who names herself in what she numbers reports by');
select is((select count(*) from varta.submission s join varta.request r on r.id = s.request_id join varta.comment c on c.request_id = r.id
           where r.id = :f and s.external_id like 'erased:%' and c.update_id like 'erased:%' and r.media_url is null and c.media_url is null and s.salt is null),
    1::bigint, 'leaves no such number');
select is((select count(*) from varta.submission where digest = sha256('phone=0671112233') and request_id = :f), 0::bigint, 'so is the digest of the number');
select is((select outcome from sync.import(pg_temp.source('kyiv-site'), '[{"external_id": "stets-3", "service_code": "light", "raw": "x"}]')), 'known',
    'what comes again is known all the same');
select is((select outcome from sync.comments(pg_temp.source('kyiv-site'), format('[{"service_request_id": "%s", "update_id": "stets-4"}]', :f)::jsonb)), 'known', 'comments, too');
select is((select ok from audit.verify('kyiv')), true, 'the history is whole');

select * from finish();
