-- Deploy varta:recent_report
-- By what a report that comes again is known, where its sender gives it no number: the digest of its fields, whatever
-- their order and their encoding. Raw bytes differ each time that a FixMyStreet repeats a POST.
begin;
set local role varta_owner;

create table varta.recent_report (
    city_id smallint not null,
    source_id integer not null,
    digest bytea not null constraint recent_report_digest check (length(digest) = 32),
    request_id bigint not null,
    at timestamptz not null,
    primary key (source_id, digest),
    foreign key (city_id, source_id) references varta.source (city_id, id),
    foreign key (city_id, request_id) references varta.request
);
comment on table varta.recent_report is 'the reports without a number of their sender''s that came within a day, by what they are known when they come again';
comment on column varta.recent_report.digest is
'keyed digest of the fields, see sync.import(); its key, the secret of the installation, is in no row of this table';
comment on constraint recent_report_digest on varta.recent_report is 'SHA-256 has 32 bytes';
create index recent_report_at on varta.recent_report (source_id, at);
create index recent_report_request on varta.recent_report (city_id, request_id);

alter table varta.recent_report enable row level security;

commit;
