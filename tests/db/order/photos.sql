-- Photos of defects: who puts them there, what is taken, what becomes of one, what is shown of them, and that what is kept stays as it is.
\ir ../../lib/tap.sql
select plan(68);
\ir ../../lib/institutions.sql

create function pg_temp.h(p_text text) returns text language sql as $$ select encode(sha256(convert_to(p_text, 'UTF8')), 'hex') $$;
create function pg_temp.kyiv() returns smallint language sql security definer as $$ select id from varta.city where code = 'kyiv' $$;
create function pg_temp.jpeg(p_more text) returns bytea language sql as $$ select '\xffd8ff'::bytea || convert_to(p_more, 'UTF8') $$;
create function pg_temp.error_as(p_login text, p_sql text) returns text language plpgsql as $$
declare
    v_found text;
begin
    perform set_config('session_authorization', p_login, true);
    v_found := split_part(pg_temp.error_of(p_sql), ' ', 1);
    perform set_config('session_authorization', 'postgres', true);
    return nullif(v_found, 'no');
end
$$;
create function pg_temp.shown(p_defect bigint) returns text language sql as $$
    select string_agg(concat_ws(' ', stage, state, nullif(reason, ''), case when path is null then '-' else regexp_replace(path, '^/media/([0-9a-f]{4}).*\?ticket=[0-9a-f-]{36}$', '\1') end), ', ' order by photo)
    from api.defect_photos(p_defect)
$$;

set session authorization t_traffic;
select id as d from api.defect_add('kyiv', 'sign', 'знак 2.1 закрито гілками', 'вул. Лісова, 5', 50.46, 30.45) \gset
select id as d2 from api.defect_add('kyiv', 'sign', 'знак збито', 'вул. Лісова, 7', 50.46, 30.45) \gset

-- What is taken
select photo as p from api.defect_photo(:d, 'before', pg_temp.jpeg('1')) \gset
select is(pg_temp.shown(:d), 'before waiting -', 'an officer puts a photo there');
select is((select concat_ws(' ', version, state) from api.defects_page('{}', null, false, 10) where id = :d), '2 reported', 'the defect is another one for who has it open');
select is((select string_agg(concat_ws(' ', stage, bytes), ', ' order by photo) from (
    select * from api.defect_photo(:d, 'after', '\x89504e470d0a1a0a' || convert_to('x', 'UTF8')) union all
    select * from api.defect_photo(:d, 'after', convert_to('RIFF1234WEBPx', 'UTF8'))) x), 'after 9, after 13', 'PNG and WebP, too');
select is(pg_temp.error_of(format('select api.defect_photo(%s, ''before'', %L)', :d, bytes)), format('VA003 ["photo","%s B","a JPEG, PNG or WebP of 10 MiB at most"]', length(bytes)), what) from (values
    (convert_to('<html>', 'UTF8'), 'no page'), (convert_to('%PDF-1.5', 'UTF8'), 'no PDF'), ('\x'::bytea, 'nothing'), (convert_to('GIF89a', 'UTF8'), 'no GIF'), ('\xffd8'::bytea, 'no half of a beginning')) x (bytes, what);
select is(pg_temp.error_of(format('select api.defect_photo(%s, ''before'', null)', :d)), 'VA003 ["photo","0 B","a JPEG, PNG or WebP of 10 MiB at most"]', 'nor what is not there');
select is(pg_temp.error_of(format('select api.defect_photo(%s, ''before'', ''\xffd8ff''::bytea || convert_to(repeat(''x'', 10485758), ''UTF8''))', :d)), 'VA003 ["photo","10485761 B","a JPEG, PNG or WebP of 10 MiB at most"]', 'nor one byte too many');
select is(pg_temp.error_of(format('select api.defect_photo(%s, ''during'', ''\xffd8ff'')', :d)), 'VA003 ["stage","during","before or after"]', 'before or after');
select is(pg_temp.error_of(format('select api.defect_photo(%s, ''after'', pg_temp.jpeg(''1''))', :d)), format('VA005 ["photo of defect","%s"]', :d), 'the same one is there already');
select is((select stage from api.defect_photo(:d2, 'before', pg_temp.jpeg('1'))), 'before', 'another defect may have it');

