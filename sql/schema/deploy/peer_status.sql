-- Deploy varta:peer_status
-- The words by which the servers of a dialect say how far a matter is: what they mean here, and what of ours is told so.
begin;
set local role varta_owner;

create table varta.peer_status (
    dialect text not null references varta.dialect,
    word text not null constraint peer_status_word check (word = lower(word) and word ~ '^[^ _][^ ]*$'),
    open boolean not null,
    name text not null,
    name_en text not null,
    tells text[] not null default '{}',
    primary key (dialect, word)
);
comment on table varta.peer_status is 'how the servers of a dialect call the states of a matter';
comment on column varta.peer_status.word is 'in small letters, with _ for a blank';
comment on column varta.peer_status.open is 'whether something is left to be done there';
comment on column varta.peer_status.name is 'what operators read';
comment on column varta.peer_status.tells is
'what of ours is told so: the code of a status, or with the detail of outbox.detail behind it: rejected.out_of_area, pending.accepted';
comment on constraint peer_status_word on varta.peer_status is 'as varta.peer_word() writes it';

insert into varta.peer_status values
    ('georeport', 'open', true, 'відкрите', 'open', '{}'),
    ('georeport', 'closed', false, 'закрите', 'closed', '{}'),
    ('georeport', 'fixed', false, 'усунуто', 'fixed', '{}'),
    ('fixmystreet', 'open', true, 'відкрите', 'open', '{new}'),
    ('fixmystreet', 'confirmed', true, 'відкрите', 'open', '{}'),
    ('fixmystreet', 'investigating', true, 'з’ясовують', 'being looked into', '{pending}'),
    ('fixmystreet', 'in_progress', true, 'у роботі', 'in progress', '{pending.accepted}'),
    ('fixmystreet', 'planned', true, 'заплановано', 'planned', '{}'),
    ('fixmystreet', 'action_scheduled', true, 'роботи призначено', 'action scheduled', '{}'),
    ('fixmystreet', 'fixed', false, 'усунуто', 'fixed', '{}'),
    ('fixmystreet', 'closed', false, 'закрите', 'closed', '{answered}'),
    ('fixmystreet', 'duplicate', false, 'дублікат', 'duplicate', '{merged}'),
    ('fixmystreet', 'not_councils_responsibility', false, 'не в їхній відповідальності', 'not their responsibility', '{rejected.out_of_area,rejected.emergency}'),
    ('fixmystreet', 'not_responsible', false, 'не в їхній відповідальності', 'not their responsibility', '{}'),
    ('fixmystreet', 'no_further_action', false, 'без подальших дій', 'no further action', '{rejected}'),
    ('fixmystreet', 'unable_to_fix', false, 'без подальших дій', 'no further action', '{}'),
    ('fixmystreet', 'internal_referral', false, 'передано іншій установі', 'referred elsewhere', '{}'),
    ('fixmystreet', 'cancelled', false, 'скасовано', 'cancelled', '{withdrawn}');

alter table varta.outbox add column detail text;
comment on column varta.outbox.detail is 'what the status does not say: the reason of a rejection; accepted: a unit has taken it on';
alter table varta.poll_known add column status text;
comment on column varta.poll_known.status is 'the peer''s word for how far it is';

alter table varta.peer_status enable row level security;

commit;
