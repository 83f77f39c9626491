-- Deploy varta:roles
-- Roles belong to the whole cluster, where another database may already have them.
begin;

do $$
declare
    v_role text;
begin
    foreach v_role in array array['owner', 'view', 'moderator', 'officer', 'traffic', 'expert',
                                  'auditor', 'admin', 'sync'] loop
        begin
            execute format('create role %I nologin', 'varta_' || v_role);
        exception when duplicate_object or unique_violation then
            null;
        end;
    end loop;
end
$$;

-- CREATEROLE: api.operator_add() creates the operators' login roles as the owner.
alter role varta_owner createrole;

do $$
begin
    if not pg_has_role('varta_owner', 'varta_view', 'member') then
        grant varta_view to varta_owner;
    end if;
end
$$;

commit;