-- Who
select is(pg_temp.error_of('select api.defect_photo(0, ''before'', ''\xffd8ff'')'), 'VA001 ["defect","0"]', 'of a defect that is there');
reset session authorization;
select is((select string_agg(concat_ws(' ', l, pg_temp.error_as(l, format('select api.defect_photo(%s, ''before'', ''\xffd8ff00'')', :d))), ', ') from unnest(array['t_moderator', 't_officer', 't_expert', 't_auditor', 't_admin', 't_syncd']) l),
          't_moderator 42501, t_officer 42501, t_expert 42501, t_auditor 42501, t_admin 42501, t_syncd 42501', 'officers of the unit alone put photos there');
select is((select string_agg(concat_ws(' ', l, pg_temp.error_as(l, format('select api.defect_photos(%s)', :d))), ', ') from unnest(array['t_moderator', 't_expert', 't_auditor', 't_officer', 't_admin', 't_syncd']) l),
          't_moderator, t_expert, t_auditor, t_officer 42501, t_admin 42501, t_syncd 42501', 'who reads orders sees them');
select is(pg_temp.error_as('t_traffic', 'select * from varta.attachment'), '42501', 'nobody reads the table');

-- The history has a digest with a key, not the photo
select is((select concat_ws(' ', who, after ->> 'stage', after ->> 'bytes', after ->> 'digest' <> pg_temp.h('x'), after ->> 'digest' = encode(varta.keyed_digest(a.salt, sha256(a.data)), 'hex'))
           from varta.event e join varta.attachment a on a.id = (after ->> 'photo')::bigint where verb = 'photo_add' and a.id = :p), 't_traffic before 4 t t', 'the history has a digest with a key');

-- A daemon
select is(pg_temp.error_as('t_syncd', 'select sync.media_next()'), null, 'a daemon is told');
select is(sync.media_next(true), 0::bigint, 'that one waits');
select is(sync.media_next(), null, 'but for one of version 0.2, which cannot take it');
select is_empty('select * from sync.media_lease(''old'', 10, 60)', 'a daemon of version 0.2 gets none');
select is((select string_agg(concat_ws(' ', attachment = :p, data = pg_temp.jpeg('1'), attempts, request_id is null), ', ') from sync.media_lease('a', 10, 60, true)), 't t 1 t', 'one at a time, with its bytes');
select pg_temp.report('Яма', 'light', p_more => '{"media_url": "https://map.example.org/1.jpg"}') as r \gset
select is((select string_agg(case when attachment is null then 'fetch' else 'clean' end, ' ' order by attachment) from sync.media_lease('a', 10, 60, true)), 'clean fetch', 'beside those that are fetched');
select is(sync.attachment_failed(pg_temp.kyiv(), :p, 'b', 'x', true), null, 'nobody fails for another');
select is(sync.attachment_failed(pg_temp.kyiv(), :p, 'a', 'the disk is full', false), false, 'later again');
select is((select concat_ws(' ', data is not null, leased_by is null, next_at > now()) from varta.attachment where id = :p), 't t t', 'with its bytes');
update varta.attachment set next_at = now(), attempts = 500 where id = :p;
select attachment from sync.media_lease('a', 10, 60, true) \g /dev/null
select is(sync.attachment_failed(pg_temp.kyiv(), :p, 'a', 'the disk is full', false), false, 'for as long as it takes');
select is(sync.attachment_stored(pg_temp.kyiv(), :p, pg_temp.h('1'), 'image/jpeg', 3), true, 'it is kept');
select is(sync.attachment_stored(pg_temp.kyiv(), :p, pg_temp.h('2'), 'image/jpeg', 3), false, 'once');
select is((select concat_ws(' ', data is null, hash = pg_temp.h('1')) from varta.attachment where id = :p), 't t', 'and the bytes as they came are gone');
update varta.attachment set leased_by = 'a', leased_until = now() where data is not null;
select is((select bool_and(sync.attachment_failed(pg_temp.kyiv(), id, 'a', 'not a whole PNG', true)) from varta.attachment where defect_id = :d and id = :p + 1), true, 'what is no picture is refused');
set session authorization t_auditor;
select is(pg_temp.shown(:d), 'before kept ' || left(pg_temp.h('1'), 4) || ', after refused файл пошкоджений або не дійшов цілим -, after waiting -', 'which is told');
select is(api.defect_detail(:d) -> 'photos', '{"after": 1, "before": 1, "refused": 1, "waiting": 1}', 'and counted');
reset session authorization;
select is((select string_agg(concat_ws(' ', verb, why, after ->> 'sha256' = pg_temp.h('1')), ', ' order by id) from varta.event where verb in ('photo_keep', 'photo_refuse')), 'photo_keep t, photo_refuse not a whole PNG', 'in the history, too');
select is((select concat_ws(' ', data is null, refused) from varta.attachment where id = :p + 1), 't not a whole PNG', 'nothing stays of it');

