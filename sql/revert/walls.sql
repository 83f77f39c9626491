-- Revert varta:walls
begin;

drop function varta.may_open;
do $$
declare
    v record;
begin
    for v in select tablename, policyname from pg_policies where schemaname = 'varta' loop
        execute format('drop policy %I on varta.%I', v.policyname, v.tablename);
    end loop;
    for v in select tablename from pg_tables where schemaname = 'varta' loop
        execute format('alter table varta.%I disable row level security', v.tablename);
    end loop;
end
$$;
revoke all on all tables in schema varta from varta_view;
revoke all on function varta.my_cities, varta.my_kinds, varta.my_roles from varta_view;

commit;
