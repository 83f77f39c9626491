-- Deploy varta:installation
-- changes: varta.installation
-- What makes this database itself: its mark on the roles that are its own, for roles are the cluster's, and the secret
-- that its channels' names are made from, for anybody who can connect may LISTEN to a name that he knows.
begin;
set local role varta_owner;

create table varta.installation (
    one boolean primary key default true constraint installation_one check (one),
    mark text not null constraint installation_mark check (mark ~ '^[0-9a-f]{12}$'),
    database name not null,
    secret bytea not null constraint installation_secret check (length(secret) = 32)
);
comment on table varta.installation is 'what makes this database itself; one row';
comment on column varta.installation.mark is 'the role varta_at_MARK has the logins that belong to this database as its members';
comment on column varta.installation.database is 'the name of the database to which the mark belongs: in a copy of it the mark means nothing';
comment on column varta.installation.secret is 'from which the names of channels are made; it is in no dump that others may read, and it never leaves the database';
comment on constraint installation_one on varta.installation is 'one row';
comment on constraint installation_mark on varta.installation is 'it is a part of the name of a role';
comment on constraint installation_secret on varta.installation is '256 bits: nobody tries them out';

insert into varta.installation (mark, database, secret)
values (left(replace(gen_random_uuid()::text, '-', ''), 12), current_database(),
        sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));

alter table varta.installation enable row level security;

commit;