-- A ticket opens it to who asked, and it is nobody else's
set session authorization t_traffic;
select path from api.defect_photos(:d) where state = 'kept' \gset
reset session authorization;
select is(sync.media_ticket(pg_temp.h('1'), split_part(:'path', '=', 2)), 'image/jpeg', 'the daemon gives it out with the ticket');
select is(sync.media_public(pg_temp.h('1')), null, 'and not to the public');
update varta.media set stored_at = now() - interval '2 days';
select is_empty('select sync.media_unused(10)', 'it is used');
select sync.media_gone(pg_temp.h('1')) \g /dev/null
select is((select count(*) from varta.media where hash = pg_temp.h('1')), 1::bigint, 'and does not go');

-- The owner of an order sees what officers took, and sends one
set session authorization t_traffic;
select api.defect_verify(:d, version, 'confirmed') from api.defects_page('{}', null, false, 10) where id = :d \g /dev/null
select api.defect_join(:d, version, :r) from api.defects_page('{}', null, false, 10) where id = :d \g /dev/null
select i.id as o from api.order_draft(array[:d::bigint]) x cross join lateral api.order_issue(x.id, 1) i \gset
select api.order_link(:'o') as link \gset
reset session authorization;
create function pg_temp.page(p_link text) returns text language sql as $$
    select string_agg(concat_ws(' ', p ->> 'stage', p ->> 'by', p ->> 'state'), ', ' order by n) from jsonb_array_elements(sync.link_page(sha256(convert_to(p_link, 'UTF8'))) -> 'photos') with ordinality x (p, n)
$$;
select sync.media_stored(pg_temp.kyiv(), :r, 0, pg_temp.h('resident'), 'image/jpeg', 3) \g /dev/null
select is(pg_temp.page(:'link'), 'before unit kept', 'what is kept, and never a resident''s');
select is(sync.link_photo(sha256(:'link'), :p), pg_temp.h('1') || '.jpg', 'which its link opens');
select is(sync.link_photo(sha256(:'link'), (select id from varta.attachment where defect_id = :d2)), null, 'and no other');
select is(sync.link_photo(sha256('x'), :p), null, 'and no other link');
create function pg_temp.posted(p_link text, p_verb text, p_version integer, p_photo bytea) returns text language sql as $$
    select r ->> 'result' || coalesce(' ' || (r ->> 'field'), '') from sync.link_act(sha256(convert_to(p_link, 'UTF8')), p_verb, p_version, 'так', null, p_photo) r
$$;
select is(pg_temp.posted(:'link', 'order_accept', 2, pg_temp.jpeg('3')), 'invalid photo', 'a photo comes with done alone');
select is(pg_temp.posted(:'link', 'order_done', 2, '<html>'), 'invalid photo', 'and is one');
select is(pg_temp.posted(:'link', 'order_done', 1, pg_temp.jpeg('3')), 'stale', 'and of the version that was seen');
select is((select count(*) from varta.attachment where order_id = :o), 0::bigint, 'otherwise nothing is stored');
select is(pg_temp.posted(:'link', 'order_done', 2, pg_temp.jpeg('3')), 'done', 'then it is');
select is(pg_temp.posted(:'link', 'order_done', 2, pg_temp.jpeg('3')), 'stale', 'once');
select is(pg_temp.page(:'link'), 'before unit kept, after owner waiting', 'and waits');
set session authorization t_auditor;
select is((select string_agg(concat_ws(' ', stage, "by", state), ', ' order by photo) from api.order_photos(:'o')),
          'before Наталія Шевчук kept, after Наталія Шевчук refused, after Наталія Шевчук waiting, after КК «Автодор» waiting', 'operators see whose each is');
