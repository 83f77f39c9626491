-- Revert varta:guard
-- The function goes with its owner; a role that another database still needs stays.
begin;

set local client_min_messages = warning;
drop owned by varta_guard;

do $$
begin
    drop role varta_guard;
exception when dependent_objects_still_exist then
    null;
end
$$;

commit;
