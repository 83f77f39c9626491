-- Deploy varta:outbox
begin;
set local role varta_owner;

create table varta.outbox (
    seq bigint generated always as identity primary key,
    city_id smallint not null,
    request_id bigint not null,
    source_id integer not null,
    status smallint not null references varta.status,
    text text not null default '',
    response_id bigint,
    created_at timestamptz not null default now(),
    visible_at timestamptz not null,
    foreign key (city_id, request_id) references varta.request,
    foreign key (city_id, source_id) references varta.source (city_id, id),
    foreign key (city_id, response_id) references varta.response
);
comment on table varta.outbox is
'what has to leave, in the order in which it was committed within a city (the chain''s head is locked before seq is drawn)';
comment on column varta.outbox.visible_at is 'before it nobody outside learns of it: the recall window';
create index outbox_source on varta.outbox (source_id, visible_at);
create index outbox_request on varta.outbox (city_id, request_id, seq);

create function varta.emit(p_request varta.request, p_status smallint, p_text text default '',
                           p_visible timestamptz default now(), p_response bigint default null) returns void
language sql set search_path = varta, pg_temp as $$
    insert into varta.outbox (city_id, request_id, source_id, status, text, visible_at, response_id)
    values (p_request.city_id, p_request.id, p_request.source_id, p_status, p_text, p_visible, p_response)
$$;
comment on function varta.emit is
'in: request, its new status, the text for the resident, from when it may leave. Call it after the update of the request';

commit;
