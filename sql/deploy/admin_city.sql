-- Deploy varta:admin_city
begin;
set local role varta_owner;

create function varta.settings_check(p_settings jsonb, p_known text[]) returns void
language plpgsql as $$
declare
    v_key text;
begin
    select key into v_key from jsonb_object_keys(p_settings) key where not key = any(p_known) limit 1;
    if found then
        perform varta.fail('VA003', format('unknown setting %L', v_key), 'setting', v_key, array_to_string(p_known, ' | '));
    end if;
end
$$;
comment on function varta.settings_check is 'errors: VA003 for the first key that is not among the known ones';

create function varta.code_check(p_code text) returns void
language plpgsql as $$
begin
    if p_code !~ '^[a-z][a-z0-9_-]{0,39}$' or p_code is null then
        perform varta.fail('VA003', format('%L is not a code', p_code), 'code', p_code, 'a letter, then letters, digits, - and _; at most 40');
    end if;
end
$$;
comment on function varta.code_check is 'errors: VA003';

create function varta.zone_check(p_zone text) returns void
language plpgsql stable as $$
begin
    if not exists (select from pg_timezone_names where name = p_zone) then
        perform varta.fail('VA003', format('%L is not a time zone', p_zone), 'zone', p_zone, 'a name such as Europe/Kyiv');
    end if;
end
$$;
comment on function varta.zone_check is 'errors: VA003';

create function varta.city_lock(p_code text) returns varta.city
language plpgsql set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_code);
begin
    perform from varta.city where id = c.id for no key update;
    return c;
end
$$;
comment on function varta.city_lock is
'in: code. out: the administrator''s city, locked: administrators change a city one after the other, and so never wait for each other in
a circle. errors: VA001';

create function api.city_add(p_code text, p_name text, p_name_en text, p_tz text default 'Europe/Kyiv') returns smallint
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    v_id smallint;
begin
    perform varta.code_check(p_code), varta.zone_check(p_tz);
    if coalesce(btrim(p_name), '') = '' then
        perform varta.fail('VA003', 'the name is empty', 'name', p_name, 'a name');
    end if;
    insert into varta.city (code, name, name_en, tz) values (p_code, p_name, coalesce(p_name_en, ''), p_tz)
    on conflict (code) do nothing returning id into v_id;
    if v_id is null then
        perform varta.fail('VA005', format('city %L already exists', p_code), 'city', p_code);
    end if;
    perform varta.city_defaults(v_id);
    insert into varta.operator_city (operator_id, city_id) select (varta.me()).id, v_id where (varta.me()).id is not null;
    return v_id;
end
$$;
comment on function api.city_add is
'in: code, names, time zone. out: id. The city begins with the default categories and units; who adds it gets it. errors: VA003, VA005';

create function api.city_set(p_code text, p_settings jsonb) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_code);
begin
    perform varta.settings_check(p_settings, '{name,name_en,recall_window,active,martial_law}');
    update varta.city
    set name = coalesce(p_settings ->> 'name', name), name_en = coalesce(p_settings ->> 'name_en', name_en),
        recall_window = coalesce((p_settings ->> 'recall_window')::interval, recall_window),
        active = coalesce((p_settings ->> 'active')::boolean, active),
        martial_law = coalesce((p_settings ->> 'martial_law')::boolean, martial_law)
    where id = c.id;
exception
    when check_violation or invalid_datetime_format or invalid_text_representation or datetime_field_overflow
        or interval_field_overflow then
        perform varta.fail('VA003', sqlerrm, 'settings', p_settings::text, 'a name, an interval within a day, true or false');
end
$$;
comment on function api.city_set is
'in: code, {"name", "name_en", "recall_window": interval up to a day, "active", "martial_law"}. errors: VA001, VA003';

create function api.cities_list()
returns table (code text, name text, name_en text, tz text, recall_window interval, martial_law boolean, active boolean)
language sql stable security definer set search_path = varta, pg_temp as $$
    select code, name, name_en, tz, recall_window, martial_law, active from varta.city
    where id = any(varta.my_cities()) or varta.is_superuser() order by code
