-- Deploy varta:source
-- Public sites: with their transport, keys, zone and status map, and the dialects of the servers that are
-- polled.
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
comment on table varta.source is 'public sites: where requests come from and answers go';
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

alter table varta.dialect enable row level security;
alter table varta.source enable row level security;

commit;
