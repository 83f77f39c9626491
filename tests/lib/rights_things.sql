-- Two cities with one of everything that the calls of rights_calls.sql need, for each role. For db/rights/matrix.
create temp table thing (city text, role text, name text, value text);

create function pg_temp.value(p_city text, p_role text, p_name text) returns text language sql as $$
    select value from thing
    where city = p_city and name = p_name and role in (p_role, '', case when p_role not in ('officer', 'traffic', 'expert') then 'moderator' end)
    order by role = p_role desc, role = '' limit 1
$$;

create function pg_temp.filled(p_text text, p_city text, p_role text) returns text language plpgsql as $$
declare
    v_name text;
begin
    for v_name in select distinct m[1] from regexp_matches(p_text, '\{([a-z.]+)\}', 'g') m loop
        p_text := replace(p_text, '{' || v_name || '}', coalesce(pg_temp.value(p_city, p_role, v_name), '(nothing is ' || v_name || ')'));
    end loop;
    return p_text;
end
$$;

create function pg_temp.login(p_city text, p_role text) returns text language sql as $$
    select case p_role when 'nobody' then 'm_nobody' else left(p_city, 1) || '_' || p_role end
$$;

create function pg_temp.does(p_city text, p_role text, p_call text) returns text language plpgsql as $$
declare
    v_sql text := format('select x::text from %s x', pg_temp.filled(p_call, p_city, p_role));
    v_value text;
begin
    perform set_config('session_authorization', pg_temp.login(p_city, p_role), true);
    execute v_sql into v_value;
    perform set_config('session_authorization', 'postgres', true);
    return v_value;
end
$$;

create function pg_temp.report_for(p_city text, p_role text, p_name text) returns void language sql as $$
    insert into thing select p_city, p_role, p_name, pg_temp.report('Яма на дорозі ' || p_name || p_role, case p_role when 'officer' then 'message' else 'road' end,
        pg_temp.value(p_city, '', 'lat')::float8 + 0.02, pg_temp.value(p_city, '', 'long')::float8, p_city || '-site', '{"email": "o@example.org"}')::text;
$$;

create function pg_temp.versions() returns void language sql as $$
    insert into thing select t.city, t.role, t.name || '.v', r.version::text
    from thing t join varta.request r on r.id::text = t.value
    where t.name in ('new', 'pending', 'mine', 'drafted', 'answered', 'paused', 'referred', 'merged', 'commented', 'kept')
$$;

create function pg_temp.prepare_city(p_city text, p_lat float8, p_long float8) returns void language plpgsql as $$
declare
    v_role text;
    v_box text := format('[[[%1$s,%2$s],[%3$s,%2$s],[%3$s,%4$s],[%1$s,%4$s],[%1$s,%2$s]]]', p_long - 0.005, p_lat - 0.005, p_long + 0.005, p_lat + 0.005);
