-- Revert varta:extensions
-- PostGIS stays where anything else in the database is made of it.
begin;

do $$
begin
    drop extension if exists postgis;
exception when dependent_objects_still_exist then
    raise notice 'postgis is still needed here and stays';
end
$$;

commit;
