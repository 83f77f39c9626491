-- Revert varta:super_administrator
-- The group stays where another database, or a member, still needs it.
begin;

delete from varta.role where code = 'super';
do $$
begin
    if not exists (select from pg_auth_members m join pg_roles r on r.oid = m.roleid where r.rolname = 'varta_super') then
        drop owned by varta_super;
        drop role varta_super;
    end if;
exception when dependent_objects_still_exist then
    null;
end
$$;

commit;
