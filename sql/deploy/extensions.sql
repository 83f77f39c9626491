-- Deploy varta:extensions
begin;

set local client_min_messages = warning;
create extension if not exists postgis with schema public;
create extension if not exists pg_trgm with schema public;
create extension if not exists btree_gist with schema public;

commit;
