-- Deploy varta:idempotency
-- An act whose answer was lost is sent again under the same key, and is done once.
begin;
set local role varta_owner;

create table varta.idempotency_key (
    operator_id integer not null references varta.operator,
    key uuid not null,
    city_id smallint not null,
    request_id bigint not null,
    verb text not null,
    digest bytea,
    response_id bigint,
    response_version integer,
    at timestamptz not null default now(),
    primary key (operator_id, key),
    foreign key (city_id, request_id) references varta.request,
    foreign key (city_id, response_id) references varta.response,
    constraint idempotency_key_response check ((response_id is null) = (response_version is null))
);
comment on table varta.idempotency_key is 'what an operator''s program has done under a key of its own making; kept for 90 days';
comment on column varta.idempotency_key.verb is 'the function of the schema api';
comment on column varta.idempotency_key.digest is 'SHA-256 of the text that came with it; null: none did';
comment on column varta.idempotency_key.response_id is 'the response that the act wrote or published, response_version as what it left it';
comment on constraint idempotency_key_response on varta.idempotency_key is 'a response has a version';
create index idempotency_key_request on varta.idempotency_key (city_id, request_id);
create index idempotency_key_at on varta.idempotency_key (at);

alter table varta.idempotency_key enable row level security;

commit;
