-- Deploy varta:lookups
-- Codes are smallint in the tables (enums are not leakproof, so a policy would hide their index)
-- and words everywhere else. The life cycle is the table varta.transition.
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
    answer_days smallint not null check (answer_days > 0)
);
comment on column varta.kind.public is 'whether the public may ever see requests of this kind';
comment on column varta.kind.sealed is 'the text is only for the officer who is responsible; others see that it is there';
comment on column varta.kind.moderation_days is 'working days until somebody has to take it';
comment on column varta.kind.answer_days is
'calendar days until the answer: law of Ukraine on citizens'' appeals (393/96-BP), article 20';
insert into varta.kind values
    (1, 'question', 'питання', 'question', true, false, false, 1, 15),
    (2, 'traffic', 'дорожній рух', 'traffic', true, false, true, 1, 15),
    (3, 'spot', 'небезпечне місце', 'dangerous place', true, false, true, 1, 15),
    (4, 'crime', 'злочин, не терміново', 'crime, not urgent', false, false, false, 1, 15),
    (5, 'message', 'повідомлення дільничному', 'message to the district officer', false, true, false, 2, 15);

create table varta.status (
    id smallint primary key,
    code text not null unique,
    name text not null,
    name_en text not null,
    open boolean not null,
    word text not null
);
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
insert into varta.response_state values
    (1, 'draft'), (2, 'submitted'), (3, 'approved'), (4, 'published'), (5, 'recalled');

create table varta.referral_state (
    id smallint primary key,
    code text not null unique,
    open boolean not null
);
insert into varta.referral_state values
    (1, 'sent', true), (2, 'accepted', true), (3, 'returned', false), (4, 'answered', false);

create table varta.unit_kind (
    code text primary key,
    name text not null,
    name_en text not null
);
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
    unique nulls not distinct (verb, from_status, role, kind)
);
comment on table varta.transition is 'the life cycle: who may do what in which status; kind null: any';
comment on column varta.transition.reads is 'the verb is only for those who may read the text of the request';
insert into varta.transition (verb, from_status, to_status, role, kind, reads)
values ('accept', 1, 2, 'moderator', null, false),
       ('accept', 1, 2, 'officer', 5, false),
       ('reject', 1, 4, 'moderator', null, false),
       ('reject', 2, 4, 'moderator', null, false),
       ('refer', 2, 2, 'moderator', null, false),
       ('refer', 2, 2, 'officer', 5, false),
       ('draft', 2, 2, 'moderator', null, true),
       ('draft', 2, 2, 'officer', null, true),
       ('draft', 2, 2, 'traffic', null, true),
       ('draft', 2, 2, 'expert', null, true),
       ('submit', 2, 2, 'moderator', null, true),
       ('submit', 2, 2, 'officer', null, true),
       ('submit', 2, 2, 'traffic', null, true),
       ('submit', 2, 2, 'expert', null, true),
       ('approve', 2, 2, 'moderator', null, true),
       ('approve', 2, 2, 'officer', 5, true),
       ('publish', 2, 3, 'moderator', null, true),
       ('publish', 2, 3, 'officer', 5, true);

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

commit;
