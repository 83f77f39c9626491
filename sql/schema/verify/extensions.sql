-- Verify varta:extensions
select 1 / (count(*) = 3)::int from pg_extension e join pg_namespace n on n.oid = e.extnamespace
where e.extname in ('postgis', 'pg_trgm', 'btree_gist') and n.nspname = 'public';
