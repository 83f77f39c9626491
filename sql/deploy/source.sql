-- Deploy varta:source
begin;
set local role varta_owner;

create function varta.is_address(p_url text) returns boolean
language sql immutable as $$
    select p_url ~ '^https?://[^/?#@[:space:][:cntrl:]]+(/[^?#@[:space:][:cntrl:]]*)?$' and length(p_url) <= 500
$$;
comment on function varta.is_address is 'in: text. out: whether it is http or https with a host and a path, without user, query and fragment';

create table varta.dialect (
    code text primary key,
    format text not null constraint dialect_format check (format in ('json', 'xml')),
    since text not null constraint dialect_since check (since in ('dates', 'updated', 'none')),
    paging text not null constraint dialect_paging check (paging in ('none', 'narrow', 'page', 'offset')),
    size_param text,
    page_size integer not null constraint dialect_page_size check (page_size > 0),
    rate integer not null constraint dialect_rate check (rate > 0),
    keyed boolean not null default false,
    answers boolean not null default false,
    extra jsonb not null default '{}'
);
comment on table varta.dialect is 'how the GeoReport servers that we read differ; source.poll overrides it for one of them';
comment on column varta.dialect.since is
'how to ask for what is new: start_date and end_date, updated, or not at all: the answer is always everything';
comment on column varta.dialect.paging is
'how to get more than one answer holds: not at all, by shorter windows of time, by page=2 or by offset=100';
comment on column varta.dialect.size_param is 'the parameter that asks for page_size; null: there is none';
comment on column varta.dialect.rate is 'calls a minute at most';
comment on column varta.dialect.keyed is 'our key goes along when we read, if we have one';
comment on column varta.dialect.answers is 'whether answers can be posted to requests/ID';
comment on column varta.dialect.extra is 'parameters that go along with every question';
comment on constraint dialect_format on varta.dialect is 'what the daemon can read';
comment on constraint dialect_since on varta.dialect is 'see the column';
comment on constraint dialect_paging on varta.dialect is 'see the column';
comment on constraint dialect_page_size on varta.dialect is 'an answer holds something';
comment on constraint dialect_rate on varta.dialect is 'it is asked now and then';
insert into varta.dialect (code, format, since, paging, size_param, page_size, rate, keyed, answers, extra) values
    ('georeport', 'json', 'dates', 'narrow', null, 1000, 60, false, false, '{}'),
    ('fixmystreet', 'json', 'dates', 'narrow', 'max_requests', 1000, 60, false, false, '{}'),
    ('mark-a-spot', 'json', 'updated', 'offset', 'limit', 100, 30, true, true, '{"extensions": "true"}'),
    ('connected-bits', 'json', 'dates', 'page', 'page_size', 50, 10, false, false, '{}'),
    ('ureport', 'json', 'dates', 'page', 'page_size', 1000, 60, false, false, '{}'),
    ('seeclickfix', 'json', 'dates', 'page', 'per_page', 20, 20, false, false, '{}'),
    ('citysdk', 'xml', 'dates', 'narrow', null, 1000, 60, true, false, '{}'),
    ('list', 'json', 'none', 'none', null, 1000000, 60, false, false, '{}');

create table varta.source (
    city_id smallint not null references varta.city,
    id integer generated always as identity,
    code text not null unique constraint source_code check (code ~ '^[a-z][a-z0-9_-]{0,39}$'),
    transport text not null constraint source_transport check (transport in ('endpoint', 'push', 'poll', 'publish', 'mail')),
    jurisdiction text not null,
    key_hash bytea constraint source_key_hash check (length(key_hash) = 32),
    zone text not null default 'Europe/Kyiv',
    lang text not null default 'uk' constraint source_lang check (lang in ('uk', 'en')),
    status_map jsonb not null default '{}' constraint source_status_map check (jsonb_typeof(status_map) = 'object'),
    active boolean not null default true,
    url text constraint source_url check (varta.is_address(url)),
    peer_jurisdiction text constraint source_peer_jurisdiction check (peer_jurisdiction <> ''),
    dialect text not null default 'georeport' references varta.dialect,
    service_map jsonb not null default '{}' constraint source_service_map check (jsonb_typeof(service_map) = 'object'),
    poll jsonb not null default '{}' constraint source_poll check (jsonb_typeof(poll) = 'object'),
    primary key (city_id, id),
    unique (id),
    unique (transport, jurisdiction)
);
comment on column varta.source.key_hash is 'SHA-256 of the api_key; the key itself is nowhere';
comment on constraint source_key_hash on varta.source is 'SHA-256 has 32 bytes; null: no key opens it';
comment on column varta.source.zone is 'of times that come without one';
comment on column varta.source.status_map is 'our status code -> the peer''s word, where it is not varta.status.word';
comment on column varta.source.url is 'where the peer''s own GeoReport server is, up to /v2; the key for it stands in the daemon''s configuration';
comment on column varta.source.peer_jurisdiction is 'what the peer calls us when we call it; null: as it calls itself';
comment on column varta.source.service_map is 'for poll: the peer''s service_code or service_name -> our category; "*": all others';
comment on column varta.source.poll is 'for poll: settings that differ from the dialect and the defaults, see varta.poll_settings()';
comment on constraint source_service_map on varta.source is 'an object, code to code';
comment on constraint source_poll on varta.source is 'an object, setting to value';
comment on constraint source_url on varta.source is 'an address to which a path can be added; no secrets in it';
comment on constraint source_peer_jurisdiction on varta.source is 'null, not nothing';
comment on constraint source_code on varta.source is 'codes stand in commands';
comment on constraint source_transport on varta.source is 'the transports of varta-syncd';
comment on constraint source_status_map on varta.source is 'an object, status code to word';
comment on constraint source_lang on varta.source is 'the languages in which reasons are written';

