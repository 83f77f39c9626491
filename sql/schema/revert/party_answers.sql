-- Revert varta:party_answers
-- Cascade: the code that stands on these goes with them.
begin;

set local client_min_messages = warning;
alter table varta.response drop column unit_id cascade;

commit;
