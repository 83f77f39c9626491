-- Deploy varta:field_limits
-- How long what a resident or a peer sends may be. varta.import_refusal() and varta.comment_refusal() tell the
-- sender first; these constraints hold whatever way a value takes. What is longer already is cut, as its sender
-- would have had to: it is no address of anything.
begin;
set local role varta_owner;

update varta.reporter
set email = case when length(email) <= 254 then email end, first_name = left(first_name, 100), last_name = left(last_name, 100),
    phone = left(phone, 40), device_id = left(device_id, 200), account_id = left(account_id, 200)
where length(email) > 254 or greatest(length(first_name), length(last_name)) > 100 or length(phone) > 40
   or greatest(length(device_id), length(account_id)) > 200;

-- that an address of no photo goes is no event of the request
alter table varta.request disable trigger user;
update varta.request set media_url = null where length(media_url) > 2000;
update varta.request set address_id = left(address_id, 200) where length(address_id) > 200;
update varta.request set attributes = null where length(attributes::text) > 20000;
alter table varta.request enable trigger user;
update varta.comment set media_url = null where length(media_url) > 2000;
update varta.comment set status = left(status, 100) where length(status) > 100;

alter table varta.reporter
    add constraint reporter_email check (length(email) <= 254),
    add constraint reporter_first_name check (length(first_name) <= 100),
    add constraint reporter_last_name check (length(last_name) <= 100),
    add constraint reporter_phone check (length(phone) <= 40),
    add constraint reporter_device_id check (length(device_id) <= 200),
    add constraint reporter_account_id check (length(account_id) <= 200);
alter table varta.request
    add constraint request_address_length check (length(address) <= 1000) not valid,
    add constraint request_address_id check (length(address_id) <= 200),
    add constraint request_media_url check (length(media_url) <= 2000),
    add constraint request_body check (length(body) <= 20000) not valid,
    add constraint request_attributes check (length(attributes::text) <= 20000);
alter table varta.comment
    add constraint comment_update_id check (length(update_id) <= 200) not valid,
    add constraint comment_status check (length(status) <= 100),
    add constraint comment_body check (length(body) <= 20000) not valid,
    add constraint comment_media_url check (length(media_url) <= 2000);
comment on constraint reporter_email on varta.reporter is 'RFC 5321: a path of 256 octets, with its angle brackets';
comment on constraint reporter_first_name on varta.reporter is 'no name is longer';
comment on constraint reporter_last_name on varta.reporter is 'no name is longer';
comment on constraint reporter_phone on varta.reporter is 'room for two numbers with all their signs';
comment on constraint reporter_device_id on varta.reporter is 'longer than any identifier that was seen';
comment on constraint reporter_account_id on varta.reporter is 'longer than any identifier that was seen';
comment on constraint request_address_length on varta.request is 'a street, a house and how to find it';
comment on constraint request_address_id on varta.request is 'longer than any identifier that was seen';
comment on constraint request_media_url on varta.request is 'what browsers take as an address';
comment on constraint request_body on varta.request is 'as long as an answer may be';
comment on constraint request_attributes on varta.request is 'all of them together, as long as a text';
comment on constraint comment_update_id on varta.comment is 'longer than any identifier that was seen';
comment on constraint comment_status on varta.comment is 'a word of the peer';
comment on constraint comment_body on varta.comment is 'as long as an answer may be';
comment on constraint comment_media_url on varta.comment is 'what browsers take as an address';

commit;
