-- What the pgTAP files share; included with \ir. Everything is in pg_temp.

create function pg_temp.source(p_code text) returns integer language sql as $$
    select id from varta.source where code = p_code
$$;

-- One report through sync.import, as the daemon's role sends it; returns its number.
create function pg_temp.report(p_description text, p_service text default 'light', p_lat float8 default 50.47,
                               p_long float8 default 30.45, p_source text default 'kyiv-site', p_more jsonb default '{}')
returns bigint language sql as $$
    select request_id from sync.import(pg_temp.source(p_source), jsonb_build_array(jsonb_build_object(
        'n', 0, 'service_code', p_service, 'lat', p_lat, 'long', p_long, 'description', p_description,
        'raw', p_service || p_description || clock_timestamp(), 'content_type', 'text/plain') || p_more))
$$;

-- Runs a statement that has to fail; returns 'SQLSTATE detail', or 'no error'.
create function pg_temp.error_of(p_sql text) returns text language plpgsql as $$
declare
    v_state text;
    v_detail text;
begin
    execute p_sql;
    return 'no error';
exception when others then
    get stacked diagnostics v_state = returned_sqlstate, v_detail = pg_exception_detail;
    return btrim(v_state || ' ' || v_detail);
end
$$;

-- The version of a request, for whoever asks (the owner's rights).
create function pg_temp.version(p_id bigint) returns integer language sql security definer as $$
    select version from varta.request where id = p_id
$$;

-- What a question finds after a statement that goes behind the triggers, as a superuser can; then all of it is undone.
create function pg_temp.behind_triggers(p_sql text, p_question text) returns text language plpgsql as $$
declare
    v_found text;
begin
    begin
        set local session_replication_role = replica;
        execute p_sql;
        execute format('select %s', p_question) into v_found;
        raise exception 'undo';
    exception when raise_exception then
        return v_found;
    end;
end
$$;

-- What a call gives to an operator.
create function pg_temp.does(p_login text, p_call text) returns text language plpgsql as $$
declare
    v_value text;
begin
    perform set_config('session_authorization', p_login, true);
    execute format('select x::text from %s x', p_call) into v_value;
    perform set_config('session_authorization', 'postgres', true);
    return v_value;
end
$$;
