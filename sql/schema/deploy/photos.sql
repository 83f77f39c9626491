-- Deploy varta:photos
-- Several photos of a request or a comment.
begin;
set local role varta_owner;

alter table varta.photo add column n smallint not null default 0;
create unique index photo_place on varta.photo (city_id, request_id, comment_id, n);
alter table varta.photo drop constraint photo_pkey, add constraint photo_place primary key using index photo_place,
    add constraint photo_n check (n between 0 and 99) not valid;
alter table varta.photo validate constraint photo_n;
comment on table varta.photo is 'the photos that came with a request (comment 0) or a comment';
comment on column varta.photo.n is 'which of them, from 0';
comment on constraint photo_n on varta.photo is 'nobody looks at more';

commit;
