-- Revert varta:matters
begin;

do $$
declare
    t record;
begin
    for t in select tgrelid::regclass as name, tgname from pg_trigger
             where tgfoid = 'varta.watched()'::regprocedure
                or tgname = 'refuse' and tgrelid in ('varta.operator_city'::regclass, 'varta.office_hours'::regclass, 'varta.holiday'::regclass) loop
        execute format('drop trigger %I on %s', t.tgname, t.name);
    end loop;
end
$$;
drop function varta.watch, varta.watched, varta.matter_cities, varta.told, varta.many_cities, varta.matter, varta.cities_of;

commit;
