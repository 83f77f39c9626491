-- Revert varta:media
begin;

drop trigger photo_of_comment on varta.comment;
drop trigger photo_of_request on varta.request;
drop function sync.media_gone, sync.media_unused, varta.media_path, sync.media_public, sync.media_failed, sync.media_stored,
    sync.media_upload, sync.media_lease, varta.photo_of_comment, varta.photo_of_request;
drop table varta.photo, varta.media;

commit;
