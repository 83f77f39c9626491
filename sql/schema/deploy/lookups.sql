-- Deploy varta:lookups
-- Lookup tables. Codes are smallint in the tables (enums are not leakproof, so a policy would hide their
-- index) and words everywhere else. The life cycle is the table varta.transition.
begin;
set local role varta_owner;

create table varta.kind (
    id smallint primary key,
    code text not null unique,
    name text not null,
    name_en text not null,
    public boolean not null,
    sealed boolean not null,
    needs_place boolean not null,
    moderation_days smallint not null check (moderation_days > 0),
    answer_days smallint not null check (answer_days > 0),
    answer_working boolean not null,
    referral_days smallint not null check (referral_days > 0),
    month_days smallint not null check (month_days >= answer_days),
    limit_days smallint not null check (limit_days >= month_days)
);
comment on table varta.kind is 'kinds of requests: question, traffic, spot, crime, message';
comment on column varta.kind.public is 'whether the public may ever see requests of this kind';
comment on column varta.kind.sealed is 'the text is only for the officer who is responsible; others see that it is there';
comment on column varta.kind.moderation_days is 'working days until somebody has to take it';
comment on column varta.kind.answer_days is
'days until the answer: law of Ukraine on citizens'' appeals (393/96-BP), article 20';
comment on column varta.kind.answer_working is 'whether answer_days are working days; otherwise calendar days';
comment on column varta.kind.referral_days is 'calendar days that a unit has';
comment on column varta.kind.month_days is 'calendar days after which the resident has to be told that it takes longer (the same article: a month)';
comment on column varta.kind.limit_days is 'calendar days beyond which no due date can be prolonged (the same article: 45)';

insert into varta.kind values
    (1, 'question', 'питання', 'question', true, false, false, 1, 15, false, 15, 30, 45),
    (2, 'traffic', 'дорожній рух', 'traffic', true, false, true, 1, 15, false, 15, 30, 45),
    (3, 'spot', 'небезпечне місце', 'dangerous place', true, false, true, 1, 15, false, 15, 30, 45),
    (4, 'crime', 'злочин, не терміново', 'crime, not urgent', false, false, false, 1, 15, false, 15, 30, 45),
    (5, 'message', 'повідомлення дільничному', 'message to the district officer', false, true, false, 2, 2, true, 2, 30, 45);

create table varta.status (
    id smallint primary key,
    code text not null unique,
    name text not null,
    name_en text not null,
    open boolean not null,
    word text not null
);
comment on table varta.status is 'statuses of a request';
comment on column varta.status.word is
'what a peer is told by default (Open311 words as FixMyStreet stores them); source.status_map overrides it';

insert into varta.status values
    (1, 'new', 'новий', 'new', true, 'open'),
    (2, 'pending', 'вирішується', 'pending', true, 'investigating'),
    (3, 'answered', 'вирішено', 'answered', false, 'closed'),
    (4, 'rejected', 'відхилено', 'rejected', false, 'no_further_action'),
    (5, 'merged', 'об''єднано', 'merged', false, 'duplicate'),
    (6, 'withdrawn', 'відкликано', 'withdrawn', false, 'cancelled');

create table varta.response_state (
    id smallint primary key,
    code text not null unique
);
comment on table varta.response_state is 'states of a response';

insert into varta.response_state values
    (1, 'draft'), (2, 'submitted'), (3, 'approved'), (4, 'published'), (5, 'recalled');

create table varta.referral_state (
    id smallint primary key,
    code text not null unique,
    open boolean not null
);
comment on table varta.referral_state is 'states of a referral';

insert into varta.referral_state values
    (1, 'sent', true), (2, 'accepted', true), (3, 'returned', false), (4, 'answered', false), (5, 'cancelled', false);

-- What a verb does to a response or a referral; the request's own life cycle is varta.transition.
create table varta.response_transition (
    verb text not null,
    from_state smallint not null references varta.response_state,
    to_state smallint not null references varta.response_state,
    primary key (verb, from_state)
);
comment on table varta.response_transition is 'what an action makes of a response in which state';

insert into varta.response_transition values
    ('draft', 1, 1), ('draft', 2, 1), ('draft', 3, 1), ('draft', 5, 1),
    ('submit', 1, 2), ('submit', 5, 2),
    ('approve', 1, 3), ('approve', 2, 3), ('approve', 5, 3),
    ('publish', 3, 4),
    ('recall', 4, 5);

