-- Revert varta:similar
begin;

drop function api.nearest, api.similar, varta.all_visible, varta.same_place, varta.near;
drop index varta.request_point;

commit;