select is(api.order_detail(:'o') -> 'photos', '{"after": 2, "before": 1, "refused": 1, "waiting": 2}', 'and how many there are');
set session authorization t_traffic;
select api.order_unlink(:'o') \g /dev/null
reset session authorization;
select is(sync.link_photo(sha256(:'link'), :p), null, 'a withdrawn link opens nothing');
select is(pg_temp.posted(:'link', 'order_done', 3, pg_temp.jpeg('4')), null, 'and nothing is done by it');

-- What an order shows of them
select is((select concat_ws(' ', count(*), min(photo_id) = :p, min(n)) from varta.order_photo where order_id = :o), '1 t 1', 'the officer''s own, kept, from before');
select matches((select text from varta.orders where id = :o), E'\n\nДодаток: фото, 1 шт\.\n\nПрипис видав', 'its text says so');
select is((select varta.order_question(city_id, id) #>> '{photos,0,sha256}' from varta.orders where id = :o), pg_temp.h('1'), 'and its paper shows it');
select is(pg_temp.error_of(format('delete from varta.order_photo where order_id = %s', :o)), '55000', 'it is never changed');
select is(pg_temp.error_of(format('insert into varta.order_photo select city_id, %s, 2, id from varta.attachment where defect_id = %s order by id desc limit 1', :o, :d)), '55000', 'nor more of them');
create function pg_temp.chosen(p_defect bigint, p_other bigint) returns text language plpgsql as $$
declare
    v_found text;
begin
    insert into varta.media (city_id, hash, type, bytes) select pg_temp.kyiv(), pg_temp.h('m' || i), 'image/jpeg', 2000000 from generate_series(1, 12) i;
    insert into varta.attachment (city_id, defect_id, stage, operator_id, bytes, digest, added_id, hash, event_id)
    select pg_temp.kyiv(), case when i <= 10 then p_defect else p_other end, 'before', (select id from varta.operator limit 1), 1, sha256(''), 1, pg_temp.h('m' || i), 1 from generate_series(1, 12) i order by i;
    select string_agg((select i from generate_series(1, 12) i where pg_temp.h('m' || i) = a.hash)::text, ' ') into v_found
    from varta.photos_to_show(pg_temp.kyiv(), array[p_defect, p_other]) s join varta.attachment a on a.id = s.photo;
    raise exception 'undo';
exception when raise_exception then
    return v_found;
end
$$;
select is(pg_temp.chosen(:d, :d2), '5 6 7 8 9 10 11 12', 'the newest of each defect first, eight in all');

-- What is kept stays
select is(pg_temp.error_of(format('update varta.attachment set hash = %L where id = %s', pg_temp.h('2'), :p)), '55000', 'it is never changed');
select is(pg_temp.error_of(format('update varta.attachment set stage = ''before'' where id = %s + 2', :p)), '55000', 'nor what it shows');
select is(pg_temp.error_of('delete from varta.attachment'), '55000', 'nor deleted');
select is_empty('select * from audit.compare(''kyiv'') where place like ''attachment%''', 'and is what the history says');
select is(pg_temp.behind_triggers(format('update varta.attachment set event_id = (select id from varta.event where verb = ''photo_refuse'') where id = %s', :p),
    $$(select string_agg(regexp_replace(fault, '\d+', 'N'), ', ') from audit.compare('kyiv') where place like 'attachment%')$$), 'it is not what event N says', 'unless somebody changes it by force');
select is(pg_temp.behind_triggers(format('update varta.attachment set hash = %L where id = %s', pg_temp.h('2'), :p),
    $$(select string_agg(regexp_replace(fault, '\d+', 'N'), ', ') from audit.compare('kyiv') where place like 'attachment%')$$), 'it is not what event N says', 'or its hash');
select is(pg_temp.behind_triggers(format('delete from varta.attachment where id = %s', :p),
    $$(select string_agg(regexp_replace(fault, '\d+', 'N'), ', ') from audit.compare('kyiv') where place like 'attachment%')$$), 'event N tells of it, but it is missing', 'or takes it away');
select * from finish();
