-- Revert varta:roles
-- A role that another database, or a member, still needs stays.
begin;

do $$
declare
    v_role text;
begin
    foreach v_role in array array['moderator', 'officer', 'traffic', 'expert', 'auditor', 'admin',
                                  'sync', 'owner', 'view'] loop
        if v_role <> 'view' and exists (select from pg_auth_members m join pg_roles r on r.oid = m.roleid
                                        where r.rolname = 'varta_' || v_role) then
            continue;
        end if;
        begin
            execute format('drop role if exists %I', 'varta_' || v_role);
        exception when dependent_objects_still_exist then
            null;
        end;
    end loop;
end
$$;

commit;