create function varta.poll_settings(s varta.source)
returns table (format text, since text, paging text, size_param text, page_size integer, rate integer, keyed boolean, extra jsonb,
               every interval, overlap interval, history interval, reread integer, closed boolean)
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(s.poll ->> 'format', d.format), coalesce(s.poll ->> 'since', d.since), coalesce(s.poll ->> 'paging', d.paging),
           coalesce(nullif(s.poll ->> 'size_param', ''), d.size_param), coalesce((s.poll ->> 'page_size')::integer, d.page_size),
           coalesce((s.poll ->> 'rate')::integer, d.rate), coalesce((s.poll ->> 'keyed')::boolean, d.keyed), d.extra || coalesce(s.poll -> 'extra', '{}'),
           coalesce((s.poll ->> 'every')::interval, '5 minutes'), coalesce((s.poll ->> 'overlap')::interval, '10 minutes'),
           coalesce((s.poll ->> 'history')::interval, '7 days'), coalesce((s.poll ->> 'reread')::integer, 20),
           coalesce((s.poll ->> 'closed')::boolean, false)
    from varta.dialect d where d.code = s.dialect
$$;
comment on function varta.poll_settings is
'in: source. out: how it is polled: the dialect''s ways, which source.poll overrides, and: every how long; overlap of the windows; how far
back the first one reaches; how many known requests are read again in each round; whether requests that are closed there are taken';

create function varta.poll_base(s varta.source) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select jsonb_strip_nulls(jsonb_build_object('jurisdiction_id', coalesce(s.peer_jurisdiction, nullif(s.jurisdiction, ''))) || t.extra)
    from varta.poll_settings(s) t
$$;
comment on function varta.poll_base is 'in: source. out: the parameters that go along with every question';

create function varta.poll_wrong(s varta.source) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_known text[] := '{format,since,paging,size_param,page_size,rate,keyed,extra,every,overlap,history,reread,closed}';
    v_key text;
    p record;
begin
    select key into v_key from jsonb_object_keys(s.poll) key where key <> all (v_known) limit 1;
    if found then
        return format('poll has no setting %L', v_key);
    end if;
    select * into p from varta.poll_settings(s);
    return case
        when p.format not in ('json', 'xml') then 'format is json or xml'
        when p.since not in ('dates', 'updated', 'none') then 'since is dates, updated or none'
        when p.paging not in ('none', 'narrow', 'page', 'offset') then 'paging is none, narrow, page or offset'
        when p.page_size not between 1 and 1000000 then 'page_size is a number from 1'
        when p.rate not between 1 and 100000 then 'rate is a number of calls a minute'
        when jsonb_typeof(p.extra) <> 'object' then 'extra is an object, parameter to value'
        when p.every not between '1 second' and '1 day' then 'every is 1 second to 1 day'
        when p.overlap not between '1 second' and '1 day' then 'overlap is 1 second to 1 day'
        when p.history not between '0' and '90 days' then 'history is 0 to 90 days'
        when p.reread not between 0 and 1000 then 'reread is a number up to 1000' end;
exception when data_exception then
    return sqlerrm;
end
$$;
comment on function varta.poll_wrong is 'in: source. out: what is wrong with its poll; null: nothing';

create function varta.config_changed() returns trigger
language plpgsql as $$
begin
    perform pg_notify('varta_config', '');
    return null;
end
$$;
comment on function varta.config_changed is 'tells the daemon to read its sources and services again';
create trigger config_changed after insert or update or delete on varta.source
    for each statement execute function varta.config_changed();
create trigger config_changed after insert or update or delete on varta.category
    for each statement execute function varta.config_changed();
create trigger config_changed after update on varta.city
    for each statement execute function varta.config_changed();

create function varta.source_of(p_source integer) returns varta.source
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_source varta.source;
begin
    select * into v_source from varta.source where id = p_source and active;
    if not found then
        perform varta.fail('VA001', format('there is no active source %s', p_source), 'source', p_source::text);
    end if;
    return v_source;
end
$$;
comment on function varta.source_of is 'in: id. out: the active source. errors: VA001';

commit;
