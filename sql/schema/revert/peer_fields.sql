-- Revert varta:peer_fields
begin;

alter table varta.poll_known drop column customer_reference, drop column external_status_code;
alter table varta.comment drop column customer_reference, drop column external_status_code;

commit;
