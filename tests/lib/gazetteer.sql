-- Streets, houses and places of a city, as 'vartactl streets import' takes them.

create function pg_temp.import(p_what text, p_rows jsonb) returns void language plpgsql as $$
declare
    v_import integer := api.streets_begin('kyiv', 'Реєстр', '', null);
begin
    perform api.streets_take('kyiv', v_import, p_what, '{}', (select jsonb_agg(jsonb_build_array(n, r)) from jsonb_array_elements(p_rows) with ordinality x (r, n)));
    perform api.streets_end('kyiv', v_import, p_what, false);
end
$$;
