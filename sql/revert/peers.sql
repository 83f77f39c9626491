-- Revert varta:peers
begin;

drop function sync.updates, sync.token, sync.requests, varta.request_filter_check, sync.comments, sync.services, sync.sources;

commit;
