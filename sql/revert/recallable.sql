-- Revert varta:recallable
begin;

drop function api.recallable;
drop index varta.response_visible;

commit;
