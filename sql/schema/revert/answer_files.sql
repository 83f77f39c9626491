-- Revert varta:answer_files
-- Cascade: the code that stands on this goes with it.
begin;

set local client_min_messages = warning;
drop table varta.answer_file cascade;

commit;
