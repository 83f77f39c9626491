-- Deploy varta:schemas
-- varta holds tables and private functions, api what operators call, sync what the daemon calls, audit what
-- checks the history. New functions are nobody's until sql/code/rights/grants.sql grants them.
begin;
create schema varta authorization varta_owner;
create schema api authorization varta_owner;
create schema sync authorization varta_owner;
create schema audit authorization varta_owner;

alter default privileges for role varta_owner revoke execute on functions from public;

commit;
