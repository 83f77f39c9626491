-- Revert varta:heedless_polls
begin;

alter table varta.poll drop column heedless, drop column whole_at;

commit;
