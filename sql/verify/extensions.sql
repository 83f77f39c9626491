-- Verify varta:extensions
select 1 / (count(*) = 2)::int from pg_extension e join pg_namespace n on n.oid = e.extnamespace
where e.extname in ('postgis', 'btree_gist') and n.nspname = 'public';
