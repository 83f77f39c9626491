-- Revert varta:request_place
-- Cascade: the code that stands on it goes with it.
begin;

set local client_min_messages = warning;
drop table varta.request_place cascade;

commit;
