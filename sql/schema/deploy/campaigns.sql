-- Deploy varta:campaigns
-- Campaigns: a commission goes through streets, in spring and autumn; what it found is an act, and becomes defects and orders.
begin;
set local role varta_owner;

create table varta.campaign_season (
    code text primary key,
    name text not null,
    name_en text not null,
    sort smallint not null unique
);
comment on table varta.campaign_season is 'when commissions go through the streets';

insert into varta.campaign_season values ('spring', 'весняне', 'spring', 1), ('autumn', 'осіннє', 'autumn', 2), ('other', 'позачергове', 'extraordinary', 3);

create table varta.campaign (
    city_id smallint not null references varta.city,
    id bigint generated always as identity,
    unit_id integer not null,
    season text not null references varta.campaign_season,
    title text not null constraint campaign_title check (title <> '' and length(title) <= 200),
    starts date not null,
    ends date not null,
    version integer not null default 1,
    text text,
    text_hash bytea,
    signed_at timestamptz,
    operator_id integer not null references varta.operator,
    created_at timestamptz not null default now(),
    primary key (city_id, id),
    foreign key (city_id, unit_id) references varta.unit,
    constraint campaign_days check (ends between starts and starts + 120),
    constraint campaign_signed check (num_nonnulls(text, text_hash, signed_at) in (0, 3))
);
comment on table varta.campaign is 'a commission''s inspection of streets';
comment on column varta.campaign.text is 'the act, as it was signed: it is never changed';
comment on column varta.campaign.text_hash is 'SHA-256 of the act in UTF-8';
comment on constraint campaign_title on varta.campaign is 'it stands on one line';
comment on constraint campaign_days on varta.campaign is 'an inspection ends, and after it began';
comment on constraint campaign_signed on varta.campaign is 'whatever a signed act has, it has since it was signed';
create index campaign_days on varta.campaign (city_id, starts);

create table varta.campaign_member (
    city_id smallint not null,
    campaign_id bigint not null,
    n smallint not null constraint campaign_member_n check (n between 1 and 40),
    name text not null constraint campaign_member_name check (name <> '' and length(name) <= 200),
    post text not null default '' constraint campaign_member_post check (length(post) <= 300),
    primary key (city_id, campaign_id, n),
    foreign key (city_id, campaign_id) references varta.campaign
);
comment on table varta.campaign_member is 'who inspects: the first is the chairman';
comment on constraint campaign_member_n on varta.campaign_member is 'all of them sign';
comment on constraint campaign_member_name on varta.campaign_member is 'the act names everybody';
comment on constraint campaign_member_post on varta.campaign_member is 'the act says of whom';

create table varta.campaign_street (
    city_id smallint not null,
    campaign_id bigint not null,
    n smallint not null constraint campaign_street_n check (n between 1 and 500),
    name text not null constraint campaign_street_name check (name <> '' and length(name) <= 200),
    primary key (city_id, campaign_id, n),
    foreign key (city_id, campaign_id) references varta.campaign
);
comment on table varta.campaign_street is 'which streets are inspected, as the act says it';
comment on constraint campaign_street_n on varta.campaign_street is 'nobody inspects more in one season';
comment on constraint campaign_street_name on varta.campaign_street is 'the act names it';

create table varta.finding (
    city_id smallint not null,
    campaign_id bigint not null,
    n smallint not null constraint finding_n check (n between 1 and 2000),
    object_id smallint not null references varta.object_kind,
    dangerous boolean not null default false,
    what text not null constraint finding_what check (what <> '' and length(what) <= 2000),
    place text not null constraint finding_place check (place <> '' and length(place) <= 500),
    point public.geometry(Point, 4326) not null,
    measured jsonb not null default '{}',
    defect_id bigint,
    operator_id integer not null references varta.operator,
    created_at timestamptz not null default now(),
    primary key (city_id, campaign_id, n),
    foreign key (city_id, campaign_id) references varta.campaign,
    foreign key (city_id, defect_id) references varta.defect
);
comment on table varta.finding is 'what a commission found at one place';
comment on column varta.finding.defect_id is 'what became of it; null: the act is not signed';
comment on column varta.finding.measured is 'by code of varta.measure';
comment on constraint finding_n on varta.finding is 'an act with more of them nobody reads';
comment on constraint finding_what on varta.finding is 'as of defects';
comment on constraint finding_place on varta.finding is 'as of defects';
create index finding_defect on varta.finding (city_id, defect_id) where defect_id is not null;

alter table varta.campaign_season enable row level security;
alter table varta.campaign enable row level security;
alter table varta.campaign_member enable row level security;
alter table varta.campaign_street enable row level security;
alter table varta.finding enable row level security;

commit;
