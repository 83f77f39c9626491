-- Revert varta:unit_views
-- Cascade: the code that stands on this goes with it.
begin;

set local client_min_messages = warning;
alter table varta.saved_view drop column unit_id cascade;

commit;
