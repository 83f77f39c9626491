-- Sources, for administrators.

create or replace function varta.jurisdiction_check(p_city smallint, p_jurisdiction text) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if exists (select from varta.source where jurisdiction = p_jurisdiction and city_id <> p_city) then
        perform varta.fail('VA005', format('jurisdiction %L is of another city', p_jurisdiction), 'jurisdiction', p_jurisdiction);
    end if;
end
$$;
comment on function varta.jurisdiction_check is 'in: city, jurisdiction of a source of it. errors: VA005 where another city has it: what comes for that one must not come here';

create or replace function api.source_add(p_city text, p_code text, p_transport text, p_jurisdiction text, p_key_hash bytea, p_zone text default 'Europe/Kyiv')
returns integer
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city, 'admin');
    v_id integer;
begin
    perform varta.code_check(p_code), varta.zone_check(coalesce(p_zone, c.tz)), varta.jurisdiction_check(c.id, p_jurisdiction);
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
'in: city, code, transport, jurisdiction, SHA-256 of the api_key (null: none), zone of times without one. out: id. errors: VA001, VA004, VA003, VA005';

create or replace function api.source_set(p_code text, p_settings jsonb) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    s varta.source;
    v_wrong text;
begin
    perform varta.settings_check(p_settings, '{transport,jurisdiction,key_hash,zone,lang,status_map,active,url,peer_jurisdiction,dialect,service_map,poll,fetches}');
    select * into s from varta.source where code = p_code and (city_id = any(varta.cities_as('admin')) or varta.is_super());
    if not found then
        perform varta.fail('VA001', format('there is no source %L', p_code), 'source', p_code);
    end if;
    perform varta.jurisdiction_check(s.city_id, p_settings ->> 'jurisdiction');
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
        poll = coalesce(p_settings -> 'poll', poll), fetches = coalesce((p_settings ->> 'fetches')::boolean, fetches)
    where city_id = s.city_id and id = s.id returning * into s;
    v_wrong := varta.poll_wrong(s);
    if v_wrong is not null then
        perform varta.fail('VA003', v_wrong, 'poll', s.poll::text, 'settings of polling as vartactl(8) lists them');
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
        perform varta.fail('VA003', sqlerrm, 'settings', p_settings::text, 'settings of a source as vartactl(8) lists them');
end
$$;
comment on function api.source_set is
'in: code, {"transport", "jurisdiction", "key_hash": hex of SHA-256, "zone", "lang", "status_map": {"pending": word}, "active", "url",
"peer_jurisdiction", "dialect", "service_map": {"their code": "our category", "*": …}, "poll": see varta.poll_settings(), "fetches"}; an empty url or peer_jurisdiction is none. errors: VA001, VA003, VA005';

create or replace function api.sources_list()
returns table (city text, code text, transport text, jurisdiction text, has_key boolean, zone text, lang text, status_map jsonb, active boolean, id integer,
              url text, peer_jurisdiction text, dialect text, service_map jsonb, poll jsonb, fetches boolean, fetched bigint)
language sql stable security definer set search_path = varta, pg_temp as $$
    select c.code, s.code, s.transport, s.jurisdiction, s.key_hash is not null, s.zone, s.lang, s.status_map, s.active, s.id,
           s.url, s.peer_jurisdiction, s.dialect, s.service_map, s.poll, s.fetches, varta.epoch(f.at)
    from varta.source s join varta.city c on c.id = s.city_id left join varta.fetch f on f.source_id = s.id
    where s.city_id = any(varta.cities_as('admin')) or varta.is_super()
    order by c.code, s.code
$$;
comment on function api.sources_list is 'out: the sources of the administrator''s cities; all for a super-administrator; fetched: when each was last here for requests or updates with its key (epoch s, to a minute).
errors: none';
