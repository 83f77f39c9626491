-- Deploy varta:work
begin;
set local role varta_owner;

create table varta.referral (
    city_id smallint not null,
    id bigint generated always as identity,
    request_id bigint not null,
    unit_id integer not null,
    state smallint not null default 1 references varta.referral_state,
    due_at timestamptz not null,
    note text not null default '',
    operator_id integer not null references varta.operator,
    created_at timestamptz not null default now(),
    primary key (city_id, id),
    foreign key (city_id, request_id) references varta.request,
    foreign key (city_id, unit_id) references varta.unit
);
comment on table varta.referral is 'a request given to a unit';
create index referral_request on varta.referral (city_id, request_id, id);

create table varta.response (
    city_id smallint not null,
    id bigint generated always as identity,
    request_id bigint not null,
    state smallint not null default 1 references varta.response_state,
    public boolean not null,
    body text not null constraint response_body check (body <> '' and length(body) <= 20000),
    version integer not null default 1,
    author_id integer not null references varta.operator,
    approver_id integer references varta.operator,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    visible_at timestamptz,
    primary key (city_id, id),
    foreign key (city_id, request_id) references varta.request,
    constraint response_internal check (public or state = 1),
    constraint response_visible check ((visible_at is not null) = (state = 4))
);
comment on table varta.response is 'an answer on its way, or an internal note (not public)';
comment on column varta.response.visible_at is 'when the recall window of the published answer ends';
comment on constraint response_body on varta.response is 'an answer says something';
comment on constraint response_internal on varta.response is 'an internal note never leaves: it goes through no state';
comment on constraint response_visible on varta.response is 'published ones, and no others, have a time from which they are visible';
create index response_request on varta.response (city_id, request_id, id);

commit;
