-- A source by its number, for the daemon.

create or replace function varta.source_of(p_source integer) returns varta.source
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_source varta.source;
begin
    select * into v_source from varta.source where id = p_source and active and city_id = any((select varta.served_cities())::smallint[]);
    if not found then
        perform varta.fail('VA001', format('there is no active source %s', p_source), 'source', p_source::text);
    end if;
    return v_source;
end
$$;
comment on function varta.source_of is 'in: id. out: the active source, of a city that the session serves. errors: VA001';
