-- Revert varta:no_samples
begin;

do $$
declare
    v record;
begin
    for v in select c.relname, c.relkind, a.attname, a.attnum from pg_attribute a join pg_class c on c.oid = a.attrelid
             where c.relnamespace = 'varta'::regnamespace and a.attstattarget = 0 and a.attnum > 0 and not a.attisdropped loop
        execute format('alter %s varta.%I alter column %s set statistics -1', case v.relkind when 'i' then 'index' else 'table' end,
                       v.relname, case v.relkind when 'i' then v.attnum::text else quote_ident(v.attname) end);
    end loop;
end
$$;

commit;
