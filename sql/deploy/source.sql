-- Deploy varta:source
begin;
set local role varta_owner;

create function varta.is_address(p_url text) returns boolean
language sql immutable as $$
    select p_url ~ '^https?://[^/?#@[:space:][:cntrl:]]+(/[^?#@[:space:][:cntrl:]]*)?$' and length(p_url) <= 500
$$;
comment on function varta.is_address is 'in: text. out: whether it is http or https with a host and a path, without user, query and fragment';

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
comment on constraint source_url on varta.source is 'an address to which a path can be added; no secrets in it';
comment on constraint source_peer_jurisdiction on varta.source is 'null, not nothing';
comment on constraint source_code on varta.source is 'codes stand in commands';
comment on constraint source_transport on varta.source is 'the transports of varta-syncd';
comment on constraint source_status_map on varta.source is 'an object, status code to word';
comment on constraint source_lang on varta.source is 'the languages in which reasons are written';

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
