-- Deploy varta:own_passwords
-- An operator can give himself any password by ALTER ROLE. That cannot be kept from him, but it can be seen.
begin;
set local role varta_owner;

create table varta.password_set (
    operator_id integer primary key references varta.operator,
    digest bytea not null constraint password_set_digest check (length(digest) = 32),
    at timestamptz not null default now()
);
comment on table varta.password_set is 'which password was set through Varta last; where the role has another one now, its owner chose it';
comment on column varta.password_set.digest is 'SHA-256 of the SCRAM verifier, which is salted';
comment on constraint password_set_digest on varta.password_set is 'SHA-256 has 32 bytes';

alter table varta.password_set enable row level security;

commit;
