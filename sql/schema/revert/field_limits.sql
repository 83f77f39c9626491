-- Revert varta:field_limits
-- What was cut stays cut.
begin;

alter table varta.reporter drop constraint reporter_email, drop constraint reporter_first_name, drop constraint reporter_last_name,
    drop constraint reporter_phone, drop constraint reporter_device_id, drop constraint reporter_account_id;
alter table varta.request drop constraint request_address_length, drop constraint request_address_id, drop constraint request_media_url,
    drop constraint request_body, drop constraint request_attributes;
alter table varta.comment drop constraint comment_update_id, drop constraint comment_status, drop constraint comment_body,
    drop constraint comment_media_url;

commit;
