-- Revert varta:saved_views
begin;

drop function api.counters, api.view_delete, api.view_save, api.views, varta.my_views, varta.view_total;
drop table varta.saved_view;

commit;
