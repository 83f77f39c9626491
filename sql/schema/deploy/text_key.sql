-- Deploy varta:text_key
-- The history has digests of a request and of its texts, so that rows can be compared with it. They are made with
-- a key of the request's own: when it is replaced, as erasure does, nobody can try out what a text was.
begin;
set local role varta_owner;

alter table varta.request add column text_key uuid;
alter table varta.request alter column text_key set default gen_random_uuid();
comment on column varta.request.text_key is 'key of the digests that the history has of the row and of texts; null: it has none yet';

commit;
