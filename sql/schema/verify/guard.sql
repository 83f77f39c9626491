-- Verify varta:guard
do $$
begin
    assert (select count(*) = 1 from pg_roles where rolname = 'varta_guard' and not rolcanlogin and not rolsuper and not rolbypassrls);
    assert pg_has_role('varta_guard', 'pg_signal_backend', 'member') and pg_has_role('varta_guard', 'pg_read_all_stats', 'member');
end
$$;
