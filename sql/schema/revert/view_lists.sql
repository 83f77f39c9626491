-- Revert varta:view_lists
-- Cascade: the code that stands on these goes with them.
begin;

set local client_min_messages = warning;
delete from varta.saved_view where list <> 'requests';
alter table varta.saved_view drop column list cascade;

commit;