create table varta.referral_transition (
    verb text not null,
    from_state smallint not null references varta.referral_state,
    to_state smallint not null references varta.referral_state,
    primary key (verb, from_state)
);
comment on table varta.referral_transition is 'referring again after a return or an answer is a new referral';

insert into varta.referral_transition values
    ('referral_accept', 1, 2),
    ('referral_return', 1, 3), ('referral_return', 2, 3),
    ('referral_answer', 1, 4), ('referral_answer', 2, 4);

create table varta.unit_kind (
    code text primary key,
    name text not null,
    name_en text not null
);
comment on table varta.unit_kind is 'kinds of units';

insert into varta.unit_kind values
    ('police', 'Національна поліція', 'national police'),
    ('patrol', 'патрульна поліція', 'patrol police'),
    ('guard', 'муніципальна варта', 'municipal guard'),
    ('traffic', 'безпека дорожнього руху', 'traffic police unit'),
    ('city', 'міська влада', 'city authority'),
    ('legal', 'правова допомога', 'legal aid'),
    ('officer', 'дільничні офіцери', 'district officers'),
    ('partner', 'партнерська організація', 'partner organisation');

-- Roles -----------------------------------------------------------------------------------------

create table varta.role (
    code text primary key,
    sort smallint not null unique,
    group_role name not null unique,
    name text not null,
    name_en text not null
);
comment on table varta.role is 'roles of operators, each a group in PostgreSQL';

insert into varta.role values
    ('moderator', 1, 'varta_moderator', 'модератор', 'moderator'),
    ('officer', 2, 'varta_officer', 'дільничний офіцер', 'district officer'),
    ('traffic', 3, 'varta_traffic', 'безпека дорожнього руху', 'traffic'),
    ('expert', 4, 'varta_expert', 'експерт', 'expert'),
    ('auditor', 5, 'varta_auditor', 'ревізор', 'auditor'),
    ('admin', 6, 'varta_admin', 'адміністратор', 'administrator'),
    ('sync', 7, 'varta_sync', 'служба обміну', 'sync daemon');

create table varta.role_kind (
    role text not null references varta.role,
    kind smallint not null references varta.kind,
    police_only boolean not null default false,
    primary key (role, kind)
);
comment on table varta.role_kind is 'which kinds of request a role sees in its cities';
comment on column varta.role_kind.police_only is 'only operators marked police';

insert into varta.role_kind
select r, k, k = 4 and r in ('moderator', 'auditor')
from unnest(array['moderator', 'officer', 'traffic', 'expert', 'auditor']) r, generate_series(1, 5) k
where not (r = 'expert' and k in (4, 5)) and not (r = 'traffic' and k = 5);

-- The life cycle --------------------------------------------------------------------------------

create table varta.transition (
    verb text not null,
    from_status smallint not null references varta.status,
    to_status smallint not null references varta.status,
    role text not null references varta.role,
    kind smallint references varta.kind,
    reads boolean not null,
    via text,
    needs text constraint transition_needs
        check (needs in ('response', 'referral', 'paused', 'running', 'assigned', 'recall')),
    unique nulls not distinct (verb, from_status, role, kind)
);
comment on table varta.transition is 'the life cycle: who may do what in which status; kind null: any';
comment on column varta.transition.reads is 'the verb is only for those who may read the text of the request';
comment on column varta.transition.via is 'another verb that is done first, in the same act, with an event of its own';
comment on column varta.transition.needs is 'what else there has to be: varta.precondition_met() knows how to see it';
comment on constraint transition_needs on varta.transition is 'what varta.precondition_met() knows';

