-- Revert varta:poll_doubts
begin;

alter table varta.poll drop column news_at, drop column warned_at, drop column shown, drop column aside;

commit;
