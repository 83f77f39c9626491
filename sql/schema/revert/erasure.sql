-- Revert varta:erasure
-- Cascade: the code that stands on these tables goes with them.
begin;

set local client_min_messages = warning;
drop table varta.erasure_failure, varta.erasure_trace, varta.erasure_key cascade;
alter table varta.submission drop column salt cascade;

commit;
