-- Revert varta:idempotency
-- Cascade: the code that stands on these tables goes with them.
begin;

set local client_min_messages = warning;
drop table varta.idempotency_key cascade;

commit;
