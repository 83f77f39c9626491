-- Deploy varta:peer_fields
-- What FixMyStreet's extensions of GeoReport say beside a status: a finer code, and the number that a resident was given.
begin;
set local role varta_owner;

alter table varta.comment add column external_status_code text, add column customer_reference text,
    add constraint comment_external_status_code check (length(external_status_code) between 1 and 100) not valid,
    add constraint comment_customer_reference check (length(customer_reference) between 1 and 200) not valid;
alter table varta.comment validate constraint comment_external_status_code;
alter table varta.comment validate constraint comment_customer_reference;
comment on column varta.comment.external_status_code is 'the peer''s own code for how far it is, finer than its status';
comment on column varta.comment.customer_reference is 'by which number the resident may ask for it there';
comment on constraint comment_external_status_code on varta.comment is 'a code is short; none is null';
comment on constraint comment_customer_reference on varta.comment is 'a number is short; none is null';

alter table varta.poll_known add column external_status_code text, add column customer_reference text;
comment on column varta.poll_known.external_status_code is 'the peer''s own code for how far it is, finer than its status';
comment on column varta.poll_known.customer_reference is 'by which number the resident may ask for it there';

commit;
