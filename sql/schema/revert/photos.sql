-- Revert varta:photos
begin;

delete from varta.photo where n > 0;
alter table varta.photo drop column n, add constraint photo_pkey primary key (city_id, request_id, comment_id);
comment on table varta.photo is 'the photo that came with a request (comment 0) or a comment';

commit;
