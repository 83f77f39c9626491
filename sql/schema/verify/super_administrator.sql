-- Verify varta:super_administrator
do $$
begin
    assert exists (select from pg_roles where rolname = 'varta_super' and not rolcanlogin and not rolsuper and not rolbypassrls);
    assert exists (select from varta.role where code = 'super');
end
$$;