begin
    insert into thing values (p_city, '', 'city', p_city), (p_city, '', 'lat', p_lat), (p_city, '', 'long', p_long),
        (p_city, '', 'source', pg_temp.source(p_city || '-site')), (p_city, '', 'officer', pg_temp.login(p_city, 'officer')),
        (p_city, '', 'polygons', format('{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "beat", "name": "Лісова"},
            "geometry": {"type": "Polygon", "coordinates": %s}}]}', v_box));
    insert into thing select p_city, '', 'import', api.streets_begin(p_city, 'Реєстр', '', null);
    perform api.streets_take(p_city, pg_temp.value(p_city, '', 'import')::integer, 'houses', '{}', jsonb_build_array(jsonb_build_array(2,
        jsonb_build_object('street', 'вул. Лісова', 'number', '5', 'lat', p_lat, 'lon', p_long))));
    perform api.streets_take(p_city, pg_temp.value(p_city, '', 'import')::integer, 'places', '{}', jsonb_build_array(jsonb_build_array(2,
        jsonb_build_object('name', 'Ринок', 'kind', 'stop', 'lat', p_lat, 'lon', p_long))));
    for v_role in values ('moderator'), ('officer'), ('deputy'), ('traffic'), ('expert'), ('auditor'), ('admin'), ('super'), ('sync') loop
        perform api.operator_add(pg_temp.login(p_city, v_role), 'Оператор ' || v_role, replace(v_role, 'deputy', 'officer'), array[p_city], true);
        perform api.operator_set(pg_temp.login(p_city, v_role), jsonb_build_object('unit', pg_temp.unit(v_role)));
    end loop;
    insert into thing select p_city, '', 'push', api.source_add(p_city, p_city || '-push', 'push', p_city || '-push', null);
    insert into thing select p_city, '', 'map', api.source_add(p_city, p_city || '-map', 'publish', p_city || '-map', null);
    insert into thing select p_city, '', 'poll', api.source_add(p_city, p_city || '-poll', 'poll', p_city || '-poll', null);
    insert into varta.poll (city_id, source_id, leased_by, leased_until, from_at, to_at)
    select city_id, id, 'matrix', now() + interval '1 hour', now() - interval '1 hour', now() from varta.source where code = p_city || '-poll';
    insert into varta.poll_refusal (city_id, source_id, external_id, reason)
    select city_id, id, '1', 'no reason' from varta.source where code = p_city || '-poll';
    perform api.source_add(p_city, p_city || '-read', 'poll', p_city || '-read', null);
    perform api.source_set(p_city || '-read', '{"url": "http://127.0.0.1/"}');
    perform api.beat_import(p_city, pg_temp.value(p_city, '', 'polygons')::jsonb);
    perform api.beat_set(p_city, 'beat', '{"streets": [{"street": "вул. Лісова"}]}');
    perform api.beat_assign(p_city, 'beat', pg_temp.login(p_city, 'officer'));
    perform api.office_hours_set(pg_temp.login(p_city, 'officer'), '[{"weekday": 1, "from": "09:00", "to": "13:00", "place": "вул. Лісова, 1"}]');
    perform api.source_add(p_city, p_city || '-mail', 'mail', p_city, null);
    insert into thing select p_city, '', 'number', id from varta.city where code = p_city;
    insert into thing select p_city, '', 'photo', pg_temp.report('З фото', p_source => p_city || '-site', p_more => '{"media_url": "http://example.org/1.jpg"}');
    insert into thing select p_city, '', 'erased', pg_temp.report('Від когось', p_source => p_city || '-site', p_more => '{"email": "erased@example.org"}');
    perform api.erase_reporter(p_city, 'erased@example.org');
    insert into varta.media (city_id, hash, type, bytes, stored_at)
    select id, md5(p_city) || md5(p_city), 'image/png', 5, now() - interval '2 days' from varta.city where code = p_city;
    perform pg_temp.does(p_city, 'sync', 'sync.subscribe({source}, ''reader@example.org'', ''uk'', null, null, null, null)');
    perform pg_temp.does(p_city, 'sync', 'sync.mail_lease(''matrix'', 1000, 1000, 60)');
    insert into thing select p_city, '', 'subscription', s.id from varta.subscription s join varta.city c on c.id = s.city_id where c.code = p_city;
    insert into thing select p_city, '', 'mail', m.id from varta.mail m join varta.city c on c.id = m.city_id where c.code = p_city;
    perform pg_temp.does(p_city, 'sync', 'sync.subscribe({source}, ''late@example.org'', ''uk'', null, null, null, null)');
    insert into thing values (p_city, '', 'absence', api.absence_add(pg_temp.login(p_city, 'deputy'), null, null, null)),
        (p_city, '', 'rule', api.rule_add(p_city, 'patrol')),
        (p_city, '', 'guidance', (select id from api.guidance_save(null, null, p_city, null, null, 'uk', 'Назва', 'Текст')));
end
$$;

create function pg_temp.unit(p_role text) returns text language sql as $$
    select case p_role when 'officer' then 'district_officers' when 'traffic' then 'traffic_unit' when 'expert' then 'legal_aid' else 'patrol' end
