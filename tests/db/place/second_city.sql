-- A city of which the database knows nothing yet, beside one that it knows: no batch of houses reads all that came before it. Where the
-- statistics say that a city has no houses, any index is as good as another to the planner.
\ir ../../lib/tap.sql
select * from no_plan();

\ir ../../lib/gazetteer.sql
create function pg_temp.houses(p_first integer, n integer) returns jsonb language sql as $$
    select jsonb_agg(jsonb_build_array(i, jsonb_build_object('street', format('вулиця Рядова %s', i % 20 + 100), 'house', i / 20 + 1, 'lat', '49.6', 'lon', '34.5'))) from generate_series(p_first, p_first + n - 1) i
$$;
create function pg_temp.read_houses() returns bigint language sql as $$ select idx_tup_fetch from pg_stat_xact_user_tables where relid = 'varta.house'::regclass $$;
create function pg_temp.beside() returns bigint language plpgsql as $$
declare
    v_import integer := api.streets_begin('poltava', 'Реєстр', '', null);
    v_before bigint := pg_temp.read_houses();
begin
    for i in 0 .. 9 loop
        perform api.streets_take('poltava', v_import, 'houses', '{}', pg_temp.houses(i * 500, 500));
    end loop;
    return pg_temp.read_houses() - v_before;
end
$$;
select pg_temp.import('houses', (select jsonb_agg(jsonb_build_object('street', format('вулиця %s-та', i), 'house', i % 90 + 1, 'lat', '50.46', 'lon', '30.45')) from generate_series(1, 450) i)) \g /dev/null
select cmp_ok(pg_temp.beside(), '<', 50000::bigint, 'ten batches of 500 houses read some of the stored ones, not all each time');
select is((select count(*) from varta.house h join varta.city c on c.id = h.city_id where c.code = 'poltava'), 5000::bigint, 'and are all stored');

select * from finish();
