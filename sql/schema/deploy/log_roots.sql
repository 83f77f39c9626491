-- Deploy varta:log_roots
-- The nodes of the log's tree above its tiles, so that a proof needs a few of them and not the whole log.
begin;
set local role varta_owner;

create table varta.log_root (
    level smallint not null constraint log_root_level check (level between 1 and 7),
    index bigint not null,
    hash bytea not null constraint log_root_hash check (length(hash) = 32),
    primary key (level, index)
);
comment on table varta.log_root is 'roots of full pieces of the log: of level 1 those of the 256 leaves from index * 256 on, of level 2 those of 256 of these, and so on';
comment on constraint log_root_level on varta.log_root is 'the log has no more than 256 ^ 8 leaves';
comment on constraint log_root_hash on varta.log_root is 'SHA-256';

alter table varta.log_root enable row level security;

commit;
