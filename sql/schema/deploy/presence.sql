-- Deploy varta:presence
-- Who looks at a request or writes an answer to it now. It ends by itself, on the database's clock; it is
-- no change of the request and leaves no event. Who wants to know listens to varta_presence_<city id>: a
-- heartbeat that changes nothing wakes nobody.
begin;
set local role varta_owner;

create unlogged table varta.presence (
    city_id smallint not null,
    request_id bigint not null,
    operator_id integer not null,
    doing text not null constraint presence_doing check (doing in ('view', 'reply')),
    until timestamptz not null,
    primary key (city_id, request_id, operator_id)
);
comment on table varta.presence is 'unlogged: after a crash nobody is there';
comment on constraint presence_doing on varta.presence is 'view: has it on the screen; reply: writes an answer';
create index presence_operator on varta.presence (operator_id);

alter table varta.presence enable row level security;

commit;
