-- Deploy varta:request
-- Submissions, requests, reporters, comments.
begin;
set local role varta_owner;

create table varta.submission (
    city_id smallint not null,
    id bigint not null,
    source_id integer not null,
    external_id text constraint submission_external_id check (external_id <> ''),
    digest bytea not null,
    raw text not null,
    content_type text not null,
    received_at timestamptz not null,
    request_id bigint not null,
    erased_at timestamptz,
    primary key (city_id, id),
    foreign key (city_id, source_id) references varta.source (city_id, id),
    constraint submission_erased check (erased_at is null or raw = '')
);
comment on table varta.submission is 'what a source sent, byte for byte; never changed, but emptied when its personal data are erased';
comment on column varta.submission.digest is 'SHA-256 of raw';
comment on column varta.submission.request_id is 'request.submission_id is the foreign key; this is its way back';
comment on constraint submission_erased on varta.submission is 'erasing it leaves nothing but the digest';
comment on constraint submission_external_id on varta.submission is 'empty would make one of all that have none';

create sequence varta.submission_id owned by varta.submission.id;

alter table varta.submission alter id set default nextval('varta.submission_id');
create unique index submission_external on varta.submission (source_id, external_id) where external_id is not null;
create index submission_digest on varta.submission (source_id, digest, received_at) where external_id is null;

create table varta.request (
    city_id smallint not null,
    id bigint not null,
    kind smallint not null constraint request_kind check (kind between 1 and 5),
    category_id integer not null,
    status smallint not null default 1 constraint request_status check (status between 1 and 6),
    version integer not null default 1,
    rank smallint not null default 0,
    area smallint not null constraint request_area check (area between 0 and 3),
    titled boolean not null,
    public boolean not null,
    district_id integer,
    beat_id integer,
    operator_id integer references varta.operator,
    source_id integer not null,
    submission_id bigint not null,
    due_at timestamptz not null default 'infinity',
    received_at timestamptz not null,
    requested_at timestamptz not null,
    updated_at timestamptz not null,
    title text not null constraint request_title check (length(title) <= 200),
    body text not null,
    address text not null default '',
    address_id text,
    media_url text,
    attributes jsonb,
    reason text references varta.reason,
    point public.geometry(Point, 4326),
    erased_at timestamptz,
    due_from timestamptz,
    snoozed_until timestamptz,
    merged_into bigint,
    primary key (city_id, id),
    foreign key (city_id, category_id) references varta.category,
    foreign key (city_id, district_id) references varta.district,
    foreign key (city_id, beat_id) references varta.beat,
    foreign key (city_id, submission_id) references varta.submission,
    constraint request_point check ((point is null) = (area = 3)),
    constraint request_reason check ((reason is not null) = (status = 4)),
    constraint request_merged check ((merged_into is not null) = (status = 5) and merged_into <> id)
);
comment on table varta.request is 'the case that operators work on; its life cycle is varta.transition';
comment on column varta.request.rank is 'before the due date in the order of the queue: 0 is normal, less is more urgent';
comment on column varta.request.area is '0 in its city, 1 in another known city, 2 in none, 3 no point';
comment on column varta.request.beat_id is 'of a message: the beat whose officer it is for';
comment on column varta.request.titled is 'the title is a line of its own in the text; otherwise it is the beginning of body';
comment on column varta.request.erased_at is 'when the personal data of its residents were erased';
comment on column varta.request.due_from is 'from when the time for due_at counts; null: from received_at';
comment on column varta.request.snoozed_until is 'until then it is not in the queue';
comment on column varta.request.merged_into is 'the request that this one says the same as, which may be merged in turn; varta.root() is the last';
comment on column varta.request.due_at is 'infinity: no due date, so that the order of the queue is total; also while a request is paused';
comment on constraint request_kind on varta.request is 'varta.kind; no foreign key, because each costs an import a tenth';
comment on constraint request_status on varta.request is 'varta.status; no foreign key for the same reason';
comment on constraint request_area on varta.request is 'see the column';
comment on constraint request_title on varta.request is 'longer ones are cut where they are made';
comment on constraint request_point on varta.request is 'area says whether there is a point';
comment on constraint request_merged on varta.request is 'a merged request, and no other, has another one; no foreign key, because requests are never deleted';
comment on constraint request_reason on varta.request is 'a rejected request, and no other, has a reason';

create sequence varta.request_id owned by varta.request.id;

alter table varta.request alter id set default nextval('varta.request_id');
create index request_queue on varta.request (city_id, status, rank, due_at, id) include (kind, category_id, district_id, snoozed_until, area);
create index request_retained on varta.request (city_id, kind, updated_at) where erased_at is null and status in (3, 4, 5, 6);
create index request_open on varta.request (city_id, status, kind, due_at, snoozed_until) where status in (1, 2);
comment on index varta.request_open is 'badges and counters count in it, without reading a row';
create index request_mine on varta.request (city_id, operator_id, kind, due_at) include (snoozed_until)
    where operator_id is not null and status in (1, 2);
create index request_operator on varta.request (city_id, operator_id, status) where operator_id is not null;
create index request_received on varta.request (city_id, status, received_at, id) include (kind, category_id, district_id, snoozed_until);
create index request_merged on varta.request (city_id, merged_into) where merged_into is not null;
create index request_requested on varta.request (city_id, requested_at, id);

create table varta.reporter (
    city_id smallint not null,
    request_id bigint not null,
    comment_id bigint not null default 0,
    email text,
    first_name text,
    last_name text,
    phone text,
    device_id text,
    account_id text,
    may_contact boolean not null default false,
    notify text constraint reporter_notify check (notify in ('uk', 'en')),
    primary key (city_id, request_id, comment_id),
    foreign key (city_id, request_id) references varta.request
);
comment on table varta.reporter is 'personal data of residents, apart from everything else';
comment on column varta.reporter.comment_id is '0: who sent the request; otherwise who wrote that comment';
comment on column varta.reporter.notify is 'the language of the mails in which the resident wants to be told what becomes of the request; null: none';
comment on constraint reporter_notify on varta.reporter is 'the languages in which mails are written';
comment on column varta.reporter.may_contact is 'the resident agreed to be contacted; only then do moderators see this';

create table varta.comment (
    city_id smallint not null,
    id bigint generated always as identity,
    request_id bigint not null,
    source_id integer not null,
    update_id text not null,
    status text not null default '',
    body text not null,
    media_url text,
    raw text not null,
    written_at timestamptz not null,
    received_at timestamptz not null default now(),
    primary key (city_id, id),
    unique (source_id, update_id),
    foreign key (city_id, request_id) references varta.request,
    foreign key (city_id, source_id) references varta.source (city_id, id)
);
comment on table varta.comment is 'what a resident wrote later';
create index comment_request on varta.comment (city_id, request_id, id);
create index request_point on varta.request using gist ((point::public.geography));
comment on index varta.request_point is 'distances in metres, nearest first';
create index request_unassigned on varta.request (city_id, status, rank, due_at, id) include (kind, category_id, district_id, snoozed_until)
    where operator_id is null and status < 3;
comment on index varta.request_unassigned is 'the queue of what is open and nobody''s';

alter table varta.submission enable row level security;
alter table varta.request enable row level security;
alter table varta.reporter enable row level security;
alter table varta.comment enable row level security;

commit;
