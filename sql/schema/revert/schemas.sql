-- Revert varta:schemas
-- Cascade: what is left of the code goes with its schemas.
begin;

set local client_min_messages = warning;
drop schema audit, sync, api, varta cascade;
alter default privileges for role varta_owner grant execute on functions to public;
do $$
begin
    if to_regclass('sqitch.changes') is not null then
        revoke all on sqitch.changes, sqitch.tags from varta_owner;
        revoke all on schema sqitch from varta_owner;
    end if;
end
$$;

commit;
