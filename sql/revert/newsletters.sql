-- Revert varta:newsletters
begin;

drop function api.subscribers, api.newsletters, api.newsletter_recall, api.newsletter_send, varta.newsletter_right, varta.readers;

commit;