$$;

-- What leaves is seen at once here, and nothing later.
create function pg_temp.prepare_outbox(p_city text) returns void language plpgsql as $$
declare
    v_request bigint;
    v_name text;
begin
    perform api.city_set(p_city, '{"recall_window": "0"}');
    foreach v_name in array array['dead', 'waiting', 'told'] loop
        v_request := pg_temp.report(v_name, 'question', null, null, p_city || case v_name when 'told' then '-site' else '-push' end);
        perform pg_temp.does(p_city, 'moderator', format('api.accept(%s, 1)', v_request));
        insert into thing select p_city, '', v_name, seq from varta.outbox where request_id = v_request;
        if v_name = 'dead' then
            perform pg_temp.does(p_city, 'sync', 'sync.outbox_lease(''matrix'', ''push'')');
            perform pg_temp.does(p_city, 'sync', 'sync.outbox_failed({dead}, {push}, ''matrix'', ''HTTP 404'', true)');
        elsif v_name = 'told' then
            perform pg_temp.does(p_city, 'moderator', format('api.draft(%s, 2, ''Відповідь'', true)', v_request));
            perform pg_temp.does(p_city, 'moderator', format('api.publish(%s, 3)', v_request));
            insert into varta.answer_file (city_id, id, request_id, response_id, kind, name, bytes, data)
            select p.city_id, nextval(pg_get_serial_sequence('varta.attachment', 'id')), p.request_id, p.id, 'pdf', 'a.pdf', 5, '%PDF-' from varta.response p where p.request_id = v_request;
            insert into thing select p_city, '', x.name, x.value from varta.answer_file f cross join lateral (values ('attached', f.request_id::text), ('attached.file', f.id::text)) x (name, value)
            where f.request_id = v_request;
        end if;
    end loop;
    perform api.city_set(p_city, '{"recall_window": "1 hour"}');
end
$$;

-- It waits for the end of the recall window.
create function pg_temp.prepare_newsletter(p_city text) returns void language sql as $$
    insert into thing select p_city, '', 'newsletter', pg_temp.does(p_city, 'officer', 'api.newsletter_send(''{city}'', ''beat'', ''Тема'', ''Текст'')')
$$;

create function pg_temp.prepare_role(p_city text, p_role text) returns void language plpgsql as $$
declare
    v_name text;
    v_calls text[];
    v_call text;
begin
    foreach v_name in array array['new', 'reported', 'pending', 'mine', 'drafted', 'answered', 'paused', 'referred', 'merged', 'commented', 'kept'] loop
        if v_name = 'kept' and p_role <> 'moderator' then
            insert into thing values (p_city, p_role, 'kept', pg_temp.value(p_city, p_role, 'pending'));
            continue;
        end if;
        perform pg_temp.report_for(p_city, p_role, v_name);
        continue when v_name in ('new', 'reported');
        perform pg_temp.does(p_city, 'moderator', replace('api.accept({x}, 1)', '{x}', pg_temp.value(p_city, p_role, v_name)));
        if p_role <> 'officer' then
            perform pg_temp.does(p_city, 'moderator', replace('api.give({x}, 2)', '{x}', pg_temp.value(p_city, p_role, v_name)));
        end if;
        v_calls := case v_name
            when 'mine' then '{"api.take({mine}, {v})"}'
            when 'drafted' then array['api.draft({drafted}, {v}, ''Відповідь'', true)']
            when 'answered' then array['api.draft({answered}, {v}, ''Відповідь'', true)', 'api.publish({answered}, {v})']
            when 'paused' then array['api.pause({paused}, {v}, ''Де саме?'')']
            when 'commented' then array['sync.comments({source}, ''[{"service_request_id": {commented}, "update_id": "' || p_role || '", "description": "Ще"}]'')']
            when 'merged' then array['api.merge({merged}, {v}, {new}, 1)']
            when 'kept' then array['api.private({kept}, {v})']
            when 'referred' then array[format('api.refer({referred}, {v}, %L, null)', pg_temp.unit(p_role))] else '{}' end;
        continue when p_role not in ('moderator', 'officer') and v_name in ('answered', 'paused');
        continue when p_role <> 'moderator' and v_name in ('merged', 'kept');
        foreach v_call in array v_calls loop
            v_call := replace(v_call, '{v}', pg_temp.version(pg_temp.value(p_city, p_role, v_name)::bigint)::text);
            perform pg_temp.does(p_city, case when v_name = 'commented' then 'sync' when v_name = 'referred' and p_role <> 'officer' then 'moderator' else p_role end, pg_temp.filled(v_call, p_city, p_role));
        end loop;
    end loop;
    insert into thing select p_city, p_role, 'referral', id from varta.referral where request_id = pg_temp.value(p_city, p_role, 'referred')::bigint;
    perform pg_temp.does(p_city, 'deputy', format('api.presence_set(%s, ''reply'')', pg_temp.value(p_city, p_role, 'new')));
