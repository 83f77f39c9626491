-- Deploy varta:casework
-- What is done about a request: referrals to units, responses, pauses of the deadline.
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
    why text not null default '',
    response_id bigint,
    operator_id integer not null references varta.operator,
    created_at timestamptz not null default now(),
    changed_at timestamptz not null default now(),
    primary key (city_id, id),
    foreign key (city_id, request_id) references varta.request,
    foreign key (city_id, unit_id) references varta.unit,
    constraint referral_response check ((response_id is not null) = (state = 4)),
    constraint referral_why check (state <> 3 or why <> '')
);
comment on table varta.referral is 'a request given to a unit; several can be open at once, one for each unit';
comment on column varta.referral.why is 'why the unit gave it back';
comment on column varta.referral.response_id is 'the unit''s answer, as a draft for the moderator';
comment on constraint referral_response on varta.referral is 'an answered one, and no other, has its answer';
comment on constraint referral_why on varta.referral is 'nothing comes back without a reason';
create unique index referral_open on varta.referral (city_id, request_id, unit_id) where state < 3;
create index referral_unit on varta.referral (city_id, unit_id, state, request_id);
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

alter table varta.referral add foreign key (city_id, response_id) references varta.response;
comment on column varta.response.visible_at is 'when the recall window of the published answer ends';
comment on constraint response_body on varta.response is 'an answer says something';
comment on constraint response_internal on varta.response is 'an internal note never leaves: it goes through no state';
comment on constraint response_visible on varta.response is 'published ones, and no others, have a time from which they are visible';
create index response_request on varta.response (city_id, request_id, id);
create index response_waiting on varta.response (city_id, request_id) where state <> 4 and public;

create table varta.pause (
    city_id smallint not null,
    id bigint generated always as identity,
    request_id bigint not null,
    question text not null constraint pause_question check (question <> '' and length(question) <= 2000),
    from_at timestamptz not null default now(),
    until_at timestamptz constraint pause_until check (until_at >= from_at),
    due_at timestamptz not null,
    due_after timestamptz,
    operator_id integer not null references varta.operator,
    primary key (city_id, id),
    foreign key (city_id, request_id) references varta.request,
    constraint pause_end check ((due_after is not null) = (until_at is not null))
);
comment on table varta.pause is 'the resident was asked back, and the time for the answer stood still';
comment on column varta.pause.due_at is 'the due date at the beginning of the pause, due_after that at its end';
comment on constraint pause_question on varta.pause is 'it is what the resident reads';
comment on constraint pause_until on varta.pause is 'null: it lasts';
comment on constraint pause_end on varta.pause is 'when the clock goes on there is a due date again';
create unique index pause_open on varta.pause (city_id, request_id) where until_at is null;
create index pause_request on varta.pause (city_id, request_id, id);
create index response_visible on varta.response (visible_at) where visible_at is not null;

alter table varta.referral enable row level security;
alter table varta.response enable row level security;
alter table varta.pause enable row level security;

commit;
