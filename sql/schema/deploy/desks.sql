-- Deploy varta:desks
-- changes: varta.transition
-- changes: varta.undo
-- What residents wrote later and nobody has dealt with, and who gets messages that are of no beat.
begin;
set local role varta_owner;

create table varta.unseen_comment (
    city_id smallint not null,
    request_id bigint not null,
    at timestamptz not null default now(),
    primary key (city_id, request_id),
    foreign key (city_id, request_id) references varta.request
);
comment on table varta.unseen_comment is
'requests to which a resident has added words that nobody has dealt with yet; an act on the request ends it, see varta.begin_action()';
comment on column varta.unseen_comment.at is 'when the first of them came';

alter table varta.unseen_comment enable row level security;

create table varta.message_reader (
    city_id smallint primary key references varta.city,
    operator_id integer not null references varta.operator
);
comment on table varta.message_reader is
'who gets the messages to district officers that are nobody''s; where a city has no row, or neither this one nor a deputy is there: varta.stand_ins()';

alter table varta.message_reader enable row level security;

alter table varta.transition drop constraint transition_needs;
alter table varta.transition add constraint transition_needs
    check (needs in ('response', 'referral', 'paused', 'running', 'assigned', 'recall', 'comment'));
comment on constraint transition_needs on varta.transition is 'what varta.precondition_met() knows';

insert into varta.transition (verb, from_status, to_status, role, reads, needs)
select 'seen', status, status, role, true, 'comment'
from generate_series(1, 6) status, unnest(array['moderator', 'officer', 'traffic', 'expert']) role;

insert into varta.undo values ('seen', true);

commit;