end
$$;

-- A defect in each state, a draft and two orders, one with a protocol, a round and a campaign; the officer of the unit heads it.
create function pg_temp.prepare_orders(p_city text) returns void language plpgsql as $$
declare
    v_name text;
    v_defect bigint;
begin
    perform api.institution_add(p_city, 'owner', '{"name": "Власник", "email": "owner@example.org", "owns": {"sign": "everywhere"}}'),
            api.ground_set(p_city, 'sign', '{"object": "sign", "law": "Закон", "demand": "Полагодити: {що}"}'),
            api.unit_head_set(p_city, 'traffic_unit', array[pg_temp.login(p_city, 'traffic')]);
    foreach v_name in array array['defect', 'joined', 'confirmed', 'draft', 'issued', 'enforced'] loop
        perform pg_temp.does(p_city, 'traffic', 'api.defect_add(''{city}'', ''sign'', ''знак закрито'', ''вул. Лісова, 5'', {lat}, {long})');
        v_defect := (select max(id) from varta.defect);
        insert into thing select p_city, '', v_name, v_defect where v_name in ('defect', 'joined', 'confirmed');
        continue when v_name = 'defect';
        perform pg_temp.does(p_city, 'traffic', case v_name when 'joined' then format('api.defect_join(%s, 1, {photo})', v_defect) else format('api.defect_verify(%s, 1, ''confirmed'')', v_defect) end);
        continue when v_name in ('joined', 'confirmed');
        perform pg_temp.does(p_city, 'traffic', format('api.order_draft(array[%s])', v_defect));
        insert into thing select p_city, '', v_name, max(id) from varta.orders;
        continue when v_name = 'draft';
        perform pg_temp.does(p_city, 'traffic', format('api.order_issue({%s}, 1)', v_name));
        continue when v_name = 'issued';
        perform pg_temp.does(p_city, 'traffic', 'api.order_enforce({enforced}, 2, ''protocol'', ''1'', current_date)');
    end loop;
    perform pg_temp.does(p_city, 'traffic', 'api.defect_photo({confirmed}, ''before'', ''\xffd8ff'')');
    insert into thing select p_city, '', 'picture', max(id) from varta.attachment;
    perform pg_temp.does(p_city, 'sync', 'sync.media_lease(''matrix'', 1, 0, true)');
    perform pg_temp.does(p_city, 'traffic', 'api.order_file(''{issued}'', ''answer.pdf'', ''%PDF-1.5'')');
    insert into thing select p_city, '', 'signature', max(id) from varta.attachment;
    perform pg_temp.does(p_city, 'sync', 'sync.document_lease(''matrix'', 1000, 0)');
    insert into thing select p_city, '', x.name, x.value from varta.document d
    cross join lateral (values (case d.of_id::text when pg_temp.value(p_city, '', 'issued') then 'printed' else 'paper' end, d.id::text), ('printed.key', d.key)) x (name, value)
    where d.of_id::text = pg_temp.value(p_city, '', 'issued') or d.of_id::text = pg_temp.value(p_city, '', 'enforced') and x.name = 'paper';
    perform pg_temp.does(p_city, 'sync', 'sync.document_store({number}, {printed}, '''', ''%PDF-1.5'')');
    perform pg_temp.does(p_city, 'traffic', 'api.round_make(''{city}'', null, array[{defect}])');
    insert into thing select p_city, '', 'round', max(id) from varta.round;
    perform pg_temp.does(p_city, 'traffic', 'api.campaign_add(''{city}'', ''{"members": "Іван Гай, інженер", "streets": "вул. Лісова"}'')');
    insert into thing select p_city, '', 'campaign', max(id) from varta.campaign;
    perform pg_temp.does(p_city, 'traffic', 'api.finding_add({campaign}, ''sign'', ''знак погнуто'', ''вул. Лісова, 7'', {lat}, {long})');
    insert into thing select p_city, '', 'link', pg_temp.does(p_city, 'traffic', 'api.order_link(''{issued}'')');
    perform pg_temp.does(p_city, 'sync', 'sync.party_mail_lease(''matrix'', 1000, 1000, 0)');
    insert into thing select p_city, '', 'letter', m.id from varta.party_mail m where m.order_id::text = pg_temp.value(p_city, '', 'issued');
    perform pg_temp.does(p_city, 'traffic', 'api.order_give_time({enforced}, 3, current_date + 90)');
    perform pg_temp.does(p_city, 'traffic', 'api.campaign_add(''{city}'', ''{"members": "Іван Гай", "streets": "вул. Лісова"}'')');
    insert into thing select p_city, '', 'signed', max(id) from varta.campaign;
    perform pg_temp.does(p_city, 'traffic', 'api.campaign_sign({signed})');
    insert into thing select p_city, '', 'act', d.id from varta.document d where d.kind = 'act' and d.of_id::text = pg_temp.value(p_city, '', 'signed');
    perform pg_temp.does(p_city, 'sync', 'sync.document_store({number}, {act}, '''', ''%PDF-1.5'')');