$$;
comment on function api.cities_list is 'out: the administrator''s cities with their settings; all for a superuser';

-- Districts -------------------------------------------------------------------------------------

create function varta.slug(p_name text) returns text
language sql immutable as $$
    -- the national transliteration (resolution 55 of 2010), without its special beginnings of words
    select left(btrim(regexp_replace(
        replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
            translate(lower(p_name), 'абвгґдезиіїйклмнопрстуфь''’ʼ', 'abvhgdezyiiiklmnoprstuf'),
            'зг', 'zgh'), 'є', 'ie'), 'ж', 'zh'), 'х', 'kh'), 'ц', 'ts'), 'ч', 'ch'), 'ш', 'sh'), 'щ', 'shch'), 'ю', 'iu'), 'я', 'ia'),
            'ё', 'io'), 'ы', 'y'),
        '[^a-z0-9]+', '-', 'g'), '-'), 60)
$$;
comment on function varta.slug is 'in: a name. out: lower-case Latin letters, digits and hyphens';

create function varta.polygons(p_geometry jsonb, out area public.geometry, out note text)
language plpgsql immutable set search_path = varta, pg_temp as $$
declare
    v_shape public.geometry;
begin
    if coalesce(p_geometry ->> 'type', '') not in ('Polygon', 'MultiPolygon') then
        note := format('geometry is %s, not Polygon or MultiPolygon', coalesce(p_geometry ->> 'type', 'missing'));
        return;
    end if;
    v_shape := public.st_setsrid(public.st_force2d(public.st_geomfromgeojson(p_geometry)), 4326);
    if public.st_xmin(v_shape) < -180 or public.st_xmax(v_shape) > 180 or public.st_ymin(v_shape) < -90 or public.st_ymax(v_shape) > 90 then
        note := 'coordinates are not degrees of longitude and latitude';
        return;
    end if;
    if not public.st_isvalid(v_shape) then
        note := 'repaired: ' || public.st_isvalidreason(v_shape);
        v_shape := public.st_makevalid(v_shape);
    end if;
    area := public.st_multi(public.st_collectionextract(v_shape, 3));
    if public.st_isempty(area) then
        area := null;
        note := 'geometry has no area';
    end if;
exception when others then
    area := null;
    note := 'geometry: ' || sqlerrm;
end
$$;
comment on function varta.polygons is
'in: a GeoJSON geometry. out: a valid MultiPolygon and what had to be repaired, or null and why not';

create function varta.features(p_geojson jsonb) returns setof jsonb
language plpgsql immutable set search_path = varta, pg_temp as $$
begin
    if p_geojson ->> 'type' is distinct from 'FeatureCollection' or jsonb_typeof(p_geojson -> 'features') is distinct from 'array' then
        perform varta.fail('VA003', 'not a GeoJSON FeatureCollection', 'type', coalesce(p_geojson ->> 'type', ''), 'FeatureCollection');
    end if;
    return query select jsonb_array_elements(p_geojson -> 'features');
end
$$;
comment on function varta.features is 'out: the features of a GeoJSON FeatureCollection. errors: VA003';

create function varta.area_store(p_table text, p_city smallint, p_feature jsonb, out code text, out name text, out outcome text, out reason text)
language plpgsql set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    v_properties jsonb := p_feature -> 'properties';
    v_name_en text := coalesce(v_properties ->> 'name:en', '');
    v_area public.geometry;
    v_old record;
