-- Deploy varta:extensions
begin;

set local client_min_messages = warning;
create extension if not exists postgis with schema public;

commit;
