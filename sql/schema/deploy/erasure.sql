-- Deploy varta:erasure
-- What an erasure needs: keys that go with the data whose digests stay, traces of who was erased while the
-- texts stayed, and the requests at which it failed.
begin;
set local role varta_owner;

alter table varta.submission add salt uuid;
comment on column varta.submission.digest is
'SHA-256 of raw; once that is erased, varta.keyed_digest() of it, which is what the event says and nobody can guess anything from';
comment on column varta.submission.salt is 'the key of the digest in the event received; it goes with raw';
comment on constraint submission_erased on varta.submission is 'erasing it leaves nothing but a digest whose key is gone';

create table varta.erasure_key (
    city_id smallint not null,
    source_id integer primary key,
    key uuid not null default gen_random_uuid(),
    foreign key (city_id, source_id) references varta.source (city_id, id)
);
comment on table varta.erasure_key is
'the key of the digests that stand for identifiers which named a person, so that a source which sends them again is known';

create table varta.erasure_trace (
    city_id smallint not null,
    request_id bigint not null,
    comment_id bigint not null,
    salt uuid not null,
    marks bytea[] not null,
    primary key (city_id, request_id, comment_id),
    foreign key (city_id, request_id) references varta.request
);
comment on table varta.erasure_trace is 'who was erased while the texts stayed: by it a later erasure finds the texts. It goes with them';
comment on column varta.erasure_trace.marks is 'keyed digests of what the person is recognised by, salt being their key: see sql/code/privacy/traces.sql';

create table varta.erasure_failure (
    city_id smallint not null,
    request_id bigint not null,
    attempts smallint not null default 1,
    next_at timestamptz not null,
    sqlstate text not null,
    primary key (city_id, request_id),
    foreign key (city_id, request_id) references varta.request
);
comment on table varta.erasure_failure is 'requests whose erasure failed: they are set aside until next_at, so that the others go on';
comment on column varta.erasure_failure.sqlstate is 'why; the message could quote a resident';

alter table varta.erasure_key enable row level security;
alter table varta.erasure_trace enable row level security;
alter table varta.erasure_failure enable row level security;

commit;
