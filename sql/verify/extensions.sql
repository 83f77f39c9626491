-- Verify varta:extensions
select 1 / count(*) from pg_extension e join pg_namespace n on n.oid = e.extnamespace
where e.extname = 'postgis' and n.nspname = 'public';
