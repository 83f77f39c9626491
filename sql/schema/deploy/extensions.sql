-- Deploy varta:extensions
-- Extensions of PostgreSQL, in the schema public.
begin;

set local client_min_messages = warning;

create extension if not exists postgis with schema public;

create extension if not exists pg_trgm with schema public;

create extension if not exists btree_gist with schema public;

commit;