insert into varta.transition (verb, from_status, to_status, role, kind, reads, via, needs)
values ('accept', 1, 2, 'moderator', null, false, null, null),
       ('accept', 1, 2, 'officer', 5, true, null, null),
       ('reject', 1, 4, 'moderator', null, false, null, null),
       ('reject', 2, 4, 'moderator', null, false, null, null),
       ('refer', 1, 2, 'moderator', null, false, 'accept', null),
       ('refer', 1, 2, 'officer', 5, true, 'accept', null),
       ('refer', 2, 2, 'moderator', null, false, null, null),
       ('refer', 2, 2, 'officer', 5, true, null, null),
       ('draft', 1, 2, 'moderator', null, true, 'accept', null),
       ('draft', 1, 2, 'officer', 5, true, 'accept', null),
       ('draft', 2, 2, 'moderator', null, true, null, null),
       ('draft', 2, 2, 'officer', null, true, null, null),
       ('draft', 2, 2, 'traffic', null, true, null, null),
       ('draft', 2, 2, 'expert', null, true, null, null),
       ('submit', 2, 2, 'moderator', null, true, null, 'response'),
       ('submit', 2, 2, 'officer', null, true, null, 'response'),
       ('submit', 2, 2, 'traffic', null, true, null, 'response'),
       ('submit', 2, 2, 'expert', null, true, null, 'response'),
       ('approve', 2, 2, 'moderator', null, true, null, 'response'),
       ('approve', 2, 2, 'officer', 5, true, null, 'response'),
       ('publish', 2, 3, 'moderator', null, true, null, 'response'),
       ('publish', 2, 3, 'officer', 5, true, null, 'response'),
       ('recall', 3, 2, 'moderator', null, true, null, 'recall'),
       ('recall', 3, 2, 'officer', 5, true, null, 'recall'),
       ('reopen', 3, 2, 'moderator', null, false, null, null),
       ('reopen', 3, 2, 'officer', 5, true, null, null),
       ('reopen', 4, 2, 'moderator', null, false, null, null),
       ('withdraw', 1, 6, 'moderator', null, false, null, null),
       ('withdraw', 1, 6, 'sync', null, false, null, null),
       ('withdraw', 2, 6, 'moderator', null, false, null, null),
       ('withdraw', 2, 6, 'sync', null, false, null, null),
       ('withdraw', 5, 6, 'moderator', null, false, null, null),
       ('withdraw', 5, 6, 'sync', null, false, null, null),
       ('merge', 1, 5, 'moderator', null, true, null, null),
       ('merge', 2, 5, 'moderator', null, true, null, null),
       ('split', 5, 2, 'moderator', null, false, null, null),
       ('assign', 1, 1, 'moderator', null, false, null, null),
       ('assign', 2, 2, 'moderator', null, false, null, null),
       ('snooze', 1, 1, 'moderator', null, false, null, null),
       ('snooze', 2, 2, 'moderator', null, false, null, null),
       ('snooze', 2, 2, 'officer', 5, true, null, null),
       ('pause', 1, 2, 'moderator', null, true, 'accept', null),
       ('pause', 1, 2, 'officer', 5, true, 'accept', null),
       ('pause', 2, 2, 'moderator', null, true, null, 'running'),
       ('pause', 2, 2, 'officer', 5, true, null, 'running'),
       ('resume', 2, 2, 'moderator', null, false, null, 'paused'),
       ('resume', 2, 2, 'officer', 5, true, null, 'paused'),
       ('prolong', 2, 2, 'moderator', null, false, null, 'running'),
       ('prolong', 2, 2, 'officer', 5, true, null, 'running');

insert into varta.transition (verb, from_status, to_status, role, reads, needs)
select verb, status, status, role, reads, needs
from (values ('take', '{2}'::smallint[], true, null),
             ('give', '{1,2}', false, 'assigned'),
             ('note', '{1,2,3,4,5,6}', true, null),
             ('referral_accept', '{2}', false, 'referral'),
             ('referral_return', '{2}', false, 'referral'),
             ('referral_answer', '{2}', true, 'referral')) v (verb, statuses, reads, needs),
     unnest(statuses) status, unnest(array['moderator', 'officer', 'traffic', 'expert']) role;

insert into varta.transition (verb, from_status, to_status, role, kind, reads)
values ('take', 1, 1, 'moderator', null, true),
       ('take', 1, 1, 'officer', 5, true);

create table varta.undo (
    verb text primary key,
    passed boolean not null
);
comment on table varta.undo is 'the verbs that api.undo() undoes, and those that it passes over on its way back to one (passed)';

insert into varta.undo values
    ('accept', false), ('reject', false), ('refer', false), ('submit', false), ('approve', false), ('publish', false), ('assign', false),
    ('take', false), ('claim', false), ('give', false), ('snooze', false), ('pause', false), ('resume', false), ('merge', false),
    ('withdraw', false), ('reopen', false), ('referral_accept', false), ('referral_return', false),
    ('received', true), ('note', true), ('comment', true), ('place', true), ('beat', true), ('absorb', true), ('release', true), ('undo', true);