end
$$;

create role m_nobody login;
select pg_temp.prepare_city('kyiv', 50.46, 30.45), pg_temp.prepare_city('poltava', 49.58, 34.5) \g /dev/null
select pg_temp.prepare_orders(c) from unnest(array['kyiv', 'poltava']) c \g /dev/null
select pg_temp.prepare_outbox(c) from unnest(array['kyiv', 'poltava']) c \g /dev/null
select pg_temp.does(c, 'sync', 'sync.outbox_release(''matrix'', {push})') from unnest(array['kyiv', 'poltava']) c \g /dev/null
select pg_temp.prepare_newsletter(c) from unnest(array['kyiv', 'poltava']) c \g /dev/null
select pg_temp.prepare_role(c, r) from unnest(array['kyiv', 'poltava']) c cross join unnest(array['moderator', 'officer', 'traffic', 'expert']) r \g /dev/null
insert into thing select c, r, 'view', pg_temp.does(c, r, 'api.view_save(''Своє'', ''{"city": ["{city}"]}'')')
from unnest(array['kyiv', 'poltava']) c cross join unnest(array['moderator', 'officer', 'traffic', 'expert', 'auditor']) r;
select pg_temp.versions(), sync.index_texts(10000) \g /dev/null
-- Something is sealed and signed, and in each city a row was changed behind the triggers
insert into thing select c.code, '', 'receipt', varta.receipt_of(r.city_id, min(r.id)) from varta.request r join varta.city c on c.id = r.city_id group by r.city_id, c.code;
select size from sync.log_seal() \gset
select sync.log_checkpoint_add(:size, sha256('root'), 'note') \g /dev/null
select pg_temp.report('Ще не запечатано'), pg_temp.report('Ще не запечатано', 'road', 49.6, 34.5, 'poltava-site') \g /dev/null
set session_replication_role = replica;
update varta.request set title = 'Інший' where id in (select min(id) from varta.request group by city_id);
set session_replication_role = origin;
