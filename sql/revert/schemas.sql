-- Revert varta:schemas
begin;

drop function varta.fail;
drop function varta.say;
drop schema audit;
drop schema sync;
drop schema api;
drop schema varta;
alter default privileges for role varta_owner grant execute on functions to public;

commit;