create table varta.reason (
    code text primary key,
    sort smallint not null unique,
    name text not null,
    name_en text not null,
    text text not null,
    text_en text not null
);
comment on table varta.reason is 'why a request is rejected; text is for the resident';

insert into varta.reason values
    ('emergency', 1, 'потрібна негайна допомога', 'emergency',
     'Якщо потрібна негайна допомога, телефонуйте 102. Тут ми відповідаємо на звернення, які не є терміновими.',
     'If you need help at once, call 102. Here we answer reports that are not urgent.'),
    ('personal_data', 2, 'персональні дані', 'personal data',
     'Звернення містить персональні дані інших осіб, тому його не можна опублікувати. Надішліть його, будь ласка, без них.',
     'The report contains personal data of other people and cannot be published. Please send it without them.'),
    ('abuse', 3, 'образи', 'abuse',
     'Звернення містить образи або погрози, тому ми його не розглядаємо.',
     'The report contains insults or threats, so we do not consider it.'),
    ('unclear', 4, 'незрозуміло', 'not understandable',
     'Нам не вдалося зрозуміти звернення. Опишіть, будь ласка, що сталося і де саме.',
     'We could not understand the report. Please describe what happened and where.'),
    ('out_of_area', 5, 'поза містом', 'out of the area',
     'Місце знаходиться поза нашим містом. Зверніться, будь ласка, до поліції за місцем події.',
     'The place is outside our city. Please turn to the police in charge there.'),
    ('spam', 6, 'спам', 'spam',
     'Звернення не стосується безпеки в місті.',
     'The report has nothing to do with safety in the city.');

insert into varta.transition (verb, from_status, to_status, role, kind, reads)
select 'claim', s, s, c.role, c.kind, c.kind = 5
from (values ('moderator', 1), ('moderator', 2), ('moderator', 3), ('moderator', 4), ('officer', 5)) c (role, kind), unnest(array[1, 2]) s
union all
select 'claim', 2, 2, c.role, c.kind, false
from (values ('officer', 1), ('officer', 2), ('officer', 3), ('officer', 4), ('traffic', 2), ('expert', 1), ('expert', 2),
             ('expert', 3)) c (role, kind);

-- The codes by name, for code. They are constants before a statement is planned, so that an index with a condition
-- still fits; hence they belong to the tables and are never replaced. PL/pgSQL, because planning is three times as
-- quick with it as with an SQL function.

create function varta.status_new() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''1''; end';
create function varta.status_pending() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''2''; end';
create function varta.status_answered() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''3''; end';
create function varta.status_rejected() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''4''; end';
create function varta.status_merged() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''5''; end';
create function varta.status_withdrawn() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''6''; end';

create function varta.response_draft() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''1''; end';
create function varta.response_submitted() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''2''; end';
create function varta.response_approved() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''3''; end';
create function varta.response_published() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''4''; end';
create function varta.response_recalled() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''5''; end';

create function varta.referral_sent() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''1''; end';
create function varta.referral_accepted() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''2''; end';
create function varta.referral_returned() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''3''; end';
create function varta.referral_answered() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''4''; end';
create function varta.referral_cancelled() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''5''; end';

create function varta.kind_message() returns smallint language plpgsql immutable parallel safe as 'begin return smallint ''5''; end';

create function varta.is_open(p_status smallint) returns boolean language sql immutable parallel safe
return p_status in (smallint '1', smallint '2');
comment on function varta.is_open is 'in: status of a request. out: whether somebody still has to do something about it';

create function varta.is_open_referral(p_state smallint) returns boolean language sql immutable parallel safe
return p_state < smallint '3';
comment on function varta.is_open_referral is 'in: state of a referral. out: whether its unit still has to do something';

alter table varta.kind enable row level security;
alter table varta.status enable row level security;
alter table varta.response_state enable row level security;
alter table varta.referral_state enable row level security;
alter table varta.response_transition enable row level security;
alter table varta.referral_transition enable row level security;
alter table varta.unit_kind enable row level security;
alter table varta.role enable row level security;
alter table varta.role_kind enable row level security;
alter table varta.transition enable row level security;
alter table varta.undo enable row level security;
alter table varta.reason enable row level security;

commit;
