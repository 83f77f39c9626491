-- Revert varta:wordings
-- Cascade: the code that stands on these goes with them.
begin;

set local client_min_messages = warning;
drop table varta.category_object, varta.wording cascade;

commit;
