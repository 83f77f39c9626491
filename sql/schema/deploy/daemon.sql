-- Deploy varta:daemon
-- What a daemon that died had leased waited for the ends of its leases: minutes in which the tree was stale.
begin;
set local role varta_owner;

create table varta.daemon (
    name text primary key,
    login name not null,
    missed_at timestamptz
);
comment on table varta.daemon is 'daemons by their names in leases; each holds a lock while it is connected';
comment on column varta.daemon.login is 'whoever has the same serves the same cities';
comment on column varta.daemon.missed_at is 'since when another one has known that nobody holds its lock; null: nobody has seen that';

alter table varta.daemon enable row level security;

commit;
