-- Revert varta:extensions
-- An extension stays where anything else in the database is made of it.
begin;

do $$
begin
    drop extension if exists pg_trgm, btree_gist, postgis;
exception when dependent_objects_still_exist then
    raise notice 'postgis, pg_trgm or btree_gist is still needed here, and all stay';
end
$$;

commit;
