-- Verify varta:roles
do $$
begin
    assert (select count(*) = 9 from pg_roles
            where rolname in ('varta_owner', 'varta_view', 'varta_moderator', 'varta_officer', 'varta_traffic',
                              'varta_expert', 'varta_auditor', 'varta_admin', 'varta_sync')
              and not rolcanlogin and not rolsuper and not rolbypassrls);
    assert pg_has_role('varta_owner', 'varta_view', 'member');
end
$$;