begin
    name := coalesce(nullif(v_properties ->> 'name:uk', ''), v_properties ->> 'name', '');
    code := coalesce(nullif(v_properties ->> case p_table when 'district' then 'katotth' else 'code' end, ''),
                     nullif(v_properties ->> '@id', ''), varta.slug(name));
    outcome := 'refused';
    if name = '' then
        reason := 'properties have no name';
        return;
    end if;
    select p.area, p.note into v_area, reason from varta.polygons(p_feature -> 'geometry') p;
    if v_area is null then
        return;
    end if;
    execute format('select id, name, name_en, area from varta.%I where city_id = $1 and code = $2', p_table) into v_old using p_city, code;
    if v_old.id is null then
        outcome := 'added';
        execute format('insert into varta.%I (city_id, code, name, name_en, area) values ($1, $2, $3, $4, $5)', p_table)
        using p_city, code, name, v_name_en, v_area;
    elsif (v_old.name, v_old.name_en) = (name, v_name_en) and public.st_orderingequals(v_old.area, v_area) then
        outcome := 'same';
    else
        outcome := 'changed';
        execute format('update varta.%I set name = $3, name_en = $4, area = $5 where city_id = $1 and id = $2', p_table)
        using p_city, v_old.id, name, v_name_en, v_area;
    end if;
end
$$;
comment on function varta.area_store is
'in: table (district or beat), city, GeoJSON feature. out: code, name, outcome added, changed, same or refused; reason: why refused, or
what was repaired';

create function varta.replace_requests() returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform varta.act('place', 'district import');
    update varta.request q
    set area = p.area, district_id = p.district_id
    from (select city_id, id, point from varta.request where district_id is null and point is not null
          for no key update skip locked) r
    cross join lateral varta.place(r.city_id, r.point) p
    where q.city_id = r.city_id and q.id = r.id and q.area <> p.area;
    perform set_config('varta.act', '', true);
end
$$;
comment on function varta.replace_requests is
'places the requests without a district anew, in any city: what lay in no known city may lie in one now. Waits for nobody, for it holds
the head of a chain';

create function api.district_import(p_city text, p_geojson jsonb)
returns table (code text, name text, outcome text, reason text)
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    c varta.city;
begin
    perform varta.many_cities();
    c := varta.city_lock(p_city);
    perform from varta.request where district_id is null and point is not null order by city_id, id for no key update;
    return query
    select s.code, s.name, s.outcome, s.reason
    from varta.features(p_geojson) f cross join lateral varta.area_store('district', c.id, f) s;
    perform varta.replace_requests();
end
$$;
comment on function api.district_import is
'in: city, GeoJSON FeatureCollection of Polygons and MultiPolygons (WGS 84); name from name:uk or name, English from name:en, code from
katotth, else @id, else the name. out: a row for each feature: added, changed, same or refused, with the reason or the repair. Requests
without a district are placed anew. errors: VA001, VA003';

-- Sources ---------------------------------------------------------------------------------------

create function varta.url_check(p_url text) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if not varta.is_address(p_url) then
        perform varta.fail('VA003', format('%L is no address', left(p_url, 100)), 'url', left(p_url, 100),
                           'http:// or https://, a host and a path, without user, query and fragment');
    end if;
end
$$;
comment on function varta.url_check is 'in: address of a peer (null is none). errors: VA003';

create function api.source_add(p_city text, p_code text, p_transport text, p_jurisdiction text, p_key_hash bytea, p_zone text default 'Europe/Kyiv')
returns integer
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city);
    v_id integer;
begin
    perform varta.code_check(p_code), varta.zone_check(coalesce(p_zone, c.tz));
    insert into varta.source (city_id, code, transport, jurisdiction, key_hash, zone)
    values (c.id, p_code, p_transport, p_jurisdiction, p_key_hash, coalesce(p_zone, c.tz)) returning id into v_id;
    return v_id;
exception
    when unique_violation then
        perform varta.fail('VA005', format('source %L or its jurisdiction %L already exists', p_code, p_jurisdiction), 'source', p_code);
    when check_violation then
        perform varta.fail('VA003', sqlerrm, 'source', p_transport, 'transport endpoint, push, poll, publish or mail; key_hash 32 bytes');
end
$$;
comment on function api.source_add is
'in: city, code, transport, jurisdiction, SHA-256 of the api_key (null: none), zone of times without one. out: id. errors: VA001, VA003, VA005';

create function api.source_set(p_code text, p_settings jsonb) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    s varta.source;
    v_wrong text;
begin
    perform varta.settings_check(p_settings, '{transport,jurisdiction,key_hash,zone,lang,status_map,active,url,peer_jurisdiction,dialect,service_map,poll}');
    select * into s from varta.source where code = p_code and (city_id = any(varta.my_cities()) or varta.is_superuser());
    if not found then
        perform varta.fail('VA001', format('there is no source %L', p_code), 'source', p_code);
    end if;
    perform varta.zone_check(coalesce(p_settings ->> 'zone', s.zone)), varta.url_check(nullif(p_settings ->> 'url', ''));
    update varta.source
    set transport = coalesce(p_settings ->> 'transport', transport), jurisdiction = coalesce(p_settings ->> 'jurisdiction', jurisdiction),
        key_hash = coalesce(decode(p_settings ->> 'key_hash', 'hex'), key_hash), zone = coalesce(p_settings ->> 'zone', zone),
        lang = coalesce(p_settings ->> 'lang', lang), status_map = coalesce(p_settings -> 'status_map', status_map),
        active = coalesce((p_settings ->> 'active')::boolean, active),
        url = case when p_settings ? 'url' then nullif(p_settings ->> 'url', '') else url end,
        peer_jurisdiction = case when p_settings ? 'peer_jurisdiction' then nullif(p_settings ->> 'peer_jurisdiction', '')
                            else peer_jurisdiction end,
        dialect = coalesce(p_settings ->> 'dialect', dialect), service_map = coalesce(p_settings -> 'service_map', service_map),
        poll = coalesce(p_settings -> 'poll', poll)
    where city_id = s.city_id and id = s.id returning * into s;
    v_wrong := varta.poll_wrong(s);
    if v_wrong is not null then
        perform varta.fail('VA003', v_wrong, 'poll', s.poll::text, 'see varta.poll_settings');
    end if;
    select code into v_wrong from jsonb_each_text(s.service_map) m (peer, code)
    where not exists (select from varta.category g where g.city_id = s.city_id and g.code = m.code) limit 1;
    if found then
        perform varta.fail('VA001', format('there is no category %L', v_wrong), 'category', v_wrong);
    end if;
exception
    when foreign_key_violation then
        perform varta.fail('VA003', format('there is no dialect %L', p_settings ->> 'dialect'), 'dialect', p_settings ->> 'dialect',
                           (select string_agg(code, ', ' order by code) from varta.dialect));
    when unique_violation then
        perform varta.fail('VA005', 'that jurisdiction already exists', 'jurisdiction', p_settings ->> 'jurisdiction');
    when check_violation or invalid_text_representation or invalid_parameter_value then
        perform varta.fail('VA003', sqlerrm, 'settings', p_settings::text, 'see varta.source');
end
$$;
comment on function api.source_set is
'in: code, {"transport", "jurisdiction", "key_hash": hex of SHA-256, "zone", "lang", "status_map": {"pending": word}, "active", "url",
"peer_jurisdiction", "dialect", "service_map": {"their code": "our category", "*": …}, "poll": see varta.poll_settings()}; an empty url or peer_jurisdiction is none. errors: VA001, VA003, VA005';

create function api.sources_list()
returns table (city text, code text, transport text, jurisdiction text, has_key boolean, zone text, lang text, status_map jsonb, active boolean, id integer,
              url text, peer_jurisdiction text, dialect text, service_map jsonb, poll jsonb)
language sql stable security definer set search_path = varta, pg_temp as $$
    select c.code, s.code, s.transport, s.jurisdiction, s.key_hash is not null, s.zone, s.lang, s.status_map, s.active, s.id,
           s.url, s.peer_jurisdiction, s.dialect, s.service_map, s.poll
    from varta.source s join varta.city c on c.id = s.city_id
    where s.city_id = any(varta.my_cities()) or varta.is_superuser()
    order by c.code, s.code
$$;
comment on function api.sources_list is 'out: the sources of the administrator''s cities; all for a superuser';

commit;
