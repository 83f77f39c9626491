-- The schema as the changes in sql/ make it. Made by tools/dump-schema; not to be edited.

CREATE SCHEMA api;

ALTER SCHEMA api OWNER TO varta_owner;

CREATE SCHEMA audit;

ALTER SCHEMA audit OWNER TO varta_owner;

CREATE SCHEMA sync;

ALTER SCHEMA sync OWNER TO varta_owner;

CREATE SCHEMA varta;

ALTER SCHEMA varta OWNER TO varta_owner;

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';

CREATE EXTENSION IF NOT EXISTS postgis WITH SCHEMA public;

COMMENT ON EXTENSION postgis IS 'PostGIS geometry and geography spatial types and functions';

CREATE TYPE api.queue_row AS (
	city text,
	id bigint,
	version integer,
	kind text,
	category text,
	category_name text,
	category_short text,
	district_name text,
	status text,
	rank smallint,
	due bigint,
	due_state text,
	received bigint,
	title text,
	area smallint,
	unit_name text,
	operator text,
	draft text,
	due_key timestamp with time zone
);

ALTER TYPE api.queue_row OWNER TO varta_owner;

COMMENT ON TYPE api.queue_row IS 'one line of the queue; every verb returns the line as it is then';

CREATE TYPE varta.address AS (
	kind text,
	street text,
	house integer
);

ALTER TYPE varta.address OWNER TO varta_owner;

COMMENT ON TYPE varta.address IS 'kind of the street (empty: not said), its name in small letters without signs, number of the house or null';

CREATE TYPE varta.draft_event AS (
	city_id smallint,
	request_id bigint,
	verb text,
	why text,
	before jsonb,
	after jsonb
);

ALTER TYPE varta.draft_event OWNER TO varta_owner;

CREATE TYPE varta.filter AS (
	cities smallint[],
	statuses smallint[],
	kinds smallint[],
	categories integer[],
	districts integer[],
	snoozed boolean,
	units integer[],
	operators integer[],
	unassigned boolean,
	areas smallint[],
	drafts smallint[],
	due_from timestamp with time zone,
	due_to timestamp with time zone,
	received_from timestamp with time zone,
	received_to timestamp with time zone,
	point public.geometry,
	radius double precision,
	words tsquery,
	facts tsquery,
	sort text
);

ALTER TYPE varta.filter OWNER TO varta_owner;

COMMENT ON TYPE varta.filter IS 'what is null does not narrow; cities, statuses, kinds, snoozed and sort are never null';

CREATE TYPE varta.request_text AS (
	city_id smallint,
	id bigint,
	words text[],
	facts text[]
);

ALTER TYPE varta.request_text OWNER TO varta_owner;

CREATE FUNCTION api.absence_add(p_login text, p_deputy text, p_from timestamp with time zone, p_to timestamp with time zone) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    o varta.operator := varta.officer_of(p_login);
    d varta.operator;
    v_period tstzrange := varta.period(p_from, p_to);
    v_stands_for text;
    v_id integer;
begin
    lock table varta.absence in share row exclusive mode;
    if p_deputy is not null then
        d := varta.officer_of(p_deputy);
        perform varta.deputy_check(o, d, v_period);
    end if;
    select p.login into v_stands_for from varta.absence a join varta.operator p on p.id = a.operator_id
    where a.deputy_id = o.id and a.period && v_period limit 1;
    if found then
        perform varta.fail('VA003', format('%s stands in for %s then', p_login, v_stands_for), 'operator', p_login,
                           'an officer who is nobody''s deputy then');
    end if;
    insert into varta.absence (operator_id, deputy_id, period) values (o.id, d.id, v_period) returning id into v_id;
    return v_id;
exception when exclusion_violation then
    perform varta.fail('VA005', format('%s is already away in that time', p_login), 'absence', p_login);
end
$$;

ALTER FUNCTION api.absence_add(p_login text, p_deputy text, p_from timestamp with time zone, p_to timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION api.absence_add(p_login text, p_deputy text, p_from timestamp with time zone, p_to timestamp with time zone) IS 'in: officer, deputy (null: nobody), from (null: now), to (null: until further notice). out: its number. errors: VA001, VA003 (a deputy
who is away, or an officer who is a deputy then), VA005 where the officer is away already';

CREATE FUNCTION api.absence_end(p_id integer, p_to timestamp with time zone DEFAULT NULL::timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_to timestamptz := coalesce(p_to, now());
    a varta.absence;
begin
    select b.* into a from varta.absence b join varta.operator o on o.id = b.operator_id
    where b.id = p_id and (varta.is_superuser() or varta.cities_of(o.id) && varta.my_cities()) for no key update of b;
    if not found then
        perform varta.fail('VA001', format('there is no absence %s', p_id), 'absence', p_id::text);
    elsif v_to > upper(a.period) then
        perform varta.fail('VA003', 'an absence is not made longer, but added to', 'to', v_to::text, 'not later than its end');
    elsif v_to <= lower(a.period) then
        delete from varta.absence where id = p_id;
    else
        update varta.absence set period = tstzrange(lower(period), v_to) where id = p_id;
    end if;
end
$$;

ALTER FUNCTION api.absence_end(p_id integer, p_to timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION api.absence_end(p_id integer, p_to timestamp with time zone) IS 'in: number of an absence, when it ends (null: now). One that had not begun then is taken back. errors: VA001, VA003';

CREATE FUNCTION api.absences(p_city text, p_from timestamp with time zone DEFAULT now()) RETURNS TABLE(id integer, officer text, officer_name text, deputy text, deputy_name text, since timestamp with time zone, until timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city := varta.city_of(p_city);
begin
    return query
    select a.id, o.login, o.full_name, d.login, d.full_name, lower(a.period), upper(a.period)
    from varta.absence a
    join varta.operator o on o.id = a.operator_id
    join varta.operator_city oc on oc.operator_id = o.id and oc.city_id = c.id
    left join varta.operator d on d.id = a.deputy_id
    where coalesce(upper(a.period), 'infinity') > p_from
    order by lower(a.period), o.login;
end
$$;

ALTER FUNCTION api.absences(p_city text, p_from timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION api.absences(p_city text, p_from timestamp with time zone) IS 'in: city, moment. out: absences of its officers that end after that moment. errors: VA001';

CREATE FUNCTION api.accept(p_id bigint, p_version integer) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.take('accept', p_id, p_version);
begin
    perform varta.accept(r);
    return varta.line(r);
end
$$;

ALTER FUNCTION api.accept(p_id bigint, p_version integer) OWNER TO varta_owner;

COMMENT ON FUNCTION api.accept(p_id bigint, p_version integer) IS 'in: number, version seen. out: the line. The operator gets the request, the time for the answer begins, the public sees it as pending.
errors: VA001, VA002, VA004, 40001';

CREATE FUNCTION api.answer(p_id bigint, p_version integer, p_body text, p_response bigint DEFAULT NULL::bigint) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    l api.queue_row := api.draft(p_id, p_version, p_body, true, p_response);
begin
    return api.publish(p_id, l.version, coalesce(p_response, (select max(id) from varta.response
                                                              where city_id = varta.find(p_id) and request_id = p_id and public)));
end
$$;

ALTER FUNCTION api.answer(p_id bigint, p_version integer, p_body text, p_response bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION api.answer(p_id bigint, p_version integer, p_body text, p_response bigint) IS 'in: number, version seen, text, the draft that it changes (null: none). out: the line. Draft and publish in one: both or neither.
errors: VA001 to VA004, 40001';

CREATE FUNCTION api.approve(p_id bigint, p_version integer, p_response bigint DEFAULT NULL::bigint) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.take('approve', p_id, p_version);
    p varta.response := varta.response_of(r, p_response);
begin
    perform varta.check_public(p);
    perform varta.check_filled(p);
    perform varta.step('approve', r, p);
    return varta.line(r);
end
$$;

ALTER FUNCTION api.approve(p_id bigint, p_version integer, p_response bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION api.approve(p_id bigint, p_version integer, p_response bigint) IS 'in: number, version seen, response (null: the newest unpublished one). out: the line. errors: VA001 to VA004, 40001';

CREATE FUNCTION api.assign(p_id bigint, p_version integer, p_login text) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.take('assign', p_id, p_version);
begin
    return varta.hand('assign', r, varta.worker_of(p_login, r));
end
$$;

ALTER FUNCTION api.assign(p_id bigint, p_version integer, p_login text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.assign(p_id bigint, p_version integer, p_login text) IS 'in: number, version seen, login. out: the line. The request is that operator''s now. errors: VA001, VA002, VA004, 40001';

CREATE FUNCTION api.badges() RETURNS TABLE(city text, status text, n bigint, late bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    AS $$
declare
    v_cities smallint[] := varta.my_cities();
    v_kinds smallint[] := varta.my_kinds();
begin
    return query
    select c.code, s.code, o.n, o.late
    from (select r.city_id, r.status, count(*) as n, count(*) filter (where r.due_at < now()) as late
          from varta.request r
          where r.city_id = any(v_cities) and r.status in (1, 2) and r.kind = any(v_kinds)
            and (r.snoozed_until is null or r.snoozed_until <= now())
          group by r.city_id, r.status) o
    join varta.city c on c.id = o.city_id join varta.status s on s.id = o.status
    order by c.id, s.id;
end
$$;

ALTER FUNCTION api.badges() OWNER TO varta_owner;

COMMENT ON FUNCTION api.badges() IS 'out: how many open requests there are per city and status, and how many of them are late; snoozed ones do not count';

CREATE FUNCTION api.beat_assign(p_city text, p_beat text, p_login text, p_from timestamp with time zone DEFAULT NULL::timestamp with time zone, p_to timestamp with time zone DEFAULT NULL::timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    b varta.beat := varta.beat_of((varta.city_lock(p_city)).id, p_beat);
    v_period tstzrange := varta.period(p_from, p_to);
    o varta.operator;
    a varta.beat_officer;
begin
    if p_login is not null then
        o := varta.officer_of(p_login);
        if not b.city_id = any(varta.cities_of(o.id)) then
            perform varta.fail('VA003', format('%s has not that city', p_login), 'operator', p_login, 'an officer of the city');
        end if;
    end if;
    for a in delete from varta.beat_officer where city_id = b.city_id and beat_id = b.id and period && v_period returning * loop
        insert into varta.beat_officer (city_id, beat_id, operator_id, period)
        select a.city_id, a.beat_id, a.operator_id, rest from unnest(tstzmultirange(a.period) - tstzmultirange(v_period)) rest;
    end loop;
    if o.id is not null then
        insert into varta.beat_officer (city_id, beat_id, operator_id, period) values (b.city_id, b.id, o.id, v_period);
    end if;
end
$$;

ALTER FUNCTION api.beat_assign(p_city text, p_beat text, p_login text, p_from timestamp with time zone, p_to timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION api.beat_assign(p_city text, p_beat text, p_login text, p_from timestamp with time zone, p_to timestamp with time zone) IS 'in: city, beat, officer (null: nobody), from (null: now), to (null: until further notice). The beat is the officer''s for that time; who
held it keeps it before and after. errors: VA001, VA003';

CREATE FUNCTION api.beat_import(p_city text, p_geojson jsonb) RETURNS TABLE(code text, name text, outcome text, reason text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city := varta.city_lock(p_city);
begin
    perform varta.lock_beatless(c.id);
    return query
    select s.code, s.name, s.outcome, s.reason
    from varta.features(p_geojson) f cross join lateral varta.area_store('beat', c.id, f) s;
    perform varta.rebeat(c.id);
end
$$;

ALTER FUNCTION api.beat_import(p_city text, p_geojson jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION api.beat_import(p_city text, p_geojson jsonb) IS 'in: city, GeoJSON FeatureCollection as of api.district_import; the code from the property code, else @id, else the name. out: a row for
each feature. Open messages of no beat get theirs. errors: VA001, VA003';

CREATE FUNCTION api.beat_officers(p_city text) RETURNS TABLE(beat text, officer text, officer_name text, since timestamp with time zone, until timestamp with time zone)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city := varta.city_of(p_city);
begin
    return query
    select b.code, o.login, o.full_name, lower(a.period), upper(a.period)
    from varta.beat_officer a
    join varta.beat b on b.city_id = a.city_id and b.id = a.beat_id
    join varta.operator o on o.id = a.operator_id
    where a.city_id = c.id order by b.code, a.period;
end
$$;

ALTER FUNCTION api.beat_officers(p_city text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.beat_officers(p_city text) IS 'in: city. out: who held, holds and will hold which beat (until null: until further notice). errors: VA001';

CREATE FUNCTION api.beat_set(p_city text, p_beat text, p_settings jsonb) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    b varta.beat := varta.beat_of((varta.city_lock(p_city)).id, p_beat);
begin
    perform varta.lock_beatless(b.city_id);
    perform varta.settings_check(p_settings, '{name,name_en,active,streets}');
    update varta.beat
    set name = coalesce(p_settings ->> 'name', name), name_en = coalesce(p_settings ->> 'name_en', name_en),
        active = coalesce((p_settings ->> 'active')::boolean, active)
    where city_id = b.city_id and id = b.id;
    if p_settings ? 'streets' then
        delete from varta.beat_street where city_id = b.city_id and beat_id = b.id;
        insert into varta.beat_street (city_id, beat_id, name, kind, street, low, high, parity)
        select b.city_id, b.id, s.* from varta.street_lines(p_settings -> 'streets') s;
        perform varta.rebeat(b.city_id);
    end if;
exception when check_violation or invalid_text_representation then
    perform varta.fail('VA003', sqlerrm, 'settings', left(p_settings::text, 200), 'a name, true or false, a list of streets');
end
$$;

ALTER FUNCTION api.beat_set(p_city text, p_beat text, p_settings jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION api.beat_set(p_city text, p_beat text, p_settings jsonb) IS 'in: city, code, {"name", "name_en", "active": false where it is abolished, "streets": see varta.street_lines(), all of them}. errors: VA001,
VA003';

CREATE FUNCTION api.beats(p_city text, p_at timestamp with time zone DEFAULT now()) RETURNS TABLE(code text, name text, officer text, officer_name text, deputy text, active boolean, streets jsonb)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city := varta.city_of(p_city);
begin
    return query
    select b.code, varta.say(b.name, b.name_en), i.officer, i.officer_name, i.deputy, b.active,
           (select coalesce(jsonb_agg(jsonb_build_object('street', s.name, 'from', s.low, 'to', s.high, 'parity', s.parity)
                                      order by s.street, s.low), '[]')
            from varta.beat_street s where s.city_id = b.city_id and s.beat_id = b.id)
    from varta.beat b cross join lateral varta.in_charge(b.city_id, b.id, p_at) i
    where b.city_id = c.id order by b.code;
end
$$;

ALTER FUNCTION api.beats(p_city text, p_at timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION api.beats(p_city text, p_at timestamp with time zone) IS 'in: city, moment. out: its beats and who is in charge then. errors: VA001';

CREATE FUNCTION api.borders(p_city text, p_tolerance double precision DEFAULT 0.0002) RETURNS TABLE(code text, name text, lat double precision, long double precision, area jsonb)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    if p_tolerance is null or p_tolerance not between 0 and 1 then
        perform varta.fail('VA003', 'the tolerance is in degrees', 'tolerance', coalesce(p_tolerance::text, ''), 'from 0 to 1');
    end if;
    return query
    select d.code, varta.say(d.name, d.name_en), public.st_y(c.point), public.st_x(c.point),
           public.st_asgeojson(public.st_multi(public.st_simplifypreservetopology(d.area, p_tolerance)), 5)::jsonb -> 'coordinates'
    from varta.district d
    cross join lateral (select public.st_pointonsurface(d.area) as point) c
    where d.city_id = (varta.city_of(p_city)).id
    order by 2;
end
$$;

ALTER FUNCTION api.borders(p_city text, p_tolerance double precision) OWNER TO varta_owner;

COMMENT ON FUNCTION api.borders(p_city text, p_tolerance double precision) IS 'in: city, how far a border may be from the true one (degrees; 0.0002 are some 20 m). out: its districts, a point in each, and the
coordinates of a GeoJSON MultiPolygon: [polygon [ring [long, lat]]]. errors: VA001, VA003';

CREATE FUNCTION api.bulk(p_verb text, p_items jsonb, p_args jsonb DEFAULT '{}'::jsonb) RETURNS TABLE(id bigint, outcome text, sqlstate text, reason text, "row" api.queue_row)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    v_call text := varta.verb_call(p_verb, coalesce(p_args, '{}'));
    v_args jsonb := coalesce(p_args, '{}');
    v_items bigint[];
    v_into bigint := (p_args ->> 'into')::bigint;
    v_version integer;
    v_state text;
    v_message text;
    v_detail text;
begin
    select array_agg(i.id) into v_items from jsonb_to_recordset(p_items) i (id bigint);
    if coalesce(cardinality(v_items), 0) not between 1 and 1000 then
        perform varta.fail('VA003', 'too many, or none', 'items', coalesce(cardinality(v_items), 0)::text, '1 to 1000 requests');
    end if;
    perform varta.lock_family(v_items || v_into);
    for id, v_version in
        select i.id, i.version from jsonb_to_recordset(p_items) i (id bigint, version integer) order by varta.find(i.id), i.id
    loop
        begin
            outcome := 'done';
            v_state := '00000';
            reason := '';
            execute v_call into "row" using id, v_version, v_args;
        exception when others then
            get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
            outcome := 'failed';
            reason := coalesce(nullif(v_detail, ''), v_message);
            "row" := null;
        end;
        sqlstate := v_state;
        return next;
    end loop;
end
$$;

ALTER FUNCTION api.bulk(p_verb text, p_items jsonb, p_args jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION api.bulk(p_verb text, p_items jsonb, p_args jsonb) IS 'in: verb (any that takes number and version and returns a line), [{"id", "version"}] (1 to 1000), its other arguments by name without p_,
such as {"reason": "spam", "note": null}. out: for each request, in the order of cities and numbers, outcome done with its line, or failed
with SQLSTATE and its DETAIL (or message); what failed is as it was, and stops no other. errors: VA001 verb, VA003, VA004, VA006';

CREATE FUNCTION api.calendar(p_country text, p_from date, p_to date) RETURNS TABLE(day date, name text, working boolean, moved boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select day, varta.say(name, name_en), working, moved from varta.holiday
    where country = p_country and day between p_from and p_to order by day
$$;

ALTER FUNCTION api.calendar(p_country text, p_from date, p_to date) OWNER TO varta_owner;

COMMENT ON FUNCTION api.calendar(p_country text, p_from date, p_to date) IS 'in: country, first and last day. out: days off besides weekends, and weekends that are working days';

CREATE FUNCTION api.calendar_set(p_country text, p_day date, p_name text, p_name_en text DEFAULT ''::text, p_working boolean DEFAULT false) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_first date;
    v_last date;
    v_days bigint;
begin
    lock table varta.holiday in share row exclusive mode;
    select date_trunc('year', min(day)), date_trunc('year', max(day)) + interval '2 years' - interval '1 day' into v_first, v_last
    from varta.holiday where country = p_country;
    if v_first is null then
        perform varta.fail('VA001', format('there is no calendar of %L', p_country), 'country', p_country);
    elsif p_day is null or p_day not between v_first and v_last then
        perform varta.fail('VA003', 'the day is beyond the calendar', 'day', coalesce(p_day::text, ''), format('a day from %s to %s', v_first, v_last));
    elsif btrim(p_name) = '' then
        perform varta.fail('VA003', 'the day has no name', 'name', '', 'a name');
    end if;
    delete from varta.holiday where country = p_country and day = p_day;
    if p_name is not null then
        insert into varta.holiday (country, day, name, name_en, working)
        values (p_country, p_day, p_name, coalesce(p_name_en, ''), coalesce(p_working, false));
    end if;
    v_days := varta.calendar_renew(p_country);
    if not exists (select from varta.workday where country = p_country and day >= v_first) then
        perform varta.fail('VA003', 'the calendar would be empty', 'day', p_day::text, 'a day from which the calendar goes on');
    end if;
    return v_days;
end
$$;

ALTER FUNCTION api.calendar_set(p_country text, p_day date, p_name text, p_name_en text, p_working boolean) OWNER TO varta_owner;

COMMENT ON FUNCTION api.calendar_set(p_country text, p_day date, p_name text, p_name_en text, p_working boolean) IS 'in: country, day, name (null: an ordinary day again) and English name, whether it is a weekend made a working day; otherwise it is a day off.
out: working days in the calendar now, with and without martial law. A calendar grows by at most a year at a time. Due dates that stand
already do not move. errors: VA001 no such calendar, VA003';

CREATE FUNCTION api.categories(p_city text) RETURNS TABLE(code text, name text, kind text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select g.code, varta.say(g.name, g.name_en), k.code from varta.category g join varta.kind k on k.id = g.kind
    where g.city_id = (varta.city_of(p_city)).id and g.active order by k.id, 2
$$;

ALTER FUNCTION api.categories(p_city text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.categories(p_city text) IS 'in: city. out: its active categories. errors: VA001';

CREATE FUNCTION api.cities() RETURNS TABLE(code text, name text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select c.code, varta.say(c.name, c.name_en) from varta.city c where c.id = any(varta.my_cities()) order by 2
$$;

ALTER FUNCTION api.cities() OWNER TO varta_owner;

COMMENT ON FUNCTION api.cities() IS 'out: the operator''s cities';

CREATE FUNCTION api.cities_list() RETURNS TABLE(code text, name text, name_en text, tz text, recall_window interval, martial_law boolean, active boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select code, name, name_en, tz, recall_window, martial_law, active from varta.city
    where id = any(varta.my_cities()) or varta.is_superuser() order by code
$$;

ALTER FUNCTION api.cities_list() OWNER TO varta_owner;

COMMENT ON FUNCTION api.cities_list() IS 'out: the administrator''s cities with their settings; all for a superuser';

CREATE FUNCTION api.city_add(p_code text, p_name text, p_name_en text, p_tz text DEFAULT 'Europe/Kyiv'::text) RETURNS smallint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_id smallint;
begin
    perform varta.code_check(p_code), varta.zone_check(p_tz);
    if coalesce(btrim(p_name), '') = '' then
        perform varta.fail('VA003', 'the name is empty', 'name', p_name, 'a name');
    end if;
    insert into varta.city (code, name, name_en, tz) values (p_code, p_name, coalesce(p_name_en, ''), p_tz)
    on conflict (code) do nothing returning id into v_id;
    if v_id is null then
        perform varta.fail('VA005', format('city %L already exists', p_code), 'city', p_code);
    end if;
    perform varta.city_defaults(v_id);
    insert into varta.operator_city (operator_id, city_id) select (varta.me()).id, v_id where (varta.me()).id is not null;
    return v_id;
end
$$;

ALTER FUNCTION api.city_add(p_code text, p_name text, p_name_en text, p_tz text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.city_add(p_code text, p_name text, p_name_en text, p_tz text) IS 'in: code, names, time zone. out: id. The city begins with the default categories and units; who adds it gets it. errors: VA003, VA005';

CREATE FUNCTION api.city_set(p_code text, p_settings jsonb) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city := varta.city_of(p_code);
begin
    perform varta.settings_check(p_settings, '{name,name_en,recall_window,active,martial_law}');
    update varta.city
    set name = coalesce(p_settings ->> 'name', name), name_en = coalesce(p_settings ->> 'name_en', name_en),
        recall_window = coalesce((p_settings ->> 'recall_window')::interval, recall_window),
        active = coalesce((p_settings ->> 'active')::boolean, active),
        martial_law = coalesce((p_settings ->> 'martial_law')::boolean, martial_law)
    where id = c.id;
exception
    when check_violation or invalid_datetime_format or invalid_text_representation or datetime_field_overflow
        or interval_field_overflow then
        perform varta.fail('VA003', sqlerrm, 'settings', p_settings::text, 'a name, an interval within a day, true or false');
end
$$;

ALTER FUNCTION api.city_set(p_code text, p_settings jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION api.city_set(p_code text, p_settings jsonb) IS 'in: code, {"name", "name_en", "recall_window": interval up to a day, "active", "martial_law"}. errors: VA001, VA003';

CREATE FUNCTION api.claim_next(p_filter jsonb DEFAULT '{}'::jsonb) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.claim_lock(varta.parse_filter(coalesce(p_filter, '{}') - 'id'));
begin
    if r.id is null then
        return null;
    end if;
    perform set_config('varta.first', '', true);
    perform varta.act('claim');
    update varta.request q set operator_id = (varta.me()).id, version = q.version + 1, updated_at = now()
    where city_id = r.city_id and id = r.id;
    return varta.line(r);
end
$$;

ALTER FUNCTION api.claim_next(p_filter jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION api.claim_next(p_filter jsonb) IS 'in: filter as of api.queue_page. out: the line of the first open request in the order of the queue that was nobody''s and is now the
operator''s; a null row where there is none. No two get the same. errors: VA003, VA006';

CREATE FUNCTION api.counters() RETURNS TABLE(name text, n bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    AS $$
#variable_conflict use_column
declare
    v_me integer := (varta.me()).id;
    v_cities smallint[] := varta.my_cities();
    v_kinds smallint[] := varta.my_kinds();
    v_open bigint;
    v_fresh bigint;
    v_late bigint;
    v_taken bigint;
begin
    select count(*), count(*) filter (where r.status = 1), count(*) filter (where r.due_at < now()) into v_open, v_fresh, v_late
    from varta.request r where r.city_id = any(v_cities) and r.status in (1, 2) and r.kind = any(v_kinds)
      and coalesce(r.snoozed_until, '-infinity') <= now();
    select count(*) into v_taken from varta.request r
    where r.city_id = any(v_cities) and r.operator_id is not null and r.status in (1, 2) and r.kind = any(v_kinds)
      and coalesce(r.snoozed_until, '-infinity') <= now();
    return query values ('open', v_open), ('new', v_fresh), ('late', v_late), ('unassigned', v_open - v_taken);
    return query
    select x.name, x.n
    from (select count(*) as mine, count(*) filter (where r.due_at < now()) as mine_late from varta.request r
          where r.city_id = any(v_cities) and r.operator_id = v_me and r.status in (1, 2) and r.kind = any(v_kinds)
            and coalesce(r.snoozed_until, '-infinity') <= now()) m
    cross join lateral (values ('mine', m.mine), ('mine_late', m.mine_late)) x (name, n);
    return query
    select 'dead', count(*) from varta.delivery d where d.city_id = any(v_cities) and d.dead_at is not null
      and ('admin' = any(varta.my_roles()) or 'moderator' = any(varta.my_roles()));
    return query
    select 'view:' || v.id, varta.view_total(v.filter) from varta.my_views() v order by v.sort, v.id;
end
$$;

ALTER FUNCTION api.counters() OWNER TO varta_owner;

COMMENT ON FUNCTION api.counters() IS 'out: name and number in one call, over the operator''s cities and kinds: open, new, late, unassigned, mine, mine_late, dead (dead letters, for
moderators and administrators), and view:ID for each saved view (null as in api.views). Snoozed requests do not count. Reads the indexes request_queue and request_mine';

CREATE FUNCTION api.district_import(p_city text, p_geojson jsonb) RETURNS TABLE(code text, name text, outcome text, reason text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city;
begin
    perform varta.many_cities();
    c := varta.city_lock(p_city);
    perform from varta.request where district_id is null and point is not null order by city_id, id for no key update;
    return query
    select s.code, s.name, s.outcome, s.reason
    from varta.features(p_geojson) f cross join lateral varta.area_store('district', c.id, f) s;
    perform varta.replace_requests();
end
$$;

ALTER FUNCTION api.district_import(p_city text, p_geojson jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION api.district_import(p_city text, p_geojson jsonb) IS 'in: city, GeoJSON FeatureCollection of Polygons and MultiPolygons (WGS 84); name from name:uk or name, English from name:en, code from
katotth, else @id, else the name. out: a row for each feature: added, changed, same or refused, with the reason or the repair. Requests
without a district are placed anew. errors: VA001, VA003';

CREATE FUNCTION api.districts(p_city text) RETURNS TABLE(code text, name text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select d.code, varta.say(d.name, d.name_en) from varta.district d where d.city_id = (varta.city_of(p_city)).id order by 2
$$;

ALTER FUNCTION api.districts(p_city text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.districts(p_city text) IS 'in: city. out: its districts. errors: VA001';

CREATE FUNCTION api.draft(p_id bigint, p_version integer, p_body text, p_public boolean, p_response bigint DEFAULT NULL::bigint) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.take(case when p_public or p_public is null or p_response is not null then 'draft' else 'note' end, p_id, p_version);
    p varta.response;
    v_before jsonb;
begin
    if btrim(coalesce(p_body, ''), E' \t\r\n') = '' or length(p_body) > 20000 then
        perform varta.fail('VA003', 'the text is empty or too long', 'body', left(p_body, 40), '1 to 20000 characters');
    end if;
    if p_response is null then
        insert into varta.response (city_id, request_id, public, body, author_id)
        values (r.city_id, r.id, coalesce(p_public, true), p_body, (varta.me()).id) returning * into p;
    else
        p := varta.response_of(r, p_response);
        perform varta.check_author('draft', p);
        v_before := jsonb_build_object('body', p.body, 'public', p.public);
        update varta.response
        set body = p_body, public = coalesce(p_public, public), state = varta.check_state('draft', p), version = version + 1,
            updated_at = now(), approver_id = null
        where city_id = p.city_id and id = p.id returning * into p;
    end if;
    perform varta.act('draft', null, v_before, jsonb_build_object('response', p.id, 'public', p.public, 'body', p.body));
    update varta.request q set version = q.version + 1, updated_at = now() where city_id = r.city_id and id = r.id;
    return varta.line(r);
end
$$;

ALTER FUNCTION api.draft(p_id bigint, p_version integer, p_body text, p_public boolean, p_response bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION api.draft(p_id bigint, p_version integer, p_body text, p_public boolean, p_response bigint) IS 'in: number, version seen, text, public or an internal note, response (null: a new one). out: the line. A changed response is a
draft again. Who drafts an answer to a new request accepts it in the same act; an internal note leaves it as it is.
errors: VA001, VA002, VA003, VA004, 40001';

CREATE FUNCTION api.erase_reporter(p_city text, p_email text DEFAULT NULL::text, p_phone text DEFAULT NULL::text, p_request bigint DEFAULT NULL::bigint, p_texts boolean DEFAULT false) RETURNS TABLE(request_id bigint, reporters integer, submission boolean, events integer)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    c varta.city := varta.city_of(p_city);
    v_phone text := right(regexp_replace(p_phone, '\D', '', 'g'), 9);
    v_done jsonb;
    v_told boolean;
    v record;
begin
    if num_nonnulls(nullif(btrim(p_email), ''), nullif(v_phone, ''), p_request) <> 1 then
        perform varta.fail('VA003', 'name one thing: an address, a telephone or a request', 'reporter', '', 'an e-mail address, a telephone or a request');
    end if;
    perform from varta.request r
    where r.city_id = c.id and (r.id = p_request or r.id in (select f.request_id from varta.reporters_by(c.id, p_email, v_phone) f))
    order by r.id for no key update;
    delete from varta.subscription where city_id = c.id and lower(email) = lower(btrim(p_email));
    v_told := found;
    for v in
        select r.id, f.comments
        from (select * from varta.reporters_by(c.id, p_email, v_phone) union all select p_request, null) f
        join varta.request r on r.city_id = c.id and r.id = f.request_id
        order by r.id
    loop
        v_done := varta.erase(c.id, v.id, v.comments, coalesce(p_texts, false), 'wish');
        return query select v.id, (v_done ->> 'reporters')::integer, (v_done ->> 'submission')::boolean, jsonb_array_length(v_done -> 'events');
    end loop;
    if not found and not v_told then
        perform varta.fail('VA001', 'nobody is known by that', 'reporter', coalesce(p_request::text, ''));
    end if;
end
$$;

ALTER FUNCTION api.erase_reporter(p_city text, p_email text, p_phone text, p_request bigint, p_texts boolean) OWNER TO varta_owner;

COMMENT ON FUNCTION api.erase_reporter(p_city text, p_email text, p_phone text, p_request bigint, p_texts boolean) IS 'in: city; an e-mail address, a telephone, or a request (all who wrote to it); whether to put … for the name in the texts, too. Nothing more
is mailed to that address. out: each request from which the person was erased: rows of reporter data, whether the raw submission was
emptied, events whose content is gone. errors: VA001 city, nobody found (the address is not repeated), VA003';

CREATE FUNCTION api.explain_due(p_id bigint) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.request_of(p_id);
    c varta.city;
    k varta.kind;
    v_lines text[];
begin
    select * into c from varta.city where id = r.city_id;
    select * into k from varta.kind where id = r.kind;
    if not (select open from varta.status where id = r.status) then
        return varta.say('Звернення закрите: строку немає.', 'The request is closed: nothing is due.');
    end if;
    v_lines := case when r.status = 1 then varta.explain_rule(r, c, k, k.moderation_days, true)
                    else varta.explain_rule(r, c, k, k.answer_days, k.answer_working) end
        || varta.explain_changes(r, c);
    if isfinite(r.due_at) then
        v_lines := v_lines || format(varta.say('Отже, до %s.', 'Hence, until %s.'), varta.say_moment(r.due_at, c.tz));
    end if;
    return array_to_string(v_lines, E'\n');
end
$$;

ALTER FUNCTION api.explain_due(p_id bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION api.explain_due(p_id bigint) IS 'in: number. out: sentences, one a line, in the language of the session: from when the time counts, which rule, how many days, which days off were
skipped and why, martial law, pauses, prolongations, and the date that comes of it. errors: VA001';

CREATE FUNCTION api.give(p_id bigint, p_version integer) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.take('give', p_id, p_version);
begin
    return varta.hand('give', r, null);
end
$$;

ALTER FUNCTION api.give(p_id bigint, p_version integer) OWNER TO varta_owner;

COMMENT ON FUNCTION api.give(p_id bigint, p_version integer) IS 'in: number, version seen. out: the line. The request is nobody''s again; moderators give back also what is another''s. errors: VA001, VA002
where it is not the operator''s, VA004, 40001';

CREATE FUNCTION api.guidance(p_id bigint) RETURNS TABLE(id integer, version integer, title text, body text, lang text, category text, unit text, city text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    r varta.request := varta.request_of(p_id);
    v_category text := (select code from varta.category where city_id = r.city_id and id = r.category_id);
    v_unit text := varta.guidance_unit(r);
    v_lang text := (select lang from varta.source where id = r.source_id);
begin
    return query
    select g.id, g.version, g.title, g.body, g.lang, g.category, g.unit, c.code
    from varta.guidance_now(r.city_id) g left join varta.city c on c.id = g.city_id
    where g.active and (g.category is null or g.category = v_category) and (g.unit is null or g.unit = v_unit)
    order by g.lang <> v_lang, g.category is null, g.unit is null, g.city_id is null, g.title, g.id;
end
$$;

ALTER FUNCTION api.guidance(p_id bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION api.guidance(p_id bigint) IS 'in: number of a request. out: the templates for it: those in the language of its source first, then by category and unit, category, unit,
general; the city''s own before those of all. errors: VA001';

CREATE FUNCTION api.guidance_fill(p_id bigint, p_guidance integer) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.request_of(p_id);
    g varta.guidance := varta.guidance_of(p_guidance);
begin
    if g.city_id <> r.city_id or not varta.may_read(r) then
        perform varta.fail('VA001', format('there is no guidance %s for this request', p_guidance), 'guidance', p_guidance::text);
    end if;
    return varta.fill(g.body, varta.guidance_values(r, g.lang));
end
$$;

ALTER FUNCTION api.guidance_fill(p_id bigint, p_guidance integer) OWNER TO varta_owner;

COMMENT ON FUNCTION api.guidance_fill(p_id bigint, p_guidance integer) IS 'in: request, template. out: its text with {number} {address} {district} {unit} {category} {due} {moderator} filled from the request; what is
not known there, and other placeholders, stay. errors: VA001';

CREATE FUNCTION api.guidance_list(p_city text DEFAULT NULL::text) RETURNS TABLE(id integer, version integer, city text, category text, unit text, lang text, title text, body text, active boolean, author text, at bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    v_cities smallint[] := case when p_city is null then varta.my_cities() else array[(varta.city_of(p_city)).id] end;
begin
    return query
    select g.id, g.version, c.code, g.category, g.unit, g.lang, g.title, g.body, g.active, o.full_name, varta.epoch(g.at)
    from (select distinct on (t.id) t.* from varta.guidance t order by t.id, t.version desc) g
    left join varta.city c on c.id = g.city_id
    left join varta.operator o on o.id = g.author_id
    where g.city_id = any(v_cities) or g.city_id is null or p_city is null and varta.is_superuser()
    order by c.code nulls first, g.category nulls last, g.unit nulls last, g.lang desc, g.title, g.id;
end
$$;

ALTER FUNCTION api.guidance_list(p_city text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.guidance_list(p_city text) IS 'in: city (null: all of the operator''s). out: its templates and those of all cities, in their newest version. errors: VA001';

CREATE FUNCTION api.guidance_save(p_guidance integer, p_version integer, p_city text, p_category text, p_unit text, p_lang text, p_title text, p_body text, p_active boolean DEFAULT true) RETURNS TABLE(id integer, version integer)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    c varta.city;
    g varta.guidance;
begin
    if p_city is not null then
        c := varta.city_of(p_city);
    end if;
    perform varta.guidance_check(c.id, p_category, p_unit);
    if p_guidance is not null then
        perform pg_advisory_xact_lock(7304, p_guidance);
        g := varta.guidance_of(p_guidance);
        perform varta.guidance_check(g.city_id, null, null);
        if g.version is distinct from p_version then
            perform varta.fail('40001', 'the guidance was changed by someone else',
                coalesce((select full_name from varta.operator where id = g.author_id), ''),
                to_char(g.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'guidance', g.version::text);
        end if;
    end if;
    return query
    insert into varta.guidance (id, version, city_id, category, unit, lang, title, body, active, author_id)
    values (coalesce(g.id, nextval('varta.guidance_id')::integer), coalesce(g.version, 0) + 1, c.id, p_category, p_unit, p_lang,
            btrim(p_title), btrim(p_body, E' \t\r\n'), coalesce(p_active, true), (varta.me()).id)
    returning guidance.id, guidance.version;
exception when check_violation or not_null_violation then
    perform varta.fail('VA003', sqlerrm, 'guidance', coalesce(p_lang, ''), 'uk or en; a title up to 120, a text up to 10000 characters');
end
$$;

ALTER FUNCTION api.guidance_save(p_guidance integer, p_version integer, p_city text, p_category text, p_unit text, p_lang text, p_title text, p_body text, p_active boolean) OWNER TO varta_owner;

COMMENT ON FUNCTION api.guidance_save(p_guidance integer, p_version integer, p_city text, p_category text, p_unit text, p_lang text, p_title text, p_body text, p_active boolean) IS 'in: template (null: a new one) and the version seen; city (null: all, for administrators), category and unit (codes, null: any), language,
title, text, whether it is offered. out: id and the version that was added. errors: VA001, VA003, VA004, 40001';

CREATE FUNCTION api.guidance_versions(p_guidance integer) RETURNS TABLE(version integer, city text, category text, unit text, lang text, title text, body text, active boolean, author text, at bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    v_id integer := (varta.guidance_of(p_guidance)).id;
begin
    return query
    select g.version, c.code, g.category, g.unit, g.lang, g.title, g.body, g.active, o.full_name, varta.epoch(g.at)
    from varta.guidance g left join varta.city c on c.id = g.city_id left join varta.operator o on o.id = g.author_id
    where g.id = v_id order by g.version desc;
end
$$;

ALTER FUNCTION api.guidance_versions(p_guidance integer) OWNER TO varta_owner;

COMMENT ON FUNCTION api.guidance_versions(p_guidance integer) IS 'in: template. out: its versions, newest first, with author and time. errors: VA001';

CREATE FUNCTION api.history(p_id bigint, p_before bigint DEFAULT NULL::bigint, p_limit integer DEFAULT 100) RETURNS TABLE(id bigint, at bigint, login text, name text, origin text, verb text, why text, before jsonb, after jsonb)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    r varta.request := varta.request_of(p_id);
    v_read boolean := varta.may_read(r);
begin
    return query
    select e.id, varta.epoch(e.at), e.who, varta.name_of(e.who), e.origin, e.verb, case when v_read then e.why end,
           case when v_read then e.before end, case when v_read then e.after end
    from varta.event e
    where e.city_id = r.city_id and e.request_id = r.id and e.id < coalesce(p_before, 9223372036854775807)
    order by e.id desc limit least(greatest(coalesce(p_limit, 100), 1), 1000);
end
$$;

ALTER FUNCTION api.history(p_id bigint, p_before bigint, p_limit integer) OWNER TO varta_owner;

COMMENT ON FUNCTION api.history(p_id bigint, p_before bigint, p_limit integer) IS 'in: number, the event before which to go on (null: the newest), events wanted (1 to 1000). out: events, newest first: when (epoch s), who, from
where, what, why, and what was before and after; of what the operator may not read, no content. errors: VA001';

CREATE FUNCTION api.map(p_filter jsonb, p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_columns integer, p_rows integer) RETURNS TABLE(x integer, y integer, n bigint, fresh bigint, pending bigint, answered bigint, late bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
#variable_conflict use_column
declare
    f varta.filter := varta.parse_filter(coalesce(jsonb_strip_nulls(p_filter), '{}') - 'id');
    v_box public.geometry;
    v_around public.geography;
begin
    if not coalesce(p_west < p_east and p_south < p_north and p_west >= -180 and p_east <= 180 and p_south >= -90 and p_north <= 90, false) then
        perform varta.fail('VA003', 'this is no box', 'box', concat_ws(' ', p_west, p_south, p_east, p_north),
                           'west < east, south < north, in degrees');
    elsif not coalesce(p_columns between 1 and 2000 and p_rows between 1 and 2000, false) then
        perform varta.fail('VA003', 'this is no grid', 'grid', concat_ws(' ', p_columns, p_rows), 'columns and rows from 1 to 2000');
    end if;
    v_box := public.st_makeenvelope(p_west, p_south, p_east, p_north, 4326);
    v_around := varta.around(p_west, p_south, p_east, p_north);
    return query
    select c.x, c.y, count(*), count(*) filter (where c.status = 1), count(*) filter (where c.status = 2),
           count(*) filter (where c.status = 3), count(*) filter (where c.status in (1, 2) and c.due_at < now())
    from (select least(floor((public.st_x(q.point) - p_west) / (p_east - p_west) * p_columns)::integer, p_columns - 1) as x,
                 least(floor((p_north - public.st_y(q.point)) / (p_north - p_south) * p_rows)::integer, p_rows - 1) as y,
                 q.status, q.due_at
          from varta.request q
          where q.city_id = any(f.cities) and q.status = any(f.statuses) and varta.fits(q, f)
            and (v_around is null or q.point::public.geography operator(public.&&) v_around) and public.st_intersects(q.point, v_box)
            and (q.kind not in (select k.id from varta.kind k where k.sealed) or varta.may_read(q))) c
    group by c.x, c.y;
end
$$;

ALTER FUNCTION api.map(p_filter jsonb, p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_columns integer, p_rows integer) OWNER TO varta_owner;

COMMENT ON FUNCTION api.map(p_filter jsonb, p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_columns integer, p_rows integer) IS 'in: filter as of api.queue_page (without id), a box (degrees), how many columns and rows it is divided into. out: the cells with requests:
x from the west and y from the north, both from 0; how many there are, of them new, pending, answered, and open but late. Places of sealed
requests count only for who may read them. errors: VA003, VA006';

CREATE FUNCTION api.me() RETURNS TABLE(login text, full_name text, roles text[], cities jsonb, unit text, server_time bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    o varta.operator := varta.me();
begin
    if o.id is null then
        perform varta.fail('VA004', format('%I is not an operator here', session_user), 'login', 'operator');
    end if;
    return query
    select o.login, o.full_name, varta.my_roles(),
           (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'code', c.code, 'name', varta.say(c.name, c.name_en),
                                                       'recall_window', extract(epoch from c.recall_window)::int) order by c.id), '[]')
            from varta.city c where c.id = any(varta.my_cities())),
           (select varta.say(u.name, u.name_en) from varta.unit u where u.city_id = o.unit_city and u.id = o.unit_id),
           varta.epoch(clock_timestamp());
end
$$;

ALTER FUNCTION api.me() OWNER TO varta_owner;

COMMENT ON FUNCTION api.me() IS 'out: login, name, roles (codes), cities [{id, code, name, recall_window (s)}], unit, and the server''s clock (epoch s). errors: VA004 where the session is no operator';

CREATE FUNCTION api.merge(p_id bigint, p_version integer, p_into bigint, p_into_version integer) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request;
    q varta.request;
    p varta.response;
begin
    perform varta.lock_family(array[p_id, p_into]);
    r := varta.take('merge', p_id, p_version);
    q := varta.target(r, p_into, p_into_version);
    perform varta.act('merge');
    update varta.request set status = 5, merged_into = p_into, version = version + 1, updated_at = now(), rank = varta.calm(rank)
    where city_id = r.city_id and id = r.id;
    if q.status = 3 then
        select * into p from varta.response
        where city_id = q.city_id and request_id = q.id and state = 4 order by visible_at desc, id desc limit 1;
    end if;
    perform varta.emit(r, 5::smallint, varta.resident_text(q),
                       greatest(p.visible_at, now() + (select recall_window from varta.city where id = r.city_id)), p.id);
    perform varta.mark('absorb', q, r.id);
    return varta.line(r);
end
$$;

ALTER FUNCTION api.merge(p_id bigint, p_version integer, p_into bigint, p_into_version integer) OWNER TO varta_owner;

COMMENT ON FUNCTION api.merge(p_id bigint, p_version integer, p_into bigint, p_into_version integer) IS 'in: number, version seen, number of the one that says the same, its version seen. out: the line. Whoever sent the request is told that it is
a duplicate, and gets the answer of the other when there is one. errors: VA001 to VA004, 40001';

CREATE FUNCTION api.nearest(p_filter jsonb, p_lat double precision, p_long double precision, p_limit integer DEFAULT 50, p_max_m double precision DEFAULT 1000) RETURNS TABLE(id bigint, version integer, city text, kind text, category_name text, status text, title text, address text, received bigint, due_state text, distance_m double precision, lat double precision, long double precision)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    SET join_collapse_limit TO '12'
    AS $$
declare
    f varta.filter := varta.parse_filter(coalesce(jsonb_strip_nulls(p_filter), '{}') - 'id');
begin
    if p_lat is null or p_lat not between -90 and 90 then
        perform varta.fail('VA003', 'lat is not a latitude', 'lat', coalesce(p_lat::text, ''), 'degrees from -90 to 90');
    elsif p_long is null or p_long not between -180 and 180 then
        perform varta.fail('VA003', 'long is not a longitude', 'long', coalesce(p_long::text, ''), 'degrees from -180 to 180');
    end if;
    return query
    select l.id, l.version, l.city, l.kind, l.category_name, l.status, l.title, q.address, l.received, l.due_state,
           round(n.distance::numeric, 1)::float8, public.st_y(q.point), public.st_x(q.point)
    from varta.near(public.st_setsrid(public.st_point(p_long, p_lat), 4326), least(greatest(coalesce(p_max_m, 1000), 0), 5000), f,
                    least(greatest(coalesce(p_limit, 50), 1), 1000)) n
    join varta.request q on q.city_id = n.city_id and q.id = n.id
    cross join lateral varta.queue_line(n.city_id, n.id) l
    order by n.distance, l.id desc;
end
$$;

ALTER FUNCTION api.nearest(p_filter jsonb, p_lat double precision, p_long double precision, p_limit integer, p_max_m double precision) OWNER TO varta_owner;

COMMENT ON FUNCTION api.nearest(p_filter jsonb, p_lat double precision, p_long double precision, p_limit integer, p_max_m double precision) IS 'in: filter as of api.queue_page, place (WGS 84), rows wanted (1 to 1000), metres (at most 5000). out: requests there, nearest first.
errors: VA003, VA006';

CREATE FUNCTION api.newsletter_recall(p_id bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    n varta.newsletter;
begin
    select * into n from varta.newsletter where id = p_id and city_id = any(varta.my_cities());
    if not found then
        perform varta.fail('VA001', format('there is no newsletter %s', p_id), 'newsletter', p_id::text);
    end if;
    perform varta.newsletter_right(n.city_id, n.beat_id, 'recall');
    perform pg_advisory_xact_lock(7303, n.city_id);
    update varta.newsletter set recalled_at = now() where id = n.id and recalled_at is null and visible_at > clock_timestamp();
    if not found then
        perform varta.fail('VA002', 'the recall window has ended', 'recall', case when n.recalled_at is null then 'published' else 'recalled' end);
    end if;
    delete from varta.mail where newsletter_id = n.id;
end
$$;

ALTER FUNCTION api.newsletter_recall(p_id bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION api.newsletter_recall(p_id bigint) IS 'in: number. Before the recall window ends a newsletter is taken back: nobody gets it. errors: VA001, VA002 too late, or recalled already, VA004';

CREATE FUNCTION api.newsletter_send(p_city text, p_beat text, p_subject text, p_body text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city := varta.city_of(p_city);
    v_subject text := btrim(regexp_replace(coalesce(p_subject, ''), '[[:cntrl:]]+', ' ', 'g'));
    v_body text := btrim(replace(coalesce(p_body, ''), E'\r\n', E'\n'), E' \t\n');
    v_beat integer := case when p_beat is not null then (varta.beat_of(c.id, p_beat)).id end;
    n varta.newsletter;
begin
    perform varta.newsletter_right(c.id, v_beat, 'newsletter');
    if (varta.mail_source(c.id)).id is null then
        perform varta.fail('VA001', 'the city has no active source of the transport mail', 'source', 'mail');
    elsif length(v_subject) not between 1 and 120 then
        perform varta.fail('VA003', 'the subject is empty or too long', 'subject', left(v_subject, 40), '1 to 120 characters');
    elsif length(v_body) not between 1 and 10000 then
        perform varta.fail('VA003', 'the text is empty or too long', 'text', left(v_body, 40), '1 to 10000 characters');
    end if;
    insert into varta.newsletter (city_id, beat_id, operator_id, subject, body, visible_at)
    values (c.id, v_beat, (varta.me()).id, v_subject, v_body, now() + c.recall_window) returning * into n;
    insert into varta.mail (city_id, subscription_id, kind, newsletter_id, visible_at)
    select c.id, min(s.id), 'news', n.id, n.visible_at from varta.readers(c.id, v_beat) s group by lower(s.email);
    return n.id;
end
$$;

ALTER FUNCTION api.newsletter_send(p_city text, p_beat text, p_subject text, p_body text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.newsletter_send(p_city text, p_beat text, p_subject text, p_body text) IS 'in: city, beat (null: everybody in the city; moderators only), subject, text. out: its number. It leaves when the city''s recall window
ends; nobody gets it twice. errors: VA001, VA003, VA004 it is not the operator''s beat';

CREATE FUNCTION api.newsletters(p_city text) RETURNS TABLE(id bigint, beat text, subject text, body text, author text, created bigint, visible bigint, state text, mails bigint, sent bigint, failed bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    c varta.city := varta.city_of(p_city);
begin
    return query
    select n.id, b.code, n.subject, n.body, o.full_name, varta.epoch(n.created_at), varta.epoch(n.visible_at),
           case when n.recalled_at is not null then 'recalled' when n.visible_at > now() then 'pending' else 'published' end,
           count(m.id), count(m.sent_at), count(m.dead_at)
    from varta.newsletter n
    join varta.operator o on o.id = n.operator_id
    left join varta.beat b on b.city_id = n.city_id and b.id = n.beat_id
    left join varta.mail m on m.newsletter_id = n.id
    where n.city_id = c.id
    group by n.city_id, n.id, b.code, o.full_name order by n.id desc;
end
$$;

ALTER FUNCTION api.newsletters(p_city text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.newsletters(p_city text) IS 'in: city. out: its newsletters, the newest first: beat (null: the whole city), pending (can be recalled), published or recalled; to how many
mailboxes, how many of them have it, how many never will. After 90 days nobody counts any more. errors: VA001';

CREATE FUNCTION api.note(p_id bigint, p_version integer, p_text text) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.take('note', p_id, p_version);
    v_response bigint;
begin
    insert into varta.response (city_id, request_id, public, body, author_id)
    values (r.city_id, r.id, false, varta.check_text('body', p_text, 20000), (varta.me()).id) returning id into v_response;
    perform varta.act('note', null, null, jsonb_build_object('response', v_response, 'body', p_text));
    update varta.request q set version = q.version + 1, updated_at = now() where city_id = r.city_id and id = r.id;
    return varta.line(r);
end
$$;

ALTER FUNCTION api.note(p_id bigint, p_version integer, p_text text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.note(p_id bigint, p_version integer, p_text text) IS 'in: number, version seen, text. out: the line. An internal note, in whatever status. errors: VA001 to VA004, 40001';

CREATE FUNCTION api.office_hours(p_city text) RETURNS TABLE(officer text, officer_name text, hours jsonb)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city := varta.city_of(p_city);
begin
    return query
    select o.login, o.full_name, varta.hours_of(o.id)
    from varta.operator o join varta.operator_city oc on oc.operator_id = o.id and oc.city_id = c.id
    where o.active and exists (select from varta.office_hours h where h.operator_id = o.id)
    order by o.full_name;
end
$$;

ALTER FUNCTION api.office_hours(p_city text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.office_hours(p_city text) IS 'in: city. out: its officers who have office hours, [{weekday, from, to, place}]. errors: VA001';

CREATE FUNCTION api.office_hours_set(p_login text, p_hours jsonb) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    o varta.operator := varta.officer_of(p_login);
begin
    perform from varta.operator where id = o.id for no key update;
    delete from varta.office_hours where operator_id = o.id;
    insert into varta.office_hours (operator_id, weekday, opens, closes, place)
    select o.id, h.weekday, h."from", h."to", h.place
    from jsonb_to_recordset(p_hours) h (weekday smallint, "from" time, "to" time, place text);
exception
    when exclusion_violation or unique_violation then
        perform varta.fail('VA003', 'two of the times overlap', 'hours', left(p_hours::text, 200), 'times that do not overlap');
    when check_violation or not_null_violation or invalid_text_representation or invalid_datetime_format or datetime_field_overflow
        or invalid_parameter_value or numeric_value_out_of_range then
        perform varta.fail('VA003', sqlerrm, 'hours', left(p_hours::text, 200), 'weekday 1 to 7, from before to, a place');
end
$$;

ALTER FUNCTION api.office_hours_set(p_login text, p_hours jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION api.office_hours_set(p_login text, p_hours jsonb) IS 'in: officer, [{"weekday": 1 (Monday) to 7, "from": "09:00", "to": "13:00", "place"}]: all of them. errors: VA001, VA003';

CREATE FUNCTION api.officer_of(p_city text, p_lat double precision, p_long double precision, p_at timestamp with time zone DEFAULT now()) RETURNS TABLE(beat text, beat_name text, officer text, officer_name text, deputy text, deputy_name text, away_until bigint, hours jsonb)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city := varta.city_of(p_city);
begin
    return query
    select i.* from varta.beat_at(c.id, public.st_setsrid(public.st_point(p_long, p_lat), 4326)) b
    cross join lateral varta.in_charge(c.id, b.beat_id, p_at) i;
end
$$;

ALTER FUNCTION api.officer_of(p_city text, p_lat double precision, p_long double precision, p_at timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION api.officer_of(p_city text, p_lat double precision, p_long double precision, p_at timestamp with time zone) IS 'in: city, point (WGS 84), moment. out: one row, or none where no beat covers the point: beat, officer, deputy in force, end of the absence
(epoch s), office hours [{weekday, from, to, place}] of whoever is there. errors: VA001';

CREATE FUNCTION api.officer_of_address(p_city text, p_address text, p_at timestamp with time zone DEFAULT now()) RETURNS TABLE(beat text, beat_name text, officer text, officer_name text, deputy text, deputy_name text, away_until bigint, hours jsonb)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city := varta.city_of(p_city);
begin
    return query select i.* from varta.in_charge(c.id, varta.beat_of_address(c.id, p_address), p_at) i;
end
$$;

ALTER FUNCTION api.officer_of_address(p_city text, p_address text, p_at timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION api.officer_of_address(p_city text, p_address text, p_at timestamp with time zone) IS 'in: city, address by street and house, moment. out: as api.officer_of. errors: VA001';

CREATE FUNCTION api.operator_add(p_login text, p_full_name text, p_role text, p_cities text[], p_police boolean DEFAULT false, p_verifier text DEFAULT NULL::text) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_id integer;
begin
    perform varta.many_cities();
    perform varta.role_check(array[p_role]);
    if coalesce(btrim(p_full_name), '') = '' then
        perform varta.fail('VA003', 'the name is empty', 'full_name', p_full_name, 'a name');
    end if;
    perform varta.login_make(p_login);
    insert into varta.operator (login, full_name, police) values (p_login, p_full_name, coalesce(p_police, false))
    on conflict (login) do nothing returning id into v_id;
    if v_id is null then
        perform varta.fail('VA005', format('operator %L already exists', p_login), 'operator', p_login);
    end if;
    perform varta.set_cities(v_id, p_cities);
    perform varta.login_groups(p_login, array[p_role]);
    if p_verifier is not null then
        perform varta.login_verifier(p_login, p_verifier);
    end if;
    return v_id;
end
$$;

ALTER FUNCTION api.operator_add(p_login text, p_full_name text, p_role text, p_cities text[], p_police boolean, p_verifier text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.operator_add(p_login text, p_full_name text, p_role text, p_cities text[], p_police boolean, p_verifier text) IS 'in: login, name, role, cities, whether police, SCRAM verifier made by the client (null: none; peer or certificate). out: id. Creates the
login role. errors: VA001 city, VA003, VA005';

CREATE FUNCTION api.operator_set(p_login text, p_settings jsonb) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    o varta.operator := varta.operator_of(p_login);
    v_roles text[];
begin
    perform varta.many_cities();
    perform varta.settings_check(p_settings, '{full_name,role,cities,police,active,verifier,unit}');
    perform varta.login_make(p_login);
    update varta.operator
    set full_name = coalesce(nullif(btrim(p_settings ->> 'full_name'), ''), full_name),
        police = coalesce((p_settings ->> 'police')::boolean, police),
        active = coalesce((p_settings ->> 'active')::boolean, active)
    where id = o.id;
    if p_settings ? 'role' then
        v_roles := case jsonb_typeof(p_settings -> 'role')
                   when 'array' then (select array_agg(e) from jsonb_array_elements_text(p_settings -> 'role') e)
                   else array[p_settings ->> 'role'] end;
        perform varta.role_check(v_roles), varta.login_groups(p_login, v_roles);
    end if;
    if p_settings ? 'cities' then
        perform varta.set_cities(o.id, (select array_agg(e) from jsonb_array_elements_text(p_settings -> 'cities') e));
    end if;
    if p_settings ? 'unit' then
        perform varta.set_unit(o.id, coalesce(p_settings ->> 'unit', ''));
    end if;
    if p_settings ->> 'verifier' is not null then
        perform varta.login_verifier(p_login, p_settings ->> 'verifier');
    end if;
exception when invalid_text_representation or invalid_parameter_value then
    perform varta.fail('VA003', sqlerrm, 'settings', '', 'police and active are true or false, cities a list');
end
$$;

ALTER FUNCTION api.operator_set(p_login text, p_settings jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION api.operator_set(p_login text, p_settings jsonb) IS 'in: login, {"full_name", "role": code or list of codes, "cities": codes, "police", "active", "verifier", "unit": code}. An operator who is
not active keeps the login but sees and may do nothing here. errors: VA001, VA003';

CREATE FUNCTION api.operators() RETURNS TABLE(login text, full_name text, roles text[], cities text[], police boolean, unit text, active boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select o.login, o.full_name,
           (select coalesce(array_agg(r.code order by r.sort), '{}') from varta.role r
            join pg_roles g on g.rolname = o.login
            where pg_has_role(g.oid, r.group_role, 'member')),
           (select coalesce(array_agg(c.code order by c.code), '{}') from varta.operator_city oc join varta.city c on c.id = oc.city_id
            where oc.operator_id = o.id),
           o.police, (select u.code from varta.unit u where u.city_id = o.unit_city and u.id = o.unit_id), o.active
    from varta.operator o
    where varta.is_superuser()
       or exists (select from varta.operator_city oc where oc.operator_id = o.id and oc.city_id = any(varta.my_cities()))
       or not exists (select from varta.operator_city oc where oc.operator_id = o.id)
    order by o.login
$$;

ALTER FUNCTION api.operators() OWNER TO varta_owner;

COMMENT ON FUNCTION api.operators() IS 'out: the operators of the administrator''s cities, and those of none; all for a superuser';

CREATE FUNCTION api.outbox(p_filter jsonb DEFAULT '{}'::jsonb) RETURNS TABLE(seq bigint, city text, source text, transport text, request_id bigint, status text, state text, reason text, attempts integer, created bigint, visible bigint, next bigint, delivered bigint, daemon text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    v_filter jsonb := coalesce(p_filter, '{}');
    v_cities text[] := varta.filter_codes(v_filter, 'city');
    v_sources text[] := varta.filter_codes(v_filter, 'source');
    v_states text[] := coalesce(varta.filter_codes(v_filter, 'state'), '{pending,failed,dead}');
    v_all boolean := varta.is_superuser() or 'admin' = any(varta.my_roles());
    v_kinds smallint[] := varta.my_kinds();
    v_own smallint[] := varta.my_cities();
begin
    perform varta.outbox_filter_check(v_filter);
    return query
    select (q.d).seq, q.city, q.source, q.transport, (q.d).request_id, q.status, q.state,
           varta.outbox_reason(q.d, q.visible_at, q.t, q.active, q.tz), (q.d).attempts::integer, varta.epoch(q.created_at),
           varta.epoch(q.visible_at), case when q.state = 'failed' then varta.epoch((q.d).next_at) end, varta.epoch((q.d).delivered_at),
           (q.d).leased_by
    from (select w.d, x.state, c.code as city, c.tz, s.code as source, s.transport, s.active, t, coalesce(u.code, '') as status,
                 coalesce(w.created_at, b.created_at) as created_at, coalesce(w.visible_at, b.visible_at) as visible_at
          from (select d, d.seq as told, null::timestamptz as created_at, null::timestamptz as visible_at
                from varta.delivery d where d.delivered_at is null
                union all
                select d, d.seq, null, null from varta.delivery d where d.delivered_at is not null and 'delivered' = any(v_states)
                union all
                select * from varta.mail_ways('delivered' = any(v_states))) w
          cross join lateral (
              select case when (w.d).delivered_at is not null then 'delivered' when (w.d).dead_at is not null then 'dead'
                          when (w.d).attempts > 0 then 'failed' else 'pending' end as state) x
          left join varta.outbox b on b.seq = w.told
          join varta.source s on s.city_id = (w.d).city_id and s.id = (w.d).source_id
          join varta.transport t on t.code = s.transport
          join varta.city c on c.id = (w.d).city_id
          left join varta.status u on u.id = b.status
          left join varta.request r on r.city_id = (w.d).city_id and r.id = (w.d).request_id
          where ((w.d).city_id = any(v_own) or varta.is_superuser()) and (v_all or r.id is null or r.kind = any(v_kinds))
            and x.state = any(v_states)
            and (v_cities is null or c.code = any(v_cities))
            and (v_sources is null or s.code = any(v_sources))
            and (v_filter ->> 'request' is null or (w.d).request_id = (v_filter ->> 'request')::bigint)
          order by (w.d).dead_at is null, (w.d).attempts = 0, (w.d).seq
          limit least(coalesce((v_filter ->> 'limit')::integer, 200), 1000)) q
    order by (q.d).dead_at is null, (q.d).attempts = 0, (q.d).seq;
end
$$;

ALTER FUNCTION api.outbox(p_filter jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION api.outbox(p_filter jsonb) IS 'in: {"city": codes, "source": codes, "state": of pending, failed, dead, delivered (without it all but delivered), "request": number,
"limit"}. out: what is on its way to the sources of the operator''s cities, mails among it (without a request or status where they are about
none): dead letters first, then what failed, then what waits, each with the
reason in words; times are epoch seconds. errors: VA003, VA006';

CREATE FUNCTION api.outbox_replay(p_seq bigint, p_source text DEFAULT NULL::text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_dead varta.delivery[];
    v_mails bigint;
    d varta.delivery;
begin
    if p_seq is null and p_source is null then
        perform varta.fail('VA003', 'neither a number nor a source is named', 'outbox', '', 'a number or a source');
    end if;
    select array_agg(v) into v_dead
    from varta.delivery v join varta.source s on s.city_id = v.city_id and s.id = v.source_id
    where (v.city_id = any(varta.my_cities()) or varta.is_superuser())
      and (p_seq is null and v.dead_at is not null or v.seq = p_seq) and (p_source is null or s.code = p_source);
    v_mails := varta.mail_replay(p_seq, p_source);
    if v_mails > 0 then
        perform pg_notify('varta_mail', '');
    end if;
    if v_dead is null and v_mails > 0 then
        return v_mails;
    elsif v_dead is null then
        perform varta.fail('VA001', 'there is no such dead letter', 'outbox', coalesce(p_seq::text, p_source));
    end if;
    perform from varta.request r
    where (r.city_id, r.id) in (select v.city_id, v.request_id from unnest(v_dead) v)
    order by r.city_id, r.id for no key update;
    with again as (
        update varta.delivery v set dead_at = null, attempts = 0, next_at = '-infinity'
        from unnest(v_dead) o
        where v.seq = o.seq and v.source_id = o.source_id and v.dead_at is not null
          and not exists (select from varta.delivery l where l.city_id = v.city_id and l.request_id = v.request_id
                          and l.source_id = v.source_id and l.seq > v.seq and l.delivered_at is not null)
        returning v.*)
    select array_agg(again) into v_dead from again;
    if v_dead is null and p_seq is not null then
        select * into d from varta.delivery v where v.seq = p_seq order by v.dead_at limit 1;
        perform varta.fail('VA002', 'it is no dead letter, or a later change has arrived', 'replay',
                           case when d.delivered_at is not null or d.dead_at is not null then 'delivered'
                                when d.attempts > 0 then 'failed' else 'pending' end,
                           d.request_id::text);
    elsif v_dead is null then
        return 0;
    end if;
    perform varta.record((select array_agg(row(v.city_id, v.request_id, 'replay', null, null,
                                               jsonb_build_object('outbox', v.seq, 'source', s.code))::varta.draft_event)
                          from unnest(v_dead) v join varta.source s on s.id = v.source_id));
    perform pg_notify('varta_outbox', '');
    return cardinality(v_dead);
end
$$;

ALTER FUNCTION api.outbox_replay(p_seq bigint, p_source text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.outbox_replay(p_seq bigint, p_source text) IS 'in: number of a dead letter, or null for all of a source; source. out: how many are tried again, from the first attempt. A dead letter
after which a later change of the same request has arrived stays dead, because it would turn it back. errors: VA001, VA002, VA003';

CREATE FUNCTION api.pause(p_id bigint, p_version integer, p_question text) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.take('pause', p_id, p_version);
    p varta.response;
    v_pause bigint;
begin
    p.body := varta.check_text('question', p_question, 2000);
    perform varta.check_filled(p);
    insert into varta.pause (city_id, request_id, question, due_at, operator_id)
    values (r.city_id, r.id, p_question, r.due_at, (varta.me()).id) returning id into v_pause;
    perform varta.act('pause', null, null, jsonb_build_object('pause', v_pause, 'question', p_question));
    update varta.request q set due_at = 'infinity', version = q.version + 1, updated_at = now(), rank = varta.calm(q.rank)
    where city_id = r.city_id and id = r.id;
    perform varta.emit(r, r.status, p_question);
    return varta.line(r);
end
$$;

ALTER FUNCTION api.pause(p_id bigint, p_version integer, p_question text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.pause(p_id bigint, p_version integer, p_question text) IS 'in: number, version seen, question to the resident. out: the line. The question leaves as a public update; until the resident comments, or
api.resume(), the request has no due date. A new request is accepted in the same act. errors: VA001 to VA004, 40001';

CREATE FUNCTION api.poll_again(p_source text, p_since timestamp with time zone DEFAULT NULL::timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    s varta.source := varta.poll_source(p_source);
begin
    insert into varta.poll as p (city_id, source_id, read_to) values (s.city_id, s.id, p_since)
    on conflict (city_id, source_id) do update
    set read_to = coalesce(p_since, p.read_to), span = case when p_since is null then p.span end, etag = null, next_at = '-infinity',
        failures = 0, leased_by = null, leased_until = null;
    perform pg_notify('varta_config', '');
end
$$;

ALTER FUNCTION api.poll_again(p_source text, p_since timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION api.poll_again(p_source text, p_since timestamp with time zone) IS 'in: source, since when it is to be read again (null: only what is new). The daemon reads it at once; what is known is not taken twice.
errors: VA001';

CREATE FUNCTION api.poll_refusals(p_source text) RETURNS TABLE(external_id text, reason text, first timestamp with time zone, last timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select f.external_id, f.reason, f.first_at, f.last_at
    from varta.poll_source(p_source) s join varta.poll_refusal f on f.source_id = s.id
    order by f.last_at desc, f.external_id
$$;

ALTER FUNCTION api.poll_refusals(p_source text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.poll_refusals(p_source text) IS 'in: source. out: what it shows and cannot be taken, by its number there, with the reason. errors: VA001';

CREATE FUNCTION api.polls() RETURNS TABLE(city text, source text, dialect text, read_to timestamp with time zone, next timestamp with time zone, failures integer, error text, open bigint, refused bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select c.code, s.code, s.dialect, p.read_to, nullif(p.next_at, '-infinity'), coalesce(p.failures, 0),
           coalesce(nullif(p.last_error, ''), case when s.url is null then 'the source has no url' when not s.active then 'not active' end),
           (select count(*) from varta.poll_known k join varta.request r on r.city_id = k.city_id and r.id = k.request_id
            where k.source_id = s.id and r.status in (1, 2, 5)),
           (select count(*) from varta.poll_refusal f where f.source_id = s.id)
    from varta.source s join varta.city c on c.id = s.city_id
    left join varta.poll p on p.city_id = s.city_id and p.source_id = s.id
    where s.transport = 'poll' and (s.city_id = any(varta.my_cities()) or varta.is_superuser())
    order by c.code, s.code
$$;

ALTER FUNCTION api.polls() OWNER TO varta_owner;

COMMENT ON FUNCTION api.polls() IS 'out: the sources that are polled, in the administrator''s cities: how far they were read, when they will be again, failures in a row, the
last error, how many of their requests are open here, how many they show that cannot be taken';

CREATE FUNCTION api.presence(p_ids bigint[]) RETURNS TABLE(id bigint, full_name text, doing text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return query
    select p.request_id, o.full_name, p.doing
    from unnest(varta.my_cities()) c
    join varta.presence p on p.city_id = c and p.request_id = any(p_ids) and p.until > clock_timestamp()
    join varta.request r on r.city_id = p.city_id and r.id = p.request_id and r.kind = any((select varta.my_kinds())::smallint[])
    join varta.operator o on o.id = p.operator_id and o.active and o.login <> session_user
    where exists (select from varta.operator_city oc where oc.operator_id = p.operator_id and oc.city_id = p.city_id)
    order by p.request_id, p.doing = 'view', o.full_name;
end
$$;

ALTER FUNCTION api.presence(p_ids bigint[]) OWNER TO varta_owner;

COMMENT ON FUNCTION api.presence(p_ids bigint[]) IS 'in: numbers. out: which other operators are at them now and what they do, replying first; only requests that the operator sees, only
operators of the request''s city';

CREATE FUNCTION api.presence_clear(p_id bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_city smallint;
begin
    delete from varta.presence where request_id = p_id and operator_id = (varta.me()).id returning city_id into v_city;
    if found then
        perform pg_notify('varta_presence_' || v_city, '');
    end if;
end
$$;

ALTER FUNCTION api.presence_clear(p_id bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION api.presence_clear(p_id bigint) IS 'in: number. The operator has left it; nothing happens where the operator was not there';

CREATE FUNCTION api.presence_set(p_id bigint, p_doing text, p_seconds integer DEFAULT 60) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.request_of(p_id);
    v_operator integer := (varta.me()).id;
    v_before varta.presence;
begin
    if coalesce(p_doing not in ('view', 'reply'), true) then
        perform varta.fail('VA003', 'nobody does that', 'doing', coalesce(p_doing, ''), 'view or reply');
    elsif coalesce(p_seconds not between 1 and 3600, true) then
        perform varta.fail('VA003', 'this is no time', 'seconds', coalesce(p_seconds::text, ''), 'from 1 to 3600');
    end if;
    perform varta.presence_swept(v_operator);
    select * into v_before from varta.presence where city_id = r.city_id and request_id = r.id and operator_id = v_operator for update;
    insert into varta.presence values (r.city_id, r.id, v_operator, p_doing, clock_timestamp() + p_seconds * interval '1 second')
    on conflict (city_id, request_id, operator_id) do update set doing = excluded.doing, until = excluded.until;
    if v_before.doing is distinct from p_doing or v_before.until < clock_timestamp() then
        perform pg_notify('varta_presence_' || r.city_id, '');
    end if;
end
$$;

ALTER FUNCTION api.presence_set(p_id bigint, p_doing text, p_seconds integer) OWNER TO varta_owner;

COMMENT ON FUNCTION api.presence_set(p_id bigint, p_doing text, p_seconds integer) IS 'in: number; what the operator does there, view or reply; for how many seconds (1 to 3600). Call it again before they are over.
errors: VA001, VA003';

CREATE FUNCTION api.prolong(p_id bigint, p_version integer, p_days integer, p_why text) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.take('prolong', p_id, p_version);
    c varta.city;
    v_due timestamptz;
    v_day text;
begin
    select * into c from varta.city where id = r.city_id;
    if coalesce(p_days, 0) < 1 or p_days > 366 then
        perform varta.fail('VA003', 'the number of days is wrong', 'days', coalesce(p_days, 0)::text, 'a number of days');
    end if;
    v_due := varta.due_days(r.city_id, r.due_at - interval '1 microsecond', p_days);
    if v_due > varta.due_limit(r) then
        perform varta.fail('VA003', 'the law allows no more', 'days', p_days::text,
            format('not beyond %s', to_char((varta.due_limit(r) - interval '1 microsecond') at time zone c.tz, 'YYYY-MM-DD')));
    end if;
    v_day := to_char((v_due - interval '1 microsecond') at time zone c.tz, 'DD.MM.YYYY');
    update varta.referral set due_at = greatest(due_at, v_due)
    where city_id = r.city_id and request_id = r.id and state < 3;
    perform varta.act('prolong', varta.check_text('why', p_why, 2000), null, jsonb_build_object('days', p_days));
    update varta.request q set due_at = v_due, version = q.version + 1, updated_at = now()
    where city_id = r.city_id and id = r.id;
    if v_due > varta.due_days(r.city_id, coalesce(r.due_from, r.received_at), (select month_days from varta.kind where id = r.kind)) then
        perform varta.emit(r, r.status, case (select lang from varta.source where id = r.source_id)
            when 'en' then format('Your report needs more time: we will answer by %s.', v_day)
            else format('Розгляд звернення потребує більше часу: ми відповімо до %s.', v_day) end);
    end if;
    return varta.line(r);
end
$$;

ALTER FUNCTION api.prolong(p_id bigint, p_version integer, p_days integer, p_why text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.prolong(p_id bigint, p_version integer, p_days integer, p_why text) IS 'in: number, version seen, calendar days more, why. out: the line. Also open referrals have until then. Beyond a month the resident is
told; beyond the limit of the kind it is not possible. errors: VA001 to VA004, 40001';

CREATE FUNCTION api.publish(p_id bigint, p_version integer, p_response bigint DEFAULT NULL::bigint) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.take('publish', p_id, p_version);
    p varta.response := varta.response_of(r, p_response);
    v_visible timestamptz := now() + (select recall_window from varta.city where id = r.city_id);
begin
    perform varta.check_public(p);
    perform varta.check_filled(p);
    if exists (select from varta.response_transition where verb = 'approve' and from_state = p.state) then
        p := varta.step('approve', r, p);
        perform set_config('varta.first', 'approve', true);
    end if;
    perform varta.step('publish', r, p, v_visible);
    perform varta.emit(r, (varta.goal('publish', r)).to_status, p.body, v_visible, p.id);
    return varta.line(r);
end
$$;

ALTER FUNCTION api.publish(p_id bigint, p_version integer, p_response bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION api.publish(p_id bigint, p_version integer, p_response bigint) IS 'in: number, version seen, response (null: the newest unpublished one), which is approved in the same act where it is not yet.
out: the line. The answer leaves when the city''s recall window ends. errors: VA001 to VA004, 40001';

CREATE FUNCTION api.publish_list() RETURNS TABLE(city text, source text, lang text, url text, active boolean, waiting bigint, wanted bigint, built bigint, rebuild boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select c.code, s.code, s.lang, s.url, s.active,
           (select count(*) from varta.delivery d where d.source_id = s.id and d.delivered_at is null and d.dead_at is null),
           varta.epoch(t.wanted_at), varta.epoch(t.built_at), t.built_for is distinct from t.wanted_at
    from varta.tree t
    join varta.source s on s.city_id = t.city_id and s.id = t.source_id and s.transport = 'publish'
    join varta.city c on c.id = t.city_id
    where t.city_id = any(varta.my_cities()) or varta.is_superuser()
    order by c.code, s.code
$$;

ALTER FUNCTION api.publish_list() OWNER TO varta_owner;

COMMENT ON FUNCTION api.publish_list() IS 'out: the static trees of the administrator''s cities: how many changes wait, when one made from scratch was wanted and when made (epoch s),
whether that is still to be done';

CREATE FUNCTION api.publish_rebuild(p_source text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    update varta.tree t set wanted_at = clock_timestamp()
    from varta.source s
    where s.id = t.source_id and s.code = p_source and s.transport = 'publish'
      and (s.city_id = any(varta.my_cities()) or varta.is_superuser());
    if not found then
        perform varta.fail('VA001', format('there is no source %L that is published', p_source), 'source', p_source);
    end if;
    perform pg_notify('varta_outbox', '');
end
$$;

ALTER FUNCTION api.publish_rebuild(p_source text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.publish_rebuild(p_source text) IS 'in: source of the transport publish. Its tree is made from scratch, as soon as a daemon can. errors: VA001';

CREATE FUNCTION api.queue_count(p_filter jsonb) RETURNS bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    f varta.filter := varta.parse_filter(coalesce(p_filter, '{}'));
    v_id bigint := varta.filter_id(p_filter);
begin
    if v_id is not null then
        return (varta.find(v_id) is not null)::int;
    end if;
    return varta.queue_total(f);
end
$$;

ALTER FUNCTION api.queue_count(p_filter jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION api.queue_count(p_filter jsonb) IS 'in: filter as of api.queue_page. out: how many requests it finds. errors: VA003, VA006';

CREATE FUNCTION api.queue_page(p_filter jsonb, p_rank smallint, p_due timestamp with time zone, p_id bigint, p_back boolean, p_limit integer) RETURNS SETOF api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    f varta.filter := varta.parse_filter(coalesce(p_filter, '{}'));
    v_id bigint := varta.filter_id(p_filter);
    v_back boolean := coalesce(p_back, false);
begin
    if v_id is not null then
        return query select l.* from varta.queue_line(varta.find(v_id), v_id) l where p_id is null;
        return;
    end if;
    if f.words is not null and p_id is null then
        perform varta.ask_forms(varta.search_words(p_filter ->> 'text'));
    end if;
    if p_id is not null and f.sort like '%received' then
        p_due := (select r.received_at from varta.request r where r.city_id = varta.find(p_id) and r.id = p_id);
    end if;
    return query
    select l.*
    from varta.queue_keys(f, p_rank, p_due, p_id, v_back, least(greatest(coalesce(p_limit, 50), 1), 1000)) with ordinality k (city_id, id, n)
    cross join lateral varta.queue_line(k.city_id, k.id) l
    order by case when v_back then -k.n else k.n end;
end
$$;

ALTER FUNCTION api.queue_page(p_filter jsonb, p_rank smallint, p_due timestamp with time zone, p_id bigint, p_back boolean, p_limit integer) OWNER TO varta_owner;

COMMENT ON FUNCTION api.queue_page(p_filter jsonb, p_rank smallint, p_due timestamp with time zone, p_id bigint, p_back boolean, p_limit integer) IS 'in: filter (see varta.parse_filter; id: one number, which overrides), cursor (rank, due_key and id of a row, of which only id counts where the filter
sorts by receipt; null: the beginning, or the end if back), whether to go back, rows wanted (1 to 1000).
out: the rows after the cursor, or those before it, always in the order of the filter. A text finds the newest 300 requests with it at most.
errors: VA003, VA006';

CREATE FUNCTION api.reasons() RETURNS TABLE(code text, name text, text text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select r.code, varta.say(r.name, r.name_en), varta.say(r.text, r.text_en) from varta.reason r order by r.sort
$$;

ALTER FUNCTION api.reasons() OWNER TO varta_owner;

COMMENT ON FUNCTION api.reasons() IS 'out: why a request can be rejected, and what the resident is told';

CREATE FUNCTION api.recall(p_id bigint, p_version integer, p_response bigint DEFAULT NULL::bigint) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request;
begin
    perform varta.lock_family(array[p_id]);
    r := varta.take('recall', p_id, p_version);
    perform varta.recall(r, p_response);
    return varta.line(r);
end
$$;

ALTER FUNCTION api.recall(p_id bigint, p_version integer, p_response bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION api.recall(p_id bigint, p_version integer, p_response bigint) IS 'in: number, version seen, response (null: the one published last). out: the line. Until the recall window ends the answer comes back as
recalled, which can be changed and published again. errors: VA001, VA002, VA004, 40001';

CREATE FUNCTION api.recallable() RETURNS TABLE(id bigint, version integer, until bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return query
    select r.id, r.version, varta.epoch(p.visible_at)
    from varta.response p
    join varta.request r on r.city_id = p.city_id and r.id = p.request_id and r.status = 3
    where p.visible_at > now() and p.city_id = any((select varta.my_cities())::smallint[])
      and exists (select from varta.event e
                  where e.city_id = p.city_id and e.request_id = p.request_id and e.verb = 'publish' and e.who = session_user
                    and (e.after ->> 'response')::bigint = p.id)
    order by p.visible_at desc, p.id desc;
end
$$;

ALTER FUNCTION api.recallable() OWNER TO varta_owner;

COMMENT ON FUNCTION api.recallable() IS 'out: the requests whose answer the operator published and can still recall, their version, until when (epoch s); the last one first';

CREATE FUNCTION api.refer(p_id bigint, p_version integer, p_unit text, p_note text) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.take('refer', p_id, p_version);
    u varta.unit := varta.unit_of(r.city_id, p_unit);
    k varta.kind;
    v_referral bigint;
begin
    if exists (select from varta.referral where city_id = r.city_id and request_id = r.id and unit_id = u.id and state < 3) then
        perform varta.fail('VA005', format('%s has this request already', u.code), 'referral', u.code);
    end if;
    select * into k from varta.kind where id = r.kind;
    insert into varta.referral (city_id, request_id, unit_id, due_at, note, operator_id)
    values (r.city_id, r.id, u.id,
            least(case when k.answer_working then varta.due_work(r.city_id, now(), k.referral_days) else varta.due_days(r.city_id, now(), k.referral_days) end,
                  greatest(r.due_at, varta.due_days(r.city_id, coalesce(r.due_from, r.received_at), k.limit_days))),
            coalesce(p_note, ''), (varta.me()).id)
    returning id into v_referral;
    perform varta.act('refer', nullif(p_note, ''), null, jsonb_build_object('referral', v_referral, 'unit', u.code));
    update varta.request q set version = q.version + 1, updated_at = now(), rank = varta.calm(rank)
    where city_id = r.city_id and id = r.id;
    return varta.line(r);
end
$$;

ALTER FUNCTION api.refer(p_id bigint, p_version integer, p_unit text, p_note text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.refer(p_id bigint, p_version integer, p_unit text, p_note text) IS 'in: number, version seen, code of the unit, note for it (or null). out: the line. A new request is accepted in the same act. The unit has
the days of the kind, but not beyond what the law allows in all. errors: VA001, VA002, VA004, VA005 the unit has it already, 40001';

CREATE FUNCTION api.referral_accept(p_id bigint, p_version integer, p_referral bigint, p_text text DEFAULT NULL::text) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.take('referral_accept', p_id, p_version);
begin
    perform varta.referral_step('referral_accept', r, varta.take_referral('referral_accept', r, p_referral), p_text, '{}', 0::smallint);
    return varta.line(r);
end
$$;

ALTER FUNCTION api.referral_accept(p_id bigint, p_version integer, p_referral bigint, p_text text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.referral_accept(p_id bigint, p_version integer, p_referral bigint, p_text text) IS 'in: number, version seen, referral, internal note (or null). out: the line. The unit takes it on. errors: VA001, VA002, VA004, 40001';

CREATE FUNCTION api.referral_answer(p_id bigint, p_version integer, p_referral bigint, p_text text) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.take('referral_answer', p_id, p_version);
    f varta.referral := varta.take_referral('referral_answer', r, p_referral);
    v_response bigint;
begin
    insert into varta.response (city_id, request_id, state, public, body, author_id)
    values (r.city_id, r.id, 2, true, varta.check_text('body', p_text, 20000), (varta.me()).id) returning id into v_response;
    perform varta.referral_step('referral_answer', r, f, null, jsonb_build_object('response', v_response, 'body', p_text), 0::smallint);
    return varta.line(r);
end
$$;

ALTER FUNCTION api.referral_answer(p_id bigint, p_version integer, p_referral bigint, p_text text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.referral_answer(p_id bigint, p_version integer, p_referral bigint, p_text text) IS 'in: number, version seen, referral, the unit''s answer. out: the line. The answer is a submitted response, for a moderator to approve or
change. errors: VA001 to VA004, 40001';

CREATE FUNCTION api.referral_return(p_id bigint, p_version integer, p_referral bigint, p_text text) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.take('referral_return', p_id, p_version);
    f varta.referral := varta.take_referral('referral_return', r, p_referral);
begin
    perform varta.referral_step('referral_return', r, f, varta.check_text('why', p_text, 2000), '{}', (-1)::smallint);
    return varta.line(r);
end
$$;

ALTER FUNCTION api.referral_return(p_id bigint, p_version integer, p_referral bigint, p_text text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.referral_return(p_id bigint, p_version integer, p_referral bigint, p_text text) IS 'in: number, version seen, referral, why. out: the line. The request comes first in the queue (rank -1) until somebody deals with it.
errors: VA001 to VA004, 40001';

CREATE FUNCTION api.reject(p_id bigint, p_version integer, p_reason text, p_note text) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.take('reject', p_id, p_version);
    t varta.transition := varta.goal('reject', r);
    v_reason varta.reason;
    v_lang text := (select lang from varta.source where id = r.source_id);
begin
    select * into v_reason from varta.reason where code = p_reason;
    if not found then
        perform varta.fail('VA001', format('there is no reason %L', p_reason), 'reason', p_reason);
    end if;
    perform varta.act('reject', nullif(p_note, ''));
    update varta.request q
    set status = t.to_status, reason = v_reason.code, version = q.version + 1, updated_at = now(), rank = varta.calm(rank)
    where city_id = r.city_id and id = r.id;
    perform varta.emit(r, t.to_status, case v_lang when 'en' then v_reason.text_en else v_reason.text end);
    return varta.line(r);
end
$$;

ALTER FUNCTION api.reject(p_id bigint, p_version integer, p_reason text, p_note text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.reject(p_id bigint, p_version integer, p_reason text, p_note text) IS 'in: number, version seen, code of the reason, internal note (or null). out: the line. The resident gets the text of the reason.
errors: VA001, VA002, VA004, 40001';

CREATE FUNCTION api.reopen(p_id bigint, p_version integer, p_why text DEFAULT NULL::text) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.take('reopen', p_id, p_version);
    t varta.transition := varta.goal('reopen', r);
begin
    perform varta.act('reopen', nullif(p_why, ''));
    update varta.request q
    set status = t.to_status, reason = null, version = q.version + 1, updated_at = now(), due_from = now(),
        due_at = varta.due_answer(q.city_id, q.kind, now())
    where city_id = r.city_id and id = r.id;
    perform varta.emit(r, t.to_status);
    return varta.line(r);
end
$$;

ALTER FUNCTION api.reopen(p_id bigint, p_version integer, p_why text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.reopen(p_id bigint, p_version integer, p_why text) IS 'in: number, version seen, why (or null). out: the line. What was answered or rejected is pending again, and the time for the answer begins
anew; what was published stays. errors: VA001, VA002, VA004, 40001';

CREATE FUNCTION api.request(p_id bigint) RETURNS jsonb
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.request_of(p_id);
    v_read boolean := varta.may_read(r);
    v_text jsonb;
begin
    v_text := jsonb_build_object(
        'body', case when v_read then r.body else '' end,
        'description', case when v_read then varta.join_text(r.title, r.titled, r.body) else '' end,
        'media_url', case when v_read then r.media_url end,
        'attributes', case when v_read then r.attributes end,
        'responses', case when v_read then varta.show_responses(r) else '[]' end,
        'comments', case when v_read then varta.show_comments(r) else '[]' end,
        'events', varta.show_events(r, v_read),
        'sealed', not v_read);
    return v_text || jsonb_build_object(
        'row', to_jsonb(varta.line(r)),
        'address', r.address, 'lat', public.st_y(r.point), 'long', public.st_x(r.point),
        'requested', varta.epoch(r.requested_at),
        'source', (select code from varta.source where id = r.source_id),
        'reporter', varta.show_reporter(r),
        'referrals', varta.show_referrals(r),
        'suggested_unit', varta.suggest_unit(r),
        'beat', varta.show_beat(r),
        'reason', r.reason,
        'undo', varta.show_undo(r),
        'recall_until', varta.show_recall(r),
        'paused', varta.show_pause(r, v_read),
        'snoozed_until', varta.epoch(nullif(greatest(r.snoozed_until, now()), now())),
        'merged_into', r.merged_into,
        'merged', to_jsonb(array(select d from varta.duplicates(r.city_id, r.id) d order by d)),
        'verbs', to_jsonb(varta.verbs_now(r)));
end
$$;

ALTER FUNCTION api.request(p_id bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION api.request(p_id bigint) IS 'in: number. out: all of one request as jsonb: row (api.queue_row), body, description, address, lat, long, requested, source, media_url,
reporter, referrals, responses, comments, events (newest first, at most 50), suggested_unit, beat (see varta.in_charge()), reason, verbs, undo (the verb that
api.undo() would undo, or null), recall_until, paused (since, question; or null), snoozed_until, merged_into, merged (numbers of what was
merged into it); sealed: true where the text, and what could tell it, is left out. Times are epoch seconds. errors: VA001';

CREATE FUNCTION api.resume(p_id bigint, p_version integer) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.take('resume', p_id, p_version);
begin
    perform varta.resume(r);
    return varta.line(r);
end
$$;

ALTER FUNCTION api.resume(p_id bigint, p_version integer) OWNER TO varta_owner;

COMMENT ON FUNCTION api.resume(p_id bigint, p_version integer) IS 'in: number, version seen. out: the line. The clock goes on: the due date moves by the working time of the pause. errors: VA001, VA002, VA004,
40001';

CREATE FUNCTION api.retention(p_city text) RETURNS TABLE(kind text, name text, days integer, own boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select k.code, varta.say(k.name, k.name_en), r.days, r.own
    from varta.retention_rules() r join varta.kind k on k.id = r.kind
    where r.city_id = (varta.city_of(p_city)).id order by k.id
$$;

ALTER FUNCTION api.retention(p_city text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.retention(p_city text) IS 'in: city. out: for each kind, after how many days the personal data of a closed request are erased; own: by a rule of the city. errors: VA001';

CREATE FUNCTION api.retention_set(p_city text, p_kind text, p_days integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_city smallint := case when p_city is not null then (varta.city_of(p_city)).id end;
    v_kind smallint := (select id from varta.kind where code = p_kind);
begin
    if v_kind is null then
        perform varta.fail('VA001', format('there is no kind %L', p_kind), 'kind', p_kind);
    elsif p_city is null and not varta.is_superuser() then
        perform varta.fail('VA004', 'the rule of all cities is not for your role', 'retention_set', 'superuser');
    elsif p_days not between 1 and 36500 or p_city is null and p_days is null then
        perform varta.fail('VA003', format('%s is not a number of days', p_days), 'days', p_days::text, '1 to 36500 days');
    end if;
    delete from varta.retention where city_id is not distinct from v_city and kind = v_kind;
    insert into varta.retention (city_id, kind, days) select v_city, v_kind, p_days where p_days is not null;
end
$$;

ALTER FUNCTION api.retention_set(p_city text, p_kind text, p_days integer) OWNER TO varta_owner;

COMMENT ON FUNCTION api.retention_set(p_city text, p_kind text, p_days integer) IS 'in: city (null: all that have no rule of their own; superuser), kind, days after the closing (null: the general rule). errors: VA001, VA003, VA004';

CREATE FUNCTION api.rule_add(p_city text, p_unit text, p_category text DEFAULT NULL::text, p_district text DEFAULT NULL::text, p_by_area boolean DEFAULT false, p_priority integer DEFAULT 100) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city := varta.city_lock(p_city);
begin
    return varta.rule_store(c.id, null, p_unit, p_category, p_district, coalesce(p_by_area, false), coalesce(p_priority, 100)::smallint, true);
exception when numeric_value_out_of_range then
    perform varta.fail('VA003', sqlerrm, 'priority', p_priority::text, 'a number up to 32767');
end
$$;

ALTER FUNCTION api.rule_add(p_city text, p_unit text, p_category text, p_district text, p_by_area boolean, p_priority integer) OWNER TO varta_owner;

COMMENT ON FUNCTION api.rule_add(p_city text, p_unit text, p_category text, p_district text, p_by_area boolean, p_priority integer) IS 'in: city, unit, category (null: any), district (null: any), whether only in the unit''s area of responsibility, priority (the smallest comes
first). out: number of the rule. errors: VA001, VA003, VA005';

CREATE FUNCTION api.rule_set(p_city text, p_id integer, p_settings jsonb) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city := varta.city_lock(p_city);
    q jsonb;
begin
    perform varta.settings_check(p_settings, '{unit,category,district,by_area,priority,active}');
    select to_jsonb(l) || p_settings into q from api.rules(p_city) l where l.id = p_id;
    if not found then
        perform varta.fail('VA001', format('there is no rule %s', p_id), 'rule', p_id::text);
    end if;
    perform varta.rule_store(c.id, p_id, q ->> 'unit', q ->> 'category', q ->> 'district', (q ->> 'by_area')::boolean,
                             (q ->> 'priority')::smallint, (q ->> 'active')::boolean);
exception when not_null_violation or invalid_text_representation or numeric_value_out_of_range then
    perform varta.fail('VA003', sqlerrm, 'settings', p_settings::text, 'by_area and active are true or false, priority a number up to 32767');
end
$$;

ALTER FUNCTION api.rule_set(p_city text, p_id integer, p_settings jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION api.rule_set(p_city text, p_id integer, p_settings jsonb) IS 'in: city, number, {"unit", "category" (null: any), "district" (null: any), "by_area", "priority", "active"}. errors: VA001, VA003, VA005';

CREATE FUNCTION api.rules(p_city text) RETURNS TABLE(id integer, unit text, category text, district text, by_area boolean, priority smallint, active boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city := varta.city_of(p_city);
begin
    return query
    select q.id, u.code, g.code, d.code, q.by_area, q.priority, q.active
    from varta.referral_rule q
    join varta.unit u on u.city_id = q.city_id and u.id = q.unit_id
    left join varta.category g on g.city_id = q.city_id and g.id = q.category_id
    left join varta.district d on d.city_id = q.city_id and d.id = q.district_id
    where q.city_id = c.id order by q.priority, q.id;
end
$$;

ALTER FUNCTION api.rules(p_city text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.rules(p_city text) IS 'in: city. out: its rules, the first one first. errors: VA001';

CREATE FUNCTION api.schema_version() RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_change text;
begin
    if to_regclass('sqitch.changes') is not null then
        execute 'select change from sqitch.changes where project = ''varta'' order by committed_at desc limit 1' into v_change;
    end if;
    return coalesce(v_change, '');
end
$$;

ALTER FUNCTION api.schema_version() OWNER TO varta_owner;

COMMENT ON FUNCTION api.schema_version() IS 'out: the last change of sql/sqitch.plan that is deployed here; empty where sqitch did not deploy';

CREATE FUNCTION api.search(p_filter jsonb, p_text text, p_limit integer DEFAULT 50, p_before bigint DEFAULT NULL::bigint) RETURNS SETOF api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $_$
declare
    v_all jsonb := jsonb_build_object('status', (select jsonb_agg(code) from varta.status));
    v_filter jsonb := coalesce(jsonb_strip_nulls(p_filter), '{}') - '{id,text,sort}'::text[];
    f varta.filter := varta.parse_filter(v_all || v_filter);
    v_limit integer := least(greatest(coalesce(p_limit, 50), 1), 500);
    v_number bigint := substring(p_text from '^\s*[№#]?\s*(\d{1,18})\s*$');
    v_words text[];
    v_first integer := 0;
begin
    if v_number is not null and p_before is null then
        return query select l.* from varta.queue_line(varta.find(v_number), v_number) l;
        get diagnostics v_first = row_count;
    end if;
    v_words := varta.search_words(p_text);
    perform varta.ask_forms(v_words);
    return query
    select l.*
    from varta.search_keys(varta.text_query(v_words), varta.facts_query(f, v_filter), f, p_before, v_limit) with ordinality k (city_id, id, n)
    cross join lateral varta.queue_line(k.city_id, k.id) l
    where v_first = 0 or k.id <> v_number
    order by k.n limit v_limit - v_first;
end
$_$;

ALTER FUNCTION api.search(p_filter jsonb, p_text text, p_limit integer, p_before bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION api.search(p_filter jsonb, p_text text, p_limit integer, p_before bigint) IS 'in: filter as of api.queue_page (no status: all of them; without text and sort), words, all of which have to be there in whatever form, or a number; rows wanted
(1 to 500); before which number (that of the last row, for the next page). out: requests, newest first; for a number its request before
them. The text of a sealed request is found by none but who may read it. errors: VA003 (also where there is no word to look for), VA006';

CREATE FUNCTION api."similar"(p_id bigint, p_limit integer DEFAULT 10) RETURNS TABLE(id bigint, version integer, city text, kind text, category_name text, status text, title text, address text, received bigint, distance_m double precision, days double precision, score real, answer text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    SET join_collapse_limit TO '12'
    AS $$
#variable_conflict use_column
declare
    r varta.request := varta.request_of(p_id);
    f varta.filter := varta.all_visible();
    v_lexemes text[];
begin
    if varta.may_read(r) then
        select array_agg(l) into v_lexemes from varta.search s cross join unnest(tsvector_to_array(s.doc)) l
        where s.city_id = r.city_id and s.id = r.id and l !~ '^[#0-9]';
    end if;
    return query
    with candidate as materialized (
        select * from varta.near(r.point, 500, f, 60)
        union
        select * from varta.near(r.point, 500, f, 120, r.requested_at - interval '90 days', r.requested_at + interval '90 days')
        union
        select * from varta.same_place(r, f, 150) where r.point is null and varta.may_read(r)),
    weighed as (
        select c.city_id, c.id, c.distance, abs(extract(epoch from q.requested_at - r.requested_at))::float8 / 86400 as days,
               case when v_lexemes is null then 0 else greatest(m.share, public.similarity(q.title, r.title)) end as alike,
               (q.category_id = r.category_id)::int as same
        from candidate c join varta.request q on q.city_id = c.city_id and q.id = c.id
        cross join lateral (
            select count(*) filter (where l = any(v_lexemes)) / sqrt(count(*) * cardinality(v_lexemes)::float8) as share
            from varta.search s cross join unnest(tsvector_to_array(s.doc)) l
            where s.city_id = c.city_id and s.id = c.id and l !~ '^[#0-9]' having count(*) > 0
            union all select 0 limit 1) m
        where c.id <> r.id),
    best as (
        select w.*, (0.35 * (1 - coalesce(w.distance, 250) / 500) + 0.2 * greatest(0, 1 - w.days / 90) + 0.35 * w.alike
                     + 0.1 * w.same)::real as score
        from weighed w order by score desc, w.id desc limit least(greatest(coalesce(p_limit, 10), 1), 100))
    select l.id, l.version, l.city, l.kind, l.category_name, l.status, l.title, q.address, l.received,
           round(b.distance::numeric, 1)::float8, round(b.days::numeric, 2)::float8, b.score,
           coalesce((select left(p.body, 200) from varta.response p
                     where p.city_id = b.city_id and p.request_id = b.id and p.state = 4 and p.public order by p.id desc limit 1), '')
    from best b join varta.request q on q.city_id = b.city_id and q.id = b.id
    cross join lateral varta.queue_line(b.city_id, b.id) l
    order by b.score desc, b.id desc;
end
$$;

ALTER FUNCTION api."similar"(p_id bigint, p_limit integer) OWNER TO varta_owner;

COMMENT ON FUNCTION api."similar"(p_id bigint, p_limit integer) IS 'in: number, rows wanted (1 to 100). out: requests that the operator may read and that could be about the same: within 500 m (without a
point: with the same address or title), with distance in metres (null without points), days between them, and a score from 0 to 1: place 0.35, time
(none left after 90 days) 0.2, words in common 0.35, same category 0.1; answer: the beginning of what was published. errors: VA001';

CREATE FUNCTION api.snooze(p_id bigint, p_version integer, p_until timestamp with time zone) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.take('snooze', p_id, p_version);
begin
    if p_until is not null and (p_until <= now() or p_until > now() + interval '1 year') then
        perform varta.fail('VA003', 'it has to be a moment to come', 'until', p_until::text, 'a moment within a year from now');
    end if;
    perform varta.act('snooze');
    update varta.request q set snoozed_until = p_until, version = q.version + 1, updated_at = now()
    where city_id = r.city_id and id = r.id;
    return varta.line(r);
end
$$;

ALTER FUNCTION api.snooze(p_id bigint, p_version integer, p_until timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION api.snooze(p_id bigint, p_version integer, p_until timestamp with time zone) IS 'in: number, version seen, moment (null: now). out: the line. Until then the request is not in the queue, unless one asks for what is
snoozed; a comment of the resident or a unit that returns it brings it back before. The due date stays. errors: VA001 to VA004, 40001';

CREATE FUNCTION api.source_add(p_city text, p_code text, p_transport text, p_jurisdiction text, p_key_hash bytea, p_zone text DEFAULT 'Europe/Kyiv'::text) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city := varta.city_of(p_city);
    v_id integer;
begin
    perform varta.code_check(p_code), varta.zone_check(coalesce(p_zone, c.tz));
    insert into varta.source (city_id, code, transport, jurisdiction, key_hash, zone)
    values (c.id, p_code, p_transport, p_jurisdiction, p_key_hash, coalesce(p_zone, c.tz)) returning id into v_id;
    return v_id;
exception
    when unique_violation then
        perform varta.fail('VA005', format('source %L or its jurisdiction %L already exists', p_code, p_jurisdiction), 'source', p_code);
    when check_violation then
        perform varta.fail('VA003', sqlerrm, 'source', p_transport, 'transport endpoint, push, poll, publish or mail; key_hash 32 bytes');
end
$$;

ALTER FUNCTION api.source_add(p_city text, p_code text, p_transport text, p_jurisdiction text, p_key_hash bytea, p_zone text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.source_add(p_city text, p_code text, p_transport text, p_jurisdiction text, p_key_hash bytea, p_zone text) IS 'in: city, code, transport, jurisdiction, SHA-256 of the api_key (null: none), zone of times without one. out: id. errors: VA001, VA003, VA005';

CREATE FUNCTION api.source_set(p_code text, p_settings jsonb) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    s varta.source;
    v_wrong text;
begin
    perform varta.settings_check(p_settings, '{transport,jurisdiction,key_hash,zone,lang,status_map,active,url,peer_jurisdiction,dialect,service_map,poll}');
    select * into s from varta.source where code = p_code and (city_id = any(varta.my_cities()) or varta.is_superuser());
    if not found then
        perform varta.fail('VA001', format('there is no source %L', p_code), 'source', p_code);
    end if;
    perform varta.zone_check(coalesce(p_settings ->> 'zone', s.zone)), varta.url_check(nullif(p_settings ->> 'url', ''));
    update varta.source
    set transport = coalesce(p_settings ->> 'transport', transport), jurisdiction = coalesce(p_settings ->> 'jurisdiction', jurisdiction),
        key_hash = coalesce(decode(p_settings ->> 'key_hash', 'hex'), key_hash), zone = coalesce(p_settings ->> 'zone', zone),
        lang = coalesce(p_settings ->> 'lang', lang), status_map = coalesce(p_settings -> 'status_map', status_map),
        active = coalesce((p_settings ->> 'active')::boolean, active),
        url = case when p_settings ? 'url' then nullif(p_settings ->> 'url', '') else url end,
        peer_jurisdiction = case when p_settings ? 'peer_jurisdiction' then nullif(p_settings ->> 'peer_jurisdiction', '')
                            else peer_jurisdiction end,
        dialect = coalesce(p_settings ->> 'dialect', dialect), service_map = coalesce(p_settings -> 'service_map', service_map),
        poll = coalesce(p_settings -> 'poll', poll)
    where city_id = s.city_id and id = s.id returning * into s;
    v_wrong := varta.poll_wrong(s);
    if v_wrong is not null then
        perform varta.fail('VA003', v_wrong, 'poll', s.poll::text, 'see varta.poll_settings');
    end if;
    select code into v_wrong from jsonb_each_text(s.service_map) m (peer, code)
    where not exists (select from varta.category g where g.city_id = s.city_id and g.code = m.code) limit 1;
    if found then
        perform varta.fail('VA001', format('there is no category %L', v_wrong), 'category', v_wrong);
    end if;
exception
    when foreign_key_violation then
        perform varta.fail('VA003', format('there is no dialect %L', p_settings ->> 'dialect'), 'dialect', p_settings ->> 'dialect',
                           (select string_agg(code, ', ' order by code) from varta.dialect));
    when unique_violation then
        perform varta.fail('VA005', 'that jurisdiction already exists', 'jurisdiction', p_settings ->> 'jurisdiction');
    when check_violation or invalid_text_representation or invalid_parameter_value then
        perform varta.fail('VA003', sqlerrm, 'settings', p_settings::text, 'see varta.source');
end
$$;

ALTER FUNCTION api.source_set(p_code text, p_settings jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION api.source_set(p_code text, p_settings jsonb) IS 'in: code, {"transport", "jurisdiction", "key_hash": hex of SHA-256, "zone", "lang", "status_map": {"pending": word}, "active", "url",
"peer_jurisdiction", "dialect", "service_map": {"their code": "our category", "*": …}, "poll": see varta.poll_settings()}; an empty url or peer_jurisdiction is none. errors: VA001, VA003, VA005';

CREATE FUNCTION api.sources_list() RETURNS TABLE(city text, code text, transport text, jurisdiction text, has_key boolean, zone text, lang text, status_map jsonb, active boolean, id integer, url text, peer_jurisdiction text, dialect text, service_map jsonb, poll jsonb)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select c.code, s.code, s.transport, s.jurisdiction, s.key_hash is not null, s.zone, s.lang, s.status_map, s.active, s.id,
           s.url, s.peer_jurisdiction, s.dialect, s.service_map, s.poll
    from varta.source s join varta.city c on c.id = s.city_id
    where s.city_id = any(varta.my_cities()) or varta.is_superuser()
    order by c.code, s.code
$$;

ALTER FUNCTION api.sources_list() OWNER TO varta_owner;

COMMENT ON FUNCTION api.sources_list() IS 'out: the sources of the administrator''s cities; all for a superuser';

CREATE FUNCTION api.split(p_id bigint, p_version integer) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request;
begin
    perform varta.lock_family(array[p_id]);
    r := varta.take('split', p_id, p_version);
    perform varta.split(r, null);
    return varta.line(r);
end
$$;

ALTER FUNCTION api.split(p_id bigint, p_version integer) OWNER TO varta_owner;

COMMENT ON FUNCTION api.split(p_id bigint, p_version integer) IS 'in: number of a merged request, version seen. out: the line. It is pending again, on its own; an answer of the other one that has not left
yet will not reach it. errors: VA001, VA002, VA004, 40001';

CREATE FUNCTION api.statistics(p_filter jsonb DEFAULT '{}'::jsonb, p_days integer DEFAULT 30) RETURNS TABLE(part text, code text, name text, received bigint, answered bigint, rejected bigint, open bigint, late bigint, median_hours double precision)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    f varta.filter := varta.any_status(p_filter);
    v_from timestamptz;
begin
    if p_days is null or p_days not between 1 and 3660 then
        perform varta.fail('VA003', 'this is no period', 'days', coalesce(p_days::text, ''), 'days from 1 to 3660');
    end if;
    v_from := now() - make_interval(days => p_days);
    return query
    with r as materialized (
        select q.city_id, q.category_id, q.district_id, (q.requested_at at time zone c.tz)::date as day, q.status, s.open,
               s.open and q.due_at < now() as late,
               case when q.status = 3 then
                   (select extract(epoch from min(p.visible_at) - q.requested_at)::double precision / 3600 from varta.response p
                    where p.city_id = q.city_id and p.request_id = q.id and p.state = 4) end as hours
        from varta.request q
        join varta.city c on c.id = q.city_id
        join varta.status s on s.id = q.status
        where q.city_id = any(f.cities) and q.requested_at >= v_from and varta.fits(q, f)),
    counted as (
        select grouping(r.city_id, r.category_id, r.district_id, r.day) as g, r.city_id, r.category_id, r.district_id, r.day,
               count(*) as received, count(*) filter (where r.status = 3) as answered, count(*) filter (where r.status = 4) as rejected,
               count(*) filter (where r.open) as open, count(*) filter (where r.late) as late,
               percentile_cont(0.5) within group (order by r.hours) as hours
        from r
        group by grouping sets ((), (r.city_id, r.category_id), (r.city_id, r.district_id), (r.day))),
    named as (
        select 1 as place, 'total' as part, '' as code, '' as name, n.received, n.answered, n.rejected, n.open, n.late, n.hours
        from counted n where n.g = 15
        union all
        select 2, 'category', k.code, varta.say(k.name, k.name_en), n.received, n.answered, n.rejected, n.open, n.late, n.hours
        from counted n join varta.category k on k.city_id = n.city_id and k.id = n.category_id where n.g = 3
        union all
        select 3, 'district', coalesce(d.code, ''), coalesce(varta.say(d.name, d.name_en), ''),
               n.received, n.answered, n.rejected, n.open, n.late, n.hours
        from counted n left join varta.district d on d.city_id = n.city_id and d.id = n.district_id where n.g = 5
        union all
        select 4, 'unit', u.code, varta.say(u.name, u.name_en), count(*), count(*) filter (where t.state = 4),
               count(*) filter (where t.state = 3), count(*) filter (where ts.open),
               count(*) filter (where ts.open and t.due_at < now()),
               percentile_cont(0.5) within group (order by case when t.state = 4 then extract(epoch from t.changed_at - t.created_at)::double precision / 3600 end)
        from varta.referral t
        join varta.referral_state ts on ts.id = t.state
        join varta.unit u on u.city_id = t.city_id and u.id = t.unit_id
        join varta.request q on q.city_id = t.city_id and q.id = t.request_id
        where t.city_id = any(f.cities) and t.created_at >= v_from and varta.fits(q, f)
        group by u.city_id, u.id
        union all
        select 5, 'day', n.day::text, n.day::text, n.received, n.answered, n.rejected, n.open, n.late, n.hours
        from counted n where n.g = 14)
    select n.part, n.code, n.name, n.received, n.answered, n.rejected, n.open, n.late, round(n.hours::numeric, 1)::double precision
    from named n
    order by n.place, case when n.part = 'day' then n.code end, n.received desc, n.name, n.code;
end
$$;

ALTER FUNCTION api.statistics(p_filter jsonb, p_days integer) OWNER TO varta_owner;

COMMENT ON FUNCTION api.statistics(p_filter jsonb, p_days integer) IS 'in: filter as of api.queue_page (status, snoozed and id do not matter), days until now (1 to 3660). out: lines of the parts total, category,
district (the empty code: in none), unit and day (in the city''s time; days without requests are left out): requests received in that time, and of them
answered, rejected, open, open and late; the median of the hours until the answer is visible. Of a unit: what was referred to it in that time, and of
that answered, given back, open, open and late. errors: VA003, VA006';

CREATE FUNCTION api.submit(p_id bigint, p_version integer, p_response bigint DEFAULT NULL::bigint) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.take('submit', p_id, p_version);
    p varta.response := varta.response_of(r, p_response);
begin
    perform varta.check_author('submit', p);
    perform varta.check_public(p);
    perform varta.step('submit', r, p);
    return varta.line(r);
end
$$;

ALTER FUNCTION api.submit(p_id bigint, p_version integer, p_response bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION api.submit(p_id bigint, p_version integer, p_response bigint) IS 'in: number, version seen, response (null: the newest unpublished one). out: the line. errors: VA001 to VA004, 40001';

CREATE FUNCTION api.subscribers(p_city text) RETURNS TABLE(beat text, name text, confirmed bigint, asked bigint, bounced bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city := varta.city_of(p_city);
begin
    return query
    select b.code, varta.say(b.name, b.name_en), count(*) filter (where x.state = 'confirmed'), count(*) filter (where x.state = 'asked'),
           count(*) filter (where x.state = 'bounced')
    from varta.subscription s
    cross join lateral varta.subscription_state(s) x (state)
    left join varta.beat b on b.city_id = s.city_id and b.id = s.beat_id
    where s.city_id = c.id and s.request_id is null
    group by b.id, b.code, b.name, b.name_en order by b.code nulls first;
end
$$;

ALTER FUNCTION api.subscribers(p_city text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.subscribers(p_city text) IS 'in: city. out: how many read the newsletters of each beat (null: of the whole city), were asked whether they want to, or have an address that
does not work. Never who. errors: VA001';

CREATE FUNCTION api.suggestions(p_id bigint) RETURNS TABLE(code text, name text, reason text, priority smallint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return query select s.code, s.name, s.reason, s.priority from varta.suggest(varta.request_of(p_id)) s;
end
$$;

ALTER FUNCTION api.suggestions(p_id bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION api.suggestions(p_id bigint) IS 'in: number. out: the units that could be responsible, best first, and why (priority null: by the category alone). errors: VA001';

CREATE FUNCTION api.take(p_id bigint, p_version integer) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.take('take', p_id, p_version);
    v_me integer := (varta.me()).id;
begin
    if r.operator_id <> v_me and not 'moderator' = any(varta.my_roles()) then
        perform varta.fail('VA004', 'it is someone else''s', 'take', 'moderator');
    end if;
    return varta.hand('take', r, v_me);
end
$$;

ALTER FUNCTION api.take(p_id bigint, p_version integer) OWNER TO varta_owner;

COMMENT ON FUNCTION api.take(p_id bigint, p_version integer) IS 'in: number, version seen. out: the line. The request is the operator''s own now; only moderators take it from another. errors: VA001, VA002,
VA004, 40001';

CREATE FUNCTION api.undo(p_id bigint, p_version integer) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.request_of(p_id);
    e varta.event;
    v_before jsonb := '{}';
    v_events bigint[] := '{}';
    v_told boolean;
begin
    perform varta.lock_family(array[p_id]);
    perform set_config('varta.first', '', true);
    r := varta.locked(r.city_id, r.id);
    if r.version is distinct from p_version then
        perform varta.conflict(r);
    end if;
    e := varta.last_act(r);
    if not coalesce(varta.undoable(r, e), false) then
        perform varta.fail('VA002', 'there is nothing that you could undo', 'undo', (select code from varta.status where id = r.status), p_id::text);
    elsif e.verb = 'publish' then
        perform varta.recall(r, (e.after ->> 'response')::bigint);
        return varta.line(r);
    end if;
    v_events := array(select id from varta.act_events(e));
    v_told := varta.cancel('undo', r, v_events);
    for e in select * from varta.act_events(e) order by id desc loop
        perform varta.undo_parts(e);
        v_before := v_before || coalesce(e.before, '{}');
    end loop;
    perform varta.act('undo', null, null, jsonb_build_object('verb', (select verb from varta.event where city_id = r.city_id and id = v_events[1]),
                                                             'undone', to_jsonb(v_events)));
    perform varta.undo_row(r, v_before);
    if v_told then
        r := varta.locked(r.city_id, r.id);
        perform varta.emit(r, r.status, varta.resident_text(r));
    end if;
    return varta.line(r);
end
$$;

ALTER FUNCTION api.undo(p_id bigint, p_version integer) OWNER TO varta_owner;

COMMENT ON FUNCTION api.undo(p_id bigint, p_version integer) IS 'in: number, version seen. out: the line. Undoes the operator''s last act on the request, if nobody did anything after it; called again, the
one before. What nobody outside can have seen yet never leaves; what somebody can have seen is followed by an update that tells the status
as it is again. A publication is recalled. errors: VA001, VA002 there is nothing to undo, 40001';

CREATE FUNCTION api.unit_add(p_city text, p_code text, p_kind text, p_name text, p_name_en text DEFAULT ''::text) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city := varta.city_lock(p_city);
    v_id integer;
begin
    perform varta.code_check(p_code), varta.unit_kind_check(p_kind);
    if coalesce(btrim(p_name), '') = '' then
        perform varta.fail('VA003', 'the name is empty', 'name', p_name, 'a name');
    end if;
    insert into varta.unit (city_id, code, kind, name, name_en) values (c.id, p_code, p_kind, btrim(p_name), coalesce(p_name_en, ''))
    on conflict (city_id, code) do nothing returning id into v_id;
    if v_id is null then
        perform varta.fail('VA005', format('unit %L already exists', p_code), 'unit', p_code);
    end if;
    return v_id;
end
$$;

ALTER FUNCTION api.unit_add(p_city text, p_code text, p_kind text, p_name text, p_name_en text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.unit_add(p_city text, p_code text, p_kind text, p_name text, p_name_en text) IS 'in: city, code, kind (see varta.unit_kind), names. out: id. errors: VA001, VA003, VA005';

CREATE FUNCTION api.unit_area_import(p_city text, p_unit text, p_geojson jsonb) RETURNS TABLE(code text, name text, outcome text, reason text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    u varta.unit := varta.any_unit_of((varta.city_lock(p_city)).id, p_unit);
    v_area public.geometry;
    v_whole public.geometry;
    v_feature jsonb;
begin
    code := u.code;
    name := varta.say(u.name, u.name_en);
    for v_feature in select * from varta.features(p_geojson) loop
        select p.area, nullif(concat_ws('; ', reason, p.note), '') into v_area, reason from varta.polygons(v_feature -> 'geometry') p;
        if v_area is null then
            outcome := 'refused';
            return next;
            return;
        end if;
        v_whole := case when v_whole is null then v_area else public.st_multi(public.st_union(v_whole, v_area)) end;
    end loop;
    outcome := case when public.st_equals(u.area, v_whole) or coalesce(u.area, v_whole) is null then 'same'
                    when u.area is null then 'added' when v_whole is null then 'removed' else 'changed' end;
    update varta.unit t set area = v_whole where t.city_id = u.city_id and t.id = u.id and outcome <> 'same';
    return next;
end
$$;

ALTER FUNCTION api.unit_area_import(p_city text, p_unit text, p_geojson jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION api.unit_area_import(p_city text, p_unit text, p_geojson jsonb) IS 'in: city, unit, GeoJSON FeatureCollection: its polygons together are the unit''s area of responsibility; no features: it has none any more.
out: one row as of api.district_import. errors: VA001, VA003';

CREATE FUNCTION api.unit_set(p_city text, p_code text, p_settings jsonb) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    u varta.unit := varta.any_unit_of((varta.city_lock(p_city)).id, p_code);
begin
    perform varta.settings_check(p_settings, '{name,name_en,kind,active,streets}');
    perform varta.unit_kind_check(coalesce(p_settings ->> 'kind', u.kind));
    update varta.unit
    set name = coalesce(btrim(p_settings ->> 'name'), name), name_en = coalesce(p_settings ->> 'name_en', name_en),
        kind = coalesce(p_settings ->> 'kind', kind), active = coalesce((p_settings ->> 'active')::boolean, active)
    where city_id = u.city_id and id = u.id;
    if p_settings ? 'streets' then
        delete from varta.unit_street where city_id = u.city_id and unit_id = u.id;
        insert into varta.unit_street (city_id, unit_id, name, kind, street, low, high, parity)
        select u.city_id, u.id, s.* from varta.street_lines(p_settings -> 'streets') s;
    end if;
exception when check_violation or invalid_text_representation then
    perform varta.fail('VA003', sqlerrm, 'settings', left(p_settings::text, 200), 'a name, true or false, a list of streets');
end
$$;

ALTER FUNCTION api.unit_set(p_city text, p_code text, p_settings jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION api.unit_set(p_city text, p_code text, p_settings jsonb) IS 'in: city, code, {"name", "name_en", "kind", "active": false where it is abolished (its history and its rules stay), "streets": see
varta.street_lines(), all of them}. errors: VA001, VA003';

CREATE FUNCTION api.units(p_city text) RETURNS TABLE(code text, name text, kind text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select u.code, varta.say(u.name, u.name_en), u.kind from varta.unit u
    where u.city_id = (varta.city_of(p_city)).id and u.active order by u.id
$$;

ALTER FUNCTION api.units(p_city text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.units(p_city text) IS 'in: city. out: its active units. errors: VA001';

CREATE FUNCTION api.units_list(p_city text) RETURNS TABLE(code text, name text, name_en text, kind text, active boolean, has_area boolean, streets jsonb, open_referrals bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city := varta.city_of(p_city);
begin
    return query
    select u.code, u.name, u.name_en, u.kind, u.active, u.area is not null,
           (select coalesce(jsonb_agg(jsonb_build_object('street', s.name, 'from', s.low, 'to', s.high, 'parity', s.parity)
                                      order by s.street, s.low), '[]')
            from varta.unit_street s where s.city_id = u.city_id and s.unit_id = u.id),
           (select count(*) from varta.referral f join varta.referral_state t on t.id = f.state and t.open
            where f.city_id = u.city_id and f.unit_id = u.id)
    from varta.unit u where u.city_id = c.id order by u.code;
end
$$;

ALTER FUNCTION api.units_list(p_city text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.units_list(p_city text) IS 'in: city. out: all its units, the abolished ones too. errors: VA001';

CREATE FUNCTION api.view_delete(p_view integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v varta.saved_view;
begin
    select * into v from varta.my_views() m where m.id = p_view;
    if v.id is null then
        perform varta.fail('VA001', format('there is no view %s', p_view), 'view', p_view::text);
    elsif v.city_id is not null and not 'moderator' = any(varta.my_roles()) then
        perform varta.fail('VA004', 'a shared view is not for your role', 'view_delete', 'moderator');
    end if;
    delete from varta.saved_view where id = v.id;
    if v.city_id is not null then
        perform pg_notify('varta_city_' || v.city_id, '');
    end if;
end
$$;

ALTER FUNCTION api.view_delete(p_view integer) OWNER TO varta_owner;

COMMENT ON FUNCTION api.view_delete(p_view integer) IS 'in: id of an own view or, for moderators, of a shared one. errors: VA001, VA004';

CREATE FUNCTION api.view_save(p_name text, p_filter jsonb, p_city text DEFAULT NULL::text, p_sort integer DEFAULT 0) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_city smallint := case when p_city is not null then (varta.city_of(p_city)).id end;
    v_me integer := (varta.me()).id;
    v_id integer;
begin
    if v_city is not null and not 'moderator' = any(varta.my_roles()) then
        perform varta.fail('VA004', 'a shared view is not for your role', 'view_save', 'moderator');
    elsif v_city is null and v_me is null then
        perform varta.fail('VA004', 'only an operator has views', 'view_save', 'operator');
    elsif coalesce(length(btrim(p_name)), 0) not between 1 and 60 then
        perform varta.fail('VA003', 'the name is empty or too long', 'name', left(p_name, 60), '1 to 60 characters');
    elsif p_filter ? 'id' or jsonb_typeof(p_filter) is distinct from 'object' then
        perform varta.fail('VA003', 'a view is a filter, not one request', 'filter', coalesce(left(p_filter::text, 60), ''), 'a filter without id');
    end if;
    perform varta.parse_filter(p_filter);
    insert into varta.saved_view (operator_id, city_id, name, filter, sort, author_id)
    values (case when v_city is null then v_me end, v_city, btrim(p_name), p_filter, p_sort, v_me)
    on conflict (operator_id, city_id, name) do update
        set filter = excluded.filter, sort = excluded.sort, author_id = excluded.author_id, updated_at = now()
    returning id into v_id;
    if v_city is not null then
        perform pg_notify('varta_city_' || v_city, '');
    end if;
    return v_id;
end
$$;

ALTER FUNCTION api.view_save(p_name text, p_filter jsonb, p_city text, p_sort integer) OWNER TO varta_owner;

COMMENT ON FUNCTION api.view_save(p_name text, p_filter jsonb, p_city text, p_sort integer) IS 'in: name, filter as of api.queue_page without id, city in which it is shared (null: the operator''s own), place in the order. out: id; a view of
that name is replaced. errors: VA001 city, VA003, VA004 (shared: moderators), VA006';

CREATE FUNCTION api.views() RETURNS TABLE(id integer, name text, city text, filter jsonb, sort smallint, n bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select v.id, v.name, c.code, v.filter, v.sort, varta.view_total(v.filter)
    from varta.my_views() v left join varta.city c on c.id = v.city_id
    order by v.sort, v.city_id is not null, v.name, v.id
$$;

ALTER FUNCTION api.views() OWNER TO varta_owner;

COMMENT ON FUNCTION api.views() IS 'out: the operator''s own views (city null) and those shared in the operator''s cities, each with the number of open requests that it finds;
n null: it names something that the operator does not see';

CREATE FUNCTION api.withdraw(p_id bigint, p_version integer, p_why text DEFAULT NULL::text) RETURNS api.queue_row
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request;
begin
    perform varta.lock_family(array[p_id]);
    r := varta.take('withdraw', p_id, p_version);
    perform varta.withdraw(r, p_why);
    return varta.line(r);
end
$$;

ALTER FUNCTION api.withdraw(p_id bigint, p_version integer, p_why text) OWNER TO varta_owner;

COMMENT ON FUNCTION api.withdraw(p_id bigint, p_version integer, p_why text) IS 'in: number, version seen, why (or null). out: the line. The resident does not want it any more. errors: VA001, VA002, VA004, 40001';

CREATE FUNCTION api.workers(p_id bigint) RETURNS TABLE(login text, full_name text, unit_name text, n bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.request_of(p_id);
begin
    return query
    select o.login, o.full_name, varta.say(u.name, u.name_en),
           (select count(*) from varta.request q where q.city_id = r.city_id and q.operator_id = o.id and q.status in (1, 2))
    from varta.operator o left join varta.unit u on u.city_id = o.unit_city and u.id = o.unit_id
    where varta.works_on(o, r)
    order by o.full_name, o.login;
end
$$;

ALTER FUNCTION api.workers(p_id bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION api.workers(p_id bigint) IS 'in: number. out: the operators to whom api.assign() can give the request, and how many open ones of its city each has. errors: VA001';

CREATE FUNCTION audit.matters(p_city text, p_before bigint DEFAULT NULL::bigint, p_limit integer DEFAULT 100) RETURNS TABLE(id bigint, at timestamp with time zone, who text, origin text, verb text, before jsonb, after jsonb)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city := varta.city_of(p_city);
begin
    return query
    select e.id, e.at, e.who, e.origin, e.verb, e.before, e.after from varta.event e
    where e.city_id = c.id and e.request_id = 0 and (p_before is null or e.id < p_before)
    order by e.id desc limit least(greatest(coalesce(p_limit, 100), 1), 1000);
end
$$;

ALTER FUNCTION audit.matters(p_city text, p_before bigint, p_limit integer) OWNER TO varta_owner;

COMMENT ON FUNCTION audit.matters(p_city text, p_before bigint, p_limit integer) IS 'in: city, number of an event (null: the newest), how many (1 to 1000). out: the changes of the city''s units, operators, beats and settings
before that one, newest first. errors: VA001';

CREATE FUNCTION audit.verify(p_city text) RETURNS TABLE(ok boolean, checked bigint, broken_event bigint, why text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $_$
#variable_conflict use_column
declare
    v_city smallint := case when p_city is null then 0 else (varta.city_of(p_city)).id end;
    h varta.chain;
begin
    select * into h from varta.chain where city_id = v_city;
    select count(*) into checked from varta.event where city_id = v_city;
    with erasure as materialized (
        select o.request_id, x #>> '{}' as event, max(o.id) as id
        from varta.event o cross join lateral jsonb_path_query(o.after, '$.events[*]') x
        where o.city_id = v_city and o.verb = 'erase'
        group by 1, 2)
    select e.id, e.fault into broken_event, why
    from (select v.id, case
              when v.id <> lag(v.id, 1, 0) over chain + 1 then 'events before it are missing'
              when n.filled > 0 and content_hash <> varta.event_content(salt, v.why, before, after) then 'its content was changed'
              when n.filled = 0 and coalesce(x.id < v.id, true) then 'its content is gone, and no later event says that it was erased'
              when hash <> sha256(lag(hash, 1, sha256(convert_to('varta city ' || city_id, 'UTF8'))) over chain
                   || varta.event_line(city_id, v.id, v.request_id, at, who, origin, verb, content_hash)) then 'it was changed'
          end as fault
          from varta.event v
          cross join lateral (select num_nonnulls(salt, v.why, before, after) as filled) n
          left join erasure x on x.request_id = v.request_id and x.event = v.id::text
          where v.city_id = v_city window chain as (order by v.id)) e
    where e.fault is not null order by e.id limit 1;
    if broken_event is null and (h.last <> checked or checked > 0 and not exists (
            select from varta.event e where e.city_id = v_city and e.id = h.last and e.hash = h.hash)) then
        broken_event := h.last;
        why := 'the head of the chain does not match the last event';
    end if;
    ok := broken_event is null;
    return next;
end
$_$;

ALTER FUNCTION audit.verify(p_city text) OWNER TO varta_owner;

COMMENT ON FUNCTION audit.verify(p_city text) IS 'in: city (null: the chain of what is no city''s, such as operators without one). out: whether its history is whole, events checked,
and the first event that is not, with the reason. Content that is gone is no fault where a later event of the same request (erase) names it.
errors: VA001';

CREATE FUNCTION sync.comments(p_source integer, p_items jsonb) RETURNS TABLE(n integer, update_id text, outcome text, reason text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $_$
#variable_conflict use_column
declare
    v_source varta.source := varta.source_of(p_source);
    x record;
    v_at timestamptz;
    v_request bigint;
    v_comment bigint;
    v_row varta.request;
begin
    perform pg_advisory_xact_lock(7301, p_source);
    perform pg_logical_emit_message(true, 'varta', ''); -- see sync.import()
    -- all rows before the first event locks the city's chain: verbs lock in that order
    perform from varta.request r
    where r.city_id = v_source.city_id
      and r.id in (select (i ->> 'service_request_id')::bigint from jsonb_array_elements(p_items) i
                   where i ->> 'service_request_id' ~ '^\d{1,18}$')
    order by r.id for no key update;
    for x in
        select coalesce(i.n, i.pos::integer - 1) as item_n, i.*
        from rows from (jsonb_to_recordset(p_items) as (
            n integer, service_request_id text, update_id text, updated text, status text, description text, email text,
            first_name text, last_name text, media_url text, raw text)) with ordinality as i (
            n, service_request_id, update_id, updated, status, description, email, first_name, last_name, media_url, raw, pos)
        order by i.pos
    loop
        n := x.item_n;
        update_id := x.update_id;
        outcome := 'refused';
        reason := null;
        v_at := case when coalesce(x.updated, '') = '' then now() else varta.to_time(x.updated, v_source.zone) end;
        select r.id into v_request from varta.request r
        where r.city_id = v_source.city_id and r.source_id = p_source
          and r.id = case when x.service_request_id ~ '^\d{1,18}$' then x.service_request_id::bigint end;
        if coalesce(x.update_id, '') = '' then
            reason := 'update_id is missing';
        elsif v_request is null then
            reason := format('service_request_id "%s" is not known here', left(coalesce(x.service_request_id, ''), 40));
        elsif v_at is null then
            reason := format('updated_datetime "%s" is not a time', left(x.updated, 40));
        elsif length(x.description) > 20000 then
            reason := 'description is longer than 20000 characters';
        elsif exists (select from varta.comment c where c.source_id = p_source and c.update_id = x.update_id) then
            outcome := 'known';
        else
            outcome := 'stored';
            insert into varta.comment (city_id, request_id, source_id, update_id, status, body, media_url, raw, written_at)
            values (v_source.city_id, v_request, p_source, x.update_id, coalesce(x.status, ''),
                    replace(coalesce(x.description, ''), E'\r\n', E'\n'), nullif(x.media_url, ''), coalesce(x.raw, ''), v_at)
            returning id into v_comment;
            if coalesce(x.email, x.first_name, x.last_name) is not null then
                insert into varta.reporter (city_id, request_id, comment_id, email, first_name, last_name)
                values (v_source.city_id, v_request, v_comment, x.email, x.first_name, x.last_name);
            end if;
            perform varta.act('comment', null, null, jsonb_build_object('comment', v_comment));
            update varta.request q set updated_at = now(), erased_at = null, snoozed_until = null
            where q.city_id = v_source.city_id and q.id = v_request returning * into v_row;
            if varta.paused(v_row) then
                perform varta.resume(v_row);
            end if;
        end if;
        return next;
    end loop;
end
$_$;

ALTER FUNCTION sync.comments(p_source integer, p_items jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.comments(p_source integer, p_items jsonb) IS 'in: source, JSON array of residents'' later words. out: for each its n, update_id and outcome: stored, known (the same update_id before) or
refused with the reason. A peer comments only on what it sent. A comment ends a pause and a snooze. errors: VA001';

CREATE FUNCTION sync.erase_due(p_limit integer DEFAULT 100) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
declare
    v record;
    n integer := 0;
begin
    for v in
        with due as materialized (
            select q.city_id, q.id
            from varta.retention_rules() t
            cross join lateral (
                select r.city_id, r.id from varta.request r
                where r.city_id = t.city_id and r.kind = t.kind and r.erased_at is null and r.status in (3, 4, 5, 6)
                  and r.updated_at < now() - make_interval(days => t.days)
                order by r.updated_at limit p_limit) q
            limit p_limit)
        select r.city_id, r.id from varta.request r join due d on d.city_id = r.city_id and d.id = r.id
        where r.erased_at is null
        order by r.city_id, r.id for no key update of r skip locked
    loop
        perform varta.erase(v.city_id, v.id, null, true, 'retention');
        n := n + 1;
    end loop;
    return n;
end
$$;

ALTER FUNCTION sync.erase_due(p_limit integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.erase_due(p_limit integer) IS 'in: how many requests at most. out: from how many the personal data were erased because their retention ended; call it again until it is 0.
The names are taken out of the texts, too';

CREATE FUNCTION sync.import(p_source integer, p_items jsonb) RETURNS TABLE(n integer, request_id bigint, outcome text, reason text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
#variable_conflict use_column
declare
    v_source varta.source := varta.source_of(p_source);
    v_now timestamptz;
    v_due timestamptz[];
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        perform varta.fail('VA003', 'an import must see what others committed', 'transaction_isolation',
                           current_setting('transaction_isolation'), 'read committed');
    end if;
    perform pg_advisory_xact_lock(7301, p_source);
    -- what is known already is acknowledged like what is new: when a standby has it, too, so there must be something to wait for
    perform pg_logical_emit_message(true, 'varta', '');
    v_now := clock_timestamp();
    select array_agg(varta.due_work(v_source.city_id, v_now, moderation_days) order by id) into v_due from varta.kind;

    return query
    with item as materialized (
        select x.*, coalesce(x.n, x.pos::integer - 1) as item_n, sha256(convert_to(coalesce(x.raw, ''), 'UTF8')) as digest,
               varta.to_degrees(x.lat) as y, varta.to_degrees(x.long) as x,
               case when x.requested is not null then varta.to_time(x.requested, v_source.zone) end as asked
        from rows from (jsonb_to_recordset(p_items) as (
            n integer, external_id text, service_code text, lat text, long text, address text, address_id text,
            description text, email text, first_name text, last_name text, phone text, device_id text, account_id text,
            media_url text, attributes jsonb, requested text, raw text, content_type text, private boolean)) with ordinality as x (
            n, external_id, service_code, lat, long, address, address_id, description, email, first_name, last_name, phone,
            device_id, account_id, media_url, attributes, requested, raw, content_type, private, pos)),
    checked as materialized (
        select i.*, g.id as category_id, g.kind, k.public and not coalesce(i.private, false) as public,
               coalesce('=' || nullif(i.external_id, ''), encode(i.digest, 'hex')) collate "C" as key,
               case when nullif(i.external_id, '') is not null
                    then (select s.request_id from varta.submission s
                          where s.source_id = p_source and s.external_id = i.external_id)
                    else (select s.request_id from varta.submission s
                          where s.source_id = p_source and s.digest = i.digest and s.external_id is null
                            and s.received_at > v_now - interval '24 hours'
                          order by s.received_at desc limit 1) end as known,
               varta.import_refusal(nullif(i.service_code, ''), g.id, g.active, k.needs_place, i.lat, i.long, i.y, i.x, i.address,
                                    i.address_id, i.description, i.external_id, i.requested, i.asked) as refusal, k.sealed
        from item i
        left join varta.category g on g.city_id = v_source.city_id and g.code = i.service_code
        left join varta.kind k on k.id = g.kind),
    fresh as materialized (
        select f.*, nextval('varta.request_id') as request_id, nextval('varta.submission_id') as submission_id,
               p.area, p.district_id, a.beat_id, h.operator_id, t.title, t.titled, t.body
        from (select distinct on (key) c.*, case when c.x is not null then public.st_setsrid(public.st_point(c.x, c.y), 4326) end as point
              from checked c where known is null and refusal is null order by key, pos) f
        cross join lateral varta.place(v_source.city_id, f.point) p
        left join lateral varta.beat_at(v_source.city_id, case when f.sealed then f.point end) b on true
        cross join lateral (select case when f.sealed and b.beat_id is null then varta.beat_of_address(v_source.city_id, f.address)
                                   else b.beat_id end as beat_id) a
        left join lateral varta.holder_at(v_source.city_id, a.beat_id, v_now) h on true
        cross join lateral varta.split_text(coalesce(f.description, '')) t
        order by f.pos),
    stored_submission as (
        insert into varta.submission (city_id, id, source_id, external_id, digest, raw, content_type, received_at, request_id)
        select v_source.city_id, submission_id, p_source, nullif(external_id, ''), digest, coalesce(raw, ''),
               coalesce(content_type, ''), v_now, request_id from fresh),
    stored_request as (
        insert into varta.request (city_id, id, kind, category_id, area, titled, public, district_id, beat_id, operator_id, source_id,
            submission_id, due_at, received_at, requested_at, updated_at, title, body, address, address_id, media_url, attributes, point)
        select v_source.city_id, request_id, kind, category_id, area, titled, public, district_id, beat_id, operator_id, p_source,
               submission_id, v_due[kind], v_now, coalesce(asked, v_now), v_now, title, body, coalesce(address, ''), nullif(address_id, ''),
               nullif(media_url, ''), nullif(attributes, '{}'), point from fresh),
    stored_reporter as (
        insert into varta.reporter (city_id, request_id, email, first_name, last_name, phone, device_id, account_id, notify)
        select v_source.city_id, request_id, email, first_name, last_name, phone, device_id, account_id,
               varta.notify_lang(attributes ->> 'notify', v_source.lang) from fresh
        where coalesce(email, first_name, last_name, phone, device_id, account_id) is not null)
    select c.item_n, coalesce(c.known, f.request_id),
           case when c.known is null and f.pos = c.pos then 'stored'
                when coalesce(c.known, f.request_id) is not null then 'known' else 'refused' end,
           case when coalesce(c.known, f.request_id) is null then c.refusal end
    from checked c left join fresh f on f.key = c.key
    order by c.pos;
end
$$;

ALTER FUNCTION sync.import(p_source integer, p_items jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.import(p_source integer, p_items jsonb) IS 'in: source, JSON array of submissions. out: for each its n, the number of its request, outcome stored, known (that source sent the same
external_id before or, without one, the same raw within 24 hours) or refused, with the reason. One refused item does not stop the others.
Writes submission, request, reporter; the triggers of request write the history and notify. errors: VA001 source, VA003 isolation';

CREATE FUNCTION sync.index_texts(p_limit integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
declare
    v_asked text[];
    v_cities smallint[];
    v_ids bigint[];
    n integer;
begin
    if not pg_try_advisory_xact_lock(7302, 0) then
        return 0;
    end if;
    if varta.dictionary_there() is null and varta.dictionary() is not null then
        insert into varta.search_todo (city_id, request_id) select city_id, id from varta.search order by id desc;
    end if;
    with asked as (delete from varta.form_asked returning form)
    select array_agg(form) into v_asked from asked;
    if v_asked is not null then
        perform varta.learn(v_asked, varta.dictionary());
    end if;
    with taken as (
        delete from varta.search_todo
        where seq = any(array(select seq from varta.search_todo order by seq limit least(greatest(p_limit, 1), 10000)))
        returning city_id, request_id),
    each as (select city_id, request_id, count(*) as times from taken group by city_id, request_id order by city_id, request_id)
    select array_agg(city_id), array_agg(request_id), coalesce(sum(times), 0) into v_cities, v_ids, n from each;
    if n > 0 then
        perform varta.index_requests(v_cities, v_ids);
    end if;
    return n;
end
$$;

ALTER FUNCTION sync.index_texts(p_limit integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.index_texts(p_limit integer) IS 'in: how many changes at most (1 to 10000), the oldest first. out: how many it dealt with; 0: nothing is left, or another session does
it. Asks the dictionary for unknown forms; a WARNING once a session where there is none. Where it was installed meanwhile, all texts are
indexed again';

CREATE FUNCTION sync.mail_bounced(p_id bigint, p_error text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    m varta.mail := varta.mail_of(p_id);
begin
    if m.id is null or m.dead_at is not null then
        return false;
    end if;
    perform varta.mail_bounce(m, p_error);
    return true;
end
$$;

ALTER FUNCTION sync.mail_bounced(p_id bigint, p_error text) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.mail_bounced(p_id bigint, p_error text) IS 'in: number of a mail that came back for good, why. out: whether that was news';

CREATE FUNCTION sync.mail_failed(p_id bigint, p_daemon text, p_error text, p_verdict text, p_after integer DEFAULT 0) RETURNS TABLE(attempts integer, wait integer, dead boolean)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    m varta.mail := varta.mail_of(p_id);
    t varta.transport := varta.mail_transport();
    v_wait interval;
begin
    if coalesce(p_verdict, '') not in ('again', 'refused', 'nobody') then
        perform varta.fail('VA003', format('%s is no verdict', p_verdict), 'verdict', p_verdict, 'again, refused or nobody');
    elsif m.leased_by is distinct from p_daemon or p_daemon is null then
        return;
    elsif p_verdict = 'nobody' then
        perform varta.mail_bounce(m, p_error);
        return query select m.attempts + 1, 0, true;
        return;
    end if;
    m.attempts := m.attempts + 1;
    v_wait := greatest(varta.delivery_wait(t, m.attempts), make_interval(secs => coalesce(p_after, 0)));
    m.dead_at := case when p_verdict = 'refused' or m.attempts >= t.attempts then clock_timestamp() end;
    update varta.mail o
    set attempts = m.attempts, dead_at = m.dead_at, next_at = clock_timestamp() + v_wait, leased_by = null, leased_until = null,
        last_error = left(coalesce(p_error, ''), 500)
    where o.id = p_id;
    return query select m.attempts::integer, ceil(extract(epoch from v_wait))::integer, m.dead_at is not null;
end
$$;

ALTER FUNCTION sync.mail_failed(p_id bigint, p_daemon text, p_error text, p_verdict text, p_after integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.mail_failed(p_id bigint, p_daemon text, p_error text, p_verdict text, p_after integer) IS 'in: number, daemon, what went wrong, again (later), refused (this mail never) or nobody (nobody has that address: nothing more is sent
there), seconds that the server asks to wait. out: attempts, seconds until the next one, whether it was given up; no row where the daemon
has not got the lease any more. errors: VA003';

CREATE FUNCTION sync.mail_lease(p_daemon text, p_rate integer, p_limit integer, p_seconds integer) RETURNS TABLE(id bigint, kind text, email text, lang text, city text, subscription bigint, request_id bigint, title text, status text, text text, subject text, officer text, beat text, attempts integer)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    v_limit integer;
begin
    if coalesce(p_daemon, '') = '' then
        perform varta.fail('VA003', 'the daemon has no name', 'daemon', '', 'a name');
    end if;
    perform pg_advisory_xact_lock(7304);
    perform varta.export_gate(c.city_id)
    from (select distinct m.city_id from varta.mail m where m.sent_at is null and m.dead_at is null order by 1) c;
    perform varta.mail_expire();
    select least(p_limit, p_rate - count(*)) into v_limit from varta.mail m where m.begun_at > now() - interval '1 minute';
    return query
    with taken as (
        select m.id from varta.mail m
        join varta.subscription s on s.id = m.subscription_id and s.bounced_at is null
        where m.sent_at is null and m.dead_at is null and m.leased_by is null and m.visible_at <= now() and m.next_at <= now()
          and (varta.mail_source(m.city_id)).id is not null
        order by m.kind, m.id limit greatest(v_limit, 0)),
    leased as (
        update varta.mail m
        set leased_by = p_daemon, leased_until = now() + make_interval(secs => p_seconds), begun_at = now()
        from taken where m.id = taken.id
        returning m.*)
    select m.id, m.kind, s.email, s.lang, case s.lang when 'en' then coalesce(nullif(c.name_en, ''), c.name) else c.name end, s.id,
           s.request_id, case when r.public then r.title end, u.code, coalesce(b.text, n.body), n.subject, o.full_name,
           case s.lang when 'en' then coalesce(nullif(t.name_en, ''), t.name) else t.name end, m.attempts::integer
    from leased m
    join varta.subscription s on s.id = m.subscription_id
    join varta.city c on c.id = m.city_id
    left join varta.request r on r.city_id = s.city_id and r.id = s.request_id
    left join varta.outbox b on b.seq = m.seq
    left join varta.status u on u.id = b.status
    left join varta.newsletter n on n.id = m.newsletter_id
    left join varta.operator o on o.id = n.operator_id
    left join varta.beat t on t.city_id = s.city_id and t.id = coalesce(n.beat_id, s.beat_id)
    order by m.kind, m.id;
end
$$;

ALTER FUNCTION sync.mail_lease(p_daemon text, p_rate integer, p_limit integer, p_seconds integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.mail_lease(p_daemon text, p_rate integer, p_limit integer, p_seconds integer) IS 'in: name of the daemon, how many may be sent in a minute by all daemons together, how many at most, for how many seconds. out: what it has
to send until then; nobody else gets it. kind confirm, notice or news; title (null: the request is not public), status and text of a notice;
subject, text, officer of news; beat. errors: VA003';

CREATE FUNCTION sync.mail_next(p_rate integer) RETURNS bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_due timestamptz;
    v_free timestamptz;
begin
    select min(greatest(m.visible_at, m.next_at, m.leased_until)) into v_due
    from varta.mail m join varta.subscription s on s.id = m.subscription_id and s.bounced_at is null
    where m.sent_at is null and m.dead_at is null and (varta.mail_source(m.city_id)).id is not null;
    select m.begun_at + interval '1 minute' into v_free
    from varta.mail m where m.begun_at > now() - interval '1 minute' order by m.begun_at desc offset greatest(p_rate, 1) - 1 limit 1;
    return case when v_due is not null then ceil(extract(epoch from greatest(v_due, v_free, now()) - now()) * 1000) end;
end
$$;

ALTER FUNCTION sync.mail_next(p_rate integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.mail_next(p_rate integer) IS 'in: mails in a minute. out: in how many milliseconds something may be leased; null: nothing waits';

CREATE FUNCTION sync.mail_release(p_daemon text) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    with given as (
        update varta.mail set leased_by = null, leased_until = null, begun_at = null
        where leased_by = p_daemon and sent_at is null and dead_at is null returning id)
    select count(*) from given
$$;

ALTER FUNCTION sync.mail_release(p_daemon text) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.mail_release(p_daemon text) IS 'in: daemon. out: how many leases were given back; none counts as an attempt. Only for what was not begun';

CREATE FUNCTION sync.mail_sent(p_id bigint) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    with sent as (
        update varta.mail set sent_at = clock_timestamp(), dead_at = null, leased_by = null, leased_until = null
        where id = p_id and sent_at is null returning id)
    select exists (select from sent)
$$;

ALTER FUNCTION sync.mail_sent(p_id bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.mail_sent(p_id bigint) IS 'in: number. out: whether that was news. The server has it, whoever has the lease by now';

CREATE FUNCTION sync.mail_tidy(p_limit integer DEFAULT 1000) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    with late as (
        delete from varta.subscription where id in (
            select id from varta.subscription where confirmed_at is null and asked_at < now() - interval '7 days'
            limit p_limit for update skip locked)
        returning id),
    old as (
        delete from varta.mail where id in (
            select id from varta.mail where begun_at < now() - interval '90 days' and num_nonnulls(sent_at, dead_at) > 0
            limit p_limit for update skip locked)
        returning id)
    select (select count(*) from late) + (select count(*) from old)
$$;

ALTER FUNCTION sync.mail_tidy(p_limit integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.mail_tidy(p_limit integer) IS 'in: how many at most. out: how many addresses that nobody confirmed within a week, and mails that were sent or given up 90 days ago, have
gone; call it again until it is 0';

CREATE FUNCTION sync.media_failed(p_city integer, p_request bigint, p_comment bigint, p_daemon text, p_error text, p_permanent boolean) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    update varta.photo p
    set leased_by = null, leased_until = null,
        refused = case when p_permanent or p.attempts >= t.attempts then left(coalesce(p_error, ''), 300) end,
        next_at = clock_timestamp() + varta.delivery_wait(t, p.attempts)
    from varta.transport t
    where t.code = 'poll' and p.city_id = p_city and p.request_id = p_request and p.comment_id = p_comment and p.leased_by = p_daemon
    returning p.refused is not null
$$;

ALTER FUNCTION sync.media_failed(p_city integer, p_request bigint, p_comment bigint, p_daemon text, p_error text, p_permanent boolean) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.media_failed(p_city integer, p_request bigint, p_comment bigint, p_daemon text, p_error text, p_permanent boolean) IS 'in: photo, daemon, what went wrong, whether it can never succeed. out: whether it was given up; null where the daemon has not got the lease
any more. It is tried again like what is polled';

CREATE FUNCTION sync.media_gone(p_hash text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    delete from varta.media m where m.hash = p_hash and not exists (select from varta.photo p where p.hash = p_hash)
$$;

ALTER FUNCTION sync.media_gone(p_hash text) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.media_gone(p_hash text) IS 'in: SHA-256 of a file that was deleted';

CREATE FUNCTION sync.media_lease(p_daemon text, p_limit integer, p_seconds integer) RETURNS TABLE(city_id smallint, request_id bigint, comment_id bigint, url text, known text, attempts integer)
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $_$
    with taken as (
        select p.city_id, p.request_id, p.comment_id
        from varta.photo p
        where p.hash is null and p.refused is null and p.next_at <= now() and coalesce(p.leased_until <= now(), true)
        order by p.next_at limit p_limit
        for update skip locked)
    update varta.photo p
    set leased_by = p_daemon, leased_until = now() + make_interval(secs => p_seconds), attempts = p.attempts + 1
    from taken t
    where p.city_id = t.city_id and p.request_id = t.request_id and p.comment_id = t.comment_id and coalesce(p_daemon, '') <> ''
    returning p.city_id, p.request_id, p.comment_id, p.url,
              (select m.hash from varta.media m where m.city_id = p.city_id and m.hash = substring(p.url from '/media/([0-9a-f]{64})\.[a-z]+$')),
              p.attempts::integer
$_$;

ALTER FUNCTION sync.media_lease(p_daemon text, p_limit integer, p_seconds integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.media_lease(p_daemon text, p_limit integer, p_seconds integer) IS 'in: name of the daemon, how many at most, for how many seconds. out: photos to fetch until then; nobody else gets them. known: the file of the
city that an address of ours names, where it was uploaded before; whether it is our address has the daemon to judge. attempts with this one';

CREATE FUNCTION sync.media_public(p_hash text) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select m.type
    from varta.photo p
    join varta.media m on m.city_id = p.city_id and m.hash = p.hash
    join varta.request r on r.city_id = p.city_id and r.id = p.request_id
    cross join lateral (select b.status from varta.outbox b
                        where b.city_id = r.city_id and b.request_id = r.id and b.visible_at <= now()
                        order by b.seq desc limit 1) o
    join varta.status s on s.id = o.status
    where p.hash = p_hash and p.comment_id = 0 and r.public and s.code in ('pending', 'answered')
    limit 1
$$;

ALTER FUNCTION sync.media_public(p_hash text) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.media_public(p_hash text) IS 'in: SHA-256. out: the type of that file, if it is the photo of a request that the public may see now; null: nobody outside may have it';

CREATE FUNCTION sync.media_stored(p_city integer, p_request bigint, p_comment bigint, p_hash text, p_type text, p_bytes integer) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    insert into varta.media (city_id, hash, type, bytes)
    select p_city, p_hash, p_type, p_bytes where p_type is not null
    on conflict (city_id, hash) do update set stored_at = now();
    update varta.photo set hash = p_hash, leased_by = null, leased_until = null
    where city_id = p_city and request_id = p_request and comment_id = p_comment and hash is null and refused is null;
    if not found then
        return false;
    end if;
    perform varta.republish(p_city::smallint, p_request);
    return true;
end
$$;

ALTER FUNCTION sync.media_stored(p_city integer, p_request bigint, p_comment bigint, p_hash text, p_type text, p_bytes integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.media_stored(p_city integer, p_request bigint, p_comment bigint, p_hash text, p_type text, p_bytes integer) IS 'in: photo, SHA-256 of its file, type and length (null: the file was known). out: whether somebody still wants it';

CREATE FUNCTION sync.media_unused(p_limit integer) RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select m.hash from varta.media m
    where m.stored_at < now() - interval '1 day' and not exists (select from varta.photo p where p.hash = m.hash)
      and not exists (select from varta.media n where n.hash = m.hash and n.stored_at >= now() - interval '1 day')
    order by m.stored_at limit p_limit
$$;

ALTER FUNCTION sync.media_unused(p_limit integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.media_unused(p_limit integer) IS 'out: files that belong to no photo, and were not stored within a day: to be deleted, and then told to sync.media_gone()';

CREATE FUNCTION sync.media_upload(p_source integer, p_hash text, p_type text, p_bytes integer) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    insert into varta.media (city_id, hash, type, bytes)
    select s.city_id, p_hash, p_type, p_bytes from varta.source_of(p_source) s
    on conflict (city_id, hash) do update set stored_at = now()
$$;

ALTER FUNCTION sync.media_upload(p_source integer, p_hash text, p_type text, p_bytes integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.media_upload(p_source integer, p_hash text, p_type text, p_bytes integer) IS 'in: source, SHA-256 of a file that is there now, type, length. It has a day to become the photo of a request. errors: VA001';

CREATE FUNCTION sync.outbox_counts() RETURNS TABLE(transport text, pending bigint, failed bigint, dead bigint, age bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    with left_over as (
        select s.transport, d.attempts, d.dead_at, b.visible_at
        from varta.source s
        join varta.delivery d on d.city_id = s.city_id and d.source_id = s.id and d.delivered_at is null
        join varta.outbox b on b.seq = d.seq
        union all
        select 'mail', m.attempts, m.dead_at, m.visible_at from varta.mail m where m.sent_at is null)
    select t.code, count(l.*) filter (where l.attempts = 0 and l.dead_at is null),
           count(*) filter (where l.dead_at is null and l.attempts > 0), count(l.dead_at),
           coalesce(max(extract(epoch from now() - l.visible_at)) filter (where l.dead_at is null and l.visible_at <= now()), 0)::bigint
    from varta.transport t
    left join left_over l on l.transport = t.code
    where t.scope <> 'none'
    group by t.code
$$;

ALTER FUNCTION sync.outbox_counts() OWNER TO varta_owner;

COMMENT ON FUNCTION sync.outbox_counts() IS 'out: for each transport the deliveries that were not made: never tried, failed, dead; and for how many seconds the oldest has been due';

CREATE FUNCTION sync.outbox_done(p_seq bigint, p_source integer) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    d varta.delivery := varta.delivery_of(p_seq, p_source);
begin
    update varta.delivery
    set delivered_at = coalesce(delivered_at, clock_timestamp()), dead_at = null, leased_by = null, leased_until = null
    where seq = p_seq and source_id = p_source;
    return d.delivered_at is null;
end
$$;

ALTER FUNCTION sync.outbox_done(p_seq bigint, p_source integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.outbox_done(p_seq bigint, p_source integer) IS 'in: seq, source. out: whether that was news. It has arrived, whoever has the lease by now. errors: VA001';

CREATE FUNCTION sync.outbox_failed(p_seq bigint, p_source integer, p_daemon text, p_error text, p_permanent boolean DEFAULT false, p_after integer DEFAULT 0) RETURNS TABLE(attempts integer, next bigint, dead boolean)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    d varta.delivery := varta.delivery_of(p_seq, p_source);
    t varta.transport := (select t from varta.source s join varta.transport t on t.code = s.transport where s.id = p_source);
begin
    if d.leased_by = p_daemon then
        d.attempts := d.attempts + 1;
        d.dead_at := case when coalesce(p_permanent, false) or d.attempts >= t.attempts then clock_timestamp() end;
        d.next_at := clock_timestamp() + greatest(varta.delivery_wait(t, d.attempts), make_interval(secs => coalesce(p_after, 0)));
        update varta.delivery o
        set attempts = d.attempts, dead_at = d.dead_at, next_at = d.next_at, leased_by = null, leased_until = null,
            last_error = left(coalesce(p_error, ''), 500)
        where o.seq = p_seq and o.source_id = p_source;
        update varta.delivery o set leased_by = null, leased_until = null
        where o.source_id = p_source and o.seq > p_seq and o.leased_by = p_daemon and o.delivered_at is null and o.dead_at is null;
        if d.dead_at is not null then
            perform pg_notify('varta_city_' || d.city_id, '');
        end if;
    end if;
    return query select d.attempts::integer, varta.epoch(d.next_at), d.dead_at is not null;
end
$$;

ALTER FUNCTION sync.outbox_failed(p_seq bigint, p_source integer, p_daemon text, p_error text, p_permanent boolean, p_after integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.outbox_failed(p_seq bigint, p_source integer, p_daemon text, p_error text, p_permanent boolean, p_after integer) IS 'in: seq, source, daemon, what went wrong, whether it can never succeed (a dead letter at once), seconds that the peer asks to wait.
out: attempts that failed, when the next one is due (epoch s), whether it was given up. Ends the daemon''s leases on later rows of that
source: drop them and lease again. Whoever has lost the lease changes nothing. errors: VA001';

CREATE FUNCTION sync.outbox_lease(p_daemon text, p_transport text, p_limit integer DEFAULT 50, p_seconds integer DEFAULT 60) RETURNS TABLE(seq bigint, source_id integer, source text, jurisdiction text, lang text, city text, request_id bigint, external_id text, status_code text, status text, text text, visible bigint, private boolean, attempts integer)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    v_left integer := least(greatest(coalesce(p_limit, 50), 1), 1000);
    v_seconds integer := least(greatest(coalesce(p_seconds, 60), 1), 3600);
    v_count integer;
    v_seqs bigint[];
    t varta.transport;
    s varta.source;
begin
    select * into t from varta.transport where code = p_transport and scope <> 'none';
    if not found then
        perform varta.fail('VA003', format('transport %L delivers nothing', p_transport), 'transport', p_transport, 'push, poll, publish or mail');
    elsif coalesce(p_daemon, '') = '' then
        perform varta.fail('VA003', 'the daemon has no name', 'daemon', '', 'a name');
    end if;
    for s in
        select o.* from varta.source o
        where o.transport = p_transport and o.active
          and exists (select from varta.delivery d where d.source_id = o.id and d.delivered_at is null and d.dead_at is null)
        order by o.city_id, o.id
    loop
        exit when v_left = 0;
        perform from varta.source o where o.city_id = s.city_id and o.id = s.id for no key update skip locked;
        continue when not found;
        perform varta.export_gate(s.city_id);
        perform varta.lease_expire(s.id, t);
        v_seqs := array(select varta.lease_source(s.id, t, p_daemon, v_left, v_seconds));
        return query
        select b.seq, s.id, s.code, s.jurisdiction, s.lang, c.code, b.request_id,
               case when b.source_id = s.id then m.external_id end, u.code, coalesce(s.status_map ->> u.code, u.word), b.text,
               varta.epoch(b.visible_at), not r.public, d.attempts::integer
        from varta.delivery d
        join varta.outbox b on b.seq = d.seq
        join varta.city c on c.id = b.city_id
        join varta.status u on u.id = b.status
        join varta.request r on r.city_id = b.city_id and r.id = b.request_id
        join varta.submission m on m.city_id = r.city_id and m.id = r.submission_id
        where d.source_id = s.id and d.seq = any(v_seqs)
        order by b.seq;
        get diagnostics v_count = row_count;
        v_left := v_left - v_count;
    end loop;
end
$$;

ALTER FUNCTION sync.outbox_lease(p_daemon text, p_transport text, p_limit integer, p_seconds integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.outbox_lease(p_daemon text, p_transport text, p_limit integer, p_seconds integer) IS 'in: name of the daemon, transport, how many at most, for how many seconds. out: what it has to deliver until then, of each source in the
order of seq; nobody else gets it. status is the word of the consumer, visible the moment (epoch s) when it may be known, attempts those
that failed before. Deliver a source''s rows one after the other and say outbox_done or outbox_failed of each. errors: VA003, also where
the transaction is not READ COMMITTED';

CREATE FUNCTION sync.outbox_next(p_transport text) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select ceil(extract(epoch from min(x.at) - now()) * 1000)::bigint
    from varta.source s
    join varta.delivery d on d.source_id = s.id and d.delivered_at is null and d.dead_at is null
    join varta.outbox b on b.seq = d.seq
    cross join lateral (values (b.visible_at), (d.next_at), (d.leased_until)) x (at)
    where s.transport = p_transport and s.active and x.at > now() and x.at < 'infinity'
$$;

ALTER FUNCTION sync.outbox_next(p_transport text) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.outbox_next(p_transport text) IS 'in: transport. out: in how many milliseconds something may be leased that cannot be now; null: nothing waits for a time';

CREATE FUNCTION sync.outbox_release(p_daemon text, p_source integer) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    with given as (
        update varta.delivery set leased_by = null, leased_until = null
        where source_id = p_source and leased_by = p_daemon and delivered_at is null and dead_at is null
        returning seq)
    select count(*) from given
$$;

ALTER FUNCTION sync.outbox_release(p_daemon text, p_source integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.outbox_release(p_daemon text, p_source integer) IS 'in: daemon, source. out: how many leases of it were given back; none of them counts as an attempt. Only for what was not begun';

CREATE FUNCTION sync.outbox_retry(p_source text) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    with due as (
        update varta.delivery d set next_at = now()
        from varta.source s
        where s.code = p_source and d.source_id = s.id and d.delivered_at is null and d.dead_at is null and d.next_at > now()
        returning d.seq)
    select count(*) from due
$$;

ALTER FUNCTION sync.outbox_retry(p_source text) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.outbox_retry(p_source text) IS 'in: code of a source whose key is new. out: how many deliveries that failed before are due now; their attempts stay counted';

CREATE FUNCTION sync.poll_done(p_source integer, p_daemon text, p_full boolean DEFAULT false, p_etag text DEFAULT NULL::text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_source varta.source := varta.source_of(p_source);
    p varta.poll := varta.poll_of(p_source, p_daemon);
    t record;
    v_wide interval := p.to_at - p.from_at;
    v_narrow boolean := coalesce(p_full, false) and v_wide > interval '3 seconds';
    v_behind boolean := v_narrow or p.behind;
    v_wait interval;
begin
    select * into t from varta.poll_settings(v_source);
    v_wait := greatest(interval '1 minute' / t.rate, case when not v_behind then t.every end);
    update varta.poll
    set read_to = case when v_narrow then read_to else p.to_at end,
        span = case when v_narrow then greatest(date_trunc('second', v_wide / 2 - interval '1 second'), interval '1 second') when v_behind then coalesce(p.span, v_wide) * 2 end,
        next_at = now() + v_wait,
        etag = p_etag, failures = 0, done_at = now(), leased_by = null, leased_until = null,
        last_error = case when p_full and not v_narrow then format('not all of %s could be read: too many within a second', p.from_at) else '' end
    where source_id = p_source;
    return extract(epoch from v_wait) * 1000;
end
$$;

ALTER FUNCTION sync.poll_done(p_source integer, p_daemon text, p_full boolean, p_etag text) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.poll_done(p_source integer, p_daemon text, p_full boolean, p_etag text) IS 'in: source, daemon, whether the answer was full, so that some may be missing from it, the ETag of the answer (null: none). out: in how many
milliseconds it is read again; a full window is read again in halves. errors: VA001, VA003 the lease is lost';

CREATE FUNCTION sync.poll_failed(p_source integer, p_daemon text, p_error text, p_after integer DEFAULT 0) RETURNS TABLE(failures integer, wait bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    p varta.poll := varta.poll_of(p_source, p_daemon);
    t varta.transport := (select t from varta.transport t where t.code = 'poll');
    v_wait interval := greatest(varta.delivery_wait(t, p.failures + 1), make_interval(secs => coalesce(p_after, 0)));
begin
    update varta.poll
    set failures = least(p.failures + 1, 1000), last_error = left(coalesce(p_error, ''), 500), next_at = now() + v_wait,
        leased_by = null, leased_until = null
    where source_id = p_source;
    return query select p.failures + 1, ceil(extract(epoch from v_wait))::bigint;
end
$$;

ALTER FUNCTION sync.poll_failed(p_source integer, p_daemon text, p_error text, p_after integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.poll_failed(p_source integer, p_daemon text, p_error text, p_after integer) IS 'in: source, daemon, what went wrong, seconds that the peer asks to wait. out: failures in a row, seconds until it is read again: later and
later. errors: VA003 the lease is lost';

CREATE FUNCTION sync.poll_lease(p_daemon text, p_limit integer DEFAULT 4, p_seconds integer DEFAULT 120) RETURNS TABLE(source_id integer, source text, url text, format text, params jsonb, base jsonb, paging text, page_size integer, gap integer, keyed boolean, etag text, known jsonb)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    s varta.source;
    p varta.poll;
    x record;
    v_left integer := least(greatest(coalesce(p_limit, 4), 1), 100);
begin
    if coalesce(p_daemon, '') = '' then
        perform varta.fail('VA003', 'the daemon has no name', 'daemon', '', 'a name');
    end if;
    insert into varta.poll (city_id, source_id)
    select o.city_id, o.id from varta.source o where o.transport = 'poll' and o.active and o.url is not null
    on conflict do nothing;
    for x in
        select o as source, q as poll from varta.poll q join varta.source o on o.city_id = q.city_id and o.id = q.source_id
        join varta.city c on c.id = o.city_id
        where o.transport = 'poll' and o.active and c.active and o.url is not null and q.next_at <= now()
          and coalesce(q.leased_until <= now(), true)
        order by q.next_at, o.id limit v_left for no key update of q skip locked
    loop
        s := x.source;
        p := varta.poll_window(s, x.poll);
        update varta.poll q
        set from_at = p.from_at, to_at = p.to_at, behind = p.to_at <= now(), leased_by = p_daemon, leased_until = now() + make_interval(secs => p_seconds)
        where q.city_id = p.city_id and q.source_id = p.source_id;
        return query
        select s.id, s.code, s.url, t.format, varta.poll_params(s, p), varta.poll_base(s), t.paging, t.page_size, 60000 / t.rate, t.keyed,
               case when t.since = 'none' then p.etag end,
               (select coalesce(jsonb_agg(jsonb_build_object('id', k.external_id, 'etag', k.etag) order by k.checked_at, k.request_id), '[]')
                from (select k.* from varta.poll_known k join varta.request r on r.city_id = k.city_id and r.id = k.request_id
                      where k.source_id = s.id and r.status in (1, 2, 5) and p.span is null
                      order by k.checked_at, k.request_id limit t.reread) k)
        from varta.poll_settings(s) t;
    end loop;
end
$$;

ALTER FUNCTION sync.poll_lease(p_daemon text, p_limit integer, p_seconds integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.poll_lease(p_daemon text, p_limit integer, p_seconds integer) IS 'in: daemon, how many sources at most, for how many seconds. out: the sources that it has to read until then: where, with which parameters
(base: for a single request), how to get further pages (none, narrow: say poll_done(full); page, offset), milliseconds between two calls, whether the key goes along,
the ETag of the last answer, and the requests to be read singly afterwards, [{"id", "etag"}]. errors: VA003';

CREATE FUNCTION sync.poll_next() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select greatest(ceil(extract(epoch from min(greatest(q.next_at, q.leased_until)) - now()) * 1000), 0)::bigint
    from varta.poll q join varta.source o on o.city_id = q.city_id and o.id = q.source_id join varta.city c on c.id = o.city_id
    where o.transport = 'poll' and o.active and c.active and o.url is not null and greatest(q.next_at, q.leased_until) > '-infinity'
$$;

ALTER FUNCTION sync.poll_next() OWNER TO varta_owner;

COMMENT ON FUNCTION sync.poll_next() IS 'out: in how many milliseconds the next source may be leased; null: none ever was';

CREATE FUNCTION sync.poll_release(p_source integer, p_daemon text) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    with given as (
        update varta.poll set leased_by = null, leased_until = null where source_id = p_source and leased_by = p_daemon returning 1)
    select exists (select from given)
$$;

ALTER FUNCTION sync.poll_release(p_source integer, p_daemon text) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.poll_release(p_source integer, p_daemon text) IS 'in: source, daemon. out: whether it had the lease. It was not read to the end: whoever is there may begin anew';

CREATE FUNCTION sync.poll_reread(p_source integer, p_daemon text, p_id text, p_items jsonb, p_seconds integer DEFAULT 120) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_source varta.source := varta.source_of(p_source);
    v_poll varta.poll := varta.poll_of(p_source, p_daemon, p_seconds);
    v_notes integer;
    k varta.poll_known;
begin
    if p_items <> '[]' then
        v_notes := varta.poll_comment(v_source, p_items);
        perform varta.poll_remember(v_source, p_items);
        return case when v_notes > 0 then 'changed' else 'same' end;
    end if;
    update varta.poll_known set checked_at = now(), missing = missing + case when p_items is null then 0 else 1 end
    where source_id = p_source and external_id = p_id returning * into k;
    if p_items is null or k.missing < 2 then
        return case when p_items is null then 'same' else 'missing' end;
    end if;
    return (select outcome from sync.withdraw(p_source, array[k.request_id]));
end
$$;

ALTER FUNCTION sync.poll_reread(p_source integer, p_daemon text, p_id text, p_items jsonb, p_seconds integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.poll_reread(p_source integer, p_daemon text, p_id text, p_items jsonb, p_seconds integer) IS 'in: source, daemon, the peer''s number of a request that was read singly, what came: one item in an array; an empty one: the peer does not
have it any more; null: it is as it was; seconds by which the lease is prolonged. out: same, changed (noted as a comment), missing for the
first time, or what sync.withdraw() said the second time. errors: VA001 source, VA003 the lease is lost';

CREATE FUNCTION sync.poll_take(p_source integer, p_daemon text, p_items jsonb, p_seconds integer DEFAULT 120) RETURNS TABLE(n integer, external_id text, outcome text, reason text, news boolean)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    v_source varta.source := varta.source_of(p_source);
    v_poll varta.poll := varta.poll_of(p_source, p_daemon, p_seconds);
    v_closed boolean := (select closed from varta.poll_settings(v_source));
begin
    perform varta.poll_comment(v_source, p_items);
    return query
    with item as materialized (
        select e.i as o, (e.pos - 1)::integer as item_n, coalesce(e.i ->> 'external_id', '') as id,
               case when e.i ? 'fault' then e.i ->> 'fault'
                    when coalesce(e.i ->> 'external_id', '') = '' then 'service_request_id is missing'
                    when not v_closed and varta.poll_closed(e.i ->> 'status')
                     and not exists (select from varta.submission m where m.source_id = p_source and m.external_id = e.i ->> 'external_id')
                    then format('status is "%s"', left(e.i ->> 'status', 20)) end as fault
        from jsonb_array_elements(p_items) with ordinality as e (i, pos)),
    imported as materialized (
        select r.* from (select jsonb_agg(o || jsonb_build_object('n', item_n,
                                'service_code', varta.poll_code(v_source, o ->> 'service_code', o ->> 'service_name')) order by item_n) as all_items
                         from item where fault is null) a
        cross join lateral sync.import(p_source, a.all_items) r where a.all_items is not null),
    result as materialized (
        select i.item_n, i.id, coalesce(r.outcome, 'refused') as outcome, coalesce(i.fault, r.reason) as reason
        from item i left join imported r on r.n = i.item_n),
    noted as (
        insert into varta.poll_refusal as f (city_id, source_id, external_id, reason)
        select distinct on (left(id, 200)) v_source.city_id, p_source, left(id, 200), left(reason, 500) from result
        where outcome = 'refused' order by left(id, 200), item_n desc
        on conflict (source_id, external_id) do update set last_at = now(), reason = excluded.reason),
    gone as (
        delete from varta.poll_refusal f using result r
        where f.source_id = p_source and f.external_id = r.id and r.outcome <> 'refused')
    select r.item_n, r.id, r.outcome, r.reason, r.outcome = 'refused' and f.reason is distinct from left(r.reason, 500)
    from result r left join varta.poll_refusal f on f.source_id = p_source and f.external_id = left(r.id, 200)
    order by r.item_n;
    perform varta.poll_remember(v_source, p_items);
end
$$;

ALTER FUNCTION sync.poll_take(p_source integer, p_daemon text, p_items jsonb, p_seconds integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.poll_take(p_source integer, p_daemon text, p_items jsonb, p_seconds integer) IS 'in: source, daemon, items as sync.import() takes them, besides status, status_notes, service_name, updated, and fault (why it cannot be
used at all); seconds by which the lease is prolonged. out: for each its place from 0, the peer''s number, stored, known or refused with
the reason, and whether that refusal is news. Categories go through the source''s service_map; what changed in known ones is noted as a
comment. errors: VA001 source, VA003 the lease is lost';

CREATE FUNCTION sync.publish_built(p_source integer, p_wanted text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    update varta.delivery set delivered_at = clock_timestamp(), dead_at = null
    where source_id = p_source and dead_at < p_wanted::timestamptz;
    update varta.tree set built_for = p_wanted::timestamptz, built_at = clock_timestamp() where source_id = p_source
$$;

ALTER FUNCTION sync.publish_built(p_source integer, p_wanted text) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.publish_built(p_source integer, p_wanted text) IS 'in: source, the wanted for which its tree was made from scratch. What was given up before shows in it now, and is no dead letter any more';

CREATE FUNCTION sync.publish_done(p_daemon text, p_source integer, p_seqs bigint[]) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    with done as (
        update varta.delivery set delivered_at = clock_timestamp(), leased_by = null, leased_until = null
        where source_id = p_source and seq = any(p_seqs) and leased_by = p_daemon and delivered_at is null
        returning seq)
    select count(*) from done
$$;

ALTER FUNCTION sync.publish_done(p_daemon text, p_source integer, p_seqs bigint[]) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.publish_done(p_daemon text, p_source integer, p_seqs bigint[]) IS 'in: daemon, source, numbers. out: how many of them the tree shows now. What changed again since it was leased (varta.republish()) is none of
the daemon''s any more, and is leased again';

CREATE FUNCTION sync.publish_feed(p_source integer, p_limit integer DEFAULT 50) RETURNS TABLE(seq bigint, request_id bigint, title text, at text, text text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
#variable_conflict use_column
declare
    s varta.source := varta.source_of(p_source);
begin
    perform varta.export_gate(s.city_id);
    return query
    select b.seq, b.request_id, p.title, varta.local_time(b.visible_at, s.zone), b.text
    from varta.outbox b join varta.public_request p on p.city_id = b.city_id and p.id = b.request_id
    where b.city_id = s.city_id and b.status = 3 and b.text <> '' and b.visible_at <= now()
    order by b.visible_at desc, b.seq desc limit p_limit;
end
$$;

ALTER FUNCTION sync.publish_feed(p_source integer, p_limit integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.publish_feed(p_source integer, p_limit integer) IS 'in: source, how many. out: the newest answers to requests that are public now. errors: VA001, VA003';

CREATE FUNCTION sync.publish_files(p_source integer, p_names text[]) RETURNS TABLE(name text, n bigint, open bigint, features text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    s varta.source := varta.source_of(p_source);
begin
    perform varta.export_gate(s.city_id);
    return query
    select f.name, l.n, l.open, l.features
    from unnest(p_names) f (name)
    cross join lateral (
        select count(*) as n, count(*) filter (where p.status = 2) as open,
               string_agg(varta.public_feature(p), E',\n' order by p.requested_at, p.id) as features
        from varta.public_list(s, f.name) p) l;
end
$$;

ALTER FUNCTION sync.publish_files(p_source integer, p_names text[]) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.publish_files(p_source integer, p_names text[]) IS 'in: source, names of lists. out: of each how many requests are in it, how many of them open, and their features, oldest first, a line each
with a comma between them (null: none). errors: VA001, VA003';

CREATE FUNCTION sync.publish_lease(p_daemon text, p_source integer, p_limit integer DEFAULT 200, p_seconds integer DEFAULT 120) RETURNS TABLE(seq bigint, request_id bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    s varta.source := varta.source_of(p_source);
    t varta.transport := (select t from varta.transport t where t.code = 'publish');
begin
    perform from varta.source o where o.city_id = s.city_id and o.id = s.id for no key update skip locked;
    if found then
        perform varta.export_gate(s.city_id);
        perform varta.lease_expire(s.id, t);
        return query
        select d.seq, d.request_id
        from varta.lease_source(s.id, t, p_daemon, p_limit, p_seconds) l
        join varta.delivery d on d.seq = l and d.source_id = s.id
        order by d.seq;
    end if;
end
$$;

ALTER FUNCTION sync.publish_lease(p_daemon text, p_source integer, p_limit integer, p_seconds integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.publish_lease(p_daemon text, p_source integer, p_limit integer, p_seconds integer) IS 'in: daemon, source, how many at most, for how many seconds. out: changes of requests that its tree does not show yet; as sync.outbox_lease().
errors: VA001, VA003';

CREATE FUNCTION sync.publish_plan(p_source integer) RETURNS TABLE(name text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    s varta.source := varta.source_of(p_source);
begin
    return query
    with p as materialized (select q.id, q.requested_at, q.point from varta.public_request q where q.city_id = s.city_id)
    select 'r/' || d.n from (select distinct p.id / 1000 as n from p) d
    union all
    select 'day/' || d.day from (select distinct varta.day_of(p.requested_at, s.zone) as day from p) d
    union all
    select 'tile/14/' || d.tile from (select distinct varta.tile_of(p.point) as tile from p where p.point is not null) d;
end
$$;

ALTER FUNCTION sync.publish_plan(p_source integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.publish_plan(p_source integer) IS 'in: source. out: what its whole tree consists of: r/123 (a thousand numbers), day/…, tile/…. It waits for nobody, so a part of it can
turn out to be empty. errors: VA001';

CREATE FUNCTION sync.publish_requests(p_source integer, p_ids bigint[]) RETURNS TABLE(request_id bigint, day text, tile text, doc json)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
#variable_conflict use_column
declare
    s varta.source := varta.source_of(p_source);
begin
    perform varta.export_gate(s.city_id);
    return query
    select r.id, 'day/' || varta.day_of(r.requested_at, s.zone), 'tile/14/' || varta.tile_of(r.point),
           (select varta.public_doc(p, s) from varta.public_request p where p.city_id = r.city_id and p.id = r.id)
    from varta.request r
    where r.city_id = s.city_id and r.id = any(p_ids) and r.public
    order by r.id;
end
$$;

ALTER FUNCTION sync.publish_requests(p_source integer, p_ids bigint[]) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.publish_requests(p_source integer, p_ids bigint[]) IS 'in: source, numbers. out: of each the lists that it belongs to (tile: null without a point), and what its page says: null where it is not
public now. errors: VA001, VA003';

CREATE FUNCTION sync.publish_shard(p_source integer, p_shard bigint) RETURNS TABLE(request_id bigint, doc json)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
#variable_conflict use_column
declare
    s varta.source := varta.source_of(p_source);
begin
    perform varta.export_gate(s.city_id);
    return query
    select p.id, varta.public_doc(p, s) from varta.public_request p
    where p.city_id = s.city_id and p.id between p_shard * 1000 and p_shard * 1000 + 999
    order by p.id;
end
$$;

ALTER FUNCTION sync.publish_shard(p_source integer, p_shard bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.publish_shard(p_source integer, p_shard bigint) IS 'in: source, a thousand numbers (123: 123000 to 123999). out: what the pages of the public ones say. errors: VA001, VA003';

CREATE FUNCTION sync.publish_site(p_source integer) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    s varta.source := varta.source_of(p_source);
    v_en boolean := s.lang = 'en';
begin
    return json_build_object(
        'categories', (select coalesce(json_agg(json_build_array(g.code, case when v_en then coalesce(nullif(g.name_en, ''), g.name) else g.name end)
                                                order by g.kind, g.code), '[]')
                       from varta.category g join varta.kind k on k.id = g.kind and k.public where g.city_id = s.city_id),
        'districts', json_build_object('type', 'FeatureCollection', 'features',
            (select coalesce(json_agg(json_build_object('type', 'Feature', 'properties', json_build_object('name',
                                 case when v_en then coalesce(nullif(d.name_en, ''), d.name) else d.name end),
                             'geometry', public.st_asgeojson(public.st_simplifypreservetopology(d.area, 0.0002), 5)::json) order by d.code), '[]')
             from varta.district d where d.city_id = s.city_id)));
end
$$;

ALTER FUNCTION sync.publish_site(p_source integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.publish_site(p_source integer) IS 'in: source. out: categories of public kinds as [code, name], and the borders of the districts (GeoJSON, to some 20 m). errors: VA001';

CREATE FUNCTION sync.publish_sources() RETURNS TABLE(id integer, code text, city text, lang text, url text, wanted text, rebuild boolean)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select s.id, s.code, case s.lang when 'en' then coalesce(nullif(c.name_en, ''), c.name) else c.name end, s.lang, s.url,
           t.wanted_at::text, t.built_for is distinct from t.wanted_at
    from varta.tree t
    join varta.source s on s.city_id = t.city_id and s.id = t.source_id
    join varta.city c on c.id = t.city_id
    where s.transport = 'publish' and s.active and c.active order by s.id
$$;

ALTER FUNCTION sync.publish_sources() OWNER TO varta_owner;

COMMENT ON FUNCTION sync.publish_sources() IS 'out: whose trees are kept: the code names the folder, city is its name in the tree''s language; rebuild: it is to be made from scratch';

CREATE FUNCTION sync.publish_statistics(p_source integer) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    s varta.source := varta.source_of(p_source);
    v_en boolean := s.lang = 'en';
begin
    return (
        with p as materialized (
            select q.category_id, q.district_id, q.status, to_char(q.requested_at at time zone s.zone, 'YYYY-MM') as month,
                   case when q.status = 3 then extract(epoch from q.visible_at - q.requested_at) / 86400 end as days
            from varta.public_request q where q.city_id = s.city_id),
        part as (
            select grouping(category_id, district_id, month) as g, category_id, district_id, month, count(*) as n,
                   count(*) filter (where status = 2) as open,
                   round((percentile_cont(0.5) within group (order by days))::numeric, 1) as days
            from p group by grouping sets ((), (category_id), (district_id), (month)))
        select json_build_object(
            'generated', varta.local_time(now(), s.zone),
            'total', (select json_build_object('requests', n, 'open', open, 'closed', n - open, 'median_days', days) from part where g = 7),
            'categories', (select coalesce(json_agg(json_build_object('service_code', c.code, 'service_name',
                                  case when v_en then coalesce(nullif(c.name_en, ''), c.name) else c.name end,
                                  'requests', n, 'open', open, 'closed', n - open, 'median_days', days) order by n desc, c.code), '[]')
                           from part join varta.category c on c.city_id = s.city_id and c.id = part.category_id where g = 3),
            'districts', (select coalesce(json_agg(json_build_object('district',
                                 case when v_en then coalesce(nullif(d.name_en, ''), d.name) else d.name end,
                                 'requests', n, 'open', open, 'closed', n - open, 'median_days', days) order by n desc, d.code), '[]')
                          from part join varta.district d on d.city_id = s.city_id and d.id = part.district_id where g = 5),
            'months', (select coalesce(json_agg(json_build_object('month', month, 'requests', n, 'open', open, 'closed', n - open,
                                                                  'median_days', days) order by month), '[]')
                       from part where g = 6)));
end
$$;

ALTER FUNCTION sync.publish_statistics(p_source integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.publish_statistics(p_source integer) IS 'in: source. out: how many public requests there are, open and closed, and after how many days half of them were answered: in all, by category,
district and month. errors: VA001';

CREATE FUNCTION sync.push_lease(p_daemon text, p_limit integer DEFAULT 50, p_seconds integer DEFAULT 60) RETURNS TABLE(seq bigint, source_id integer, source text, url text, jurisdiction text, request_id bigint, status text, updated text, text text, attempts integer, external_id text)
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select l.seq, l.source_id, l.source, s.url, case s.transport when 'poll' then varta.poll_base(s) ->> 'jurisdiction_id' else coalesce(s.peer_jurisdiction, l.jurisdiction) end,
           l.request_id, l.status,
           varta.local_time(to_timestamp(l.visible), s.zone), l.text, l.attempts, case s.transport when 'poll' then l.external_id end
    from (values ('push'), ('poll')) t (transport)
    cross join lateral sync.outbox_lease(p_daemon, t.transport, p_limit, p_seconds) l
    join varta.source s on s.id = l.source_id
    order by l.source_id, l.seq
$$;

ALTER FUNCTION sync.push_lease(p_daemon text, p_limit integer, p_seconds integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.push_lease(p_daemon text, p_limit integer, p_seconds integer) IS 'as sync.outbox_lease() for the transports push and poll (those of its dialects that take answers), each with p_limit, with
the peer''s own number of the request (for poll; null: it is told by servicerequestupdates), with where it goes (null: nobody said), the jurisdiction as the peer calls it and the
moment of visibility by the clock of the source. errors: VA003';

CREATE FUNCTION sync.requests(p_source integer, p_filter jsonb, p_limit integer) RETURNS TABLE(service_request_id bigint, status text, status_notes text, service_name text, service_code text, description text, title text, agency_responsible text, requested bigint, updated bigint, expected bigint, address text, lat double precision, long double precision, media_url text, private boolean)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    SET enable_sort TO 'off'
    AS $_$
#variable_conflict use_column
declare
    v_source varta.source := varta.source_of(p_source);
    v_en boolean := v_source.lang = 'en';
    v_own boolean := coalesce((p_filter ->> 'own')::boolean, false);
    v_ids bigint[] := case when p_filter -> 'ids' <> 'null' then
        array(select e::bigint from jsonb_array_elements_text(p_filter -> 'ids') e where e ~ '^\d{1,18}$') end;
    v_codes text[] := (select array_agg(e) from jsonb_array_elements_text(p_filter -> 'service_code') e);
    v_from timestamptz := coalesce(varta.to_time(p_filter ->> 'from', v_source.zone), '-infinity');
    v_to timestamptz := coalesce(varta.to_time(p_filter ->> 'to', v_source.zone), 'infinity');
begin
    perform varta.request_filter_check(p_filter);
    perform varta.export_gate(v_source.city_id);
    return query
    select r.id, case when s.open then 'open' else 'closed' end, o.text,
           case when v_en then coalesce(nullif(g.name_en, ''), g.name) else g.name end, g.code,
           varta.join_text(r.title, r.titled, r.body), r.title,
           (select case when v_en then coalesce(nullif(u.name_en, ''), u.name) else u.name end
            from varta.referral f join varta.unit u on u.city_id = f.city_id and u.id = f.unit_id
            where f.city_id = r.city_id and f.request_id = r.id order by f.id desc limit 1),
           varta.epoch(r.requested_at), varta.epoch(coalesce(o.visible_at, r.received_at)), varta.epoch(r.due_at),
           r.address, public.st_y(r.point), public.st_x(r.point),
           coalesce(varta.media_path(r.city_id, r.id), r.media_url), not r.public
    from (select * from varta.request a
          where v_ids is not null and a.city_id = v_source.city_id and a.id = any(v_ids)
          union all
          (select * from varta.request b
           where v_ids is null and b.city_id = v_source.city_id and b.requested_at between v_from and v_to
           order by b.requested_at desc, b.id desc)) r
    join varta.category g on g.city_id = r.city_id and g.id = r.category_id
    left join lateral (select b.status, b.text, b.visible_at from varta.outbox b
                       where b.city_id = r.city_id and b.request_id = r.id and b.visible_at <= now()
                       order by b.seq desc limit 1) o on true
    join varta.status s on s.id = coalesce(o.status, 1)
    where case when v_own then r.source_id = p_source else r.public and s.code in ('pending', 'answered') end
      and (v_ids is not null or v_codes is null or g.code = any(v_codes))
      and (v_ids is not null or p_filter ->> 'status' is null or s.open = (p_filter ->> 'status' = 'open'))
    order by r.requested_at desc, r.id desc
    limit p_limit;
end
$_$;

ALTER FUNCTION sync.requests(p_source integer, p_filter jsonb, p_limit integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.requests(p_source integer, p_filter jsonb, p_limit integer) IS 'in: source; filter {"ids": [] (overrides the rest), "service_code": [], "status": "open" or "closed", "from", "to" (ISO, on requested), "own": the source''s own
requests whatever their status instead of what is public}; limit (null: none). out: requests, newest first; times are epoch seconds. An
answer shows from the moment on that its recall window ended. media_url begins with a slash where the daemon serves the photo. errors: VA001, VA003, VA006';

CREATE FUNCTION sync.services(p_source integer) RETURNS TABLE(service_code text, service_name text, description text, keywords text, grp text, private boolean, attributes jsonb)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select g.code, case s.lang when 'en' then coalesce(nullif(g.name_en, ''), g.name) else g.name end, g.description, g.keywords,
           case s.lang when 'en' then k.name_en else k.name end, not k.public, g.attributes
    from varta.source_of(p_source) s
    join varta.category g on g.city_id = s.city_id and g.active
    join varta.kind k on k.id = g.kind
    order by k.id, g.code
$$;

ALTER FUNCTION sync.services(p_source integer) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.services(p_source integer) IS 'in: source. out: the active categories of its city, in its language; attributes are Open311 definitions. errors: VA001';

CREATE FUNCTION sync.sources() RETURNS TABLE(id integer, city_id smallint, city_code text, jurisdiction text, key_hash bytea, transport text, zone text, lang text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select s.id, s.city_id, c.code, s.jurisdiction, s.key_hash, s.transport, s.zone, s.lang
    from varta.source s join varta.city c on c.id = s.city_id
    where s.active and c.active and (s.transport = 'endpoint' or s.transport = 'push' and s.key_hash is not null) order by s.id
$$;

ALTER FUNCTION sync.sources() OWNER TO varta_owner;

COMMENT ON FUNCTION sync.sources() IS 'out: the active sources that may post to us: endpoints, and those with a key that are pushed to. Channel varta_config tells when they may have changed';

CREATE FUNCTION sync.subscribe(p_source integer, p_email text, p_lang text, p_beat text, p_lat double precision, p_long double precision, p_address text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    s varta.source := varta.source_of(p_source);
    v_beat integer;
    v_point public.geometry := case when p_lat is not null and p_long is not null then public.st_setsrid(public.st_point(p_long, p_lat), 4326) end;
begin
    if (varta.mail_source(s.city_id)).id is null then
        return 'this city sends no mails';
    elsif not coalesce(varta.is_mail(p_email), false) then
        return 'email is missing or not an address';
    elsif p_lang not in ('uk', 'en') then
        return 'lang is neither uk nor en';
    end if;
    if p_beat is not null then
        select id into v_beat from varta.beat where city_id = s.city_id and code = p_beat and active;
    elsif v_point is not null or p_address is not null then
        v_beat := varta.beat_for(s.city_id, v_point, p_address);
    end if;
    if v_beat is null and num_nonnulls(p_beat, v_point, p_address) > 0 then
        return 'no officer is in charge of that beat or place';
    end if;
    perform varta.subscribe(s.city_id, p_email, coalesce(p_lang, s.lang), null, v_beat);
    return null;
end
$$;

ALTER FUNCTION sync.subscribe(p_source integer, p_email text, p_lang text, p_beat text, p_lat double precision, p_long double precision, p_address text) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.subscribe(p_source integer, p_email text, p_lang text, p_beat text, p_lat double precision, p_long double precision, p_address text) IS 'in: source, address, language (null: the source''s); a beat''s code, or a point, or an address; nothing of these: the whole city. The owner of
the address is asked. out: null, or why not; it does not tell whether the address was known. errors: VA001 source';

CREATE FUNCTION sync.subscription(p_id bigint) RETURNS TABLE(state text, lang text, city text, request_id bigint, beat text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select varta.subscription_state(s), s.lang, case s.lang when 'en' then coalesce(nullif(c.name_en, ''), c.name) else c.name end, s.request_id,
           case s.lang when 'en' then coalesce(nullif(b.name_en, ''), b.name) else b.name end
    from varta.subscription s
    join varta.city c on c.id = s.city_id
    left join varta.beat b on b.city_id = s.city_id and b.id = s.beat_id
    where s.id = p_id
$$;

ALTER FUNCTION sync.subscription(p_id bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.subscription(p_id bigint) IS 'in: number. out: asked, confirmed, bounced or late (not confirmed within a week); its language, and what it is, in that language; no row
where there is none, or none any more';

CREATE FUNCTION sync.subscription_confirm(p_id bigint) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    s varta.subscription;
    v_state text;
begin
    select * into s from varta.subscription where id = p_id for no key update;
    v_state := varta.subscription_state(s);
    if not found or v_state <> 'asked' then
        return case when s.id is not null then v_state end;
    end if;
    update varta.subscription set confirmed_at = now() where id = p_id;
    insert into varta.mail (city_id, subscription_id, kind, seq, visible_at)
    select s.city_id, s.id, 'notice', b.seq, b.visible_at
    from varta.outbox b where b.city_id = s.city_id and b.request_id = s.request_id order by b.seq desc limit 1
    on conflict do nothing;
    return 'confirmed';
end
$$;

ALTER FUNCTION sync.subscription_confirm(p_id bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.subscription_confirm(p_id bigint) IS 'in: number. out: confirmed, also where it was before; bounced, or late: it was asked more than a week ago; null: there is none. What became
of the request meanwhile is sent, its last state only';

CREATE FUNCTION sync.subscription_end(p_id bigint) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    with gone as (delete from varta.subscription where id = p_id returning id) select exists (select from gone)
$$;

ALTER FUNCTION sync.subscription_end(p_id bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.subscription_end(p_id bigint) IS 'in: number. Forgets it, and what was on its way to it. out: whether it was there';

CREATE FUNCTION sync.token(p_source integer, p_id bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select exists (select from varta.source_of(p_source) s join varta.request r on r.city_id = s.city_id and r.id = p_id and r.source_id = s.id)
$$;

ALTER FUNCTION sync.token(p_source integer, p_id bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.token(p_source integer, p_id bigint) IS 'in: source, number. out: whether that is a request of it. errors: VA001';

CREATE FUNCTION sync.updates(p_source integer, p_from timestamp with time zone, p_to timestamp with time zone) RETURNS TABLE(update_id bigint, service_request_id bigint, status text, updated bigint, description text, media_url text, external_id text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
#variable_conflict use_column
declare
    v_source varta.source := varta.source_of(p_source);
begin
    perform varta.export_gate(v_source.city_id);
    return query
    select b.seq, b.request_id, coalesce(v_source.status_map ->> t.code, t.word), varta.epoch(b.visible_at), b.text, null::text,
           m.external_id
    from varta.outbox b
    join varta.status t on t.id = b.status
    join varta.request r on r.city_id = b.city_id and r.id = b.request_id
    join varta.submission m on m.city_id = r.city_id and m.id = r.submission_id
    where b.source_id = p_source and b.visible_at between coalesce(p_from, '-infinity') and least(p_to, now())
    order by b.seq;
end
$$;

ALTER FUNCTION sync.updates(p_source integer, p_from timestamp with time zone, p_to timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.updates(p_source integer, p_from timestamp with time zone, p_to timestamp with time zone) IS 'in: source, from and to (null: open), both on the moment of visibility. out: what happened to its requests, in the order of update_id;
only what may leave by now. errors: VA001';

CREATE FUNCTION sync.withdraw(p_source integer, p_ids bigint[]) RETURNS TABLE(request_id bigint, outcome text, reason text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    v_source varta.source := varta.source_of(p_source);
    v_own bigint[];
    r varta.request;
begin
    select array_agg(id) into v_own from varta.request where city_id = v_source.city_id and id = any(p_ids) and source_id = p_source;
    perform varta.lock_keys(array_fill(v_source.city_id, array[cardinality(v_own)]), v_own) where v_own is not null;
    for request_id in select distinct i from unnest(p_ids) i order by i loop
        select * into r from varta.request q where q.city_id = v_source.city_id and q.id = request_id and q.id = any(v_own);
        outcome := 'refused';
        reason := null;
        if not found then
            reason := format('service_request_id "%s" is not known here', request_id);
        elsif r.status = 6 then
            outcome := 'known';
        elsif not exists (select from varta.transition t
                          where t.verb = 'withdraw' and t.from_status = r.status and t.role = 'sync' and (t.kind is null or t.kind = r.kind)) then
            reason := format('it is %s already', (select code from varta.status where id = r.status));
        else
            if varta.paused(r) then
                perform varta.resume(r);
            end if;
            perform varta.withdraw(r, null);
            outcome := 'withdrawn';
        end if;
        return next;
    end loop;
end
$$;

ALTER FUNCTION sync.withdraw(p_source integer, p_ids bigint[]) OWNER TO varta_owner;

COMMENT ON FUNCTION sync.withdraw(p_source integer, p_ids bigint[]) IS 'in: source, numbers of requests that it sent. out: for each withdrawn, known (it was before) or refused with the reason. errors: VA001';

CREATE TABLE varta.request (
    city_id smallint NOT NULL,
    id bigint NOT NULL,
    kind smallint NOT NULL,
    category_id integer NOT NULL,
    status smallint DEFAULT 1 NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    rank smallint DEFAULT 0 NOT NULL,
    area smallint NOT NULL,
    titled boolean NOT NULL,
    public boolean NOT NULL,
    district_id integer,
    beat_id integer,
    operator_id integer,
    source_id integer NOT NULL,
    submission_id bigint NOT NULL,
    due_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    address_id text,
    media_url text,
    attributes jsonb,
    reason text,
    point public.geometry(Point,4326),
    erased_at timestamp with time zone,
    due_from timestamp with time zone,
    snoozed_until timestamp with time zone,
    merged_into bigint,
    CONSTRAINT request_area CHECK (((area >= 0) AND (area <= 3))),
    CONSTRAINT request_kind CHECK (((kind >= 1) AND (kind <= 5))),
    CONSTRAINT request_merged CHECK ((((merged_into IS NOT NULL) = (status = 5)) AND (merged_into <> id))),
    CONSTRAINT request_point CHECK (((point IS NULL) = (area = 3))),
    CONSTRAINT request_reason CHECK (((reason IS NOT NULL) = (status = 4))),
    CONSTRAINT request_status CHECK (((status >= 1) AND (status <= 6))),
    CONSTRAINT request_title CHECK ((length(title) <= 200))
);

ALTER TABLE varta.request OWNER TO varta_owner;

COMMENT ON COLUMN varta.request.rank IS 'before the due date in the order of the queue: 0 is normal, less is more urgent';

COMMENT ON COLUMN varta.request.area IS '0 in its city, 1 in another known city, 2 in none, 3 no point';

COMMENT ON COLUMN varta.request.titled IS 'the title is a line of its own in the text; otherwise it is the beginning of body';

COMMENT ON COLUMN varta.request.beat_id IS 'of a message: the beat whose officer it is for';

COMMENT ON COLUMN varta.request.due_at IS 'infinity: no due date, so that the order of the queue is total; also while a request is paused';

COMMENT ON COLUMN varta.request.erased_at IS 'when the personal data of its residents were erased';

COMMENT ON COLUMN varta.request.due_from IS 'from when the time for due_at counts; null: from received_at';

COMMENT ON COLUMN varta.request.snoozed_until IS 'until then it is not in the queue';

COMMENT ON COLUMN varta.request.merged_into IS 'the request that this one says the same as, which may be merged in turn; varta.root() is the last';

COMMENT ON CONSTRAINT request_area ON varta.request IS 'see the column';

COMMENT ON CONSTRAINT request_kind ON varta.request IS 'varta.kind; no foreign key, because each costs an import a tenth';

COMMENT ON CONSTRAINT request_merged ON varta.request IS 'a merged request, and no other, has another one; no foreign key, because requests are never deleted';

COMMENT ON CONSTRAINT request_point ON varta.request IS 'area says whether there is a point';

COMMENT ON CONSTRAINT request_reason ON varta.request IS 'a rejected request, and no other, has a reason';

COMMENT ON CONSTRAINT request_status ON varta.request IS 'varta.status; no foreign key for the same reason';

COMMENT ON CONSTRAINT request_title ON varta.request IS 'longer ones are cut where they are made';

CREATE FUNCTION varta.accept(r varta.request) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    perform varta.act('accept');
    update varta.request q
    set status = 2, version = q.version + 1, updated_at = now(),
        operator_id = coalesce(q.operator_id, case when varta.may_read(r) then (varta.me()).id end),
        due_at = varta.due_answer(q.city_id, q.kind, q.received_at)
    where city_id = r.city_id and id = r.id;
    perform varta.emit(r, 2::smallint);
end
$$;

ALTER FUNCTION varta.accept(r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.accept(r varta.request) IS 'the operator gets the request (a sealed one only who may read it), the time for the answer begins, the public sees it as pending';

CREATE FUNCTION varta.act(p_verb text, p_why text DEFAULT NULL::text, p_before jsonb DEFAULT NULL::jsonb, p_after jsonb DEFAULT NULL::jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    v_first text := nullif(current_setting('varta.first', true), '');
begin
    if v_first is not null then
        p_after := coalesce(p_after, '{}') || jsonb_build_object('with', v_first);
        perform set_config('varta.first', '', true);
    end if;
    perform set_config('varta.act',
        jsonb_build_object('verb', p_verb, 'why', p_why, 'before', p_before, 'after', p_after)::text, true);
end
$$;

ALTER FUNCTION varta.act(p_verb text, p_why text, p_before jsonb, p_after jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.act(p_verb text, p_why text, p_before jsonb, p_after jsonb) IS 'in: verb, why, and what changed outside the request''s row. Call it directly before the update of the request, whose
trigger takes it up. It is no authority: every function that updates a request sets it. Where another verb was done first in the same act
(varta.first, which every function that an operator calls sets, too), the event names it: with';

CREATE TABLE varta.event (
    city_id smallint NOT NULL,
    id bigint NOT NULL,
    request_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    who text NOT NULL,
    origin text NOT NULL,
    verb text NOT NULL,
    why text,
    before jsonb,
    after jsonb,
    salt uuid,
    content_hash bytea NOT NULL,
    hash bytea NOT NULL
);

ALTER TABLE varta.event OWNER TO varta_owner;

COMMENT ON TABLE varta.event IS 'the history; rows are only ever added, by varta.record(), which takes the city from its chain and so needs no foreign key';

COMMENT ON COLUMN varta.event.request_id IS '0: a matter of the city, of its units or officers, not of a request';

COMMENT ON COLUMN varta.event.origin IS 'address of the client and name of its program';

COMMENT ON COLUMN varta.event.salt IS 'keeps the hash of erased content from being guessed';

CREATE FUNCTION varta.act_events(e varta.event) RETURNS SETOF varta.event
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select e.*
    union all
    select f.*
    from (select * from varta.event p where p.city_id = e.city_id and p.request_id = e.request_id and p.id < e.id order by p.id desc limit 1) f
    where f.verb = e.after ->> 'with' and f.who = e.who
$$;

ALTER FUNCTION varta.act_events(e varta.event) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.act_events(e varta.event) IS 'in: the last event of an act. out: it, and that of the verb that was done first';

CREATE FUNCTION varta.all_visible() RETURNS varta.filter
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select varta.parse_filter(jsonb_build_object('status', (select jsonb_agg(code) from varta.status)))
$$;

ALTER FUNCTION varta.all_visible() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.all_visible() IS 'out: the filter that leaves everything that the operator may see';

CREATE FUNCTION varta.any_fact(p_letter text, p_values text[]) RETURNS tsquery
    LANGUAGE sql IMMUTABLE
    AS $$
    select string_agg(format('''#%s%s''', p_letter, v), '|')::tsquery from unnest(p_values) v
$$;

ALTER FUNCTION varta.any_fact(p_letter text, p_values text[]) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.any_fact(p_letter text, p_values text[]) IS 'out: finds documents with one of these facts; null for no values';

CREATE FUNCTION varta.any_status(p_filter jsonb) RETURNS varta.filter
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select varta.parse_filter(coalesce(jsonb_strip_nulls(p_filter), '{}') - 'id' - 'snoozed'
                              || jsonb_build_object('status', (select jsonb_agg(code) from varta.status)))
$$;

ALTER FUNCTION varta.any_status(p_filter jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.any_status(p_filter jsonb) IS 'in: a filter. out: it, for every status';

CREATE TABLE varta.unit (
    city_id smallint NOT NULL,
    id integer NOT NULL,
    code text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    name_en text DEFAULT ''::text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    area public.geometry(MultiPolygon,4326),
    CONSTRAINT unit_area CHECK ((public.st_isvalid(area) AND (NOT public.st_isempty(area)))),
    CONSTRAINT unit_code CHECK ((code ~ '^[a-z][a-z0-9_-]{0,39}$'::text)),
    CONSTRAINT unit_name CHECK ((name <> ''::text))
);

ALTER TABLE varta.unit OWNER TO varta_owner;

COMMENT ON COLUMN varta.unit.active IS 'false: abolished; what it was given before stays its own';

COMMENT ON COLUMN varta.unit.area IS 'what it is responsible for, where that is an area; varta.unit_street may name streets besides';

COMMENT ON CONSTRAINT unit_area ON varta.unit IS 'as of districts';

COMMENT ON CONSTRAINT unit_code ON varta.unit IS 'codes stand in commands';

COMMENT ON CONSTRAINT unit_name ON varta.unit IS 'people see the name';

CREATE FUNCTION varta.any_unit_of(p_city smallint, p_code text) RETURNS varta.unit
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    u varta.unit;
begin
    select * into u from varta.unit where city_id = p_city and code = p_code;
    if not found then
        perform varta.fail('VA001', format('there is no unit %L', p_code), 'unit', p_code);
    end if;
    return u;
end
$$;

ALTER FUNCTION varta.any_unit_of(p_city smallint, p_code text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.any_unit_of(p_city smallint, p_code text) IS 'in: city, code. out: the unit, also an abolished one. errors: VA001';

CREATE FUNCTION varta.area_store(p_table text, p_city smallint, p_feature jsonb, OUT code text, OUT name text, OUT outcome text, OUT reason text) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $_$
#variable_conflict use_column
declare
    v_properties jsonb := p_feature -> 'properties';
    v_name_en text := coalesce(v_properties ->> 'name:en', '');
    v_area public.geometry;
    v_old record;
begin
    name := coalesce(nullif(v_properties ->> 'name:uk', ''), v_properties ->> 'name', '');
    code := coalesce(nullif(v_properties ->> case p_table when 'district' then 'katotth' else 'code' end, ''),
                     nullif(v_properties ->> '@id', ''), varta.slug(name));
    outcome := 'refused';
    if name = '' then
        reason := 'properties have no name';
        return;
    end if;
    select p.area, p.note into v_area, reason from varta.polygons(p_feature -> 'geometry') p;
    if v_area is null then
        return;
    end if;
    execute format('select id, name, name_en, area from varta.%I where city_id = $1 and code = $2', p_table) into v_old using p_city, code;
    if v_old.id is null then
        outcome := 'added';
        execute format('insert into varta.%I (city_id, code, name, name_en, area) values ($1, $2, $3, $4, $5)', p_table)
        using p_city, code, name, v_name_en, v_area;
    elsif (v_old.name, v_old.name_en) = (name, v_name_en) and public.st_orderingequals(v_old.area, v_area) then
        outcome := 'same';
    else
        outcome := 'changed';
        execute format('update varta.%I set name = $3, name_en = $4, area = $5 where city_id = $1 and id = $2', p_table)
        using p_city, v_old.id, name, v_name_en, v_area;
    end if;
end
$_$;

ALTER FUNCTION varta.area_store(p_table text, p_city smallint, p_feature jsonb, OUT code text, OUT name text, OUT outcome text, OUT reason text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.area_store(p_table text, p_city smallint, p_feature jsonb, OUT code text, OUT name text, OUT outcome text, OUT reason text) IS 'in: table (district or beat), city, GeoJSON feature. out: code, name, outcome added, changed, same or refused; reason: why refused, or
what was repaired';

CREATE FUNCTION varta.around(p_west double precision, p_south double precision, p_east double precision, p_north double precision) RETURNS public.geography
    LANGUAGE sql IMMUTABLE
    AS $$
    select case when p_east - p_west < 20 then
        public.st_makeenvelope(p_west - d.x, greatest(p_south - d.y, -90), p_east + d.x, least(p_north + d.y, 90), 4326)::public.geography end
    from (select (p_east - p_west) / 20 as x, 0.3 * radians(p_east - p_west) * (p_east - p_west) / 4 + 0.0001 as y) d
$$;

ALTER FUNCTION varta.around(p_west double precision, p_south double precision, p_east double precision, p_north double precision) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.around(p_west double precision, p_south double precision, p_east double precision, p_north double precision) IS 'in: a box (degrees). out: an area on the sphere that covers it: its southern edge, a great circle, would else leave the parallel to the
north; null for what is too big to be looked up';

CREATE FUNCTION varta.ask_forms(p_words text[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $_$
begin
    if current_setting('transaction_read_only') = 'on' then
        return;
    end if;
    insert into varta.form_asked
    select w from unnest(p_words) w where w ~ '^[а-щьюяєіїґʼ]{3,40}$' and not exists (select from varta.form f where f.form = w)
    on conflict do nothing;
    if found then
        notify varta_index;
    end if;
end
$_$;

ALTER FUNCTION varta.ask_forms(p_words text[]) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.ask_forms(p_words text[]) IS 'in: words that are looked for. Those that no text has in this form yet the indexer looks up, for the next search a moment later';

CREATE FUNCTION varta.beat_at(p_city smallint, p_point public.geometry) RETURNS TABLE(beat_id integer)
    LANGUAGE sql STABLE
    AS $$
    select p.beat_id from varta.beat_piece p join varta.beat b on b.city_id = p.city_id and b.id = p.beat_id
    where p.city_id = p_city and public.st_covers(p.area, p_point) and b.active
    order by p.beat_id limit 1
$$;

ALTER FUNCTION varta.beat_at(p_city smallint, p_point public.geometry) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.beat_at(p_city smallint, p_point public.geometry) IS 'in: city, point. out: the beat that covers it, on a border the one that was first; no row where none does. Inlined, as varta.place()';

CREATE FUNCTION varta.beat_for(p_city smallint, p_point public.geometry, p_address text) RETURNS integer
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select coalesce((select beat_id from varta.beat_at(p_city, p_point)), varta.beat_of_address(p_city, p_address))
$$;

ALTER FUNCTION varta.beat_for(p_city smallint, p_point public.geometry, p_address text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.beat_for(p_city smallint, p_point public.geometry, p_address text) IS 'the beat of a point or, where no beat covers it, of an address';

CREATE FUNCTION varta.beat_holder(p_city smallint, p_beat integer, p_at timestamp with time zone DEFAULT now()) RETURNS integer
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select operator_id from varta.holder_at(p_city, p_beat, p_at));
end
$$;

ALTER FUNCTION varta.beat_holder(p_city smallint, p_beat integer, p_at timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.beat_holder(p_city smallint, p_beat integer, p_at timestamp with time zone) IS 'the same as one number, or null';

CREATE TABLE varta.beat (
    city_id smallint NOT NULL,
    id integer NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    name_en text DEFAULT ''::text NOT NULL,
    area public.geometry(MultiPolygon,4326) NOT NULL,
    active boolean DEFAULT true NOT NULL,
    CONSTRAINT beat_area CHECK ((public.st_isvalid(area) AND (NOT public.st_isempty(area)))),
    CONSTRAINT beat_code CHECK ((code <> ''::text)),
    CONSTRAINT beat_name CHECK ((name <> ''::text))
);

ALTER TABLE varta.beat OWNER TO varta_owner;

COMMENT ON TABLE varta.beat IS 'the area of one district officer';

COMMENT ON COLUMN varta.beat.active IS 'false: abolished; what was its own stays its own';

COMMENT ON CONSTRAINT beat_area ON varta.beat IS 'as of districts';

COMMENT ON CONSTRAINT beat_code ON varta.beat IS 'it is named by it';

COMMENT ON CONSTRAINT beat_name ON varta.beat IS 'people read it';

CREATE FUNCTION varta.beat_of(p_city smallint, p_code text) RETURNS varta.beat
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    b varta.beat;
begin
    select * into b from varta.beat where city_id = p_city and code = p_code;
    if not found then
        perform varta.fail('VA001', format('there is no beat %L', p_code), 'beat', p_code);
    end if;
    return b;
end
$$;

ALTER FUNCTION varta.beat_of(p_city smallint, p_code text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.beat_of(p_city smallint, p_code text) IS 'in: city, code. out: the beat. errors: VA001';

CREATE FUNCTION varta.beat_of_address(p_city smallint, p_address text) RETURNS integer
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    a varta.address;
begin
    if coalesce(p_address, '') = '' then
        return null;
    end if;
    a := varta.parse_address(p_address, (select name from varta.city where id = p_city));
    return (select s.beat_id from varta.beat_street s join varta.beat b on b.city_id = s.city_id and b.id = s.beat_id
            where s.city_id = p_city and s.street = a.street and varta.street_fits(a, s.kind, s.low, s.high, s.parity) and b.active
            order by s.low is null and s.high is null and s.parity = 'all', s.kind <> a.kind, s.beat_id limit 1);
end
$$;

ALTER FUNCTION varta.beat_of_address(p_city smallint, p_address text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.beat_of_address(p_city smallint, p_address text) IS 'in: city, address. out: the beat whose street list has it, a line with numbers before a whole street; null where none has';

CREATE FUNCTION varta.beatless(p_city smallint) RETURNS SETOF varta.request
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select * from varta.request
    where city_id = p_city and beat_id is null and status = any((select array_agg(id) from varta.status where open)::smallint[])
      and kind = any((select array_agg(id) from varta.kind where sealed)::smallint[])
$$;

ALTER FUNCTION varta.beatless(p_city smallint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.beatless(p_city smallint) IS 'out: the open messages of a city that are of no beat';

CREATE FUNCTION varta.calendar_renew(p_country text) RETURNS bigint
    LANGUAGE sql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    delete from varta.workday where country = p_country;
    with inserted as (
        insert into varta.workday (country, martial_law, day, ordinal)
        select p_country, m.martial_law, d.day, row_number() over (partition by m.martial_law order by d.day)
        from (select generate_series(min(date_trunc('year', day)), max(date_trunc('year', day)) + interval '1 year - 1 day',
                                     '1 day')::date as day
              from varta.holiday where country = p_country) d
        cross join (values (false), (true)) m (martial_law)
        left join varta.holiday h on h.country = p_country and h.day = d.day
        where case when m.martial_law or h.day is null then extract(isodow from d.day) < 6 else h.working end
        returning 1)
    select count(*) from inserted;
$$;

ALTER FUNCTION varta.calendar_renew(p_country text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.calendar_renew(p_country text) IS 'in: country. out: rows written. Call it after a change of varta.holiday; covers the whole years from its first day to its last';

CREATE FUNCTION varta.calm(p_rank smallint) RETURNS smallint
    LANGUAGE sql IMMUTABLE
    AS $$
    select case p_rank when -1 then 0::smallint else p_rank end
$$;

ALTER FUNCTION varta.calm(p_rank smallint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.calm(p_rank smallint) IS 'the rank after somebody dealt with what a unit had returned (-1)';

CREATE FUNCTION varta.cancel(p_verb text, r varta.request, p_events bigint[], p_response bigint DEFAULT NULL::bigint) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_family bigint[] := array(select varta.duplicates(r.city_id, r.id)) || r.id;
    v_edge timestamptz;
begin
    perform pg_advisory_xact_lock(7303, r.city_id);
    with gone as (
        delete from varta.outbox
        where city_id = r.city_id and request_id = any(v_family) and (event_id = any(p_events) or response_id = p_response)
          and visible_at > clock_timestamp()
        returning visible_at)
    select min(visible_at) into v_edge from gone;
    -- the rows are locked now: if the window is open even now, nobody can have read them, nor will
    if v_edge <= clock_timestamp() then
        perform varta.fail('VA002', 'the recall window has just ended', p_verb, (select code from varta.status where id = r.status), r.id::text);
    end if;
    return exists (select from varta.outbox
                   where city_id = r.city_id and request_id = any(v_family) and (event_id = any(p_events) or response_id = p_response));
end
$$;

ALTER FUNCTION varta.cancel(p_verb text, r varta.request, p_events bigint[], p_response bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.cancel(p_verb text, r varta.request, p_events bigint[], p_response bigint) IS 'in: verb, request, events of its city, or a response. Takes back what they put into the outbox for it and what was merged into it, as far
as nobody can have seen it. out: whether somebody can have seen something. errors: VA002 where the recall window ends at this moment';

CREATE FUNCTION varta.chain_begin() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    insert into varta.chain (city_id, last, hash)
    values (new.id, 0, sha256(convert_to('varta city ' || new.id, 'UTF8')));
    return null;
end
$$;

ALTER FUNCTION varta.chain_begin() OWNER TO varta_owner;

CREATE TABLE varta.response (
    city_id smallint NOT NULL,
    id bigint NOT NULL,
    request_id bigint NOT NULL,
    state smallint DEFAULT 1 NOT NULL,
    public boolean NOT NULL,
    body text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    author_id integer NOT NULL,
    approver_id integer,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    visible_at timestamp with time zone,
    CONSTRAINT response_body CHECK (((body <> ''::text) AND (length(body) <= 20000))),
    CONSTRAINT response_internal CHECK ((public OR (state = 1))),
    CONSTRAINT response_visible CHECK (((visible_at IS NOT NULL) = (state = 4)))
);

ALTER TABLE varta.response OWNER TO varta_owner;

COMMENT ON TABLE varta.response IS 'an answer on its way, or an internal note (not public)';

COMMENT ON COLUMN varta.response.visible_at IS 'when the recall window of the published answer ends';

COMMENT ON CONSTRAINT response_body ON varta.response IS 'an answer says something';

COMMENT ON CONSTRAINT response_internal ON varta.response IS 'an internal note never leaves: it goes through no state';

COMMENT ON CONSTRAINT response_visible ON varta.response IS 'published ones, and no others, have a time from which they are visible';

CREATE FUNCTION varta.check_author(p_verb text, p varta.response) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    if p.author_id <> (varta.me()).id and not 'moderator' = any(varta.my_roles()) then
        perform varta.fail('VA004', 'this response is someone else''s', p_verb, 'moderator');
    end if;
end
$$;

ALTER FUNCTION varta.check_author(p_verb text, p varta.response) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.check_author(p_verb text, p varta.response) IS 'errors: VA004 where the response is another''s and the operator no moderator';

CREATE FUNCTION varta.check_filled(p varta.response) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    v_place text := substring(p.body from '\{[^{}\s][^{}\n]{0,79}\}');
begin
    if v_place is not null then
        perform varta.fail('VA003', format('%s is not filled in', v_place), 'body', v_place, 'a text without placeholders');
    end if;
end
$$;

ALTER FUNCTION varta.check_filled(p varta.response) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.check_filled(p varta.response) IS 'errors: VA003 for the first {placeholder} that still stands in the text';

CREATE FUNCTION varta.check_public(p varta.response) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    if not p.public then
        perform varta.fail('VA003', 'an internal note cannot be published', 'public', 'false', 'a public response');
    end if;
end
$$;

ALTER FUNCTION varta.check_public(p varta.response) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.check_public(p varta.response) IS 'errors: VA003 for an internal note';

CREATE FUNCTION varta.check_role(p_verb text, r varta.request) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_roles text[];
begin
    select array_agg(distinct role order by role) into v_roles from varta.transition
    where verb = p_verb and (kind is null or kind = r.kind);
    if v_roles is null or not v_roles && varta.my_roles() then
        perform varta.fail('VA004', format('%s is not for your role', p_verb), p_verb, array_to_string(v_roles, ', '));
    end if;
end
$$;

ALTER FUNCTION varta.check_role(p_verb text, r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.check_role(p_verb text, r varta.request) IS 'errors: VA004 where no role of the operator has the verb for this kind of request';

CREATE FUNCTION varta.check_state(p_verb text, p varta.response) RETURNS smallint
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_state smallint := (select to_state from varta.response_transition where verb = p_verb and from_state = p.state);
begin
    if v_state is null then
        perform varta.fail('VA002', format('%s is not possible for this response', p_verb), p_verb,
                           (select code from varta.response_state where id = p.state), p.request_id::text);
    end if;
    return v_state;
end
$$;

ALTER FUNCTION varta.check_state(p_verb text, p varta.response) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.check_state(p_verb text, p varta.response) IS 'out: the state that the verb gives to the response. errors: VA002 where it is not possible';

CREATE FUNCTION varta.check_text(p_field text, p_text text, p_longest integer) RETURNS text
    LANGUAGE plpgsql
    AS $$
begin
    if btrim(coalesce(p_text, ''), E' \t\r\n') = '' or length(p_text) > p_longest then
        perform varta.fail('VA003', 'the text is empty or too long', p_field, left(p_text, 40), format('1 to %s characters', p_longest));
    end if;
    return p_text;
end
$$;

ALTER FUNCTION varta.check_text(p_field text, p_text text, p_longest integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.check_text(p_field text, p_text text, p_longest integer) IS 'out: the text. errors: VA003 where it is empty or longer than that';

CREATE FUNCTION varta.cities_of(p_operator integer) RETURNS smallint[]
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select coalesce(array_agg(city_id order by city_id), '{0}') from varta.operator_city where operator_id = p_operator
$$;

ALTER FUNCTION varta.cities_of(p_operator integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.cities_of(p_operator integer) IS 'out: the chains for what concerns an operator: those of the operator''s cities; 0 without any';

CREATE FUNCTION varta.city_defaults(p_city smallint) RETURNS void
    LANGUAGE sql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    insert into varta.unit (city_id, code, kind, name, name_en)
    select p_city, code, kind, name, name_en from varta.default_unit order by code;
    insert into varta.category (city_id, code, kind, name, name_en, short, short_en, description, keywords, unit_id)
    select p_city, c.code, c.kind, c.name, c.name_en, c.short, c.short_en, c.description, c.keywords, u.id
    from varta.default_category c
    join varta.unit u on u.city_id = p_city and u.code = c.unit
    order by c.kind, c.code;
$$;

ALTER FUNCTION varta.city_defaults(p_city smallint) OWNER TO varta_owner;

CREATE TABLE varta.city (
    id smallint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    name_en text DEFAULT ''::text NOT NULL,
    tz text DEFAULT 'Europe/Kyiv'::text NOT NULL,
    country text DEFAULT 'UA'::text NOT NULL,
    recall_window interval DEFAULT '00:05:00'::interval NOT NULL,
    martial_law boolean DEFAULT true NOT NULL,
    active boolean DEFAULT true NOT NULL,
    CONSTRAINT city_code CHECK ((code ~ '^[a-z][a-z0-9_-]{0,39}$'::text)),
    CONSTRAINT city_name CHECK ((name <> ''::text)),
    CONSTRAINT city_recall_window CHECK (((recall_window >= '00:00:00'::interval) AND (recall_window <= '1 day'::interval)))
);

ALTER TABLE varta.city OWNER TO varta_owner;

COMMENT ON COLUMN varta.city.martial_law IS 'holidays are working days (law 2136-IX, article 6); weekends are not';

COMMENT ON CONSTRAINT city_code ON varta.city IS 'codes stand in commands and URLs';

COMMENT ON CONSTRAINT city_name ON varta.city IS 'people see the name';

COMMENT ON CONSTRAINT city_recall_window ON varta.city IS 'an answer leaves within a day of its publication';

CREATE FUNCTION varta.city_lock(p_code text) RETURNS varta.city
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city := varta.city_of(p_code);
begin
    perform from varta.city where id = c.id for no key update;
    return c;
end
$$;

ALTER FUNCTION varta.city_lock(p_code text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.city_lock(p_code text) IS 'in: code. out: the administrator''s city, locked: administrators change a city one after the other, and so never wait for each other in
a circle. errors: VA001';

CREATE FUNCTION varta.city_of(p_code text) RETURNS varta.city
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city;
begin
    select * into c from varta.city where code = p_code and (id = any(varta.my_cities()) or varta.is_superuser());
    if not found then
        perform varta.fail('VA001', format('there is no city %L', p_code), 'city', p_code);
    end if;
    return c;
end
$$;

ALTER FUNCTION varta.city_of(p_code text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.city_of(p_code text) IS 'in: code. out: the city, one of the operator''s own; any for a superuser. errors: VA001';

CREATE FUNCTION varta.claim_keys(f varta.filter, p_rank smallint, p_due timestamp with time zone, p_id bigint, p_limit integer) RETURNS TABLE(city_id smallint, id bigint, rank smallint, due_at timestamp with time zone)
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    AS $$
    select r.city_id, r.id, r.rank, r.due_at
    from unnest(f.cities) c cross join unnest(f.statuses) s
    cross join lateral (
        select q.city_id, q.id, q.rank, q.due_at from varta.request q
        where q.city_id = c and q.status = s and q.operator_id is null and q.status < 3
          and (q.rank, q.due_at, q.id) > (p_rank, p_due, p_id)
          and q.kind = any(f.kinds) and (f.categories is null or q.category_id = any(f.categories))
          and (f.districts is null or q.district_id = any(f.districts))
          and (coalesce(q.snoozed_until, '-infinity') > now()) = f.snoozed
        order by q.rank, q.due_at, q.id limit p_limit) r
    order by r.rank, r.due_at, r.id limit p_limit
$$;

ALTER FUNCTION varta.claim_keys(f varta.filter, p_rank smallint, p_due timestamp with time zone, p_id bigint, p_limit integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.claim_keys(f varta.filter, p_rank smallint, p_due timestamp with time zone, p_id bigint, p_limit integer) IS 'in: filter, cursor, limit. out: keys of what is open and nobody''s, in the order of the queue';

CREATE FUNCTION varta.claim_lock(f varta.filter) RETURNS varta.request
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request;
    k record;
    v_rank smallint := -32768;
    v_due timestamptz := '-infinity';
    v_id bigint := -1;
begin
    loop
        for k in select * from varta.claim_keys(f, v_rank, v_due, v_id, 32) loop
            select * into r from varta.request q
            where q.city_id = k.city_id and q.id = k.id and q.operator_id is null and varta.fits(q, f) and varta.may_claim(q)
            for no key update skip locked;
            if found then
                return r;
            end if;
            v_rank := k.rank;
            v_due := k.due_at;
            v_id := k.id;
        end loop;
        if k is null then
            return null;
        end if;
    end loop;
end
$$;

ALTER FUNCTION varta.claim_lock(f varta.filter) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.claim_lock(f varta.filter) IS 'out: the first request that the operator can claim, locked; null where none is left. One that was claimed since it was seen, or is
being changed, is passed over';

CREATE FUNCTION varta.code_check(p_code text) RETURNS void
    LANGUAGE plpgsql
    AS $_$
begin
    if p_code !~ '^[a-z][a-z0-9_-]{0,39}$' or p_code is null then
        perform varta.fail('VA003', format('%L is not a code', p_code), 'code', p_code, 'a letter, then letters, digits, - and _; at most 40');
    end if;
end
$_$;

ALTER FUNCTION varta.code_check(p_code text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.code_check(p_code text) IS 'errors: VA003';

CREATE FUNCTION varta.config_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    perform pg_notify('varta_config', '');
    return null;
end
$$;

ALTER FUNCTION varta.config_changed() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.config_changed() IS 'tells the daemon to read its sources and services again';

CREATE FUNCTION varta.conflict(r varta.request) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    e varta.event;
    v_name text;
begin
    select * into e from varta.event where city_id = r.city_id and request_id = r.id order by id desc limit 1;
    select full_name into v_name from varta.operator where login = e.who;
    perform varta.fail('40001', format('request %s was changed by someone else', r.id), coalesce(v_name, e.who, ''),
                       coalesce(to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), ''), coalesce(e.verb, ''),
                       r.version::text, case when varta.may_read(r) then coalesce(e.after, '{}') - 'body' else '{}' end::text);
end
$$;

ALTER FUNCTION varta.conflict(r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.conflict(r varta.request) IS 'errors: 40001 always; DETAIL: who changed the request last, when (ISO, UTC), by which verb, its version now, and what that verb changed
(a JSON object as text: field and new value; empty where the operator may not read the request)';

CREATE FUNCTION varta.cut() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $_$
begin
    execute format('delete from varta.%1$I where city_id = $1 and %2$I = $2', tg_table_name || '_piece', tg_table_name || '_id')
    using new.city_id, new.id;
    execute format('insert into varta.%1$I (city_id, %2$I, area)
        select $1, $2, d.geom from public.st_subdivide($3, 48) s, public.st_dump(s) d where public.st_dimension(d.geom) = 2',
        tg_table_name || '_piece', tg_table_name || '_id') using new.city_id, new.id, new.area;
    return null;
end
$_$;

ALTER FUNCTION varta.cut() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.cut() IS 'keeps the pieces of the areas of a table x: table x_piece (city_id, x_id, area)';

CREATE FUNCTION varta.day_of(p_at timestamp with time zone, p_zone text) RETURNS date
    LANGUAGE sql STABLE
    AS $$ select (p_at at time zone p_zone)::date $$;

ALTER FUNCTION varta.day_of(p_at timestamp with time zone, p_zone text) OWNER TO varta_owner;

CREATE TABLE varta.delivery (
    seq bigint NOT NULL,
    source_id integer NOT NULL,
    city_id smallint NOT NULL,
    request_id bigint NOT NULL,
    attempts smallint DEFAULT 0 NOT NULL,
    next_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    leased_by text,
    leased_until timestamp with time zone,
    last_error text DEFAULT ''::text NOT NULL,
    delivered_at timestamp with time zone,
    dead_at timestamp with time zone,
    CONSTRAINT delivery_end CHECK ((num_nonnulls(delivered_at, dead_at, leased_until) <= 1)),
    CONSTRAINT delivery_lease CHECK (((leased_by IS NULL) = (leased_until IS NULL)))
);

ALTER TABLE varta.delivery OWNER TO varta_owner;

COMMENT ON TABLE varta.delivery IS 'a row of the outbox on its way to one source';

COMMENT ON COLUMN varta.delivery.attempts IS 'those that failed, or whose daemon was not heard of again';

COMMENT ON COLUMN varta.delivery.dead_at IS 'when it was given up; api.outbox_replay() takes it up again';

COMMENT ON CONSTRAINT delivery_end ON varta.delivery IS 'delivered, dead or leased, at most one of them';

COMMENT ON CONSTRAINT delivery_lease ON varta.delivery IS 'a lease has an owner and an end';

CREATE FUNCTION varta.delivery_of(p_seq bigint, p_source integer) RETURNS varta.delivery
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    d varta.delivery;
begin
    select * into d from varta.delivery where seq = p_seq and source_id = p_source for no key update;
    if not found then
        perform varta.fail('VA001', format('nothing is on its way as %s to source %s', p_seq, p_source), 'outbox', p_seq::text);
    end if;
    return d;
end
$$;

ALTER FUNCTION varta.delivery_of(p_seq bigint, p_source integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.delivery_of(p_seq bigint, p_source integer) IS 'in: seq, source. out: the delivery, locked. errors: VA001';

CREATE TABLE varta.transport (
    code text NOT NULL,
    scope text NOT NULL,
    base interval NOT NULL,
    factor real NOT NULL,
    longest interval NOT NULL,
    jitter real NOT NULL,
    attempts smallint NOT NULL,
    hold smallint NOT NULL,
    CONSTRAINT transport_attempts CHECK ((attempts > 0)),
    CONSTRAINT transport_factor CHECK ((factor >= (1)::double precision)),
    CONSTRAINT transport_jitter CHECK (((jitter >= (0)::double precision) AND (jitter <= (0.9)::double precision))),
    CONSTRAINT transport_scope CHECK ((scope = ANY (ARRAY['none'::text, 'own'::text, 'city'::text])))
);

ALTER TABLE varta.transport OWNER TO varta_owner;

COMMENT ON COLUMN varta.transport.scope IS 'what of its city''s outbox a source is told: none (the peer reads it itself), own (what became of its own requests), city (all that is public)';

COMMENT ON COLUMN varta.transport.base IS 'until the second attempt; each further wait is factor times as long, up to longest, give or take jitter';

COMMENT ON COLUMN varta.transport.attempts IS 'after so many it is a dead letter';

COMMENT ON COLUMN varta.transport.hold IS 'for so many attempts a failed row holds back its whole source';

COMMENT ON CONSTRAINT transport_attempts ON varta.transport IS 'everything is tried once';

COMMENT ON CONSTRAINT transport_factor ON varta.transport IS 'waits never get shorter';

COMMENT ON CONSTRAINT transport_jitter ON varta.transport IS 'a share of the wait; a wait is never nothing';

COMMENT ON CONSTRAINT transport_scope ON varta.transport IS 'see the column';

CREATE FUNCTION varta.delivery_wait(t varta.transport, p_attempts integer) RETURNS interval
    LANGUAGE sql
    AS $$
    select make_interval(secs => least(extract(epoch from t.base) * power(t.factor, least(p_attempts, 200) - 1),
                                       extract(epoch from t.longest)) * (1 - t.jitter + 2 * t.jitter * random()))
$$;

ALTER FUNCTION varta.delivery_wait(t varta.transport, p_attempts integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.delivery_wait(t varta.transport, p_attempts integer) IS 'in: transport, attempts that failed (from 1). out: how long to wait before the next one';

CREATE TABLE varta.operator (
    id integer NOT NULL,
    login text NOT NULL,
    full_name text NOT NULL,
    police boolean DEFAULT false NOT NULL,
    unit_city smallint,
    unit_id integer,
    active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT operator_full_name CHECK ((full_name <> ''::text)),
    CONSTRAINT operator_login CHECK ((login ~ '^[a-z][a-z0-9_]{1,39}$'::text))
);

ALTER TABLE varta.operator OWNER TO varta_owner;

COMMENT ON COLUMN varta.operator.police IS 'sees reports of crime whatever the role';

COMMENT ON CONSTRAINT operator_full_name ON varta.operator IS 'the history shows the name';

COMMENT ON CONSTRAINT operator_login ON varta.operator IS 'it is the name of a PostgreSQL role';

CREATE FUNCTION varta.deputy_check(o varta.operator, d varta.operator, p_period tstzrange) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    if d.id = o.id or not varta.cities_of(d.id) && varta.cities_of(o.id) then
        perform varta.fail('VA003', format('%s cannot stand in for %s', d.login, o.login), 'deputy', d.login,
                           'another officer of the same city');
    elsif exists (select from varta.absence where operator_id = d.id and period && p_period) then
        perform varta.fail('VA003', format('%s is away then too', d.login), 'deputy', d.login, 'an officer who is there');
    end if;
end
$$;

ALTER FUNCTION varta.deputy_check(o varta.operator, d varta.operator, p_period tstzrange) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.deputy_check(o varta.operator, d varta.operator, p_period tstzrange) IS 'errors: VA003 where the deputy is of no common city, or away at that time';

CREATE FUNCTION varta.deputy_of(p_operator integer, p_at timestamp with time zone DEFAULT now()) RETURNS integer
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select a.deputy_id from varta.absence a join varta.operator o on o.id = a.deputy_id and o.active
            where a.operator_id = p_operator and a.period @> p_at);
end
$$;

ALTER FUNCTION varta.deputy_of(p_operator integer, p_at timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.deputy_of(p_operator integer, p_at timestamp with time zone) IS 'in: officer, moment. out: who stands in then; null where the officer is there, or nobody does';

CREATE FUNCTION varta.dictionary() RETURNS regdictionary
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $_$
declare
    v_file text;
    v_why text;
begin
    if varta.dictionary_there() is not null then
        return varta.dictionary_there();
    elsif current_setting('varta.no_dictionary', true) = 'said' then
        return null;
    end if;
    foreach v_file in array array['uk_ua', 'system_uk_ua'] loop
        begin
            execute format('create text search dictionary varta.ukrainian (template = pg_catalog.ispell, dictfile = %s, afffile = %1$s)',
                           v_file);
            return varta.dictionary_there();
        exception when config_file_error or undefined_file then
            v_why := sqlerrm;
        end;
    end loop;
    raise warning 'Ukrainian words are found in the form in which they stand only: %', v_why
        using hint = 'Install hunspell-uk on the database server; the texts are then indexed again.';
    perform set_config('varta.no_dictionary', 'said', false);
    return null;
end
$_$;

ALTER FUNCTION varta.dictionary() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.dictionary() IS 'out: the Ukrainian dictionary, made from the files that Debian''s hunspell-uk leaves for PostgreSQL; null where there are none, with a
warning once a session';

CREATE FUNCTION varta.dictionary_there() RETURNS regdictionary
    LANGUAGE sql STABLE
    AS $$
    select oid::regdictionary from pg_ts_dict where dictnamespace = 'varta'::regnamespace and dictname = 'ukrainian'
$$;

ALTER FUNCTION varta.dictionary_there() OWNER TO varta_owner;

CREATE FUNCTION varta.draft_state(p_city smallint, p_id bigint) RETURNS smallint
    LANGUAGE sql STABLE COST 1000
    AS $$
    select p.state from varta.response p where p.city_id = p_city and p.request_id = p_id and p.state <> 4 and p.public order by p.id desc limit 1
$$;

ALTER FUNCTION varta.draft_state(p_city smallint, p_id bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.draft_state(p_city smallint, p_id bigint) IS 'out: of the newest answer that is not published; null where there is none';

CREATE FUNCTION varta.due_answer(p_city smallint, p_kind smallint, p_from timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select case when answer_working then varta.due_work(p_city, p_from, answer_days) else varta.due_days(p_city, p_from, answer_days) end
    from varta.kind where id = p_kind
$$;

ALTER FUNCTION varta.due_answer(p_city smallint, p_kind smallint, p_from timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.due_answer(p_city smallint, p_kind smallint, p_from timestamp with time zone) IS 'in: city, kind, moment. out: until when a request of that kind has to be answered. errors: VA003 beyond the calendar';

CREATE FUNCTION varta.due_days(p_city smallint, p_from timestamp with time zone, p_days integer) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_city varta.city;
    v_last date;
    v_day date;
begin
    select * into v_city from varta.city where id = p_city;
    v_last := (p_from at time zone v_city.tz)::date + p_days;
    select day into v_day from varta.workday
    where country = v_city.country and martial_law = v_city.martial_law and day >= v_last
    order by day limit 1;
    if v_day is null then
        perform varta.fail('VA003', 'the calendar does not reach that far', 'calendar', v_last::text, 'a day within the calendar');
    end if;
    return (v_day + 1)::timestamp at time zone v_city.tz;
end
$$;

ALTER FUNCTION varta.due_days(p_city smallint, p_from timestamp with time zone, p_days integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.due_days(p_city smallint, p_from timestamp with time zone, p_days integer) IS 'in: city, moment, number of calendar days. out: the end (24:00 local) of the last day, which, if it is a day off, is the next
working day (Civil Code of Ukraine, articles 253 to 255). errors: VA003 beyond the calendar';

CREATE FUNCTION varta.due_limit(r varta.request) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_from timestamptz := coalesce(r.due_from, r.received_at);
    v_limit timestamptz := varta.due_days(r.city_id, v_from, (select limit_days from varta.kind where id = r.kind));
    p varta.pause;
begin
    for p in
        select * from varta.pause
        where city_id = r.city_id and request_id = r.id and from_at >= v_from and until_at is not null order by from_at
    loop
        v_limit := varta.due_resume(r.city_id, v_limit, p.from_at, p.until_at);
    end loop;
    return v_limit;
end
$$;

ALTER FUNCTION varta.due_limit(r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.due_limit(r varta.request) IS 'out: the last moment to which the time for the answer can be prolonged, pauses not counted';

CREATE FUNCTION varta.due_resume(p_city smallint, p_due timestamp with time zone, p_from timestamp with time zone, p_until timestamp with time zone) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    c varta.city;
    v_paused bigint;
    v_clock bigint;
    v_rest bigint;
    v_day date;
begin
    select * into c from varta.city where id = p_city;
    v_paused := varta.work_clock(c, p_until) - varta.work_clock(c, p_from);
    if v_paused = 0 then
        return p_due;
    end if;
    v_clock := varta.work_clock(c, p_due) + v_paused - 1;  -- so that 24:00 is of the day that ends
    v_rest := v_clock % 86400000000 + 1;
    select day into v_day from varta.workday
    where country = c.country and martial_law = c.martial_law and ordinal = v_clock / 86400000000;
    if v_day is null then
        perform varta.fail('VA003', 'the calendar does not reach that far', 'calendar', (p_until at time zone c.tz)::text, 'a day within the calendar');
    end if;
    return (v_day + v_rest / 1000000 * interval '1 second' + v_rest % 1000000 * interval '1 microsecond') at time zone c.tz;
end
$$;

ALTER FUNCTION varta.due_resume(p_city smallint, p_due timestamp with time zone, p_from timestamp with time zone, p_until timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.due_resume(p_city smallint, p_due timestamp with time zone, p_from timestamp with time zone, p_until timestamp with time zone) IS 'in: city, due date, beginning and end of a pause. out: the due date moved by the working time of the pause, by the city''s calendar and
clock; the due date itself where the pause was all on days off. errors: VA003 beyond the calendar';

CREATE FUNCTION varta.due_state(p_open boolean, p_received timestamp with time zone, p_due timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select case when not p_open or not isfinite(p_due) then ''
                when now() > p_due then 'late'
                when now() > p_received + (p_due - p_received) * 0.75 then 'soon'
                else '' end
$$;

ALTER FUNCTION varta.due_state(p_open boolean, p_received timestamp with time zone, p_due timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.due_state(p_open boolean, p_received timestamp with time zone, p_due timestamp with time zone) IS 'out: late after the due date, soon when three quarters of the time are used, otherwise empty';

CREATE FUNCTION varta.due_work(p_city smallint, p_from timestamp with time zone, p_days integer) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_city varta.city;
    v_local timestamp;
    v_begin varta.workday;
    v_day date;
begin
    select * into v_city from varta.city where id = p_city;
    v_local := p_from at time zone v_city.tz;
    select * into v_begin from varta.workday
    where country = v_city.country and martial_law = v_city.martial_law and day <= v_local::date
    order by day desc limit 1;
    if v_begin.day < v_local::date then  -- a day off: the count begins with the next working day
        v_local := date_trunc('day', v_local);
        p_days := p_days + 1;
    end if;
    select day into v_day from varta.workday
    where country = v_city.country and martial_law = v_city.martial_law and ordinal = v_begin.ordinal + p_days;
    if v_day is null then
        perform varta.fail('VA003', 'the calendar does not reach that far', 'calendar', v_local::text, 'a day within the calendar');
    end if;
    return (v_day + v_local::time) at time zone v_city.tz;
end
$$;

ALTER FUNCTION varta.due_work(p_city smallint, p_from timestamp with time zone, p_days integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.due_work(p_city smallint, p_from timestamp with time zone, p_days integer) IS 'in: city, moment, number of working days. out: the same time of day so many working days later by the city''s calendar and
clock; from a day off the count begins at the start of the next working day. errors: VA003 beyond the calendar';

CREATE FUNCTION varta.duplicates(p_city smallint, p_id bigint) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
begin
    return query
    with recursive d as (
        select r.id from varta.request r where r.city_id = p_city and r.merged_into = p_id
        union all
        select r.id from d join varta.request r on r.city_id = p_city and r.merged_into = d.id)
    select id from d;
end
$$;

ALTER FUNCTION varta.duplicates(p_city smallint, p_id bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.duplicates(p_city smallint, p_id bigint) IS 'in: request. out: those that were merged into it, and into those';

CREATE FUNCTION varta.easter(p_year integer) RETURNS date
    LANGUAGE sql IMMUTABLE
    AS $$
    -- J. Meeus, Astronomical Algorithms, chapter 8: Julian Easter; the calendars differ by 13 days until 2099
    select make_date(p_year, (d + e + 114) / 31, (d + e + 114) % 31 + 1) + 13
    from (select (19 * (p_year % 19) + 15) % 30 as d) a,
         lateral (select (2 * (p_year % 4) + 4 * (p_year % 7) - d + 34) % 7 as e) b
$$;

ALTER FUNCTION varta.easter(p_year integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.easter(p_year integer) IS 'in: year 1900 to 2099. out: the Sunday of Orthodox Easter';

CREATE FUNCTION varta.emit(p_request varta.request, p_status smallint, p_text text DEFAULT ''::text, p_visible timestamp with time zone DEFAULT NULL::timestamp with time zone, p_response bigint DEFAULT NULL::bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    insert into varta.outbox (city_id, request_id, source_id, status, text, visible_at, response_id, event_id)
    select p_request.city_id, x.id, x.source_id, x.status, p_text, coalesce(p_visible, now() + c.recall_window), p_response,
           (select max(e.id) from varta.event e where e.city_id = p_request.city_id and e.request_id = p_request.id)
    from varta.city c
    cross join lateral (
        select p_request.id, p_request.source_id, p_status as status
        union all
        select r.id, r.source_id, 5::smallint
        from varta.duplicates(p_request.city_id, p_request.id) d
        join varta.request r on r.city_id = p_request.city_id and r.id = d
        where p_text <> '' and p_status in (3, 4, 5)) x
    where c.id = p_request.city_id
    order by x.id <> p_request.id, x.id;
end
$$;

ALTER FUNCTION varta.emit(p_request varta.request, p_status smallint, p_text text, p_visible timestamp with time zone, p_response bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.emit(p_request varta.request, p_status smallint, p_text text, p_visible timestamp with time zone, p_response bigint) IS 'in: request, its new status, the text for the resident, from when it may leave (null: when the recall window ends), the response that
it is. Who sent a request that was merged into this one is told what became of it, too. Call it after the update of the request';

CREATE FUNCTION varta.epoch(p_at timestamp with time zone) RETURNS bigint
    LANGUAGE sql STABLE
    AS $$
    select case when isfinite(p_at) then floor(extract(epoch from p_at))::bigint end
$$;

ALTER FUNCTION varta.epoch(p_at timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.epoch(p_at timestamp with time zone) IS 'in: a moment. out: whole seconds since 1970, null for infinity';

CREATE FUNCTION varta.erase(p_city smallint, p_request bigint, p_comments bigint[], p_texts boolean, p_why text) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_people varta.reporter[];
    v_pattern text;
    v_places text[] := '{}';
    v_events bigint[];
    v_done jsonb;
    v_raw boolean;
begin
    with gone as (
        delete from varta.reporter
        where city_id = p_city and request_id = p_request and (p_comments is null or comment_id = any(p_comments)) returning *)
    select array_agg(gone) into v_people from gone;
    v_pattern := varta.person_pattern(v_people);
    update varta.submission s set raw = '', erased_at = now()
    from varta.request r
    where r.city_id = p_city and r.id = p_request and s.city_id = r.city_id and s.id = r.submission_id and s.erased_at is null
      and (p_comments is null or 0 = any(p_comments));
    v_raw := found;
    update varta.comment set raw = ''
    where city_id = p_city and request_id = p_request and raw <> '' and (p_comments is null or id = any(p_comments));
    if p_texts and v_pattern is not null then
        v_places := varta.erase_texts(p_city, p_request, v_pattern);
    end if;
    if p_texts then
        delete from varta.photo where city_id = p_city and request_id = p_request and (p_comments is null or comment_id = any(p_comments));
    end if;
    with gone as (
        update varta.event set why = null, before = null, after = null, salt = null
        where city_id = p_city and request_id = p_request and verb <> 'erase' and salt is not null
          and concat_ws(E'\n', why, before, after) ~* v_pattern
        returning id)
    select coalesce(array_agg(id order by id), '{}') into v_events from gone;
    v_done := jsonb_build_object('reporters', coalesce(cardinality(v_people), 0), 'submission', v_raw, 'texts', v_places, 'events', v_events);
    perform varta.act('erase', p_why, null, v_done);
    perform varta.erase_request_row(p_city, p_request, case when p_texts then v_pattern end, case when p_comments is null then now() end);
    if p_texts then
        perform varta.republish(p_city, p_request);
    end if;
    return v_done;
end
$$;

ALTER FUNCTION varta.erase(p_city smallint, p_request bigint, p_comments bigint[], p_texts boolean, p_why text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.erase(p_city smallint, p_request bigint, p_comments bigint[], p_texts boolean, p_why text) IS 'in: request (its row is locked); comments whose writers are meant, 0 for who sent the request, null for all; whether to take the names out
of the texts, and the photos with them, in which nobody can put anything else for a face; why. out: what was erased, as the event says it';

CREATE FUNCTION varta.erase_request_row(p_city smallint, p_request bigint, p_pattern text, p_at timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $_$
begin
    execute format('update varta.request set version = version + 1, erased_at = coalesce($4, erased_at), %s where city_id = $1 and id = $2',
                   (select string_agg(format('%1$I = coalesce(varta.without(%1$I::text, $3)::%2$s, %1$I)', t.column_name, format_type(a.atttypid, null)), ', ')
                    from varta.text_place t
                    join pg_attribute a on a.attrelid = 'varta.request'::regclass and a.attname = t.column_name
                    where t.table_name = 'request'))
    using p_city, p_request, p_pattern, p_at;
end
$_$;

ALTER FUNCTION varta.erase_request_row(p_city smallint, p_request bigint, p_pattern text, p_at timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.erase_request_row(p_city smallint, p_request bigint, p_pattern text, p_at timestamp with time zone) IS 'in: request, pattern (null: the texts stay), when it was erased (null: not all of it was). The trigger writes the event erase';

CREATE FUNCTION varta.erase_texts(p_city smallint, p_request bigint, p_pattern text) RETURNS text[]
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $_$
declare
    v record;
    v_places text[] := '{}';
begin
    for v in select t.table_name, t.column_name, format_type(a.atttypid, null) as type
             from varta.text_place t
             join pg_attribute a on a.attrelid = to_regclass(format('varta.%I', t.table_name)) and a.attname = t.column_name
             where t.table_name <> 'request' order by 1, 2
    loop
        execute format('update varta.%1$I set %2$I = varta.without(%2$I::text, $3)::%3$s
                        where city_id = $1 and request_id = $2 and %2$I::text ~* $3', v.table_name, v.column_name, v.type)
        using p_city, p_request, p_pattern;
        if found then
            v_places := v_places || format('%s.%s', v.table_name, v.column_name);
        end if;
    end loop;
    return v_places;
end
$_$;

ALTER FUNCTION varta.erase_texts(p_city smallint, p_request bigint, p_pattern text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.erase_texts(p_city smallint, p_request bigint, p_pattern text) IS 'in: request, pattern. Puts … for it in every text beside the request''s own row. out: which columns had it';

CREATE FUNCTION varta.event_content(p_salt uuid, p_why text, p_before jsonb, p_after jsonb) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    AS $$
    select sha256(convert_to(jsonb_build_array(p_salt, p_why, p_before, p_after)::text, 'UTF8'))
$$;

ALTER FUNCTION varta.event_content(p_salt uuid, p_why text, p_before jsonb, p_after jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.event_content(p_salt uuid, p_why text, p_before jsonb, p_after jsonb) IS 'the hash of what an event says';

CREATE FUNCTION varta.event_line(p_city smallint, p_id bigint, p_request bigint, p_at timestamp with time zone, p_who text, p_origin text, p_verb text, p_content bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    AS $$
    select convert_to(jsonb_build_array(p_city, p_id, p_request, (extract(epoch from p_at) * 1000000)::bigint,
                                        p_who, p_origin, p_verb)::text, 'UTF8') || p_content
$$;

ALTER FUNCTION varta.event_line(p_city smallint, p_id bigint, p_request bigint, p_at timestamp with time zone, p_who text, p_origin text, p_verb text, p_content bytea) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.event_line(p_city smallint, p_id bigint, p_request bigint, p_at timestamp with time zone, p_who text, p_origin text, p_verb text, p_content bytea) IS 'what the chain hashes of one event, besides the previous hash';

CREATE FUNCTION varta.explain_changes(r varta.request, c varta.city) RETURNS text[]
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select coalesce(array_agg(line order by at), '{}')
    from (select p.from_at as at,
                 case when p.until_at is null
                      then format(varta.say('Від %s строк зупинено: чекаємо на відповідь заявника.', 'Since %s the clock stands still: the resident was asked back.'),
                                  to_char(p.from_at at time zone c.tz, 'DD.MM.YYYY HH24:MI'))
                      else format(varta.say('Від %s до %s строк було зупинено (запитання до заявника): %s додано.',
                                            'From %s to %s the clock stood still (a question to the resident): %s were added.'),
                                  to_char(p.from_at at time zone c.tz, 'DD.MM.YYYY HH24:MI'), to_char(p.until_at at time zone c.tz, 'DD.MM.YYYY HH24:MI'),
                                  varta.say_worked(c, p.from_at, p.until_at)) end as line
          from varta.pause p
          where p.city_id = r.city_id and p.request_id = r.id and p.from_at >= coalesce(r.due_from, r.received_at)
          union all
          select e.at, format(varta.say('Продовжено на %s: %s.', 'Prolonged by %s: %s.'), varta.say_days((e.after ->> 'days')::integer, false),
                              case when varta.may_read(r) then e.why else '…' end)
          from varta.event e
          where e.city_id = r.city_id and e.request_id = r.id and e.verb = 'prolong' and e.after ? 'days'
            and e.at >= coalesce(r.due_from, r.received_at)) x
$$;

ALTER FUNCTION varta.explain_changes(r varta.request, c varta.city) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.explain_changes(r varta.request, c varta.city) IS 'out: pauses and prolongations of the present time for the answer, in their order';

CREATE TABLE varta.kind (
    id smallint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    public boolean NOT NULL,
    sealed boolean NOT NULL,
    needs_place boolean NOT NULL,
    moderation_days smallint NOT NULL,
    answer_days smallint NOT NULL,
    answer_working boolean NOT NULL,
    referral_days smallint NOT NULL,
    month_days smallint NOT NULL,
    limit_days smallint NOT NULL,
    CONSTRAINT kind_answer_days_check CHECK ((answer_days > 0)),
    CONSTRAINT kind_check CHECK ((month_days >= answer_days)),
    CONSTRAINT kind_check1 CHECK ((limit_days >= month_days)),
    CONSTRAINT kind_moderation_days_check CHECK ((moderation_days > 0)),
    CONSTRAINT kind_referral_days_check CHECK ((referral_days > 0))
);

ALTER TABLE varta.kind OWNER TO varta_owner;

COMMENT ON COLUMN varta.kind.public IS 'whether the public may ever see requests of this kind';

COMMENT ON COLUMN varta.kind.sealed IS 'the text is only for the officer who is responsible; others see that it is there';

COMMENT ON COLUMN varta.kind.moderation_days IS 'working days until somebody has to take it';

COMMENT ON COLUMN varta.kind.answer_days IS 'days until the answer: law of Ukraine on citizens'' appeals (393/96-BP), article 20';

COMMENT ON COLUMN varta.kind.answer_working IS 'whether answer_days are working days; otherwise calendar days';

COMMENT ON COLUMN varta.kind.referral_days IS 'calendar days that a unit has';

COMMENT ON COLUMN varta.kind.month_days IS 'calendar days after which the resident has to be told that it takes longer (the same article: a month)';

COMMENT ON COLUMN varta.kind.limit_days IS 'calendar days beyond which no due date can be prolonged (the same article: 45)';

CREATE FUNCTION varta.explain_rule(r varta.request, c varta.city, k varta.kind, p_days integer, p_working boolean) RETURNS text[]
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_from timestamptz := coalesce(r.due_from, r.received_at);
    v_first date := (v_from at time zone c.tz)::date;
    v_due timestamptz := case when p_working then varta.due_work(c.id, v_from, p_days) else varta.due_days(c.id, v_from, p_days) end;
    v_last date := ((v_due - interval '1 microsecond') at time zone c.tz)::date;
    v_lines text[];
    v_off text := varta.say_days_off(c, case when p_working then v_first else v_first + p_days end, v_last);
begin
    v_lines := array[format(varta.say('Строк рахується від %s: %s.', 'The time counts from %s: %s.'), to_char(v_from at time zone c.tz, 'DD.MM.YYYY HH24:MI'),
                            case when r.due_from is null then varta.say('надійшло звернення', 'the report came in')
                                 else varta.say('розгляд відкрито знову', 'the request was reopened') end),
                     format(varta.say('Правило: %s – %s.', 'Rule: %s – %s.'),
                            case when r.status = 1 then varta.say('модерація', 'moderation') else varta.say('відповідь', 'answer') end,
                            varta.say_days(p_days, p_working)
                            || case when p_working then '' else varta.say(' (закон 393/96-ВР, стаття 20)', ' (law 393/96-BP, article 20)') end)];
    if v_off is not null then
        v_lines := v_lines || format(case when p_working then varta.say('Вихідні не рахуються: %s.', 'Days off do not count: %s.')
                                          else varta.say('Останній день вихідний, тому строк переходить на наступний робочий день: %s.',
                                                         'The last day is a day off, so the next working day is the last: %s.') end, v_off);
    end if;
    v_off := varta.say_holidays(c, v_first, v_last);
    if c.martial_law and v_off is not null then
        v_lines := v_lines || format(varta.say('Діє воєнний стан, святкові дні є робочими (закон 2136-IX, стаття 6): %s.',
                                               'Under martial law holidays are working days (law 2136-IX, article 6): %s.'), v_off);
    end if;
    return v_lines;
end
$$;

ALTER FUNCTION varta.explain_rule(r varta.request, c varta.city, k varta.kind, p_days integer, p_working boolean) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.explain_rule(r varta.request, c varta.city, k varta.kind, p_days integer, p_working boolean) IS 'in: request, its city and kind, days, whether working days. out: sentences: from when, which rule, what was skipped';

CREATE FUNCTION varta.export_gate(p_city smallint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        perform varta.fail('VA003', 'what leaves must not have been recalled meanwhile', 'transaction_isolation',
                           current_setting('transaction_isolation'), 'read committed');
    end if;
    perform pg_advisory_xact_lock_shared(7303, p_city);
end
$$;

ALTER FUNCTION varta.export_gate(p_city smallint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.export_gate(p_city smallint) IS 'Call it before the outbox is read for somebody outside: whoever recalls in that city has finished, or will find that it is too late.
errors: VA003 isolation';

CREATE FUNCTION varta.facts_query(f varta.filter, p_filter jsonb) RETURNS tsquery
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_query tsquery;
    v_part tsquery;
begin
    foreach v_part in array array[
        case when f.cities is distinct from (select array_agg(id order by id) from varta.city) then varta.any_fact('c', f.cities::text[]) end,
        case when p_filter -> 'kind' is not null then varta.any_fact('k', f.kinds::text[]) end,
        case when p_filter -> 'status' is not null then varta.any_fact('s', f.statuses::text[]) end,
        varta.any_fact('g', varta.filter_codes(p_filter, 'category')), varta.any_fact('d', f.districts::text[])] loop
        v_query := case when v_query is null then v_part when v_part is null then v_query else v_query && v_part end;
    end loop;
    return v_query;
end
$$;

ALTER FUNCTION varta.facts_query(f varta.filter, p_filter jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.facts_query(f varta.filter, p_filter jsonb) IS 'in: filter, parsed and as it was given. out: how the index narrows the search; null: not at all';

CREATE FUNCTION varta.fail(p_state text, p_message text, VARIADIC p_args text[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    raise exception using errcode = p_state, message = p_message, detail = to_json(p_args)::text;
end
$$;

ALTER FUNCTION varta.fail(p_state text, p_message text, VARIADIC p_args text[]) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.fail(p_state text, p_message text, VARIADIC p_args text[]) IS 'in: SQLSTATE, message in plain English, its arguments. out: never returns; the arguments are a JSON array in DETAIL';

CREATE FUNCTION varta.features(p_geojson jsonb) RETURNS SETOF jsonb
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    if p_geojson ->> 'type' is distinct from 'FeatureCollection' or jsonb_typeof(p_geojson -> 'features') is distinct from 'array' then
        perform varta.fail('VA003', 'not a GeoJSON FeatureCollection', 'type', coalesce(p_geojson ->> 'type', ''), 'FeatureCollection');
    end if;
    return query select jsonb_array_elements(p_geojson -> 'features');
end
$$;

ALTER FUNCTION varta.features(p_geojson jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.features(p_geojson jsonb) IS 'out: the features of a GeoJSON FeatureCollection. errors: VA003';

CREATE FUNCTION varta.fill(p_body text, p_values jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $_$
    select coalesce(string_agg(coalesce(p_values ->> substring(m[1] from '^\{([a-z_]+)\}$'), m[1]), '' order by n), '')
    from regexp_matches(p_body, '\{[a-z_]+\}|[^{]+|\{', 'g') with ordinality x (m, n)
$_$;

ALTER FUNCTION varta.fill(p_body text, p_values jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.fill(p_body text, p_values jsonb) IS 'in: text, placeholder -> value. out: the text with the known ones filled, in one pass: values are not filled again';

CREATE FUNCTION varta.filter_check(p_key text, p_codes text[], p_known text[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    v_code text;
begin
    if p_codes is null then
        return;
    end if;
    select code into v_code from unnest(p_codes) code where not code = any(coalesce(p_known, '{}')) limit 1;
    if found then
        perform varta.fail('VA003', format('there is no %s %L', p_key, v_code), p_key, v_code, 'a known code');
    end if;
end
$$;

ALTER FUNCTION varta.filter_check(p_key text, p_codes text[], p_known text[]) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.filter_check(p_key text, p_codes text[], p_known text[]) IS 'errors: VA003 for the first of the codes that is unknown';

CREATE FUNCTION varta.filter_check_keys(p_filter jsonb) RETURNS void
    LANGUAGE plpgsql IMMUTABLE
    AS $$
declare
    v_key text;
begin
    select key into v_key from jsonb_object_keys(p_filter) key
    where key not in ('city', 'status', 'kind', 'category', 'district', 'unit', 'operator', 'area', 'draft', 'due', 'received', 'late', 'near',
                      'snoozed', 'text', 'sort', 'id') limit 1;
    if found then
        perform varta.fail('VA006', format('unknown key %L in the filter', v_key), v_key);
    end if;
end
$$;

ALTER FUNCTION varta.filter_check_keys(p_filter jsonb) OWNER TO varta_owner;

CREATE FUNCTION varta.filter_codes(p_filter jsonb, p_key text) RETURNS text[]
    LANGUAGE sql IMMUTABLE
    AS $$
    select case jsonb_typeof(p_filter -> p_key)
           when 'array' then (select array_agg(e) from jsonb_array_elements_text(p_filter -> p_key) e)
           when 'string' then array[p_filter ->> p_key] end
$$;

ALTER FUNCTION varta.filter_codes(p_filter jsonb, p_key text) OWNER TO varta_owner;

CREATE FUNCTION varta.filter_flag(p_filter jsonb, p_key text) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE
    AS $$
begin
    if coalesce(jsonb_typeof(p_filter -> p_key), 'boolean') <> 'boolean' then
        perform varta.fail('VA003', format('%s is true or false', p_key), p_key, left(p_filter ->> p_key, 40), 'true or false');
    end if;
    return coalesce((p_filter ->> p_key)::boolean, false);
end
$$;

ALTER FUNCTION varta.filter_flag(p_filter jsonb, p_key text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.filter_flag(p_filter jsonb, p_key text) IS 'out: false where it is missing. errors: VA003';

CREATE FUNCTION varta.filter_id(p_filter jsonb) RETURNS bigint
    LANGUAGE plpgsql IMMUTABLE
    AS $_$
begin
    if coalesce(p_filter ->> 'id', '0') !~ '^\d{1,18}$' then
        perform varta.fail('VA003', 'id is not a number', 'id', p_filter ->> 'id', 'a number');
    end if;
    return (p_filter ->> 'id')::bigint;
end
$_$;

ALTER FUNCTION varta.filter_id(p_filter jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.filter_id(p_filter jsonb) IS 'out: the filter''s id, null where it has none. errors: VA003';

CREATE FUNCTION varta.filter_people(f varta.filter, p_filter jsonb) RETURNS varta.filter
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_codes text[] := varta.filter_codes(p_filter, 'operator');
    v_known text[];
begin
    if v_codes = '{none}' then
        f.unassigned := true;
    elsif v_codes is not null then
        select array_agg(distinct o.id) filter (where o.login = any(v_codes)), array_agg(o.login) into f.operators, v_known
        from varta.operator o join varta.operator_city oc on oc.operator_id = o.id where oc.city_id = any(f.cities);
        perform varta.filter_check('operator', v_codes, v_known || '{me}');
        if 'me' = any(v_codes) then
            f.operators := coalesce(f.operators, '{}') || coalesce((varta.me()).id, 0);
        end if;
    end if;
    v_codes := varta.filter_codes(p_filter, 'unit');
    if v_codes is not null then
        select array_agg(id) filter (where code = any(v_codes)), array_agg(code) into f.units, v_known
        from varta.unit where city_id = any(f.cities);
        perform varta.filter_check('unit', v_codes, v_known);
    end if;
    v_codes := varta.filter_codes(p_filter, 'draft');
    if v_codes is not null then
        select array_agg(id) filter (where code = any(v_codes) or 'any' = any(v_codes)), array_agg(code) into f.drafts, v_known
        from varta.response_state where code <> 'published';
        perform varta.filter_check('draft', v_codes, v_known || '{any}');
    end if;
    return f;
end
$$;

ALTER FUNCTION varta.filter_people(f varta.filter, p_filter jsonb) OWNER TO varta_owner;

CREATE FUNCTION varta.filter_place(f varta.filter, p_near jsonb) RETURNS varta.filter
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_lat double precision;
    v_long double precision;
begin
    if p_near ? 'id' then
        f.point := (select r.point from varta.request r
                    where r.id = (p_near ->> 'id')::bigint and r.city_id = varta.find((p_near ->> 'id')::bigint));
    else
        v_lat := p_near ->> 'lat';
        v_long := p_near ->> 'long';
        f.point := case when v_lat between -90 and 90 and v_long between -180 and 180
                        then public.st_setsrid(public.st_point(v_long, v_lat), 4326) end;
    end if;
    f.radius := coalesce(p_near ->> 'm', '300');
    if f.point is null or not f.radius between 0 and 20000 then
        raise invalid_parameter_value;
    end if;
    return f;
exception when data_exception then
    perform varta.fail('VA003', 'there is no such place', 'near', left(p_near::text, 60), 'a place or a request with one, and at most 20000 m');
end
$$;

ALTER FUNCTION varta.filter_place(f varta.filter, p_near jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.filter_place(f varta.filter, p_near jsonb) IS 'in: {"lat", "long", "m"}, or {"id", "m"}: around a request. errors: VA003';

CREATE FUNCTION varta.filter_time(p_key text, p_value text, p_tz text, p_end boolean) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE
    AS $_$
declare
    v_day date;
begin
    if p_value ~ '^[+-]?\d{1,5}[hdw]$' then
        return now() + (rtrim(p_value, 'hdw') || case right(p_value, 1) when 'h' then ' hours' when 'd' then ' days' else ' weeks' end)::interval;
    elsif p_value in ('now', 'infinity') then
        return p_value::timestamptz;
    elsif p_value ~ '^today([+-]\d{1,4})?$' then
        v_day := (now() at time zone p_tz)::date + coalesce(nullif(substring(p_value from 6), ''), '0')::integer;
    elsif p_value ~ '^\d{4}-\d{2}-\d{2}$' then
        v_day := p_value::date;
    elsif p_value ~ '^\d{4}-\d{2}-\d{2}[T ]' then
        return p_value::timestamptz;
    elsif p_value is not null then
        raise invalid_datetime_format;
    end if;
    return (v_day + p_end::integer)::timestamp at time zone p_tz - p_end::integer * interval '1 microsecond';
exception when data_exception then
    perform varta.fail('VA003', format('%L is no time', p_value), p_key, p_value, '2d, today, 2026-11-22');
end
$_$;

ALTER FUNCTION varta.filter_time(p_key text, p_value text, p_tz text, p_end boolean) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.filter_time(p_key text, p_value text, p_tz text, p_end boolean) IS 'in: key, for the error; a moment (ISO 8601, now, infinity), a duration from now on (12h, 2d, -1w), or a day (2026-11-22, today, today+1); time zone;
whether the end of the day is meant. out: the moment; null for null. errors: VA003';

CREATE FUNCTION varta.filter_times(f varta.filter, p_filter jsonb) RETURNS varta.filter
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_tz text := coalesce((select tz from varta.city where id = f.cities[1]), 'UTC');
    v_key text;
begin
    foreach v_key in array array['due', 'received'] loop
        if p_filter ? v_key and (jsonb_typeof(p_filter -> v_key) <> 'object' or (p_filter -> v_key) - 'from' - 'to' <> '{}') then
            perform varta.fail('VA003', format('%s has a beginning or an end', v_key), v_key, left(p_filter ->> v_key, 40), '{"from": …, "to": …}');
        end if;
    end loop;
    f.due_from := varta.filter_time('due', p_filter #>> '{due,from}', v_tz, false);
    f.due_to := varta.filter_time('due', p_filter #>> '{due,to}', v_tz, true);
    f.received_from := varta.filter_time('received', p_filter #>> '{received,from}', v_tz, false);
    f.received_to := varta.filter_time('received', p_filter #>> '{received,to}', v_tz, true);
    if varta.filter_flag(p_filter, 'late') then
        f.due_to := least(f.due_to, now() - interval '1 microsecond');
    end if;
    return f;
end
$$;

ALTER FUNCTION varta.filter_times(f varta.filter, p_filter jsonb) OWNER TO varta_owner;

CREATE FUNCTION varta.find(p_id bigint) RETURNS smallint
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select r.city_id from unnest(varta.my_cities()) c
            join varta.request r on r.city_id = c and r.id = p_id
            where r.kind = any((select varta.my_kinds())::smallint[]));
end
$$;

ALTER FUNCTION varta.find(p_id bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.find(p_id bigint) IS 'in: number of a request. out: its city, null where there is none that the operator sees';

CREATE FUNCTION varta.fits(r varta.request, f varta.filter) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select r.status = any(f.statuses) and varta.passes(r, f)
$$;

ALTER FUNCTION varta.fits(r varta.request, f varta.filter) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.fits(r varta.request, f varta.filter) IS 'the same with the status';

CREATE FUNCTION varta.forget_forms(p_lexemes text[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
declare
    v_lexeme text;
    v_gone text[] := '{}';
    v_query tsquery;
begin
    foreach v_lexeme in array p_lexemes loop
        v_query := ('''' || v_lexeme || '''')::tsquery;
        if not exists (select from varta.search where doc @@ v_query) then
            v_gone := v_gone || v_lexeme;
        end if;
    end loop;
    if v_gone <> '{}' then
        delete from varta.form where lemmas <@ v_gone;
    end if;
end
$$;

ALTER FUNCTION varta.forget_forms(p_lexemes text[]) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.forget_forms(p_lexemes text[]) IS 'in: lexemes that left a document. Forms of those that are in no other go too: what was erased, perhaps a name, leaves no trace';

CREATE TABLE varta.transition (
    verb text NOT NULL,
    from_status smallint NOT NULL,
    to_status smallint NOT NULL,
    role text NOT NULL,
    kind smallint,
    reads boolean NOT NULL,
    via text,
    needs text,
    CONSTRAINT transition_needs CHECK ((needs = ANY (ARRAY['response'::text, 'referral'::text, 'paused'::text, 'running'::text, 'assigned'::text, 'recall'::text])))
);

ALTER TABLE varta.transition OWNER TO varta_owner;

COMMENT ON TABLE varta.transition IS 'the life cycle: who may do what in which status; kind null: any';

COMMENT ON COLUMN varta.transition.reads IS 'the verb is only for those who may read the text of the request';

COMMENT ON COLUMN varta.transition.via IS 'another verb that is done first, in the same act, with an event of its own';

COMMENT ON COLUMN varta.transition.needs IS 'what else there has to be: varta.met() knows how to see it';

COMMENT ON CONSTRAINT transition_needs ON varta.transition IS 'what varta.met() knows';

CREATE FUNCTION varta.goal(p_verb text, r varta.request) RETURNS varta.transition
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    t varta.transition;
begin
    select * into t from varta.transition
    where verb = p_verb and from_status = r.status and (kind is null or kind = r.kind) and role = any(varta.my_roles())
    order by reads limit 1;
    return t;
end
$$;

ALTER FUNCTION varta.goal(p_verb text, r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.goal(p_verb text, r varta.request) IS 'out: the line of the life cycle by which the operator may do this now; null where there is none';

CREATE FUNCTION varta.guidance_check(p_city smallint, p_category text, p_unit text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    if p_category is not null and not exists (select from varta.category where code = p_category and city_id = p_city
                                              union all select from varta.default_category where code = p_category and p_city is null) then
        perform varta.fail('VA001', format('there is no category %L', p_category), 'category', p_category);
    elsif p_unit is not null and not exists (select from varta.unit where code = p_unit and city_id = p_city
                                             union all select from varta.default_unit where code = p_unit and p_city is null) then
        perform varta.fail('VA001', format('there is no unit %L', p_unit), 'unit', p_unit);
    elsif p_city is null and not ('admin' = any(varta.my_roles()) or varta.is_superuser()) then
        perform varta.fail('VA004', 'what all cities have is not for your role', 'guidance_save', 'admin');
    end if;
end
$$;

ALTER FUNCTION varta.guidance_check(p_city smallint, p_category text, p_unit text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.guidance_check(p_city smallint, p_category text, p_unit text) IS 'errors: VA001 category or unit that the city (null: no city has), VA004 templates of all cities';

CREATE FUNCTION varta.guidance_defaults() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    insert into varta.guidance (id, version, city_id, category, unit, lang, title, body)
    select nextval('varta.guidance_id'), 1, new.id, category, unit, lang, title, body
    from (select * from varta.default_guidance order by lang desc, category nulls last, unit nulls first) d;
    return null;
end
$$;

ALTER FUNCTION varta.guidance_defaults() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.guidance_defaults() IS 'a new city begins with the default templates';

CREATE TABLE varta.guidance (
    id integer NOT NULL,
    version integer NOT NULL,
    city_id smallint,
    category text,
    unit text,
    lang text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    author_id integer,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT guidance_body CHECK (((length(btrim(body)) >= 1) AND (length(btrim(body)) <= 10000))),
    CONSTRAINT guidance_lang CHECK ((lang = ANY (ARRAY['uk'::text, 'en'::text]))),
    CONSTRAINT guidance_title CHECK (((length(btrim(title)) >= 1) AND (length(btrim(title)) <= 120)))
);

ALTER TABLE varta.guidance OWNER TO varta_owner;

COMMENT ON TABLE varta.guidance IS 'every version of every template; rows are only added';

COMMENT ON COLUMN varta.guidance.city_id IS 'null: all cities';

COMMENT ON COLUMN varta.guidance.category IS 'code; null: any. A code, so that it can stand for all cities';

COMMENT ON COLUMN varta.guidance.unit IS 'code; null: any';

COMMENT ON COLUMN varta.guidance.author_id IS 'null: came with the city';

COMMENT ON CONSTRAINT guidance_body ON varta.guidance IS 'shorter than an answer may be';

COMMENT ON CONSTRAINT guidance_lang ON varta.guidance IS 'the languages of sources';

COMMENT ON CONSTRAINT guidance_title ON varta.guidance IS 'what the moderator picks by: a line';

CREATE FUNCTION varta.guidance_now(p_city smallint) RETURNS SETOF varta.guidance
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select distinct on (g.id) g.* from varta.guidance g
    where g.city_id = p_city or g.city_id is null
    order by g.id, g.version desc
$$;

ALTER FUNCTION varta.guidance_now(p_city smallint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.guidance_now(p_city smallint) IS 'in: city. out: the newest version of each of its templates and of those of all cities';

CREATE FUNCTION varta.guidance_of(p_guidance integer) RETURNS varta.guidance
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    g varta.guidance;
begin
    select * into g from varta.guidance t
    where t.id = p_guidance and (t.city_id is null or t.city_id = any(varta.my_cities()) or varta.is_superuser())
    order by t.version desc limit 1;
    if not found then
        perform varta.fail('VA001', format('there is no guidance %s', p_guidance), 'guidance', p_guidance::text);
    end if;
    return g;
end
$$;

ALTER FUNCTION varta.guidance_of(p_guidance integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.guidance_of(p_guidance integer) IS 'in: id. out: its newest version, of the operator''s cities or of all. errors: VA001';

CREATE FUNCTION varta.guidance_unit(r varta.request) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select coalesce((select u.code from varta.referral f join varta.referral_state s on s.id = f.state and s.open
                     join varta.unit u on u.city_id = f.city_id and u.id = f.unit_id
                     where f.city_id = r.city_id and f.request_id = r.id order by f.id desc limit 1),
                    varta.suggest_unit(r) ->> 'code')
$$;

ALTER FUNCTION varta.guidance_unit(r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.guidance_unit(r varta.request) IS 'out: code of the unit that has the request, otherwise of the one that is suggested';

CREATE FUNCTION varta.guidance_values(r varta.request, p_lang text) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select jsonb_build_object(
        'number', r.id, 'address', nullif(btrim(r.address), ''),
        'category', case p_lang when 'en' then coalesce(nullif(g.name_en, ''), g.name) else g.name end,
        'district', case p_lang when 'en' then coalesce(nullif(d.name_en, ''), d.name) else d.name end,
        'unit', case p_lang when 'en' then coalesce(nullif(u.name_en, ''), u.name) else u.name end,
        'due', case when isfinite(r.due_at)
                    then to_char(r.due_at at time zone c.tz, case p_lang when 'en' then 'FMDD FMMonth YYYY' else 'DD.MM.YYYY' end) end,
        'moderator', (varta.me()).full_name)
    from varta.city c
    join varta.category g on g.city_id = r.city_id and g.id = r.category_id
    left join varta.district d on d.city_id = r.city_id and d.id = r.district_id
    left join varta.unit u on u.city_id = r.city_id and u.code = varta.guidance_unit(r)
    where c.id = r.city_id
$$;

ALTER FUNCTION varta.guidance_values(r varta.request, p_lang text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.guidance_values(r varta.request, p_lang text) IS 'in: request, language. out: placeholder -> value; null where the request has none';

CREATE FUNCTION varta.hand(p_verb text, r varta.request, p_operator integer) RETURNS api.queue_row
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    perform varta.act(p_verb);
    update varta.request q set operator_id = p_operator, version = q.version + 1, updated_at = now()
    where city_id = r.city_id and id = r.id;
    return varta.line(r);
end
$$;

ALTER FUNCTION varta.hand(p_verb text, r varta.request, p_operator integer) OWNER TO varta_owner;

CREATE FUNCTION varta.has_unit(p_city smallint, p_id bigint, p_status smallint, p_units integer[]) RETURNS boolean
    LANGUAGE sql STABLE COST 1000
    AS $$
    select exists (select from varta.referral f where f.city_id = p_city and f.request_id = p_id and f.unit_id = any(p_units)
                     and (f.state < 3 or f.state = 4 and p_status > 2))
$$;

ALTER FUNCTION varta.has_unit(p_city smallint, p_id bigint, p_status smallint, p_units integer[]) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.has_unit(p_city smallint, p_id bigint, p_status smallint, p_units integer[]) IS 'whether one of the units has it; of a closed one: whether one of them answered';

CREATE FUNCTION varta.holder_at(p_city smallint, p_beat integer, p_at timestamp with time zone) RETURNS TABLE(operator_id integer)
    LANGUAGE sql STABLE
    AS $$
    select a.operator_id
    from varta.beat_officer a
    join varta.operator o on o.id = a.operator_id and o.active
    join varta.operator_city c on c.operator_id = o.id and c.city_id = a.city_id
    where a.city_id = p_city and a.beat_id = p_beat and a.period @> p_at
$$;

ALTER FUNCTION varta.holder_at(p_city smallint, p_beat integer, p_at timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.holder_at(p_city smallint, p_beat integer, p_at timestamp with time zone) IS 'in: beat, moment. out: its officer then; no row where it has none, or one who has left the city. Inlined';

CREATE FUNCTION varta.hours_of(p_operator integer) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select coalesce(jsonb_agg(jsonb_build_object('weekday', weekday, 'from', to_char(opens, 'HH24:MI'), 'to', to_char(closes, 'HH24:MI'),
                                                 'place', place) order by weekday, opens), '[]')
    from varta.office_hours where operator_id = p_operator
$$;

ALTER FUNCTION varta.hours_of(p_operator integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.hours_of(p_operator integer) IS 'out: [{weekday (1 is Monday), from, to, place}]';

CREATE FUNCTION varta.import_refusal(p_code text, p_category integer, p_active boolean, p_needs_place boolean, p_lat text, p_long text, p_lat_degrees double precision, p_long_degrees double precision, p_address text, p_address_id text, p_description text, p_external text, p_requested text, p_time timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select case
        when p_code is null then 'service_code is missing'
        when p_category is null then format('service_code "%s" is not known here', left(p_code, 60))
        when not p_active then format('service_code "%s" is not in use any more', p_code)
        when (p_lat is null) <> (p_long is null) then 'lat and long come together or not at all'
        when p_lat is not null and coalesce(p_lat_degrees not between -90 and 90, true)
            then format('lat "%s" is not a number between -90 and 90', left(p_lat, 30))
        when p_long is not null and coalesce(p_long_degrees not between -180 and 180, true)
            then format('long "%s" is not a number between -180 and 180', left(p_long, 30))
        when p_needs_place and p_lat is null and coalesce(p_address, '') = '' and coalesce(p_address_id, '') = ''
            then 'lat and long, address_string or address_id is missing'
        when length(p_description) > 20000 then 'description is longer than 20000 characters'
        when length(p_address) > 1000 then 'address_string is longer than 1000 characters'
        when length(p_external) > 200 then 'external_id is longer than 200 characters'
        when p_requested is not null and p_time is null then format('requested "%s" is not a time', left(p_requested, 40))
    end
$$;

ALTER FUNCTION varta.import_refusal(p_code text, p_category integer, p_active boolean, p_needs_place boolean, p_lat text, p_long text, p_lat_degrees double precision, p_long_degrees double precision, p_address text, p_address_id text, p_description text, p_external text, p_requested text, p_time timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.import_refusal(p_code text, p_category integer, p_active boolean, p_needs_place boolean, p_lat text, p_long text, p_lat_degrees double precision, p_long_degrees double precision, p_address text, p_address_id text, p_description text, p_external text, p_requested text, p_time timestamp with time zone) IS 'out: why an item cannot be stored, naming the field and the value; null where it can';

CREATE FUNCTION varta.in_charge(p_city smallint, p_beat integer, p_at timestamp with time zone) RETURNS TABLE(beat text, beat_name text, officer text, officer_name text, deputy text, deputy_name text, away_until bigint, hours jsonb)
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select b.code, varta.say(b.name, b.name_en), o.login, o.full_name, d.login, d.full_name, varta.epoch(upper(a.period)),
           varta.hours_of(coalesce(d.id, o.id))
    from varta.beat b
    left join varta.operator o on o.id = varta.beat_holder(p_city, b.id, p_at)
    left join varta.absence a on a.operator_id = o.id and a.period @> p_at
    left join varta.operator d on d.id = varta.deputy_of(o.id, p_at)
    where b.city_id = p_city and b.id = p_beat
$$;

ALTER FUNCTION varta.in_charge(p_city smallint, p_beat integer, p_at timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.in_charge(p_city smallint, p_beat integer, p_at timestamp with time zone) IS 'in: city, beat, moment. out: the beat, its officer and, while the officer is away, until when and the deputy; office hours of whoever is there';

CREATE FUNCTION varta.index_requests(p_cities smallint[], p_ids bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
declare
    v_lost text[];
    v_texts varta.request_text[];
begin
    select array_agg(row(r.city_id, r.id, varta.request_words(r), varta.request_facts(r, g.code))::varta.request_text) into v_texts
    from rows from (unnest(p_cities), unnest(p_ids)) k (city_id, id)
    join varta.request r on r.city_id = k.city_id and r.id = k.id
    join varta.category g on g.city_id = r.city_id and g.id = r.category_id;
    perform varta.learn(array(select distinct w from unnest(v_texts) t cross join unnest(t.words) w), varta.dictionary());
    with request as materialized (
        select * from unnest(v_texts)),
    lexeme as materialized (
        select w.word, l
        from (select distinct w as word from request cross join unnest(words) w) w
        left join varta.form f on f.form = w.word
        cross join unnest(coalesce(f.lemmas, array[case when varta.stem(w.word) is null then '' else '~' end || w.word])) l
        where not exists (select from varta.stop_word s where s.word = w.word)),
    fresh as materialized (
        select r.city_id, r.id, array_to_tsvector(r.facts || coalesce(d.lexemes, '{}')) as doc
        from request r
        left join (select city_id, id, array_agg(l) as lexemes
                   from request cross join unnest(words) w join lexeme on word = w group by city_id, id) d using (city_id, id)),
    lost as materialized (
        select distinct l from fresh f join varta.search s on s.city_id = f.city_id and s.id = f.id
        cross join unnest(tsvector_to_array(ts_delete(s.doc, tsvector_to_array(f.doc)))) l
        where l !~ '^[#~]'),
    stored as (
        insert into varta.search (city_id, id, doc) select city_id, id, doc from fresh
        on conflict (city_id, id) do update set doc = excluded.doc where search.doc <> excluded.doc)
    select array_agg(l) into v_lost from lost;
    if v_lost is not null then
        perform varta.forget_forms(v_lost);
    end if;
end
$$;

ALTER FUNCTION varta.index_requests(p_cities smallint[], p_ids bigint[]) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.index_requests(p_cities smallint[], p_ids bigint[]) IS 'in: keys of requests, each once. Makes their documents anew';

CREATE FUNCTION varta.is_address(p_url text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $_$
    select p_url ~ '^https?://[^/?#@[:space:][:cntrl:]]+(/[^?#@[:space:][:cntrl:]]*)?$' and length(p_url) <= 500
$_$;

ALTER FUNCTION varta.is_address(p_url text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.is_address(p_url text) IS 'in: text. out: whether it is http or https with a host and a path, without user, query and fragment';

CREATE FUNCTION varta.is_mail(p_address text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $_$
    select p_address ~ '^[A-Za-z0-9.!#$%&''*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$'
           and length(p_address) <= 254
$_$;

ALTER FUNCTION varta.is_mail(p_address text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.is_mail(p_address text) IS 'in: text. out: whether it is an e-mail address as HTML writes them: ASCII, without quotes, comments and blanks';

CREATE FUNCTION varta.is_superuser() RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select rolsuper from pg_roles where rolname = session_user
$$;

ALTER FUNCTION varta.is_superuser() OWNER TO varta_owner;

CREATE FUNCTION varta.join_text(p_title text, p_titled boolean, p_body text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
    select case when p_titled then p_title || E'\n\n' || p_body else p_body end
$$;

ALTER FUNCTION varta.join_text(p_title text, p_titled boolean, p_body text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.join_text(p_title text, p_titled boolean, p_body text) IS 'the whole text again';

CREATE FUNCTION varta.last_act(r varta.request) RETURNS varta.event
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_event varta.event;
begin
    select e.* into v_event from varta.event e
    where e.city_id = r.city_id and e.request_id = r.id
      and not exists (select from varta.undo u where u.verb = e.verb and u.passed)
      and not exists (select from varta.event u where u.city_id = e.city_id and u.request_id = e.request_id and u.verb = 'undo'
                      and u.id > e.id and u.after -> 'undone' @> to_jsonb(e.id))
    order by e.id desc limit 1;
    return v_event;
end
$$;

ALTER FUNCTION varta.last_act(r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.last_act(r varta.request) IS 'out: the last event of a request that was not undone, those apart that undo passes over';

CREATE FUNCTION varta.learn(p_forms text[], p_dictionary regdictionary) RETURNS void
    LANGUAGE sql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    with fresh as materialized (
        select f as form, varta.lemmas(f, p_dictionary) as lemmas
        from (select distinct f from unnest(p_forms) f where not exists (select from varta.form k where k.form = f)) w),
    base as materialized (
        select b as form, varta.lemmas(b, p_dictionary) as lemmas
        from (select distinct b from fresh cross join unnest(lemmas) b
              where b <> all(p_forms) and not exists (select from varta.form k where k.form = b)) w)
    insert into varta.form
    select form, lemmas from fresh where lemmas is not null
    union all
    select form, lemmas from base where lemmas is not null
    on conflict do nothing
$$;

ALTER FUNCTION varta.learn(p_forms text[], p_dictionary regdictionary) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.learn(p_forms text[], p_dictionary regdictionary) IS 'adds to varta.form what the dictionary knows of these forms, and their lemmas, which are forms too: what people look for most';

CREATE FUNCTION varta.lease_expire(p_source integer, t varta.transport) RETURNS void
    LANGUAGE sql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    update varta.delivery d
    set leased_by = null, leased_until = null, attempts = d.attempts + x.first::int,
        last_error = case when x.first then format('%s took it and was not heard of again', d.leased_by) else d.last_error end,
        dead_at = case when x.first and d.attempts + 1 >= t.attempts then now() end
    from (select seq, seq = min(seq) over () as first from varta.delivery
          where source_id = p_source and delivered_at is null and dead_at is null and leased_until <= now()) x
    where d.source_id = p_source and d.seq = x.seq
$$;

ALTER FUNCTION varta.lease_expire(p_source integer, t varta.transport) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.lease_expire(p_source integer, t varta.transport) IS 'in: source, its transport. Ends the leases that ran out; the first of them counts as an attempt, because it may be what the daemon died of';

CREATE FUNCTION varta.lease_source(p_source integer, t varta.transport, p_daemon text, p_limit integer, p_seconds integer) RETURNS SETOF bigint
    LANGUAGE sql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    with waiting as (
        select d.seq, d.request_id, b.visible_at <= now() and d.next_at <= now() as ready,
               d.next_at > now() and d.attempts between 1 and t.hold as holding, d.leased_until is not null as leased
        from varta.delivery d join varta.outbox b on b.seq = d.seq
        where d.source_id = p_source and d.delivered_at is null and d.dead_at is null and b.visible_at < 'infinity'),
    ordered as (
        select seq, bool_and(ready) over (partition by request_id order by seq) as clear,
               bool_or(holding) over (order by seq) as held, bool_or(leased) over () as busy
        from waiting),
    taken as (
        select seq from ordered where clear and not held and not busy order by seq limit p_limit)
    update varta.delivery d
    set leased_by = p_daemon, leased_until = now() + make_interval(secs => p_seconds)
    from taken
    where d.source_id = p_source and d.seq = taken.seq
    returning d.seq
$$;

ALTER FUNCTION varta.lease_source(p_source integer, t varta.transport, p_daemon text, p_limit integer, p_seconds integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.lease_source(p_source integer, t varta.transport, p_daemon text, p_limit integer, p_seconds integer) IS 'in: source (its row is locked), transport, daemon, limit, seconds. out: what it got, unordered';

CREATE FUNCTION varta.lemmas(p_form text, p_dictionary regdictionary) RETURNS text[]
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $_$
    select array_agg(distinct replace(l, '''', 'ʼ'))
    from unnest(ts_lexize(p_dictionary, replace(p_form, 'ʼ', ''''))) l
    where p_form ~ '^[а-щьюяєіїґʼ]{2,40}$'
$_$;

ALTER FUNCTION varta.lemmas(p_form text, p_dictionary regdictionary) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.lemmas(p_form text, p_dictionary regdictionary) IS 'in: a form, the dictionary or null. out: its lemmas; null where the dictionary does not know it';

CREATE FUNCTION varta.line(r varta.request) RETURNS api.queue_row
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select l from varta.queue_line(r.city_id, r.id) l);
end
$$;

ALTER FUNCTION varta.line(r varta.request) OWNER TO varta_owner;

CREATE FUNCTION varta.link(p_state bytea, p_head bytea, p_line bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE
    AS $$
    select sha256(coalesce(p_state, p_head) || p_line)
$$;

ALTER FUNCTION varta.link(p_state bytea, p_head bytea, p_line bytea) OWNER TO varta_owner;

CREATE FUNCTION varta.literal(p_text text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $_$
    select regexp_replace(p_text, '([][\\.*+?(){}|^$/-])', '\\\1', 'g')
$_$;

ALTER FUNCTION varta.literal(p_text text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.literal(p_text text) IS 'out: a regular expression that is just this text';

CREATE FUNCTION varta.local_time(p_at timestamp with time zone, p_zone text) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select to_char(p_at at time zone p_zone, 'YYYY-MM-DD"T"HH24:MI:SS')
        || case when x.off < '0' then '-' else '+' end || to_char(greatest(x.off, -x.off), 'HH24:MI')
    from (select (p_at at time zone p_zone) - (p_at at time zone 'UTC') as off) x
$$;

ALTER FUNCTION varta.local_time(p_at timestamp with time zone, p_zone text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.local_time(p_at timestamp with time zone, p_zone text) IS 'in: moment, zone. out: its clock there with the offset, a W3C date in whole seconds';

CREATE FUNCTION varta.lock_beatless(p_city smallint) RETURNS void
    LANGUAGE sql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select from varta.request where (city_id, id) in (select city_id, id from varta.beatless(p_city)) order by id for no key update
$$;

ALTER FUNCTION varta.lock_beatless(p_city smallint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.lock_beatless(p_city smallint) IS 'locks them, before the head of the chain is';

CREATE FUNCTION varta.lock_family(p_ids bigint[]) RETURNS void
    LANGUAGE sql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select varta.lock_keys(array_agg(city_id), array_agg(id))
    from (select varta.find(i) as city_id, i as id from unnest(p_ids) i) k where city_id is not null
$$;

ALTER FUNCTION varta.lock_family(p_ids bigint[]) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.lock_family(p_ids bigint[]) IS 'in: numbers. The same for those that the operator sees';

CREATE FUNCTION varta.lock_keys(p_cities smallint[], p_ids bigint[]) RETURNS void
    LANGUAGE sql
    SET search_path TO 'varta', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
    select pg_advisory_xact_lock(7303, c) from (select distinct c from unnest(p_cities) c order by c) city;
    select from varta.request r
    join (select distinct k.city_id, x.id
          from rows from (unnest(p_cities), unnest(p_ids)) k (city_id, id)
          cross join lateral (
              select k.id
              union all select varta.root(k.city_id, k.id)
              union all select c.id from varta.request c where c.city_id = k.city_id and c.merged_into = k.id) x) f
        on f.city_id = r.city_id and f.id = r.id
    order by r.city_id, r.id for no key update of r
$$;

ALTER FUNCTION varta.lock_keys(p_cities smallint[], p_ids bigint[]) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.lock_keys(p_cities smallint[], p_ids bigint[]) IS 'in: keys. Waits for whoever reads the outbox of their cities for somebody outside (varta.export_gate) and keeps others from it, then locks
these requests, what they were merged into and what was merged into them. Every verb that changes more than one request or takes something
back begins with it, so that all lock in one order: gate, requests, chain of events';

CREATE FUNCTION varta.locked(p_city smallint, p_id bigint) RETURNS varta.request
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request;
begin
    select * into r from varta.request where city_id = p_city and id = p_id for no key update;
    return r;
end
$$;

ALTER FUNCTION varta.locked(p_city smallint, p_id bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.locked(p_city smallint, p_id bigint) IS 'the request as it is now, locked';

CREATE FUNCTION varta.login_groups(p_login text, p_roles text[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r record;
begin
    for r in
        select o.group_role, o.code = any(p_roles) as wanted, m.member is not null as member
        from varta.role o
        left join pg_auth_members m on m.roleid = o.group_role::text::regrole and m.member = p_login::regrole
        order by o.sort
    loop
        if r.wanted and not r.member then
            execute format('grant %I to %I', r.group_role, p_login);
        elsif r.member and not r.wanted then
            execute format('revoke %I from %I', r.group_role, p_login);
        end if;
    end loop;
    perform varta.matter(varta.cities_of(id), 'roles_given', null, jsonb_build_object('login', p_login, 'roles', p_roles))
    from varta.operator where login = p_login;
end
$$;

ALTER FUNCTION varta.login_groups(p_login text, p_roles text[]) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.login_groups(p_login text, p_roles text[]) IS 'in: login, codes of roles. The login is a member of these groups, and of no other of ours';

CREATE FUNCTION varta.login_make(p_login text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $_$
begin
    if p_login !~ '^[a-z][a-z0-9_]{1,39}$' or p_login ~ '^(pg|varta)_' or p_login is null then
        perform varta.fail('VA003', format('%L is not a login name', p_login), 'login', p_login,
                           'a letter, then letters, digits and _; 2 to 40; not pg_ or varta_');
    end if;
    if not exists (select from pg_roles where rolname = p_login) then
        execute format('create role %I login', p_login);
        execute format('comment on role %I is %L', p_login, 'operator of Varta');
    elsif shobj_description(p_login::regrole, 'pg_authid') is distinct from 'operator of Varta' then
        perform varta.fail('VA005', format('role %I already exists and is not of Varta', p_login), 'role', p_login);
    end if;
end
$_$;

ALTER FUNCTION varta.login_make(p_login text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.login_make(p_login text) IS 'in: login. Makes the role, or takes one that Varta made in another database of this cluster. errors: VA003, VA005 another''s role';

CREATE FUNCTION varta.login_verifier(p_login text, p_verifier text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    perform varta.verifier_check(p_verifier);
    execute format('alter role %I password %L', p_login, p_verifier);
    perform varta.matter(varta.cities_of(id), 'password_changed', null, jsonb_build_object('login', p_login))
    from varta.operator where login = p_login;
end
$$;

ALTER FUNCTION varta.login_verifier(p_login text, p_verifier text) OWNER TO varta_owner;

CREATE FUNCTION varta.mail_added() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if exists (select from added) then
        perform pg_notify('varta_mail', '');
    end if;
    return null;
end
$$;

ALTER FUNCTION varta.mail_added() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.mail_added() IS 'wakes up the daemon';

CREATE TABLE varta.outbox (
    seq bigint NOT NULL,
    city_id smallint NOT NULL,
    request_id bigint NOT NULL,
    source_id integer NOT NULL,
    status smallint NOT NULL,
    text text DEFAULT ''::text NOT NULL,
    response_id bigint,
    event_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    visible_at timestamp with time zone NOT NULL
);

ALTER TABLE varta.outbox OWNER TO varta_owner;

COMMENT ON TABLE varta.outbox IS 'what has to leave, in the order in which it was committed within a city (the chain''s head is locked before seq is drawn)';

COMMENT ON COLUMN varta.outbox.event_id IS 'the event of the same city that caused it';

COMMENT ON COLUMN varta.outbox.visible_at IS 'before it nobody outside learns of it: the recall window';

ALTER TABLE varta.outbox ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME varta.outbox_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE varta.mail (
    city_id smallint NOT NULL,
    id bigint DEFAULT nextval('varta.outbox_seq_seq'::regclass) NOT NULL,
    subscription_id bigint NOT NULL,
    kind text NOT NULL,
    seq bigint,
    newsletter_id bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    visible_at timestamp with time zone NOT NULL,
    attempts smallint DEFAULT 0 NOT NULL,
    next_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    begun_at timestamp with time zone,
    leased_by text,
    leased_until timestamp with time zone,
    last_error text DEFAULT ''::text NOT NULL,
    sent_at timestamp with time zone,
    dead_at timestamp with time zone,
    CONSTRAINT mail_about CHECK ((num_nonnulls(seq, newsletter_id) =
CASE kind
    WHEN 'confirm'::text THEN 0
    ELSE 1
END)),
    CONSTRAINT mail_end CHECK ((num_nonnulls(sent_at, dead_at, leased_until) <= 1)),
    CONSTRAINT mail_kind CHECK ((kind = ANY (ARRAY['confirm'::text, 'notice'::text, 'news'::text]))),
    CONSTRAINT mail_lease CHECK (((leased_by IS NULL) = (leased_until IS NULL)))
);

ALTER TABLE varta.mail OWNER TO varta_owner;

COMMENT ON TABLE varta.mail IS 'a mail on its way; when its subscription ends it goes, too';

COMMENT ON COLUMN varta.mail.id IS 'of the same numbers as varta.outbox.seq, so that a number says which of the two';

COMMENT ON COLUMN varta.mail.begun_at IS 'when a daemon last took it: what the rate counts';

COMMENT ON CONSTRAINT mail_about ON varta.mail IS 'what a mail tells';

COMMENT ON CONSTRAINT mail_end ON varta.mail IS 'sent, dead or leased, at most one of them';

COMMENT ON CONSTRAINT mail_kind ON varta.mail IS 'confirm: do you want this; notice: what became of a request; news: a newsletter';

COMMENT ON CONSTRAINT mail_lease ON varta.mail IS 'a lease has an owner and an end';

CREATE FUNCTION varta.mail_bounce(m varta.mail, p_error text) RETURNS void
    LANGUAGE sql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    update varta.mail set last_error = left(p_error, 500), dead_at = clock_timestamp(), sent_at = null, leased_by = null, leased_until = null
    where id = m.id;
    update varta.subscription set bounced_at = clock_timestamp() where id = m.subscription_id;
$$;

ALTER FUNCTION varta.mail_bounce(m varta.mail, p_error text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.mail_bounce(m varta.mail, p_error text) IS 'in: mail, what the server said. Nothing more is sent to that address for this subscription';

CREATE FUNCTION varta.mail_expire() RETURNS void
    LANGUAGE sql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    update varta.mail m
    set leased_by = null, leased_until = null, attempts = m.attempts + 1,
        last_error = format('%s took it and was not heard of again', m.leased_by),
        dead_at = case when m.attempts + 1 >= (varta.mail_transport()).attempts then now() end
    where m.leased_until <= now() and m.sent_at is null and m.dead_at is null
$$;

ALTER FUNCTION varta.mail_expire() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.mail_expire() IS 'ends the leases that ran out; each counts as an attempt';

CREATE FUNCTION varta.mail_of(p_id bigint) RETURNS varta.mail
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    m varta.mail;
begin
    select * into m from varta.mail where id = p_id for no key update;
    return m;
end
$$;

ALTER FUNCTION varta.mail_of(p_id bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.mail_of(p_id bigint) IS 'in: number. out: the mail, locked; null where it has gone with its subscription';

CREATE FUNCTION varta.mail_replay(p_id bigint, p_source text) RETURNS bigint
    LANGUAGE sql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    with again as (
        update varta.mail m set dead_at = null, attempts = 0, next_at = '-infinity'
        where m.dead_at is not null and (p_id is null or m.id = p_id)
          and (m.city_id = any(varta.my_cities()) or varta.is_superuser())
          and exists (select from varta.source s where s.city_id = m.city_id and s.transport = 'mail' and s.code = coalesce(p_source, s.code))
          and (p_id is not null or exists (select from varta.subscription s where s.id = m.subscription_id and s.bounced_at is null))
        returning m.subscription_id),
    believed as (
        update varta.subscription s set bounced_at = null from again where p_id is not null and s.id = again.subscription_id)
    select count(*) from again
$$;

ALTER FUNCTION varta.mail_replay(p_id bigint, p_source text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.mail_replay(p_id bigint, p_source text) IS 'in: number of a mail that was given up, or null for all; source. out: how many are tried again. What came back because nobody has the
address is tried again only where it is named';

CREATE TABLE varta.source (
    city_id smallint NOT NULL,
    id integer NOT NULL,
    code text NOT NULL,
    transport text NOT NULL,
    jurisdiction text NOT NULL,
    key_hash bytea,
    zone text DEFAULT 'Europe/Kyiv'::text NOT NULL,
    lang text DEFAULT 'uk'::text NOT NULL,
    status_map jsonb DEFAULT '{}'::jsonb NOT NULL,
    active boolean DEFAULT true NOT NULL,
    url text,
    peer_jurisdiction text,
    dialect text DEFAULT 'georeport'::text NOT NULL,
    service_map jsonb DEFAULT '{}'::jsonb NOT NULL,
    poll jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT source_code CHECK ((code ~ '^[a-z][a-z0-9_-]{0,39}$'::text)),
    CONSTRAINT source_key_hash CHECK ((length(key_hash) = 32)),
    CONSTRAINT source_lang CHECK ((lang = ANY (ARRAY['uk'::text, 'en'::text]))),
    CONSTRAINT source_peer_jurisdiction CHECK ((peer_jurisdiction <> ''::text)),
    CONSTRAINT source_poll CHECK ((jsonb_typeof(poll) = 'object'::text)),
    CONSTRAINT source_service_map CHECK ((jsonb_typeof(service_map) = 'object'::text)),
    CONSTRAINT source_status_map CHECK ((jsonb_typeof(status_map) = 'object'::text)),
    CONSTRAINT source_transport CHECK ((transport = ANY (ARRAY['endpoint'::text, 'push'::text, 'poll'::text, 'publish'::text, 'mail'::text]))),
    CONSTRAINT source_url CHECK (varta.is_address(url))
);

ALTER TABLE varta.source OWNER TO varta_owner;

COMMENT ON COLUMN varta.source.key_hash IS 'SHA-256 of the api_key; the key itself is nowhere';

COMMENT ON COLUMN varta.source.zone IS 'of times that come without one';

COMMENT ON COLUMN varta.source.status_map IS 'our status code -> the peer''s word, where it is not varta.status.word';

COMMENT ON COLUMN varta.source.url IS 'where the peer''s own GeoReport server is, up to /v2; the key for it stands in the daemon''s configuration';

COMMENT ON COLUMN varta.source.peer_jurisdiction IS 'what the peer calls us when we call it; null: as it calls itself';

COMMENT ON COLUMN varta.source.service_map IS 'for poll: the peer''s service_code or service_name -> our category; "*": all others';

COMMENT ON COLUMN varta.source.poll IS 'for poll: settings that differ from the dialect and the defaults, see varta.poll_settings()';

COMMENT ON CONSTRAINT source_code ON varta.source IS 'codes stand in commands';

COMMENT ON CONSTRAINT source_key_hash ON varta.source IS 'SHA-256 has 32 bytes; null: no key opens it';

COMMENT ON CONSTRAINT source_lang ON varta.source IS 'the languages in which reasons are written';

COMMENT ON CONSTRAINT source_peer_jurisdiction ON varta.source IS 'null, not nothing';

COMMENT ON CONSTRAINT source_poll ON varta.source IS 'an object, setting to value';

COMMENT ON CONSTRAINT source_service_map ON varta.source IS 'an object, code to code';

COMMENT ON CONSTRAINT source_status_map ON varta.source IS 'an object, status code to word';

COMMENT ON CONSTRAINT source_transport ON varta.source IS 'the transports of varta-syncd';

COMMENT ON CONSTRAINT source_url ON varta.source IS 'an address to which a path can be added; no secrets in it';

CREATE FUNCTION varta.mail_source(p_city smallint) RETURNS varta.source
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select * from varta.source where city_id = p_city and transport = 'mail' and active order by id limit 1
$$;

ALTER FUNCTION varta.mail_source(p_city smallint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.mail_source(p_city smallint) IS 'out: by what the city sends mails; null where it sends none';

CREATE FUNCTION varta.mail_transport() RETURNS varta.transport
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select * from varta.transport where code = 'mail'
$$;

ALTER FUNCTION varta.mail_transport() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.mail_transport() IS 'out: how often and after what time a mail is tried again';

CREATE FUNCTION varta.mail_ways(p_sent boolean) RETURNS TABLE(d varta.delivery, told bigint, created_at timestamp with time zone, visible_at timestamp with time zone)
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select row(m.id, o.id, m.city_id, s.request_id, m.attempts, m.next_at, m.leased_by, m.leased_until, m.last_error, m.sent_at,
               m.dead_at)::varta.delivery, m.seq, m.created_at, m.visible_at
    from varta.mail m
    join varta.subscription s on s.id = m.subscription_id
    cross join lateral (select id from varta.source where city_id = m.city_id and transport = 'mail' order by active desc, id limit 1) o
    where m.sent_at is null or p_sent
$$;

ALTER FUNCTION varta.mail_ways(p_sent boolean) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.mail_ways(p_sent boolean) IS 'in: whether also what was sent. out: mails as if they were deliveries to what the city sends its mails by, which row of the outbox each
tells (null: none), since when it is there, from when it may leave';

CREATE FUNCTION varta.many_cities() RETURNS void
    LANGUAGE sql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select pg_advisory_xact_lock(7302)
$$;

ALTER FUNCTION varta.many_cities() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.many_cities() IS 'call it first in what writes to the chains of several cities by more than one statement: of two such transactions the second waits,
so that none waits for the other''s chain while it holds one';

CREATE FUNCTION varta.mark(p_verb text, r varta.request, p_other bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    perform varta.act(p_verb, null, null, jsonb_build_object('request', p_other));
    update varta.request set updated_at = now() where city_id = r.city_id and id = r.id;
end
$$;

ALTER FUNCTION varta.mark(p_verb text, r varta.request, p_other bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.mark(p_verb text, r varta.request, p_other bigint) IS 'in: verb, the request into which another was merged or from which it was split, the other. Writes the event';

CREATE FUNCTION varta.matter(p_cities smallint[], p_verb text, p_before jsonb, p_after jsonb) RETURNS void
    LANGUAGE sql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select varta.record(array_agg(row(c, 0, p_verb, null, p_before, p_after)::varta.draft_event)) from unnest(p_cities) c
$$;

ALTER FUNCTION varta.matter(p_cities smallint[], p_verb text, p_before jsonb, p_after jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.matter(p_cities smallint[], p_verb text, p_before jsonb, p_after jsonb) IS 'in: cities, verb, what was, what is. Writes one event in each city';

CREATE FUNCTION varta.matter_cities(p_row jsonb, p_table name) RETURNS smallint[]
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select case when p_row ? 'city_id' then array[coalesce((p_row ->> 'city_id')::smallint, 0)]
                when p_table = 'city' then array[(p_row ->> 'id')::smallint]
                when p_table = 'operator' then varta.cities_of((p_row ->> 'id')::integer)
                else varta.cities_of((p_row ->> 'operator_id')::integer) end
$$;

ALTER FUNCTION varta.matter_cities(p_row jsonb, p_table name) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.matter_cities(p_row jsonb, p_table name) IS 'in: a row of a watched table. out: the chains in which its changes stand; 0 for what is no city''s';

CREATE FUNCTION varta.may_claim(r varta.request) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    t varta.transition := varta.goal('claim', r);
begin
    return t.verb is not null and (not t.reads or varta.may_read(r));
end
$$;

ALTER FUNCTION varta.may_claim(r varta.request) OWNER TO varta_owner;

CREATE TABLE varta.referral (
    city_id smallint NOT NULL,
    id bigint NOT NULL,
    request_id bigint NOT NULL,
    unit_id integer NOT NULL,
    state smallint DEFAULT 1 NOT NULL,
    due_at timestamp with time zone NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    why text DEFAULT ''::text NOT NULL,
    response_id bigint,
    operator_id integer NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT referral_response CHECK (((response_id IS NOT NULL) = (state = 4))),
    CONSTRAINT referral_why CHECK (((state <> 3) OR (why <> ''::text)))
);

ALTER TABLE varta.referral OWNER TO varta_owner;

COMMENT ON TABLE varta.referral IS 'a request given to a unit; several can be open at once, one for each unit';

COMMENT ON COLUMN varta.referral.why IS 'why the unit gave it back';

COMMENT ON COLUMN varta.referral.response_id IS 'the unit''s answer, as a draft for the moderator';

COMMENT ON CONSTRAINT referral_response ON varta.referral IS 'an answered one, and no other, has its answer';

COMMENT ON CONSTRAINT referral_why ON varta.referral IS 'nothing comes back without a reason';

CREATE FUNCTION varta.may_handle(f varta.referral) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    o varta.operator := varta.me();
begin
    return coalesce(o.unit_city = f.city_id and o.unit_id = f.unit_id, false) or 'moderator' = any(varta.my_roles());
end
$$;

ALTER FUNCTION varta.may_handle(f varta.referral) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.may_handle(f varta.referral) IS 'whether the operator is of the unit that a referral went to, or may act on its behalf';

CREATE FUNCTION varta.may_open(p_city smallint, p_request bigint, p_operator integer) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return pg_has_role(session_user, 'varta_officer', 'member')
           and coalesce((varta.me()).id = any(varta.message_readers(
               p_city, p_operator, (select beat_id from varta.request where city_id = p_city and id = p_request))), false);
end
$$;

ALTER FUNCTION varta.may_open(p_city smallint, p_request bigint, p_operator integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.may_open(p_city smallint, p_request bigint, p_operator integer) IS 'in: a request of a sealed kind and who it is assigned to. out: whether this session''s operator may read its text: an officer, and one of
varta.message_readers() at this moment. A referral opens nothing';

CREATE FUNCTION varta.may_read(r varta.request) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select not k.sealed or varta.may_open(r.city_id, r.id, r.operator_id) from varta.kind k where k.id = r.kind);
end
$$;

ALTER FUNCTION varta.may_read(r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.may_read(r varta.request) IS 'whether the operator may read the text of the request';

CREATE FUNCTION varta.me() RETURNS varta.operator
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    o varta.operator;
begin
    select * into o from varta.operator where login = session_user and active;
    return o;
end
$$;

ALTER FUNCTION varta.me() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.me() IS 'out: the operator of this session; null where it is none, or not active';

CREATE FUNCTION varta.media_path(p_city smallint, p_request bigint) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select '/media/' || m.hash || case m.type when 'image/jpeg' then '.jpg' when 'image/png' then '.png' else '.webp' end
    from varta.photo p join varta.media m on m.city_id = p.city_id and m.hash = p.hash
    where p.city_id = p_city and p.request_id = p_request and p.comment_id = 0
$$;

ALTER FUNCTION varta.media_path(p_city smallint, p_request bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.media_path(p_city smallint, p_request bigint) IS 'in: request. out: where the daemon serves its photo, below its own address; null: there is none';

CREATE FUNCTION varta.message_readers(p_city smallint, p_operator integer, p_beat integer, p_at timestamp with time zone DEFAULT now()) RETURNS integer[]
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_officers integer[];
begin
    select array_agg(o.id) into v_officers
    from varta.operator o join varta.operator_city c on c.operator_id = o.id and c.city_id = p_city
    where o.active and o.id in (p_operator, varta.beat_holder(p_city, p_beat, p_at)) and pg_has_role(o.login, 'varta_officer', 'member');
    if v_officers is not null then
        return v_officers || (select array_agg(varta.deputy_of(id, p_at)) from unnest(v_officers) id);
    end if;
    return (select coalesce(array_agg(o.id), '{}')
            from varta.unit u join varta.operator o on o.unit_city = u.city_id and o.unit_id = u.id and o.active
            where u.city_id = p_city and u.kind = 'officer' and u.active);
end
$$;

ALTER FUNCTION varta.message_readers(p_city smallint, p_operator integer, p_beat integer, p_at timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.message_readers(p_city smallint, p_operator integer, p_beat integer, p_at timestamp with time zone) IS 'in: city, assigned officer and beat of a message (or null), moment. out: whose it is to read then: the assigned officer, the officer of the
beat, and their deputies; where there is neither, the officers'' unit';

CREATE FUNCTION varta.met(t varta.transition, r varta.request) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return case t.needs
        when 'response' then exists (
            select from varta.response p join varta.response_transition x on x.from_state = p.state
            where p.city_id = r.city_id and p.request_id = r.id and p.public and x.verb in (t.verb, replace(t.verb, 'publish', 'approve')))
        when 'recall' then exists (
            select from varta.response p
            where p.city_id = r.city_id and p.request_id = r.id and p.visible_at > clock_timestamp())
        when 'referral' then exists (
            select from varta.referral f join varta.referral_transition x on x.verb = t.verb and x.from_state = f.state
            where f.city_id = r.city_id and f.request_id = r.id and varta.may_handle(f))
        when 'paused' then varta.paused(r)
        when 'running' then not varta.paused(r)
        when 'assigned' then coalesce(r.operator_id = (varta.me()).id, false)
                             or r.operator_id is not null and 'moderator' = any(varta.my_roles())
        else true end;
end
$$;

ALTER FUNCTION varta.met(t varta.transition, r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.met(t varta.transition, r varta.request) IS 'whether there is what a line of the life cycle needs, for this operator';

CREATE FUNCTION varta.my_cities() RETURNS smallint[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select coalesce(array_agg(c.city_id order by c.city_id), '{}')
            from varta.operator o join varta.operator_city c on c.operator_id = o.id
            where o.login = session_user and o.active);
end
$$;

ALTER FUNCTION varta.my_cities() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.my_cities() IS 'out: the cities of the operator. In a policy: = any((select varta.my_cities())::smallint[])';

CREATE FUNCTION varta.my_kinds() RETURNS smallint[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select coalesce(array_agg(distinct k.kind), '{}')
            from varta.operator o
            join varta.role r on pg_has_role(session_user, r.group_role, 'member')
            join varta.role_kind k on k.role = r.code and (not k.police_only or o.police)
            where o.login = session_user and o.active);
end
$$;

ALTER FUNCTION varta.my_kinds() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.my_kinds() IS 'out: the kinds of request that the operator''s roles see';

CREATE FUNCTION varta.my_roles() RETURNS text[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select coalesce(array_agg(r.code order by r.sort), '{}') from varta.role r
            where pg_has_role(session_user, r.group_role, 'member')
              and exists (select from varta.operator where login = session_user and active));
end
$$;

ALTER FUNCTION varta.my_roles() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.my_roles() IS 'out: the codes of the operator''s roles; empty where the session is no operator';

CREATE TABLE varta.saved_view (
    id integer NOT NULL,
    operator_id integer,
    city_id smallint,
    name text NOT NULL,
    filter jsonb NOT NULL,
    sort smallint DEFAULT 0 NOT NULL,
    author_id integer,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT saved_view_filter CHECK ((jsonb_typeof(filter) = 'object'::text)),
    CONSTRAINT saved_view_name CHECK (((length(btrim(name)) >= 1) AND (length(btrim(name)) <= 60))),
    CONSTRAINT saved_view_owner CHECK ((num_nonnulls(operator_id, city_id) = 1))
);

ALTER TABLE varta.saved_view OWNER TO varta_owner;

COMMENT ON CONSTRAINT saved_view_filter ON varta.saved_view IS 'as of api.queue_page';

COMMENT ON CONSTRAINT saved_view_name ON varta.saved_view IS 'it stands on a tab';

COMMENT ON CONSTRAINT saved_view_owner ON varta.saved_view IS 'one operator''s own, or shared in one city';

CREATE FUNCTION varta.my_views() RETURNS SETOF varta.saved_view
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select * from varta.saved_view where operator_id = (select (varta.me()).id) or city_id = any((select varta.my_cities())::smallint[])
$$;

ALTER FUNCTION varta.my_views() OWNER TO varta_owner;

CREATE FUNCTION varta.name_of(p_login text) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select coalesce((select full_name from varta.operator where login = p_login), p_login));
end
$$;

ALTER FUNCTION varta.name_of(p_login text) OWNER TO varta_owner;

CREATE FUNCTION varta.name_pattern(p_name text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $_$
    select string_agg(
        '\m' || replace(case when length(w) < 4 then varta.literal(w)
                             else varta.literal(regexp_replace(w, '[аеєиіїоуюяьйaeiouy]$', '', 'i')) || '[[:alpha:]]{0,3}' end,
                        '''', '[''’ʼ`]') || '\M', '|')
    from regexp_split_to_table(translate(p_name, '’ʼ`', ''''''''), '[^[:alpha:]'']+') w
    where length(w) > 1
$_$;

ALTER FUNCTION varta.name_pattern(p_name text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.name_pattern(p_name text) IS 'in: a name of one or more words. out: a regular expression for each of them, with any ending of up to three letters instead of its own';

CREATE FUNCTION varta.near(p_point public.geometry, p_max double precision, f varta.filter, p_limit integer, p_from timestamp with time zone DEFAULT '-infinity'::timestamp with time zone, p_to timestamp with time zone DEFAULT 'infinity'::timestamp with time zone) RETURNS TABLE(city_id smallint, id bigint, distance double precision)
    LANGUAGE sql STABLE ROWS 100
    SET search_path TO 'varta', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET enable_sort TO 'off'
    AS $$
    select q.city_id, q.id, q.point::public.geography operator(public.<->) p_point::public.geography
    from varta.request q
    where public.st_dwithin(q.point::public.geography, p_point::public.geography, p_max, false) and q.city_id = any(f.cities)
      and q.requested_at between p_from and p_to and varta.fits(q, f) and varta.may_read(q)
    order by q.point::public.geography operator(public.<->) p_point::public.geography
    limit p_limit
$$;

ALTER FUNCTION varta.near(p_point public.geometry, p_max double precision, f varta.filter, p_limit integer, p_from timestamp with time zone, p_to timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.near(p_point public.geometry, p_max double precision, f varta.filter, p_limit integer, p_from timestamp with time zone, p_to timestamp with time zone) IS 'in: point (WGS 84), metres, filter, limit, when it was requested. out: requests and their distance in metres, nearest first';

CREATE FUNCTION varta.newsletter_right(p_city smallint, p_beat integer, p_verb text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_me integer := (varta.me()).id;
    v_holder integer := varta.beat_holder(p_city, p_beat);
begin
    if not 'moderator' = any(varta.my_roles()) and not coalesce(v_me in (v_holder, varta.deputy_of(v_holder)), false) then
        perform varta.fail('VA004', 'this beat is not yours', p_verb, 'moderator');
    end if;
end
$$;

ALTER FUNCTION varta.newsletter_right(p_city smallint, p_beat integer, p_verb text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.newsletter_right(p_city smallint, p_beat integer, p_verb text) IS 'errors: VA004 where the operator is neither a moderator nor the officer of the beat, nor stands in for that officer';

CREATE FUNCTION varta.notify_lang(p_wish text, p_lang text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
    select case when lower(p_wish) in ('uk', 'en') then lower(p_wish) when lower(p_wish) in ('1', 'true', 'yes', 'on') then p_lang end
$$;

ALTER FUNCTION varta.notify_lang(p_wish text, p_lang text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.notify_lang(p_wish text, p_lang text) IS 'in: the attribute notify of a submission, language of the source. out: the language of the mails that were asked for, null: none';

CREATE FUNCTION varta.officer_of(p_login text) RETURNS varta.operator
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    o varta.operator := varta.operator_of(p_login);
begin
    if not o.active or not pg_has_role(o.login, 'varta_officer', 'member') then
        perform varta.fail('VA003', format('%s is not an officer', p_login), 'operator', p_login, 'an active officer');
    end if;
    return o;
end
$$;

ALTER FUNCTION varta.officer_of(p_login text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.officer_of(p_login text) IS 'in: login. out: the officer, of the administrator''s cities. errors: VA001, VA003';

CREATE FUNCTION varta.operator_of(p_login text) RETURNS varta.operator
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    o varta.operator;
begin
    select * into o from varta.operator p
    where p.login = p_login
      and (varta.is_superuser()
           or exists (select from varta.operator_city c where c.operator_id = p.id and c.city_id = any(varta.my_cities()))
           or not exists (select from varta.operator_city c where c.operator_id = p.id));
    if not found then
        perform varta.fail('VA001', format('there is no operator %L', p_login), 'operator', p_login);
    end if;
    return o;
end
$$;

ALTER FUNCTION varta.operator_of(p_login text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.operator_of(p_login text) IS 'in: login. out: an operator of the administrator''s cities, or of none. errors: VA001';

CREATE FUNCTION varta.outbox_added() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    insert into varta.delivery (seq, source_id, city_id, request_id)
    select b.seq, s.id, b.city_id, b.request_id
    from added b
    join varta.request r on r.city_id = b.city_id and r.id = b.request_id
    join varta.source s on s.city_id = b.city_id
    join varta.transport t on t.code = s.transport
    where t.scope = 'own' and s.id = b.source_id
          and (s.transport <> 'poll' or (select l.answers from varta.dialect l where l.code = s.dialect)) or t.scope = 'city' and s.active and r.public;
    if found then
        perform pg_notify('varta_outbox', '');
    end if;
    return null;
end
$$;

ALTER FUNCTION varta.outbox_added() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.outbox_added() IS 'what is added to the outbox is on its way to whom it concerns; wakes up the daemon';

CREATE FUNCTION varta.outbox_filter_check(p_filter jsonb) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $_$
declare
    v_key text;
begin
    select key into v_key from jsonb_object_keys(p_filter) key where key not in ('city', 'source', 'state', 'request', 'limit') limit 1;
    if found then
        perform varta.fail('VA006', format('unknown key %L in the filter', v_key), v_key);
    end if;
    perform varta.filter_check('state', varta.filter_codes(p_filter, 'state'), '{pending,failed,dead,delivered}');
    if coalesce(p_filter ->> 'request', '0') !~ '^\d{1,18}$' or coalesce(p_filter ->> 'limit', '0') !~ '^\d{1,4}$' then
        perform varta.fail('VA003', 'request and limit are numbers', 'request', coalesce(p_filter ->> 'request', p_filter ->> 'limit'), 'a number');
    end if;
end
$_$;

ALTER FUNCTION varta.outbox_filter_check(p_filter jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.outbox_filter_check(p_filter jsonb) IS 'errors: VA006 unknown key, VA003';

CREATE FUNCTION varta.outbox_mail() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    insert into varta.mail (city_id, subscription_id, kind, seq, visible_at)
    select a.city_id, s.id, 'notice', a.seq, a.visible_at
    from added a
    join varta.subscription s on s.city_id = a.city_id and s.request_id = a.request_id
    where s.confirmed_at is not null and s.bounced_at is null
    on conflict do nothing;
    return null;
end
$$;

ALTER FUNCTION varta.outbox_mail() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.outbox_mail() IS 'what leaves is told to who asked for it, too; a recall takes both away';

CREATE FUNCTION varta.outbox_reason(d varta.delivery, p_visible timestamp with time zone, t varta.transport, p_active boolean, p_zone text) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select case
        when d.delivered_at is not null then varta.say('доставлено', 'delivered')
        when d.dead_at is not null then format(
            varta.say('більше не пробуємо (невдалих спроб: %s): %s', 'given up (failed attempts: %s): %s'), d.attempts, d.last_error)
        when d.leased_until > now() then varta.say('надсилається', 'being sent')
        when not p_active then varta.say('джерело вимкнене', 'the source is switched off')
        when not isfinite(p_visible) then varta.say('затримано', 'held back')
        when p_visible > now() then format(varta.say('чекає до %s: відповідь ще можна відкликати', 'waits until %s: the answer can still be recalled'),
                                           to_char(p_visible at time zone p_zone, 'HH24:MI'))
        when d.attempts > 0 then format(
            varta.say('спроба %s з %s не вдалася: %s; наступна %s', 'attempt %s of %s failed: %s; the next one at %s'), d.attempts, t.attempts,
            d.last_error, to_char(greatest(d.next_at, now()) at time zone p_zone, 'DD.MM HH24:MI'))
        when exists (select from varta.delivery e where e.city_id = d.city_id and e.request_id = d.request_id
                     and e.source_id = d.source_id and e.seq < d.seq and e.delivered_at is null and e.dead_at is null)
            then varta.say('чекає на попередню зміну цього звернення', 'waits for an earlier change of this request')
        else varta.say('чекає своєї черги', 'waits for its turn')
    end
$$;

ALTER FUNCTION varta.outbox_reason(d varta.delivery, p_visible timestamp with time zone, t varta.transport, p_active boolean, p_zone text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.outbox_reason(d varta.delivery, p_visible timestamp with time zone, t varta.transport, p_active boolean, p_zone text) IS 'in: delivery, when it may leave, transport, whether the source is active, zone. out: how things stand, in words';

CREATE FUNCTION varta.parse_address(p_text text, p_city text) RETURNS varta.address
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $_$
declare
    a varta.address;
    v_part text;
    v_house text;
    v_name record;
begin
    for v_part in select btrim(p) from regexp_split_to_table(p_text, '[,;\n]') p loop
        if a.street is not null then
            v_house := substring(lower(v_part) from '^(?:будинок|буд\.?|б\.|д\.|№)?\s*(\d{1,4})(?!\d)');
            exit;
        end if;
        continue when v_part ~ '^\d{5}$' or v_part ~* '\m(область|обл\.?|район|р-н)$' or v_part ~* '^(україна|ukraine|м\.|місто\M|м\s)'
            or lower(v_part) = lower(p_city);
        v_house := substring(v_part from '\S\s+(?:буд\.?|№)?\s*(\d{1,4})(?:\s?[/-]?\s?[[:alnum:]]{0,3})?$');
        v_name := varta.street_name(case when v_house is null then v_part
            else regexp_replace(v_part, '\s+(?:буд\.?|№)?\s*\d{1,4}(?:\s?[/-]?\s?[[:alnum:]]{0,3})?$', '') end);
        continue when v_name.street = '';
        a.kind := v_name.kind;
        a.street := v_name.street;
        exit when v_house is not null;
    end loop;
    a.house := v_house::integer;
    return a;
end
$_$;

ALTER FUNCTION varta.parse_address(p_text text, p_city text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.parse_address(p_text text, p_city text) IS 'in: an address as people write it (''Київ, вул. Межигірська, 12-А''), the name of the city. out: kind, street, house; street null where
there is none. Parts such as country, city, district and postcode are passed over; letters and blocks of a house do not count';

CREATE FUNCTION varta.parse_filter(p_filter jsonb) RETURNS varta.filter
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    f varta.filter;
    v_codes text[];
    v_known text[];
    v_areas constant text[] := '{inside,other_city,outside,none}';
    v_cities smallint[] := varta.my_cities();
    v_kinds smallint[] := varta.my_kinds();
begin
    perform varta.filter_check_keys(p_filter);
    f.snoozed := varta.filter_flag(p_filter, 'snoozed');

    v_codes := varta.filter_codes(p_filter, 'city');
    select array_agg(id order by id) filter (where v_codes is null or code = any(v_codes)), array_agg(code)
    into f.cities, v_known from varta.city where id = any(v_cities);
    perform varta.filter_check('city', v_codes, v_known);

    v_codes := coalesce(varta.filter_codes(p_filter, 'status'), '{new,pending}');
    select array_agg(id) filter (where code = any(v_codes)), array_agg(code) into f.statuses, v_known from varta.status;
    perform varta.filter_check('status', v_codes, v_known);

    v_codes := varta.filter_codes(p_filter, 'kind');
    select array_agg(id) filter (where id = any(v_kinds) and (v_codes is null or code = any(v_codes))), array_agg(code)
    into f.kinds, v_known from varta.kind;
    perform varta.filter_check('kind', v_codes, v_known);

    v_codes := varta.filter_codes(p_filter, 'category');
    if v_codes is not null then
        select array_agg(id) filter (where code = any(v_codes)), array_agg(code) into f.categories, v_known
        from varta.category where city_id = any(f.cities);
        perform varta.filter_check('category', v_codes, v_known);
    end if;

    v_codes := varta.filter_codes(p_filter, 'district');
    if v_codes is not null then
        select array_agg(id) filter (where code = any(v_codes)), array_agg(code) into f.districts, v_known
        from varta.district where city_id = any(f.cities);
        perform varta.filter_check('district', v_codes, v_known);
    end if;

    v_codes := varta.filter_codes(p_filter, 'area');
    if v_codes is not null then
        perform varta.filter_check('area', v_codes, v_areas);
        f.areas := array(select array_position(v_areas, code) - 1 from unnest(v_codes) code);
    end if;

    f := varta.filter_times(varta.filter_people(f, p_filter), p_filter);
    if p_filter ? 'near' then
        f := varta.filter_place(f, p_filter -> 'near');
    end if;
    if p_filter ? 'text' then
        f.words := varta.text_query(varta.search_words(p_filter ->> 'text'));
        f.facts := varta.facts_query(f, p_filter);
    end if;
    f.sort := coalesce(p_filter ->> 'sort', case when f.words is not null then '-received' when num_nonnulls(f.received_from, f.received_to) > 0 then 'received' else 'due' end);
    perform varta.filter_check('sort', array[f.sort], '{due,-due,received,-received}');
    return f;
end
$$;

ALTER FUNCTION varta.parse_filter(p_filter jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.parse_filter(p_filter jsonb) IS 'in: an object; what is absent does not narrow, but the status is then new or pending. city, status, kind, category, district, unit (to which it is referred), area
(inside, other_city, outside, none), draft (draft, submitted, approved, recalled, any): lists of codes; operator: logins, with me for who asks,
or none for what is nobody''s; due, received: {"from", "to"}, see varta.filter_time; late: true; near: see varta.filter_place; snoozed: true for those and no others; text: words that
all have to be there; sort: due, -due, received, -received (default: due; with received: received; with text: -received); id: see varta.filter_id.
out: numbers, of the operator''s own cities and kinds only. errors: VA006 unknown key, VA003 unknown code or wrong value';

CREATE FUNCTION varta.passes(r varta.request, f varta.filter) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select r.kind = any(f.kinds) and (f.categories is null or r.category_id = any(f.categories))
       and (f.districts is null or r.district_id = any(f.districts))
       and (f.operators is null or r.operator_id = any(f.operators)) and (f.unassigned is null or r.operator_id is null)
       and (f.areas is null or r.area = any(f.areas))
       and (f.due_from is null or r.due_at >= f.due_from) and (f.due_to is null or r.due_at <= f.due_to)
       and (f.received_from is null or r.received_at >= f.received_from) and (f.received_to is null or r.received_at <= f.received_to)
       and (f.point is null or public.st_dwithin(r.point::public.geography, f.point::public.geography, f.radius, false))
       and (f.units is null or varta.has_unit(r.city_id, r.id, r.status, f.units))
       and (f.drafts is null or varta.draft_state(r.city_id, r.id) = any(f.drafts))
$$;

ALTER FUNCTION varta.passes(r varta.request, f varta.filter) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.passes(r varta.request, f varta.filter) IS 'whether a request passes the filter, apart from its city, its status, its words and whether it is snoozed. Inlined: keep it free of subqueries';

CREATE FUNCTION varta.paused(r varta.request) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select exists (select from varta.pause p where p.city_id = r.city_id and p.request_id = r.id and p.until_at is null)
$$;

ALTER FUNCTION varta.paused(r varta.request) OWNER TO varta_owner;

CREATE FUNCTION varta.period(p_from timestamp with time zone, p_to timestamp with time zone) RETURNS tstzrange
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    if p_to <= coalesce(p_from, now()) then
        perform varta.fail('VA003', 'it ends before it begins', 'to', p_to::text, 'later than from');
    end if;
    return tstzrange(coalesce(p_from, now()), p_to);
end
$$;

ALTER FUNCTION varta.period(p_from timestamp with time zone, p_to timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.period(p_from timestamp with time zone, p_to timestamp with time zone) IS 'in: begin (null: now), end (null: open). out: the range, without its end. errors: VA003';

CREATE TABLE varta.reporter (
    city_id smallint NOT NULL,
    request_id bigint NOT NULL,
    comment_id bigint DEFAULT 0 NOT NULL,
    email text,
    first_name text,
    last_name text,
    phone text,
    device_id text,
    account_id text,
    may_contact boolean DEFAULT false NOT NULL,
    notify text,
    CONSTRAINT reporter_notify CHECK ((notify = ANY (ARRAY['uk'::text, 'en'::text])))
);

ALTER TABLE varta.reporter OWNER TO varta_owner;

COMMENT ON TABLE varta.reporter IS 'personal data of residents, apart from everything else';

COMMENT ON COLUMN varta.reporter.comment_id IS '0: who sent the request; otherwise who wrote that comment';

COMMENT ON COLUMN varta.reporter.may_contact IS 'the resident agreed to be contacted; only then do moderators see this';

COMMENT ON COLUMN varta.reporter.notify IS 'the language of the mails in which the resident wants to be told what becomes of the request; null: none';

COMMENT ON CONSTRAINT reporter_notify ON varta.reporter IS 'the languages in which mails are written';

CREATE FUNCTION varta.person_pattern(p_people varta.reporter[]) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
    select string_agg(distinct x, '|')
    from unnest(p_people) p
    cross join lateral (values (varta.literal(nullif(btrim(p.email), ''))), (varta.phone_pattern(p.phone)),
                               (varta.name_pattern(p.first_name)), (varta.name_pattern(p.last_name)),
                               (case when length(p.account_id) > 5 then varta.literal(p.account_id) end),
                               (case when length(p.device_id) > 5 then varta.literal(p.device_id) end)) v (x)
$$;

ALTER FUNCTION varta.person_pattern(p_people varta.reporter[]) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.person_pattern(p_people varta.reporter[]) IS 'out: a regular expression for all that could name these people, null where there is nothing';

CREATE FUNCTION varta.phone_pattern(p_phone text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
    select '(?:\+?38[\s().-]*)?' || regexp_replace(right(d, 10), '(\d)(?=\d)', '\1[\s().-]*', 'g')
    from regexp_replace(p_phone, '\D', '', 'g') d where length(d) >= 7
$$;

ALTER FUNCTION varta.phone_pattern(p_phone text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.phone_pattern(p_phone text) IS 'out: a regular expression for the number however it is written, with or without +38';

CREATE FUNCTION varta.photo_of_comment() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    insert into varta.photo (city_id, request_id, comment_id, url)
    select city_id, request_id, id, media_url from added where media_url ~ '^https?://' and length(media_url) <= 2000;
    if found then
        perform pg_notify('varta_media', '');
    end if;
    return null;
end
$$;

ALTER FUNCTION varta.photo_of_comment() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.photo_of_comment() IS 'the same for a later word';

CREATE FUNCTION varta.photo_of_request() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    insert into varta.photo (city_id, request_id, url)
    select city_id, id, media_url from added where media_url ~ '^https?://' and length(media_url) <= 2000;
    if found then
        perform pg_notify('varta_media', '');
    end if;
    return null;
end
$$;

ALTER FUNCTION varta.photo_of_request() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.photo_of_request() IS 'what comes with the address of a photo has it fetched';

CREATE FUNCTION varta.place(p_city smallint, p_point public.geometry) RETURNS TABLE(area smallint, district_id integer)
    LANGUAGE sql STABLE
    AS $$
    select case when p_point is null then 3 when p.city_id = p_city then 0 when p.city_id is not null then 1 else 2 end::smallint,
           case when p.city_id = p_city then p.district_id end
    from (select) one
    left join lateral (
        select d.city_id, d.district_id from varta.district_piece d
        where public.st_covers(d.area, p_point)
        order by d.city_id <> p_city, d.district_id limit 1) p on true
$$;

ALTER FUNCTION varta.place(p_city smallint, p_point public.geometry) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.place(p_city smallint, p_point public.geometry) IS 'in: city, point (WGS 84). out: area 0 in the city, 1 in another known city, 2 in none, 3 no point; the district of the city. One row; returns table, so that it is inlined';

CREATE FUNCTION varta.plural(n bigint, p_one text, p_few text, p_many text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
    select n || ' ' || case when n % 10 = 1 and n % 100 <> 11 then p_one
                            when n % 10 between 2 and 4 and n % 100 not between 12 and 14 then p_few
                            else p_many end
$$;

ALTER FUNCTION varta.plural(n bigint, p_one text, p_few text, p_many text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.plural(n bigint, p_one text, p_few text, p_many text) IS 'in: a number, the Ukrainian word with 1, with 2 to 4, with 5. out: both';

CREATE FUNCTION varta.poll_base(s varta.source) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select jsonb_strip_nulls(jsonb_build_object('jurisdiction_id', coalesce(s.peer_jurisdiction, nullif(s.jurisdiction, ''))) || t.extra)
    from varta.poll_settings(s) t
$$;

ALTER FUNCTION varta.poll_base(s varta.source) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.poll_base(s varta.source) IS 'in: source. out: the parameters that go along with every question';

CREATE FUNCTION varta.poll_closed(p_status text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
    select coalesce(lower(p_status) in ('closed', 'fixed'), false)
$$;

ALTER FUNCTION varta.poll_closed(p_status text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.poll_closed(p_status text) IS 'in: a peer''s status. out: whether nothing is left to be done there';

CREATE FUNCTION varta.poll_code(s varta.source, p_code text, p_name text) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select coalesce(s.service_map ->> p_code, s.service_map ->> p_name,
                    (select g.code from varta.category g where g.city_id = s.city_id and g.code = p_code),
                    s.service_map ->> '*', p_code)
$$;

ALTER FUNCTION varta.poll_code(s varta.source, p_code text, p_name text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.poll_code(s varta.source, p_code text, p_name text) IS 'in: source, service_code and service_name of the peer. out: our category, or the peer''s code where there is none';

CREATE FUNCTION varta.poll_comment(s varta.source, p_items jsonb) RETURNS integer
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_notes jsonb := varta.poll_notes(s, p_items);
begin
    return case when v_notes is null then 0 else (select count(*) from sync.comments(s.id, v_notes) where outcome = 'stored') end;
end
$$;

ALTER FUNCTION varta.poll_comment(s varta.source, p_items jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.poll_comment(s varta.source, p_items jsonb) IS 'in: source, items as read. out: how many changes were noted. To be called before sync.import(): see the locks there';

CREATE FUNCTION varta.poll_notes(s varta.source, p_items jsonb) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select jsonb_agg(jsonb_build_object('service_request_id', x.request_id, 'update_id', x.update_id, 'status', x.status,
                                        'description', x.text, 'updated', x.updated) order by x.request_id)
    from (
        select k.request_id, i.status, v.text, v.update_id, case when varta.to_time(i.updated, s.zone) <= now() then i.updated end as updated
        from jsonb_to_recordset(p_items) i (external_id text, status text, status_notes text, description text, updated text)
        join varta.poll_known k on k.source_id = s.id and k.external_id = i.external_id
        cross join lateral (
            select coalesce(i.description, '') as text, format('%s edited %s', k.external_id, left(encode(d, 'hex'), 16)) as update_id
            from sha256(convert_to(coalesce(i.description, ''), 'UTF8')) d where d <> k.digest
            union all
            select coalesce(i.status_notes, ''), format('%s closed %s', k.external_id, coalesce(i.updated, now()::text))
            where varta.poll_closed(i.status) and not k.closed
              and exists (select from varta.request r where r.city_id = s.city_id and r.id = k.request_id and r.status in (1, 2))
              and not exists (select from varta.outbox b where b.city_id = s.city_id and b.request_id = k.request_id and b.text = i.status_notes)) v) x
$$;

ALTER FUNCTION varta.poll_notes(s varta.source, p_items jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.poll_notes(s varta.source, p_items jsonb) IS 'in: source, items as read. out: what changed since they were read last, as items for sync.comments(): another description; closed there
while it is open here, unless that is our own answer. null: nothing';

CREATE TABLE varta.poll (
    city_id smallint NOT NULL,
    source_id integer NOT NULL,
    read_to timestamp with time zone,
    span interval,
    next_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    etag text,
    from_at timestamp with time zone,
    to_at timestamp with time zone,
    behind boolean DEFAULT false NOT NULL,
    leased_by text,
    leased_until timestamp with time zone,
    failures smallint DEFAULT 0 NOT NULL,
    last_error text DEFAULT ''::text NOT NULL,
    done_at timestamp with time zone
);

ALTER TABLE varta.poll OWNER TO varta_owner;

COMMENT ON COLUMN varta.poll.read_to IS 'everything before it was read; null: nothing was';

COMMENT ON COLUMN varta.poll.span IS 'how much time the next window may cover; null: all until now';

COMMENT ON COLUMN varta.poll.etag IS 'of the last whole answer, where the question is always the same';

COMMENT ON COLUMN varta.poll.from_at IS 'the window that is being read, or was read last, until to_at';

COMMENT ON COLUMN varta.poll.behind IS 'that window ends before the moment at which it was leased';

COMMENT ON COLUMN varta.poll.failures IS 'in a row';

CREATE FUNCTION varta.poll_of(p_source integer, p_daemon text, p_seconds integer DEFAULT NULL::integer) RETURNS varta.poll
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    p varta.poll;
begin
    update varta.poll set leased_until = coalesce(now() + make_interval(secs => p_seconds), leased_until)
    where source_id = p_source and leased_by = p_daemon returning * into p;
    if not found then
        perform varta.fail('VA003', format('source %s is not leased to %s any more', p_source, p_daemon), 'daemon', p_daemon, 'who has the lease');
    end if;
    return p;
end
$$;

ALTER FUNCTION varta.poll_of(p_source integer, p_daemon text, p_seconds integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.poll_of(p_source integer, p_daemon text, p_seconds integer) IS 'in: source, daemon, seconds by which its lease is prolonged. out: the state, locked. errors: VA003 it lost the lease';

CREATE FUNCTION varta.poll_params(s varta.source, p varta.poll) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select varta.poll_base(s)
        || case t.since when 'dates' then jsonb_build_object('start_date', varta.local_time(p.from_at, s.zone),
                                                             'end_date', varta.local_time(p.to_at, s.zone))
                        when 'updated' then jsonb_build_object('updated', varta.local_time(p.from_at, s.zone)) else '{}' end
        || case when t.size_param is null then '{}' else jsonb_build_object(t.size_param, t.page_size::text) end
    from varta.poll_settings(s) t
$$;

ALTER FUNCTION varta.poll_params(s varta.source, p varta.poll) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.poll_params(s varta.source, p varta.poll) IS 'in: source, its window. out: the parameters of the question. Moments are by the peer''s clock with its offset: right for who heeds the
offset, and for who does not';

CREATE FUNCTION varta.poll_remember(s varta.source, p_items jsonb) RETURNS void
    LANGUAGE sql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    insert into varta.poll_known as k (city_id, request_id, source_id, external_id, etag, digest, closed)
    select distinct on (m.request_id) s.city_id, m.request_id, s.id, i.external_id, i.etag,
           sha256(convert_to(coalesce(i.description, ''), 'UTF8')), varta.poll_closed(i.status)
    from jsonb_to_recordset(p_items) i (external_id text, status text, description text, etag text)
    join varta.submission m on m.source_id = s.id and m.external_id = i.external_id
    order by m.request_id
    on conflict (city_id, request_id) do update
    set checked_at = now(), etag = excluded.etag, digest = excluded.digest, closed = excluded.closed, missing = 0
$$;

ALTER FUNCTION varta.poll_remember(s varta.source, p_items jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.poll_remember(s varta.source, p_items jsonb) IS 'in: source, items as read. Those that we have are as they were shown now';

CREATE FUNCTION varta.poll_settings(s varta.source) RETURNS TABLE(format text, since text, paging text, size_param text, page_size integer, rate integer, keyed boolean, extra jsonb, every interval, overlap interval, history interval, reread integer, closed boolean)
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select coalesce(s.poll ->> 'format', d.format), coalesce(s.poll ->> 'since', d.since), coalesce(s.poll ->> 'paging', d.paging),
           coalesce(nullif(s.poll ->> 'size_param', ''), d.size_param), coalesce((s.poll ->> 'page_size')::integer, d.page_size),
           coalesce((s.poll ->> 'rate')::integer, d.rate), coalesce((s.poll ->> 'keyed')::boolean, d.keyed), d.extra || coalesce(s.poll -> 'extra', '{}'),
           coalesce((s.poll ->> 'every')::interval, '5 minutes'), coalesce((s.poll ->> 'overlap')::interval, '10 minutes'),
           coalesce((s.poll ->> 'history')::interval, '7 days'), coalesce((s.poll ->> 'reread')::integer, 20),
           coalesce((s.poll ->> 'closed')::boolean, false)
    from varta.dialect d where d.code = s.dialect
$$;

ALTER FUNCTION varta.poll_settings(s varta.source) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.poll_settings(s varta.source) IS 'in: source. out: how it is polled: the dialect''s ways, which source.poll overrides, and: every how long; overlap of the windows; how far
back the first one reaches; how many known requests are read again in each round; whether requests that are closed there are taken';

CREATE FUNCTION varta.poll_source(p_source text) RETURNS varta.source
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    s varta.source;
begin
    select * into s from varta.source
    where code = p_source and transport = 'poll' and (city_id = any(varta.my_cities()) or varta.is_superuser());
    if not found then
        perform varta.fail('VA001', format('there is no source %L that is polled', p_source), 'source', p_source);
    end if;
    return s;
end
$$;

ALTER FUNCTION varta.poll_source(p_source text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.poll_source(p_source text) IS 'in: code. out: the source, of the administrator''s cities. errors: VA001';

CREATE FUNCTION varta.poll_window(s varta.source, p varta.poll) RETURNS varta.poll
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select (p.city_id, p.source_id, p.read_to, p.span, p.next_at, p.etag, f.from_at,
            date_trunc('second', least(now(), f.from_at + interval '90 days', f.from_at + interval '1 second' + p.span)) + interval '1 second',
            false, p.leased_by, p.leased_until, p.failures, p.last_error, p.done_at)::varta.poll
    from varta.poll_settings(s) t
    cross join lateral (
        select date_trunc('second', coalesce(p.read_to - case when p.span is null then t.overlap else interval '1 second' end,
                                             now() - t.history)) as from_at) f
$$;

ALTER FUNCTION varta.poll_window(s varta.source, p varta.poll) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.poll_window(s varta.source, p varta.poll) IS 'in: source, how far it was read. out: with the next window: what was read, less the overlap, until now, or as far as the span or the
standard allows. Peers cut moments to seconds, so windows begin and end with whole ones';

CREATE FUNCTION varta.poll_wrong(s varta.source) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_known text[] := '{format,since,paging,size_param,page_size,rate,keyed,extra,every,overlap,history,reread,closed}';
    v_key text;
    p record;
begin
    select key into v_key from jsonb_object_keys(s.poll) key where key <> all (v_known) limit 1;
    if found then
        return format('poll has no setting %L', v_key);
    end if;
    select * into p from varta.poll_settings(s);
    return case
        when p.format not in ('json', 'xml') then 'format is json or xml'
        when p.since not in ('dates', 'updated', 'none') then 'since is dates, updated or none'
        when p.paging not in ('none', 'narrow', 'page', 'offset') then 'paging is none, narrow, page or offset'
        when p.page_size not between 1 and 1000000 then 'page_size is a number from 1'
        when p.rate not between 1 and 100000 then 'rate is a number of calls a minute'
        when jsonb_typeof(p.extra) <> 'object' then 'extra is an object, parameter to value'
        when p.every not between '1 second' and '1 day' then 'every is 1 second to 1 day'
        when p.overlap not between '1 second' and '1 day' then 'overlap is 1 second to 1 day'
        when p.history not between '0' and '90 days' then 'history is 0 to 90 days'
        when p.reread not between 0 and 1000 then 'reread is a number up to 1000' end;
exception when data_exception then
    return sqlerrm;
end
$$;

ALTER FUNCTION varta.poll_wrong(s varta.source) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.poll_wrong(s varta.source) IS 'in: source. out: what is wrong with its poll; null: nothing';

CREATE FUNCTION varta.polygons(p_geometry jsonb, OUT area public.geometry, OUT note text) RETURNS record
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_shape public.geometry;
begin
    if coalesce(p_geometry ->> 'type', '') not in ('Polygon', 'MultiPolygon') then
        note := format('geometry is %s, not Polygon or MultiPolygon', coalesce(p_geometry ->> 'type', 'missing'));
        return;
    end if;
    v_shape := public.st_setsrid(public.st_force2d(public.st_geomfromgeojson(p_geometry)), 4326);
    if public.st_xmin(v_shape) < -180 or public.st_xmax(v_shape) > 180 or public.st_ymin(v_shape) < -90 or public.st_ymax(v_shape) > 90 then
        note := 'coordinates are not degrees of longitude and latitude';
        return;
    end if;
    if not public.st_isvalid(v_shape) then
        note := 'repaired: ' || public.st_isvalidreason(v_shape);
        v_shape := public.st_makevalid(v_shape);
    end if;
    area := public.st_multi(public.st_collectionextract(v_shape, 3));
    if public.st_isempty(area) then
        area := null;
        note := 'geometry has no area';
    end if;
exception when others then
    area := null;
    note := 'geometry: ' || sqlerrm;
end
$$;

ALTER FUNCTION varta.polygons(p_geometry jsonb, OUT area public.geometry, OUT note text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.polygons(p_geometry jsonb, OUT area public.geometry, OUT note text) IS 'in: a GeoJSON geometry. out: a valid MultiPolygon and what had to be repaired, or null and why not';

CREATE FUNCTION varta.presence_swept(p_operator integer) RETURNS void
    LANGUAGE sql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    delete from varta.presence p using (
        select city_id, request_id, operator_id from varta.presence
        where operator_id = p_operator and until < clock_timestamp() - interval '1 minute' for update skip locked) old
    where (p.city_id, p.request_id, p.operator_id) = (old.city_id, old.request_id, old.operator_id)
$$;

ALTER FUNCTION varta.presence_swept(p_operator integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.presence_swept(p_operator integer) IS 'deletes what an operator left behind';

CREATE VIEW varta.public_request AS
 SELECT r.city_id,
    r.id,
    r.category_id,
    r.district_id,
    o.status,
    o.visible_at,
    r.requested_at,
    r.due_at,
    r.title,
    r.titled,
    r.body,
    r.address,
    r.point
   FROM ((varta.request r
     JOIN varta.kind k ON (((k.id = r.kind) AND k.public)))
     CROSS JOIN LATERAL ( SELECT b.status,
            b.visible_at
           FROM varta.outbox b
          WHERE ((b.city_id = r.city_id) AND (b.request_id = r.id) AND (b.visible_at <= now()))
          ORDER BY b.seq DESC
         LIMIT 1) o)
  WHERE (r.public AND (o.status = ANY (ARRAY[2, 3])));

ALTER TABLE varta.public_request OWNER TO varta_owner;

COMMENT ON VIEW varta.public_request IS 'requests that the public may read now, in the state in which it may know them: pending or answered, of a public kind';

CREATE FUNCTION varta.public_doc(p varta.public_request, s varta.source) RETURNS json
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select json_build_object(
        'service_request_id', p.id::text, 'status', case when p.status = 2 then 'open' else 'closed' end,
        'service_code', g.code, 'service_name', case s.lang when 'en' then coalesce(nullif(g.name_en, ''), g.name) else g.name end,
        'title', p.title, 'description', varta.join_text(p.title, p.titled, p.body),
        'status_notes', case when p.status = 3 then (select a.text from varta.outbox a
            where a.city_id = p.city_id and a.request_id = p.id and a.status = 3 and a.visible_at <= now() order by a.seq desc limit 1) end,
        'requested_datetime', varta.local_time(p.requested_at, s.zone), 'updated_datetime', varta.local_time(p.visible_at, s.zone),
        'expected_datetime', case when p.status = 2 and isfinite(p.due_at) then varta.local_time(p.due_at, s.zone) end,
        'address', p.address,
        'district', (select case s.lang when 'en' then coalesce(nullif(d.name_en, ''), d.name) else d.name end
                     from varta.district d where d.city_id = p.city_id and d.id = p.district_id),
        'media_url', varta.media_path(p.city_id, p.id), 'lat', public.st_y(p.point), 'long', public.st_x(p.point),
        'answers', (select coalesce(json_agg(json_build_object('datetime', varta.local_time(a.at, s.zone), 'text', a.text) order by a.at), '[]')
                    from (select b.text, min(b.visible_at) as at from varta.outbox b
                          where b.city_id = p.city_id and b.request_id = p.id and b.status = 3 and b.text <> '' and b.visible_at <= now()
                          group by b.text) a))
    from varta.category g where g.city_id = p.city_id and g.id = p.category_id
$$;

ALTER FUNCTION varta.public_doc(p varta.public_request, s varta.source) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.public_doc(p varta.public_request, s varta.source) IS 'in: a public request, the source whose tree it is for. out: what its page says: fields of GeoReport v2, and answers, oldest first';

CREATE FUNCTION varta.public_feature(p varta.public_request) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select format('{"type":"Feature","id":%s,"geometry":%s,"properties":{"status":"%s","code":%s,"requested":%s,"title":%s}}', p.id,
                  case when p.point is null then 'null' else
                      format('{"type":"Point","coordinates":[%s,%s]}', round(public.st_x(p.point)::numeric, 6), round(public.st_y(p.point)::numeric, 6)) end,
                  case when p.status = 2 then 'open' else 'closed' end, to_json(g.code),
                  to_json(to_char(p.requested_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')), to_json(p.title))
    from varta.category g where g.city_id = p.city_id and g.id = p.category_id
$$;

ALTER FUNCTION varta.public_feature(p varta.public_request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.public_feature(p varta.public_request) IS 'in: a public request. out: it as a feature of GeoJSON, without line breaks';

CREATE FUNCTION varta.public_list(s varta.source, p_name text) RETURNS SETOF varta.public_request
    LANGUAGE plpgsql STABLE ROWS 100
    SET search_path TO 'varta', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
declare
    v_part text[] := string_to_array(p_name, '/');
    v_begin timestamptz;
begin
    if v_part[1] = 'day' then
        v_begin := v_part[2]::timestamp at time zone s.zone;
        return query
        select * from varta.public_request p
        where p.city_id = s.city_id and p.requested_at >= v_begin and p.requested_at < (v_part[2]::timestamp + interval '1 day') at time zone s.zone;
    else
        return query
        select * from varta.public_request p
        where p.city_id = s.city_id and p.point::public.geography operator(public.&&) varta.tile_box(v_part[3]::integer, v_part[4]::integer)
          and varta.tile_of(p.point) = v_part[3] || '/' || v_part[4];
    end if;
end
$$;

ALTER FUNCTION varta.public_list(s varta.source, p_name text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.public_list(s varta.source, p_name text) IS 'in: source, name of a list: day/2026-11-22 or tile/14/x/y. out: the public requests in it';

CREATE FUNCTION varta.query_of(p_word text) RETURNS tsquery
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_lemmas text[] := (select lemmas from varta.form where form = p_word);
    v_stem text;
begin
    if v_lemmas is null then
        v_stem := varta.stem(p_word);
        v_lemmas := array(
            select distinct l
            from (select lemmas from varta.form where form ~>=~ v_stem and form ~<~ (v_stem || e'\U0010ffff') order by length(form) limit 32) f
            cross join unnest(f.lemmas) l);
    end if;
    return (select string_agg(part, '|') from (
        select format('''%s''', l) as part from unnest(v_lemmas) l
        union all select format('''~%s'':*', v_stem) where v_stem is not null
        union all select format('''%s''', p_word) where v_lemmas = '{}' and v_stem is null) p)::tsquery;
end
$$;

ALTER FUNCTION varta.query_of(p_word text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.query_of(p_word text) IS 'in: one of varta.words(). out: what finds it in the index: one of its lemmas; for an unknown word whatever begins so, of the words that
the dictionary knows and of the others (marked ~); for a number itself';

CREATE FUNCTION varta.queue_among(f varta.filter) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $_$
    select 'q.status = any(($1).statuses) and '
        || case when num_nonnulls(f.units, f.drafts, f.words) = 0 then 'q.city_id = any(($1).cities) and ' else '' end
        || case when f.units is null then '' else '(q.city_id, q.id) in
               (select x.city_id, x.request_id from varta.referral x where x.city_id = any(($1).cities) and x.unit_id = any(($1).units)) and ' end
        || case when f.drafts is null then '' else '(q.city_id, q.id) in
               (select x.city_id, x.request_id from varta.response x where x.city_id = any(($1).cities) and x.state <> 4 and x.public) and ' end
        || case when f.words is null then '' else '(q.city_id, q.id) in
               (select x.city_id, x.id from varta.search_keys(($1).words, ($1).facts, $1, null, 300) x) and ' end
        || varta.queue_where(f)
$_$;

ALTER FUNCTION varta.queue_among(f varta.filter) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.queue_among(f varta.filter) IS 'in: filter. out: the whole condition, for a statement that has no order from an index. The cities are asked for once: where another table
leads to the requests, there. Of words the newest 300 requests with them';

CREATE FUNCTION varta.queue_few(f varta.filter) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    select num_nonnulls(f.units, f.drafts, f.words, f.operators, f.point) > 0
        or f.sort like '%due' and coalesce(coalesce(f.received_to, now()) - f.received_from < interval '60 days', false)
$$;

ALTER FUNCTION varta.queue_few(f varta.filter) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.queue_few(f varta.filter) IS 'whether an index finds the few that fit, so that they are sorted rather than met on the way through the queue';

CREATE FUNCTION varta.queue_keys(f varta.filter, p_rank smallint, p_at timestamp with time zone, p_id bigint, p_back boolean, p_limit integer) RETURNS TABLE(city_id smallint, id bigint)
    LANGUAGE plpgsql STABLE ROWS 50
    SET search_path TO 'varta', 'pg_temp'
    AS $_$
declare
    v_down constant boolean := (f.sort like '-%') <> p_back;
    v_due constant boolean := f.sort like '%due';
    v_order constant text := replace(case when v_due then 'q.rank%, q.due_at%, q.id%' else 'q.received_at%, q.id%' end, '%',
                                     case when v_down then ' desc' else '' end);
    v_cursor constant text := case when p_id is null then 'true'
        when v_due then format('(q.rank, q.due_at, q.id) %s ($2, $3, $4)', case when v_down then '<' else '>' end)
        else format('(q.received_at, q.id) %s ($3, $4)', case when v_down then '<' else '>' end) end;
begin
    if varta.queue_few(f) then
        return query select * from varta.queue_sort(f, p_rank, p_at, p_id, p_limit, v_cursor, v_order);
    else
        return query select * from varta.queue_walk(f, p_rank, p_at, p_id, p_limit, v_cursor, v_order);
    end if;
end
$_$;

ALTER FUNCTION varta.queue_keys(f varta.filter, p_rank smallint, p_at timestamp with time zone, p_id bigint, p_back boolean, p_limit integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.queue_keys(f varta.filter, p_rank smallint, p_at timestamp with time zone, p_id bigint, p_back boolean, p_limit integer) IS 'in: filter, cursor (rank and due date or moment of receipt, as the filter sorts, and id; id null: none), direction, limit. out: keys of the
requests after or before the cursor, nearest first';

CREATE FUNCTION varta.queue_line(p_city smallint, p_id bigint) RETURNS SETOF api.queue_row
    LANGUAGE sql STABLE
    AS $$
    select c.code, r.id, r.version, k.code, g.code, varta.say(g.name, g.name_en),
           coalesce(nullif(varta.say(g.short, g.short_en), ''), varta.say(g.name, g.name_en)),
           varta.say(d.name, d.name_en), s.code, r.rank, varta.epoch(r.due_at), varta.due_state(s.open, coalesce(r.due_from, r.received_at), r.due_at), varta.epoch(r.received_at),
           case when k.sealed and not varta.may_open(r.city_id, r.id, r.operator_id) then '' else r.title end, r.area,
           (select varta.say(u.name, u.name_en)
            from varta.referral f join varta.referral_state fs on fs.id = f.state
            join varta.unit u on u.city_id = f.city_id and u.id = f.unit_id
            where f.city_id = r.city_id and f.request_id = r.id and fs.open order by f.id desc limit 1),
           o.full_name,
           coalesce((select ps.code from varta.response p join varta.response_state ps on ps.id = p.state
                     where p.city_id = r.city_id and p.request_id = r.id and p.state <> 4 and p.public
                     order by p.id desc limit 1), ''),
           r.due_at
    from varta.request r
    join varta.city c on c.id = r.city_id
    join varta.kind k on k.id = r.kind
    join varta.status s on s.id = r.status
    join varta.category g on g.city_id = r.city_id and g.id = r.category_id
    left join varta.district d on d.city_id = r.city_id and d.id = r.district_id
    left join varta.operator o on o.id = r.operator_id
    where r.city_id = p_city and r.id = p_id
$$;

ALTER FUNCTION varta.queue_line(p_city smallint, p_id bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.queue_line(p_city smallint, p_id bigint) IS 'in: key of a request. out: its line. Reads request, city, kind, status, category, district, operator, referral, unit, response.
Without SECURITY DEFINER, so that it is inlined: only functions of the owner call it';

CREATE FUNCTION varta.queue_ranks(p_city smallint, p_status smallint) RETURNS SETOF smallint
    LANGUAGE sql STABLE ROWS 2
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    with recursive k (rank) as (
        select min(rank) from varta.request where city_id = p_city and status = p_status
        union all
        select (select min(rank) from varta.request where city_id = p_city and status = p_status and rank > k.rank) from k where k.rank is not null)
    select rank from k where rank is not null
$$;

ALTER FUNCTION varta.queue_ranks(p_city smallint, p_status smallint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.queue_ranks(p_city smallint, p_status smallint) IS 'out: the ranks that there are, each found by one step in the index';

CREATE FUNCTION varta.queue_sort(f varta.filter, p_rank smallint, p_at timestamp with time zone, p_id bigint, p_limit integer, p_cursor text, p_order text) RETURNS TABLE(city_id smallint, id bigint)
    LANGUAGE plpgsql STABLE ROWS 50
    SET search_path TO 'varta', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $_$
begin
    return query execute format('
        with few as materialized (select q.city_id, q.id, q.rank, q.due_at, q.received_at from varta.request q where %s)
        select q.city_id, q.id from few q where %s order by %s limit $5', varta.queue_among(f), p_cursor, p_order)
    using f, p_rank, p_at, p_id, p_limit;
end
$_$;

ALTER FUNCTION varta.queue_sort(f varta.filter, p_rank smallint, p_at timestamp with time zone, p_id bigint, p_limit integer, p_cursor text, p_order text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.queue_sort(f varta.filter, p_rank smallint, p_at timestamp with time zone, p_id bigint, p_limit integer, p_cursor text, p_order text) IS 'what fits, by whatever index finds it, then sorted; the cursor must not lead the planner to another index';

CREATE FUNCTION varta.queue_total(f varta.filter) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_n bigint;
begin
    execute 'select count(*) from varta.request q where ' || varta.queue_among(f) into v_n using f;
    return v_n;
end
$$;

ALTER FUNCTION varta.queue_total(f varta.filter) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.queue_total(f varta.filter) IS 'in: filter. out: how many requests it finds';

CREATE FUNCTION varta.queue_walk(f varta.filter, p_rank smallint, p_at timestamp with time zone, p_id bigint, p_limit integer, p_cursor text, p_order text) RETURNS TABLE(city_id smallint, id bigint)
    LANGUAGE plpgsql STABLE ROWS 50
    SET search_path TO 'varta', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    AS $_$
declare
    v_ranks boolean := f.sort like '%due' and num_nonnulls(f.due_from, f.due_to) > 0;
begin
    return query execute format('select q.city_id, q.id
        from unnest(($1).cities) c cross join unnest(($1).statuses) s %s
        cross join lateral (select q.* from varta.request q where q.city_id = c and q.status = s %s and %s and %s order by %s limit $5) q
        order by %s limit $5',
        case when v_ranks then 'cross join lateral varta.queue_ranks(c, s) k' end, case when v_ranks then 'and q.rank = k' end,
        varta.queue_where(f), p_cursor, p_order, p_order)
    using f, p_rank, p_at, p_id, p_limit;
end
$_$;

ALTER FUNCTION varta.queue_walk(f varta.filter, p_rank smallint, p_at timestamp with time zone, p_id bigint, p_limit integer, p_cursor text, p_order text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.queue_walk(f varta.filter, p_rank smallint, p_at timestamp with time zone, p_id bigint, p_limit integer, p_cursor text, p_order text) IS 'of each city and status a stretch of the index that has the order; of each rank, too, where the due date is narrowed, so that it bounds the scan';

CREATE FUNCTION varta.queue_where(f varta.filter) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $_$
    select 'varta.passes(q, $1) and (coalesce(q.snoozed_until, ''-infinity'') > now()) = ($1).snoozed'
        || case when f.unassigned and 2 >= all(f.statuses) then ' and q.status < 3' else '' end
$_$;

ALTER FUNCTION varta.queue_where(f varta.filter) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.queue_where(f varta.filter) IS 'in: filter. out: the condition on request q, apart from city and status, with the filter as $1: constants and parameters only';

CREATE TABLE varta.subscription (
    city_id smallint NOT NULL,
    id bigint DEFAULT ((random() * ('9007199254740991'::bigint)::double precision))::bigint NOT NULL,
    email text NOT NULL,
    lang text NOT NULL,
    request_id bigint,
    beat_id integer,
    asked_at timestamp with time zone DEFAULT now() NOT NULL,
    confirmed_at timestamp with time zone,
    bounced_at timestamp with time zone,
    CONSTRAINT subscription_email CHECK (varta.is_mail(email)),
    CONSTRAINT subscription_lang CHECK ((lang = ANY (ARRAY['uk'::text, 'en'::text]))),
    CONSTRAINT subscription_one CHECK ((num_nonnulls(request_id, beat_id) <= 1))
);

ALTER TABLE varta.subscription OWNER TO varta_owner;

COMMENT ON TABLE varta.subscription IS 'personal data: an address, and what is to be sent there. The row goes when it ends';

COMMENT ON COLUMN varta.subscription.id IS 'stands in signed links; not counted up, so that it tells nothing';

COMMENT ON COLUMN varta.subscription.request_id IS 'what becomes of this request; where it and beat_id are null: all newsletters of the city';

COMMENT ON COLUMN varta.subscription.beat_id IS 'the newsletters of whoever holds this beat';

COMMENT ON COLUMN varta.subscription.confirmed_at IS 'when whoever reads that mailbox said yes; before that nothing is sent there but the question';

COMMENT ON COLUMN varta.subscription.bounced_at IS 'when the address turned out not to work; nothing more is sent there';

COMMENT ON CONSTRAINT subscription_email ON varta.subscription IS 'it stands in commands to mail servers';

COMMENT ON CONSTRAINT subscription_lang ON varta.subscription IS 'the languages in which mails are written';

COMMENT ON CONSTRAINT subscription_one ON varta.subscription IS 'one thing';

CREATE FUNCTION varta.readers(p_city smallint, p_beat integer) RETURNS SETOF varta.subscription
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select * from varta.subscription s
    where s.city_id = p_city and s.request_id is null and s.confirmed_at is not null and s.bounced_at is null
      and (p_beat is null or s.beat_id is null or s.beat_id = p_beat)
$$;

ALTER FUNCTION varta.readers(p_city smallint, p_beat integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.readers(p_city smallint, p_beat integer) IS 'in: city, beat (null: all). out: the subscriptions that get what is written for it: those of the beat, and those of the whole city. Who has
both of them is there twice';

CREATE FUNCTION varta.rebeat(p_city smallint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    perform varta.act('beat', 'beat import');
    update varta.request q
    set beat_id = b.id, operator_id = coalesce(q.operator_id, varta.beat_holder(p_city, b.id)), version = q.version + 1, updated_at = now()
    from (select * from varta.request where (city_id, id) in (select city_id, id from varta.beatless(p_city))
          for no key update skip locked) r
    cross join lateral varta.beat_for(r.city_id, r.point, r.address) b (id)
    where b.id is not null and q.city_id = r.city_id and q.id = r.id;
    perform set_config('varta.act', '', true);
end
$$;

ALTER FUNCTION varta.rebeat(p_city smallint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.rebeat(p_city smallint) IS 'gives the city''s open messages that are nobody''s to the beats that hold them now; waits for nobody, as varta.replace_requests()';

CREATE FUNCTION varta.recall(r varta.request, p_response bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    p varta.response;
begin
    select * into p from varta.response
    where city_id = r.city_id and request_id = r.id and (id = p_response or p_response is null and state = 4)
    order by visible_at desc nulls last, id desc limit 1;
    if not found then
        perform varta.fail('VA001', 'there is no such response', 'response', coalesce(p_response, 0)::text);
    end if;
    perform varta.check_state('recall', p);
    if p.visible_at <= clock_timestamp() or varta.cancel('recall', r, '{}', p.id) then
        perform varta.fail('VA002', 'the recall window has ended', 'recall', (select code from varta.status where id = r.status), r.id::text);
    end if;
    perform varta.step('recall', r, p);
end
$$;

ALTER FUNCTION varta.recall(r varta.request, p_response bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.recall(r varta.request, p_response bigint) IS 'in: request (locked), its response (null: the one published last). Before the recall window ends the answer is taken back: nobody outside
has seen it, nor will, and it can be changed and published again. errors: VA001, VA002';

CREATE FUNCTION varta.record(p_events varta.draft_event[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_at timestamptz;
    v_origin text := coalesce(host(inet_client_addr()), 'local') || ' ' || current_setting('application_name');
    v_city smallint;
begin
    perform from varta.chain
    where city_id in (select distinct city_id from unnest(p_events))
    order by city_id for no key update;
    v_at := clock_timestamp();
    with line as (
        select e.*, c.last + row_number() over (partition by e.city_id order by e.request_id) as id,
               c.hash as head, varta.event_content(e.salt, e.why, e.before, e.after) as content
        from (select *, gen_random_uuid() as salt from unnest(p_events)) e join varta.chain c using (city_id)),
    added as (
        insert into varta.event (city_id, id, request_id, at, who, origin, verb, why, before, after, salt, content_hash, hash)
        select city_id, id, request_id, v_at, session_user, v_origin, verb, why, before, after, salt, content,
               varta.chained(head, varta.event_line(city_id, id, request_id, v_at, session_user, v_origin, verb, content))
                   over (partition by city_id order by id rows unbounded preceding)
        from line
        returning city_id, id, hash)
    update varta.chain c set last = a.id, hash = a.hash
    from (select distinct on (city_id) city_id, id, hash from added order by city_id, id desc) a
    where c.city_id = a.city_id;
    for v_city in select distinct city_id from unnest(p_events) loop
        perform pg_notify('varta_city_' || v_city, '');
    end loop;
end
$$;

ALTER FUNCTION varta.record(p_events varta.draft_event[]) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.record(p_events varta.draft_event[]) IS 'in: events of one statement. Adds them to the chains of their cities and wakes up who listens to those cities, once';

CREATE FUNCTION varta.referral_step(p_verb text, r varta.request, f varta.referral, p_why text, p_after jsonb, p_rank smallint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_state smallint := (select to_state from varta.referral_transition where verb = p_verb and from_state = f.state);
begin
    update varta.referral
    set state = v_state, changed_at = now(), why = case v_state when 3 then p_why else why end,
        response_id = (p_after ->> 'response')::bigint
    where city_id = f.city_id and id = f.id;
    perform varta.act(p_verb, nullif(p_why, ''),
        jsonb_build_object('referral', f.id, 'referral_state', (select code from varta.referral_state where id = f.state)),
        jsonb_build_object('referral', f.id, 'referral_state', (select code from varta.referral_state where id = v_state),
                           'unit', (select code from varta.unit where city_id = f.city_id and id = f.unit_id)) || p_after);
    update varta.request q
    set version = q.version + 1, updated_at = now(), rank = least(q.rank, p_rank),
        snoozed_until = case when p_rank < 0 then null else snoozed_until end
    where city_id = r.city_id and id = r.id;
end
$$;

ALTER FUNCTION varta.referral_step(p_verb text, r varta.request, f varta.referral, p_why text, p_after jsonb, p_rank smallint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.referral_step(p_verb text, r varta.request, f varta.referral, p_why text, p_after jsonb, p_rank smallint) IS 'in: verb, request, referral, why, what else the event tells, the rank that the request gets at least (less than 0 also ends a snooze)';

CREATE FUNCTION varta.refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception using errcode = '55000', message = format('%s.%s: rows are never %s', tg_table_schema, tg_table_name,
        case tg_op when 'UPDATE' then 'changed' else 'deleted' end);
end
$$;

ALTER FUNCTION varta.refuse() OWNER TO varta_owner;

CREATE FUNCTION varta.replace_requests() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    perform varta.act('place', 'district import');
    update varta.request q
    set area = p.area, district_id = p.district_id
    from (select city_id, id, point from varta.request where district_id is null and point is not null
          for no key update skip locked) r
    cross join lateral varta.place(r.city_id, r.point) p
    where q.city_id = r.city_id and q.id = r.id and q.area <> p.area;
    perform set_config('varta.act', '', true);
end
$$;

ALTER FUNCTION varta.replace_requests() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.replace_requests() IS 'places the requests without a district anew, in any city: what lay in no known city may lie in one now. Waits for nobody, for it holds
the head of a chain';

CREATE FUNCTION varta.reporter_added() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    perform varta.subscribe(r.city_id, a.email, a.notify, r.id, null)
    from added a join varta.request r on r.city_id = a.city_id and r.id = a.request_id
    where a.notify is not null and a.comment_id = 0;
    return null;
end
$$;

ALTER FUNCTION varta.reporter_added() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.reporter_added() IS 'who asked to be told what becomes of a request is asked whether it was them';

CREATE FUNCTION varta.reporter_gone() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    delete from varta.subscription s using gone g
    where g.comment_id = 0 and s.city_id = g.city_id and s.request_id = g.request_id;
    return null;
end
$$;

ALTER FUNCTION varta.reporter_gone() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.reporter_gone() IS 'where personal data are erased, the address does not stay here';

CREATE FUNCTION varta.reporters_by(p_city smallint, p_email text, p_phone text) RETURNS TABLE(request_id bigint, comments bigint[])
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select request_id, array_agg(comment_id) from varta.reporter
    where city_id = p_city and (lower(email) = lower(btrim(p_email)) or right(regexp_replace(phone, '\D', '', 'g'), 9) = p_phone)
    group by request_id
$$;

ALTER FUNCTION varta.reporters_by(p_city smallint, p_email text, p_phone text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.reporters_by(p_city smallint, p_email text, p_phone text) IS 'in: city, e-mail address, last nine digits of a telephone. out: to which requests they wrote, and which comments (0: the request itself)';

CREATE FUNCTION varta.republish(p_city smallint, p_request bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    update varta.delivery d
    set delivered_at = null, dead_at = null, leased_by = null, leased_until = null, attempts = 0, next_at = '-infinity'
    from (select min(e.seq) as seq, e.source_id from varta.delivery e join varta.source s on s.city_id = e.city_id and s.id = e.source_id
          join varta.transport t on t.code = s.transport
          where e.city_id = p_city and e.request_id = p_request and t.scope = 'city' group by e.source_id) x
    where d.seq = x.seq and d.source_id = x.source_id;
    if found then
        perform pg_notify('varta_outbox', '');
    end if;
end
$$;

ALTER FUNCTION varta.republish(p_city smallint, p_request bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.republish(p_city smallint, p_request bigint) IS 'in: request. Whoever publishes what is public in its city looks at it again, although nothing leaves. Whoever has just done so does not know
of this change, and loses the lease';

CREATE FUNCTION varta.request_added() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    SET enable_seqscan TO 'off'
    AS $$
declare
    v_events varta.draft_event[];
begin
    select array_agg(row(a.city_id, a.id, 'received', null, null,
                         jsonb_build_object('submission', a.submission_id, 'digest', encode(s.digest, 'hex')))::varta.draft_event)
    into v_events
    from added a left join varta.submission s on s.city_id = a.city_id and s.id = a.submission_id;
    if v_events is not null then
        perform varta.record(v_events);
    end if;
    return null;
end
$$;

ALTER FUNCTION varta.request_added() OWNER TO varta_owner;

CREATE FUNCTION varta.request_changed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_act jsonb := coalesce(nullif(current_setting('varta.act', true), ''), '{"verb": "changed"}');
    v_events varta.draft_event[];
begin
    perform set_config('varta.act', '', true);
    select array_agg(row(n.city_id, n.id, v_act ->> 'verb', v_act ->> 'why', d.before, d.after)::varta.draft_event)
    into v_events
    from old_rows o join new_rows n using (city_id, id)
    cross join lateral (
        select coalesce(jsonb_object_agg(b.key, b.value), '{}') || coalesce(nullif(v_act -> 'before', 'null'), '{}') as before,
               coalesce(jsonb_object_agg(b.key, a.value), '{}') || coalesce(nullif(v_act -> 'after', 'null'), '{}') as after
        from jsonb_each(varta.request_shown(o)) b join jsonb_each(varta.request_shown(n)) a using (key)
        where a.value <> b.value and v_act ->> 'verb' <> 'erase') d
    where v_act ->> 'verb' <> 'changed' or o <> n;
    if v_events is not null then
        perform varta.record(v_events);
    end if;
    return null;
end
$$;

ALTER FUNCTION varta.request_changed() OWNER TO varta_owner;

CREATE FUNCTION varta.request_facts(r varta.request, p_category text) RETURNS text[]
    LANGUAGE sql IMMUTABLE
    AS $$
    select array['#c' || r.city_id, '#k' || r.kind, '#s' || r.status, '#g' || p_category, '#d' || coalesce(r.district_id, 0),
                 '#9.' || (r.id >> 9), '#12.' || (r.id >> 12), '#15.' || (r.id >> 15), '#18.' || (r.id >> 18)]
$$;

ALTER FUNCTION varta.request_facts(r varta.request, p_category text) OWNER TO varta_owner;

CREATE FUNCTION varta.request_filter_check(p_filter jsonb) RETURNS void
    LANGUAGE plpgsql STABLE
    AS $$
declare
    v_key text;
begin
    select key into v_key from jsonb_object_keys(p_filter) key
    where key not in ('ids', 'service_code', 'status', 'from', 'to', 'own') limit 1;
    if found then
        perform varta.fail('VA006', format('unknown key %L in the filter', v_key), v_key);
    end if;
    select key into v_key from unnest(array['from', 'to']) key
    where p_filter ->> key is not null and varta.to_time(p_filter ->> key, 'UTC') is null limit 1;
    if found then
        perform varta.fail('VA003', format('%s is not a time', v_key), v_key, p_filter ->> v_key, 'a time in ISO 8601');
    end if;
end
$$;

ALTER FUNCTION varta.request_filter_check(p_filter jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.request_filter_check(p_filter jsonb) IS 'errors: VA006 unknown key, VA003 a time that is none';

CREATE FUNCTION varta.request_of(p_id bigint) RETURNS varta.request
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request;
begin
    select * into r from varta.request where city_id = varta.find(p_id) and id = p_id;
    if not found then
        perform varta.fail('VA001', format('there is no request %s', p_id), 'request', p_id::text);
    end if;
    return r;
end
$$;

ALTER FUNCTION varta.request_of(p_id bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.request_of(p_id bigint) IS 'in: number. out: the request, as far as the operator sees it. errors: VA001';

CREATE FUNCTION varta.request_shown(p_request varta.request) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select to_jsonb(p_request) - '{city_id,id,version,updated_at,operator_id,category_id,district_id,beat_id}'::text[]
            || jsonb_build_object(
                'status', (select code from varta.status where id = p_request.status),
                'kind', (select code from varta.kind where id = p_request.kind),
                'operator', (select login from varta.operator where id = p_request.operator_id),
                'category', (select code from varta.category where city_id = p_request.city_id and id = p_request.category_id),
                'district', (select code from varta.district where city_id = p_request.city_id and id = p_request.district_id),
                'beat', (select code from varta.beat where city_id = p_request.city_id and id = p_request.beat_id)));
end
$$;

ALTER FUNCTION varta.request_shown(p_request varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.request_shown(p_request varta.request) IS 'a request as the history tells it: codes instead of numbers';

CREATE FUNCTION varta.request_words(r varta.request) RETURNS text[]
    LANGUAGE sql STABLE
    AS $$
    select varta.words(concat_ws(E'\n', r.title, r.body, r.address,
        (select string_agg(p.body, E'\n') from varta.response p
         where p.city_id = r.city_id and p.request_id = r.id and p.state = 4 and p.public)))
$$;

ALTER FUNCTION varta.request_words(r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.request_words(r varta.request) IS 'out: the words of a request: title, text, address, published answers';

CREATE FUNCTION varta.resident_text(r varta.request) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return coalesce(case r.status
        when 3 then (select p.body from varta.response p where p.city_id = r.city_id and p.request_id = r.id and p.state = 4 order by p.visible_at desc, p.id desc limit 1)
        when 4 then (select case s.lang when 'en' then e.text_en else e.text end
                     from varta.reason e, varta.source s where e.code = r.reason and s.id = r.source_id)
    end, '');
end
$$;

ALTER FUNCTION varta.resident_text(r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.resident_text(r varta.request) IS 'out: what the resident is told in the request''s present status: the answer, or the reason; or nothing';

CREATE FUNCTION varta.response_of(r varta.request, p_response bigint) RETURNS varta.response
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    p varta.response;
begin
    select * into p from varta.response
    where city_id = r.city_id and request_id = r.id
      and case when p_response is null then public and state <> 4 else id = p_response end
    order by id desc limit 1;
    if not found then
        perform varta.fail('VA001', 'there is no such response', 'response', coalesce(p_response, 0)::text);
    end if;
    return p;
end
$$;

ALTER FUNCTION varta.response_of(r varta.request, p_response bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.response_of(r varta.request, p_response bigint) IS 'in: request, response or null. out: that response of the request, for null its newest unpublished public one. errors: VA001';

CREATE FUNCTION varta.responsible(p_city smallint, p_unit integer, p_point public.geometry, p_address varta.address) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    if exists (select from varta.unit_piece where city_id = p_city and unit_id = p_unit and public.st_covers(area, p_point)) then
        return varta.say('територія відповідальності', 'area of responsibility');
    end if;
    return (select varta.say('список вулиць: ', 'list of streets: ') || s.name from varta.unit_street s
            where s.city_id = p_city and s.unit_id = p_unit and s.street = p_address.street
              and varta.street_fits(p_address, s.kind, s.low, s.high, s.parity)
            order by s.kind <> p_address.kind, s.id limit 1);
end
$$;

ALTER FUNCTION varta.responsible(p_city smallint, p_unit integer, p_point public.geometry, p_address varta.address) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.responsible(p_city smallint, p_unit integer, p_point public.geometry, p_address varta.address) IS 'in: unit, point and address of a request. out: why its area holds the place, in words; null where it does not';

CREATE FUNCTION varta.resume(r varta.request) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    p varta.pause;
begin
    update varta.pause a set until_at = now(), due_after = varta.due_resume(r.city_id, a.due_at, a.from_at, now())
    where city_id = r.city_id and request_id = r.id and until_at is null returning * into p;
    perform varta.act('resume', null, null, jsonb_build_object('pause', p.id));
    update varta.request q set due_at = p.due_after, version = q.version + 1, updated_at = now()
    where city_id = r.city_id and id = r.id;
end
$$;

ALTER FUNCTION varta.resume(r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.resume(r varta.request) IS 'ends the pause of a request that is paused; the due date moves by the working time that it took';

CREATE FUNCTION varta.retention_rules() RETURNS TABLE(city_id smallint, kind smallint, days integer, own boolean)
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select c.id, k.id, coalesce(o.days, d.days), o.days is not null
    from varta.city c cross join varta.kind k
    left join varta.retention o on o.city_id = c.id and o.kind = k.id
    left join varta.retention d on d.city_id is null and d.kind = k.id
    where coalesce(o.days, d.days) is not null
$$;

ALTER FUNCTION varta.retention_rules() OWNER TO varta_owner;

CREATE FUNCTION varta.role_check(p_roles text[]) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_known text[] := (select array_agg(code order by sort) from varta.role);
    v_role text;
begin
    if coalesce(array_length(p_roles, 1), 0) = 0 then
        perform varta.fail('VA003', 'no role is named', 'role', '', array_to_string(v_known, ', '));
    end if;
    select r into v_role from unnest(p_roles) r where not r = any(v_known) limit 1;
    if found then
        perform varta.fail('VA003', format('there is no role %L', v_role), 'role', v_role, array_to_string(v_known, ', '));
    end if;
end
$$;

ALTER FUNCTION varta.role_check(p_roles text[]) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.role_check(p_roles text[]) IS 'errors: VA003 for what is not in varta.role';

CREATE FUNCTION varta.root(p_city smallint, p_id bigint) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (with recursive up as (
            select id, merged_into from varta.request where city_id = p_city and id = p_id
            union all
            select r.id, r.merged_into from up join varta.request r on r.city_id = p_city and r.id = up.merged_into)
        select id from up where merged_into is null);
end
$$;

ALTER FUNCTION varta.root(p_city smallint, p_id bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.root(p_city smallint, p_id bigint) IS 'in: request. out: the one into which it was merged in the end; itself where it was not';

CREATE FUNCTION varta.rule_store(p_city smallint, p_id integer, p_unit text, p_category text, p_district text, p_by_area boolean, p_priority smallint, p_active boolean) RETURNS integer
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_unit integer := (varta.any_unit_of(p_city, p_unit)).id;
    v_category integer := (select id from varta.category where city_id = p_city and code = p_category);
    v_district integer := (select id from varta.district where city_id = p_city and code = p_district);
    v_id integer := p_id;
begin
    if v_category is null and p_category is not null then
        perform varta.fail('VA001', format('there is no category %L', p_category), 'category', p_category);
    elsif v_district is null and p_district is not null then
        perform varta.fail('VA001', format('there is no district %L', p_district), 'district', p_district);
    elsif v_id is null then
        insert into varta.referral_rule (city_id, unit_id, category_id, district_id, by_area, priority, active)
        values (p_city, v_unit, v_category, v_district, p_by_area, p_priority, p_active) returning id into v_id;
    else
        update varta.referral_rule
        set unit_id = v_unit, category_id = v_category, district_id = v_district, by_area = p_by_area, priority = p_priority, active = p_active
        where city_id = p_city and id = v_id;
    end if;
    return v_id;
exception when unique_violation then
    perform varta.fail('VA005', 'the same rule already exists', 'rule', p_unit);
end
$$;

ALTER FUNCTION varta.rule_store(p_city smallint, p_id integer, p_unit text, p_category text, p_district text, p_by_area boolean, p_priority smallint, p_active boolean) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.rule_store(p_city smallint, p_id integer, p_unit text, p_category text, p_district text, p_by_area boolean, p_priority smallint, p_active boolean) IS 'in: city, number (null: a new one), the whole rule by codes. out: number. errors: VA001, VA005';

CREATE FUNCTION varta.same_place(r varta.request, f varta.filter, p_limit integer) RETURNS TABLE(city_id smallint, id bigint, distance double precision)
    LANGUAGE plpgsql STABLE ROWS 100
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_words tsquery := varta.text_query(array(
        select w from unnest(varta.words(coalesce(nullif(r.address, ''), r.title))) w
        where not exists (select from varta.stop_word where word = w) limit 12));
begin
    f.cities := array[r.city_id];
    return query
    select k.city_id, k.id, null::double precision
    from varta.search_keys(v_words, varta.any_fact('c', f.cities::text[]), f, null, p_limit) k where v_words is not null;
end
$$;

ALTER FUNCTION varta.same_place(r varta.request, f varta.filter, p_limit integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.same_place(r varta.request, f varta.filter, p_limit integer) IS 'out: requests of the same city with the same address, or title, newest first; without a distance';

CREATE FUNCTION varta.say(p_uk text, p_en text) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select case current_setting('varta.lang', true) when 'en' then coalesce(nullif(p_en, ''), p_uk) else p_uk end
$$;

ALTER FUNCTION varta.say(p_uk text, p_en text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.say(p_uk text, p_en text) IS 'in: a text in Ukrainian and in English. out: the one for the session''s varta.lang, Ukrainian by default';

CREATE FUNCTION varta.say_days(n integer, p_working boolean) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select varta.say(
        case when p_working then varta.plural(n, 'робочий день', 'робочі дні', 'робочих днів')
             else varta.plural(n, 'календарний день', 'календарні дні', 'календарних днів') end,
        format('%s %s day%s', n, case when p_working then 'working' else 'calendar' end, case when n = 1 then '' else 's' end))
$$;

ALTER FUNCTION varta.say_days(n integer, p_working boolean) OWNER TO varta_owner;

CREATE FUNCTION varta.say_days_off(c varta.city, p_from date, p_to date) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select string_agg(to_char(d.day, 'DD.MM') || ' '
                      || coalesce(varta.say(h.name, h.name_en),
                                  case extract(isodow from d.day) when 6 then varta.say('субота', 'Saturday') else varta.say('неділя', 'Sunday') end),
                      ', ' order by d.day)
    from (select generate_series(p_from, p_to, '1 day')::date as day) d
    left join varta.holiday h on h.country = c.country and h.day = d.day and not h.working and not c.martial_law
    where not exists (select from varta.workday w where w.country = c.country and w.martial_law = c.martial_law and w.day = d.day)
$$;

ALTER FUNCTION varta.say_days_off(c varta.city, p_from date, p_to date) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.say_days_off(c varta.city, p_from date, p_to date) IS 'in: city, first and last day. out: the days off among them and why they are; null where there are none';

CREATE FUNCTION varta.say_holidays(c varta.city, p_from date, p_to date) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select string_agg(to_char(h.day, 'DD.MM') || ' ' || varta.say(h.name, h.name_en), ', ' order by h.day)
    from varta.holiday h
    where h.country = c.country and h.day between p_from and p_to and not h.working and extract(isodow from h.day) < 6
$$;

ALTER FUNCTION varta.say_holidays(c varta.city, p_from date, p_to date) OWNER TO varta_owner;

CREATE FUNCTION varta.say_moment(p_at timestamp with time zone, p_tz text) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select case when t::time = '00:00' then format(varta.say('кінця %s', 'the end of %s'), to_char(t - interval '1 day', 'DD.MM.YYYY'))
                else to_char(t, 'DD.MM.YYYY HH24:MI') end
    from (select p_at at time zone p_tz as t) x
$$;

ALTER FUNCTION varta.say_moment(p_at timestamp with time zone, p_tz text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.say_moment(p_at timestamp with time zone, p_tz text) IS 'in: a moment after "until", a time zone. out: midnight as the end of the day before';

CREATE FUNCTION varta.say_worked(c varta.city, p_from timestamp with time zone, p_until timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select format(varta.say('%s год %s хв робочих днів', '%s h %s min of working days'), m / 60, m % 60)
    from (select (varta.work_clock(c, p_until) - varta.work_clock(c, p_from)) / 60000000 as m) x
$$;

ALTER FUNCTION varta.say_worked(c varta.city, p_from timestamp with time zone, p_until timestamp with time zone) OWNER TO varta_owner;

CREATE FUNCTION varta.search_added() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    insert into varta.search_todo (city_id, request_id) select city_id, id from added;
    if found then
        notify varta_index;
    end if;
    return null;
end
$$;

ALTER FUNCTION varta.search_added() OWNER TO varta_owner;

CREATE FUNCTION varta.search_answered() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    insert into varta.search_todo (city_id, request_id)
    select n.city_id, n.request_id from old_rows o join new_rows n using (city_id, id)
    where (o.state = 4 or n.state = 4) and (o.state, o.public, o.body) is distinct from (n.state, n.public, n.body);
    if found then
        notify varta_index;
    end if;
    return null;
end
$$;

ALTER FUNCTION varta.search_answered() OWNER TO varta_owner;

CREATE FUNCTION varta.search_changed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    insert into varta.search_todo (city_id, request_id)
    select n.city_id, n.id from old_rows o join new_rows n using (city_id, id)
    where (o.kind, o.category_id, o.status, o.district_id, o.title, o.titled, o.body, o.address)
          is distinct from (n.kind, n.category_id, n.status, n.district_id, n.title, n.titled, n.body, n.address);
    if found then
        notify varta_index;
    end if;
    return null;
end
$$;

ALTER FUNCTION varta.search_changed() OWNER TO varta_owner;

CREATE FUNCTION varta.search_keys(p_words tsquery, p_facts tsquery, f varta.filter, p_before bigint, p_limit integer) RETURNS TABLE(city_id smallint, id bigint)
    LANGUAGE plpgsql STABLE ROWS 50
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    v_query tsquery := case when p_facts is null then p_words else p_words && p_facts end;
    v_next bigint := (select last_value + 1 from varta.request_id);
    v_begin bigint;
    v_seen bigint := 0;
    v_level integer;
    v_hits integer;
    v_found integer := 0;
    v_given integer := 0;
    v_last bigint;
    k record;
begin
    v_next := least(v_next, p_before);
    v_begin := v_next;
    while v_next > 0 and v_given < p_limit loop
        v_level := varta.search_level(v_next, v_seen);
        v_hits := 0;
        if v_seen >= 2048 and v_found::numeric * v_next / v_seen <= 4000 then
            v_level := 63;
        end if;
        for k in
            select s.city_id, s.id, varta.fits(r, f) and varta.may_read(r) as fits
            from varta.search_scan(case v_level when 63 then v_query else v_query &&
                     format('''#%s.%s''', v_level, (v_next - 1) >> v_level)::tsquery end, f.cities, v_next, p_limit) s
            join varta.request r on r.city_id = s.city_id and r.id = s.id
            order by s.id desc
        loop
            v_hits := v_hits + 1;
            v_last := k.id;
            if k.fits and v_given < p_limit then
                v_given := v_given + 1;
                city_id := k.city_id;
                id := k.id;
                return next;
            end if;
        end loop;
        v_found := v_found + v_hits;
        v_next := case when v_hits = p_limit then v_last when v_level = 63 then 0 else ((v_next - 1) >> v_level) << v_level end;
        v_seen := v_begin - v_next;
    end loop;
end
$$;

ALTER FUNCTION varta.search_keys(p_words tsquery, p_facts tsquery, f varta.filter, p_before bigint, p_limit integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.search_keys(p_words tsquery, p_facts tsquery, f varta.filter, p_before bigint, p_limit integer) IS 'in: words and facts to look for, filter, before which number (null: from the newest), limit. out: keys of what fits, newest first';

CREATE FUNCTION varta.search_level(p_before bigint, p_seen bigint) RETURNS integer
    LANGUAGE sql IMMUTABLE
    AS $$
    select coalesce(max(l), 9) from unnest(array[12, 15, 18]) l where p_before % (1::bigint << l) = 0 and p_seen * 4 >= 1::bigint << l
$$;

ALTER FUNCTION varta.search_level(p_before bigint, p_seen bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.search_level(p_before bigint, p_seen bigint) IS 'in: where the next block ends, how many numbers are done. out: its size as a power of two, at most four times what is done';

CREATE FUNCTION varta.search_scan(p_query tsquery, p_cities smallint[], p_before bigint, p_limit integer) RETURNS TABLE(city_id smallint, id bigint)
    LANGUAGE sql STABLE ROWS 50
    SET search_path TO 'varta', 'pg_temp'
    SET enable_seqscan TO 'off'
    SET enable_indexscan TO 'off'
    AS $$
    select s.city_id, s.id from varta.search s
    where s.doc @@ p_query and s.city_id + 0 = any(p_cities) and s.id + 0 < p_before
    order by s.id desc limit p_limit
$$;

ALTER FUNCTION varta.search_scan(p_query tsquery, p_cities smallint[], p_before bigint, p_limit integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.search_scan(p_query tsquery, p_cities smallint[], p_before bigint, p_limit integer) IS 'one scan of the GIN index and nothing else, the primary key being kept out by + 0: the newest of the matches';

CREATE FUNCTION varta.search_words(p_text text) RETURNS text[]
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_words text[];
begin
    select array_agg(w) into v_words
    from (select w from unnest(varta.words(left(p_text, 400))) w where not exists (select from varta.stop_word where word = w) limit 12) t;
    if v_words is null then
        perform varta.fail('VA003', 'there is no word to look for', 'text', left(p_text, 40), 'a word or a number');
    end if;
    return v_words;
end
$$;

ALTER FUNCTION varta.search_words(p_text text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.search_words(p_text text) IS 'out: the words to look for, at most 12. errors: VA003 where there is none';

CREATE FUNCTION varta.set_cities(p_operator integer, p_cities text[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_ids smallint[] := (select array_agg((varta.city_of(code)).id) from unnest(p_cities) code);
begin
    delete from varta.operator_city where operator_id = p_operator and not city_id = any(coalesce(v_ids, '{}'))
        and (city_id = any(varta.my_cities()) or varta.is_superuser());
    insert into varta.operator_city (operator_id, city_id) select p_operator, unnest(v_ids) on conflict do nothing;
end
$$;

ALTER FUNCTION varta.set_cities(p_operator integer, p_cities text[]) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.set_cities(p_operator integer, p_cities text[]) IS 'in: operator, codes of cities. Cities that are not the administrator''s own are left as they are. errors: VA001';

CREATE FUNCTION varta.set_unit(p_operator integer, p_unit text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    u varta.unit;
begin
    select t.* into u from varta.unit t join varta.operator_city c on c.city_id = t.city_id and c.operator_id = p_operator
    where t.code = p_unit order by t.city_id limit 1;
    if p_unit <> '' and u.id is null then
        perform varta.fail('VA001', format('there is no unit %L', p_unit), 'unit', p_unit);
    end if;
    update varta.operator set unit_city = u.city_id, unit_id = u.id where id = p_operator;
end
$$;

ALTER FUNCTION varta.set_unit(p_operator integer, p_unit text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.set_unit(p_operator integer, p_unit text) IS 'in: operator, code of a unit of one of the operator''s cities, or empty for none. errors: VA001';

CREATE FUNCTION varta.settings_check(p_settings jsonb, p_known text[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    v_key text;
begin
    select key into v_key from jsonb_object_keys(p_settings) key where not key = any(p_known) limit 1;
    if found then
        perform varta.fail('VA003', format('unknown setting %L', v_key), 'setting', v_key, array_to_string(p_known, ' | '));
    end if;
end
$$;

ALTER FUNCTION varta.settings_check(p_settings jsonb, p_known text[]) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.settings_check(p_settings jsonb, p_known text[]) IS 'errors: VA003 for the first key that is not among the known ones';

CREATE FUNCTION varta.show_beat(r varta.request) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select to_jsonb(i) - 'hours' from varta.in_charge(r.city_id, r.beat_id, now()) i);
end
$$;

ALTER FUNCTION varta.show_beat(r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.show_beat(r varta.request) IS 'the beat of a message and who is in charge there now; null where it is of none';

CREATE FUNCTION varta.show_comments(r varta.request) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('body', body, 'at', varta.epoch(written_at)) order by id), '[]')
        from varta.comment where city_id = r.city_id and request_id = r.id);
end
$$;

ALTER FUNCTION varta.show_comments(r varta.request) OWNER TO varta_owner;

CREATE FUNCTION varta.show_events(r varta.request, p_content boolean) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object(
            'id', e.id, 'at', varta.epoch(e.at), 'who', varta.name_of(e.who), 'verb', e.verb,
            'why', case when p_content then e.why end, 'before', case when p_content then e.before end,
            'after', case when p_content then e.after end) order by e.id desc), '[]')
        from (select * from varta.event where city_id = r.city_id and request_id = r.id order by id desc limit 50) e);
end
$$;

ALTER FUNCTION varta.show_events(r varta.request, p_content boolean) OWNER TO varta_owner;

CREATE FUNCTION varta.show_pause(r varta.request, p_read boolean) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select jsonb_build_object('since', varta.epoch(p.from_at), 'question', case when p_read then p.question end)
        from varta.pause p where p.city_id = r.city_id and p.request_id = r.id and p.until_at is null);
end
$$;

ALTER FUNCTION varta.show_pause(r varta.request, p_read boolean) OWNER TO varta_owner;

CREATE FUNCTION varta.show_recall(r varta.request) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select varta.epoch(max(p.visible_at)) from varta.response p
        where p.city_id = r.city_id and p.request_id = r.id and r.status = 3 and p.visible_at > clock_timestamp());
end
$$;

ALTER FUNCTION varta.show_recall(r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.show_recall(r varta.request) IS 'out: until when the published answer can be recalled (epoch s), null where it cannot';

CREATE FUNCTION varta.show_referrals(r varta.request) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object(
            'id', f.id, 'unit', u.code, 'unit_name', varta.say(u.name, u.name_en), 'state', s.code,
            'due', varta.epoch(f.due_at), 'note', f.note, 'why', f.why, 'response', f.response_id, 'mine', varta.may_handle(f), 'by', o.full_name, 'at', varta.epoch(f.created_at)) order by f.id), '[]')
        from varta.referral f
        join varta.unit u on u.city_id = f.city_id and u.id = f.unit_id
        join varta.referral_state s on s.id = f.state
        join varta.operator o on o.id = f.operator_id
        where f.city_id = r.city_id and f.request_id = r.id);
end
$$;

ALTER FUNCTION varta.show_referrals(r varta.request) OWNER TO varta_owner;

CREATE FUNCTION varta.show_reporter(r varta.request) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select jsonb_build_object('email', p.email, 'first_name', p.first_name, 'last_name', p.last_name, 'phone', p.phone)
        from varta.reporter p
        where p.city_id = r.city_id and p.request_id = r.id and p.comment_id = 0 and p.may_contact
          and 'moderator' = any(varta.my_roles()));
end
$$;

ALTER FUNCTION varta.show_reporter(r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.show_reporter(r varta.request) IS 'the resident, for moderators, if the resident agreed to be contacted; otherwise null';

CREATE FUNCTION varta.show_responses(r varta.request) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object(
            'id', p.id, 'state', s.code, 'public', p.public, 'body', p.body, 'author', o.full_name,
            'at', varta.epoch(p.updated_at), 'version', p.version, 'visible', varta.epoch(p.visible_at)) order by p.id), '[]')
        from varta.response p
        join varta.response_state s on s.id = p.state
        join varta.operator o on o.id = p.author_id
        where p.city_id = r.city_id and p.request_id = r.id);
end
$$;

ALTER FUNCTION varta.show_responses(r varta.request) OWNER TO varta_owner;

CREATE FUNCTION varta.show_undo(r varta.request) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select e.verb from varta.last_act(r) e where varta.undoable(r, e));
end
$$;

ALTER FUNCTION varta.show_undo(r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.show_undo(r varta.request) IS 'out: the verb that api.undo() would undo, null where there is none';

CREATE FUNCTION varta.slug(p_name text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
    -- the national transliteration (resolution 55 of 2010), without its special beginnings of words
    select left(btrim(regexp_replace(
        replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
            translate(lower(p_name), 'абвгґдезиіїйклмнопрстуфь''’ʼ', 'abvhgdezyiiiklmnoprstuf'),
            'зг', 'zgh'), 'є', 'ie'), 'ж', 'zh'), 'х', 'kh'), 'ц', 'ts'), 'ч', 'ch'), 'ш', 'sh'), 'щ', 'shch'), 'ю', 'iu'), 'я', 'ia'),
            'ё', 'io'), 'ы', 'y'),
        '[^a-z0-9]+', '-', 'g'), '-'), 60)
$$;

ALTER FUNCTION varta.slug(p_name text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.slug(p_name text) IS 'in: a name. out: lower-case Latin letters, digits and hyphens';

CREATE FUNCTION varta.source_of(p_source integer) RETURNS varta.source
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_source varta.source;
begin
    select * into v_source from varta.source where id = p_source and active;
    if not found then
        perform varta.fail('VA001', format('there is no active source %s', p_source), 'source', p_source::text);
    end if;
    return v_source;
end
$$;

ALTER FUNCTION varta.source_of(p_source integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.source_of(p_source integer) IS 'in: id. out: the active source. errors: VA001';

CREATE FUNCTION varta.split(r varta.request, p_why text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    q varta.request;
begin
    select * into q from varta.request where city_id = r.city_id and id = varta.root(r.city_id, r.id);
    perform varta.cancel('split', r, array(select event_id from varta.outbox where city_id = r.city_id and request_id = r.id and status = 5));
    perform varta.act('split', p_why);
    update varta.request a
    set status = 2, merged_into = null, version = a.version + 1, updated_at = now(),
        due_at = greatest(a.due_at, varta.due_answer(a.city_id, a.kind, coalesce(a.due_from, a.received_at)))
    where city_id = r.city_id and id = r.id;
    perform varta.emit(r, 2::smallint);
    perform varta.mark('release', q, r.id);
end
$$;

ALTER FUNCTION varta.split(r varta.request, p_why text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.split(r varta.request, p_why text) IS 'in: a merged request (its family is locked), why. It is pending again, and on its own';

CREATE FUNCTION varta.split_text(p_text text) RETURNS TABLE(title text, titled boolean, body text)
    LANGUAGE sql IMMUTABLE
    AS $_$
    select case when b.titled then b.first
                when length(b.flat) <= 80 then b.flat
                when substr(b.flat, 81, 1) = ' ' then left(b.flat, 80)
                else regexp_replace(left(b.flat, 80), '(.) [^ ]*$', '\1') end,
           b.titled,
           case when b.titled then ltrim(substr(b.t, length(b.first) + 1), E' \t\n') else b.t end
    from (select a.t, a.first, btrim(left(replace(a.t, E'\n', ' '), 200)) as flat,
                 length(a.first) between 1 and 200 and substr(a.t, length(a.first) + 1) ~ '^\n[ \t]*\n' as titled
          from (select n.t, split_part(n.t, E'\n', 1) as first
                from (select btrim(replace(replace(p_text, E'\r\n', E'\n'), E'\r', E'\n'), E' \t\n') as t offset 0) n
                offset 0) a
          offset 0) b
$_$;

ALTER FUNCTION varta.split_text(p_text text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.split_text(p_text text) IS 'in: what a resident wrote. out: title: the first line if an empty one follows, otherwise the first 80 characters cut at a word;
titled: whether it was such a line; body: the rest, or all. CRLF becomes LF, blanks at both ends go';

CREATE FUNCTION varta.stem(p_word text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $_$
    select case when p_word ~ '^[[:alpha:]ʼ]{3,}$'
                then coalesce(substring(p_word from '^(.{3,}?)[аеєиіїйоуьюяыэё]*$'), p_word) end
$_$;

ALTER FUNCTION varta.stem(p_word text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.stem(p_word text) IS 'in: a word that the dictionary does not know: Russian, a name, the beginning of a word. out: with which letters what it finds begins;
null: only the word itself';

CREATE FUNCTION varta.step(p_verb text, r varta.request, p varta.response, p_visible timestamp with time zone DEFAULT NULL::timestamp with time zone) RETURNS varta.response
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_status smallint := (varta.goal(p_verb, r)).to_status;
    v_state smallint := varta.check_state(p_verb, p);
begin
    update varta.response
    set state = v_state, version = version + 1, updated_at = now(), visible_at = p_visible,
        approver_id = case when p_verb = 'approve' then (varta.me()).id when v_state = 5 then null else approver_id end
    where city_id = p.city_id and id = p.id;
    perform varta.act(p_verb, null,
        jsonb_build_object('response', p.id, 'state', (select code from varta.response_state where id = p.state)),
        jsonb_build_object('response', p.id, 'state', (select code from varta.response_state where id = v_state)));
    update varta.request q set status = v_status, version = q.version + 1, updated_at = now(), rank = varta.calm(q.rank)
    where city_id = r.city_id and id = r.id;
    p.state := v_state;
    return p;
end
$$;

ALTER FUNCTION varta.step(p_verb text, r varta.request, p varta.response, p_visible timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.step(p_verb text, r varta.request, p varta.response, p_visible timestamp with time zone) IS 'in: verb, request, its response, when a published one may be seen. out: the response as the verb left it; the request is changed, too.
errors: VA002';

CREATE FUNCTION varta.street_fits(p_address varta.address, p_kind text, p_low integer, p_high integer, p_parity text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
    select (p_kind = p_address.kind or p_kind = '' or p_address.kind = '')
           and case when p_address.house is null then p_low is null and p_high is null and p_parity = 'all'
               else p_address.house between coalesce(p_low, 0) and coalesce(p_high, 2147483647)
                    and (p_parity = 'all' or (p_parity = 'odd') = (p_address.house % 2 = 1)) end
$$;

ALTER FUNCTION varta.street_fits(p_address varta.address, p_kind text, p_low integer, p_high integer, p_parity text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.street_fits(p_address varta.address, p_kind text, p_low integer, p_high integer, p_parity text) IS 'in: an address, a line of a street list of the same name. out: whether the line holds it. A house without a number is only in whole streets';

CREATE FUNCTION varta.street_lines(p_streets jsonb) RETURNS TABLE(name text, kind text, street text, low integer, high integer, parity text)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_line jsonb;
    v_name record;
begin
    if jsonb_typeof(p_streets) is distinct from 'array' then
        perform varta.fail('VA003', 'the streets are not a list', 'streets', left(p_streets::text, 60), 'a list');
    end if;
    for v_line in select jsonb_array_elements(p_streets) loop
        v_name := varta.street_name(v_line ->> 'street');
        if coalesce(v_name.street, '') = '' then
            perform varta.fail('VA003', format('no street is named in %s', v_line), 'street', v_line::text, 'a name');
        end if;
        return query select btrim(v_line ->> 'street'), v_name.kind, v_name.street, (v_line ->> 'from')::integer, (v_line ->> 'to')::integer,
                            coalesce(v_line ->> 'parity', 'all');
    end loop;
exception when invalid_text_representation or numeric_value_out_of_range or invalid_parameter_value then
    perform varta.fail('VA003', format('%s: %s', v_line, sqlerrm), 'street', v_line::text, 'from and to are numbers of houses');
end
$$;

ALTER FUNCTION varta.street_lines(p_streets jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.street_lines(p_streets jsonb) IS 'in: [{"street": "вул. Межигірська", "from": 1, "to": 35, "parity": "odd"}], the last three may be missing. out: the lines of a street
list. errors: VA003, naming the line';

CREATE FUNCTION varta.street_name(p_text text, OUT kind text, OUT street text) RETURNS record
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_word text;
begin
    kind := '';
    for v_word in select w from regexp_split_to_table(lower(translate(p_text, '''’ʼ`"«».', '       .')), '[\s.]+') w where w <> '' loop
        if kind = '' and exists (select from varta.street_kind k where k.word = v_word) then
            kind := (select k.kind from varta.street_kind k where k.word = v_word);
        else
            street := concat_ws(' ', street, nullif(btrim(regexp_replace(v_word, '[^[:alnum:]]+', ' ', 'g')), ''));
        end if;
    end loop;
    street := coalesce(street, '');
end
$$;

ALTER FUNCTION varta.street_name(p_text text, OUT kind text, OUT street text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.street_name(p_text text, OUT kind text, OUT street text) IS 'in: ''вул. Межигірська''. out: its kind in full (empty where none is named) and its name';

CREATE FUNCTION varta.subscribe(p_city smallint, p_email text, p_lang text, p_request bigint, p_beat integer) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_id bigint;
begin
    if (varta.mail_source(p_city)).id is null or not coalesce(varta.is_mail(p_email), false)
       or (select count(*) >= 5 from varta.subscription s join varta.mail m on m.subscription_id = s.id and m.kind = 'confirm'
           where s.city_id = p_city and lower(s.email) = lower(p_email) and m.created_at > now() - interval '1 day') then
        return;
    end if;
    insert into varta.subscription (city_id, email, lang, request_id, beat_id)
    values (p_city, p_email, p_lang, p_request, p_beat)
    on conflict (city_id, lower(email), coalesce(request_id, 0), coalesce(beat_id, 0)) do update
    set lang = excluded.lang, asked_at = now(), confirmed_at = null, bounced_at = null
    where subscription.bounced_at is not null or subscription.confirmed_at is null and subscription.asked_at < now() - interval '1 day'
    returning id into v_id;
    if found then
        insert into varta.mail (city_id, subscription_id, kind, visible_at) values (p_city, v_id, 'confirm', now());
    end if;
end
$$;

ALTER FUNCTION varta.subscribe(p_city smallint, p_email text, p_lang text, p_request bigint, p_beat integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.subscribe(p_city smallint, p_email text, p_lang text, p_request bigint, p_beat integer) IS 'in: city, address, language; request or beat, both null for the whole city. Asks the address whether it wants that. Nothing happens where
the city sends no mails, where the address is none, where it was asked within a day or has said yes, or was asked five times today';

CREATE FUNCTION varta.subscription_state(s varta.subscription) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    select case when s.bounced_at is not null then 'bounced' when s.confirmed_at is not null then 'confirmed'
                when s.asked_at < now() - interval '7 days' then 'late' else 'asked' end
$$;

ALTER FUNCTION varta.subscription_state(s varta.subscription) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.subscription_state(s varta.subscription) IS 'out: asked, confirmed, bounced, or late: it was not confirmed within a week';

CREATE FUNCTION varta.suggest(r varta.request) RETURNS TABLE(unit_id integer, code text, name text, reason text, priority smallint)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    v_address varta.address := varta.parse_address(r.address, (select name from varta.city where id = r.city_id));
begin
    return query
    select s.id, s.code, s.name, s.reason, s.priority
    from (select distinct on (u.id) u.id, u.code, varta.say(u.name, u.name_en) as name, c.reason, c.priority, c.wide
          from (select q.unit_id, q.priority,
                       (q.category_id is null)::int + (q.district_id is null)::int + (not q.by_area)::int as wide,
                       varta.say('правило: ', 'rule: ')
                       || coalesce(nullif(concat_ws(', ', varta.say(g.name, g.name_en), varta.say(d.name, d.name_en), a.held), ''),
                                   varta.say('будь-яке звернення', 'any request')) as reason
                from varta.referral_rule q
                left join varta.category g on g.city_id = q.city_id and g.id = q.category_id
                left join varta.district d on d.city_id = q.city_id and d.id = q.district_id
                cross join lateral (select case when q.by_area then varta.responsible(q.city_id, q.unit_id, r.point, v_address) end as held) a
                where q.city_id = r.city_id and q.active and (q.category_id is null or q.category_id = r.category_id)
                  and (q.district_id is null or q.district_id = r.district_id) and (not q.by_area or a.held is not null)
                union all
                select g.unit_id, null, 4, varta.say('категорія: ' || g.name, 'category: ' || coalesce(nullif(g.name_en, ''), g.name))
                from varta.category g where g.city_id = r.city_id and g.id = r.category_id) c
          join varta.unit u on u.city_id = r.city_id and u.id = c.unit_id and u.active
          order by u.id, c.priority nulls last, c.wide) s
    order by s.priority nulls last, s.wide, s.id;
end
$$;

ALTER FUNCTION varta.suggest(r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.suggest(r varta.request) IS 'in: request. out: the units that could be responsible, each once, best first: by the priority of the rule, then what is said more closely,
and last the unit of the category (priority null). Abolished units never';

CREATE FUNCTION varta.suggest_unit(r varta.request) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select jsonb_build_object('code', s.code, 'name', s.name, 'reason', s.reason) from varta.suggest(r) s limit 1);
end
$$;

ALTER FUNCTION varta.suggest_unit(r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.suggest_unit(r varta.request) IS 'which unit could be responsible, and why; the moderator decides';

CREATE FUNCTION varta.take(p_verb text, p_id bigint, p_version integer) RETURNS varta.request
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    r varta.request := varta.request_of(p_id);
    t varta.transition;
begin
    perform varta.check_role(p_verb, r);
    r := varta.locked(r.city_id, r.id);
    if r.version is distinct from p_version then
        perform varta.conflict(r);
    end if;
    t := varta.goal(p_verb, r);
    if t.verb is null or t.needs not in ('response', 'referral') and not varta.met(t, r) then  -- those two the verb itself looks for
        perform varta.fail('VA002', format('%s is not possible now', p_verb), p_verb,
                           (select code from varta.status where id = r.status), p_id::text);
    end if;
    if t.reads and not varta.may_read(r) then
        perform varta.fail('VA004', format('%s is only for who may read the request', p_verb), p_verb, 'officer');
    end if;
    perform set_config('varta.first', '', true);
    if t.via = 'accept' then
        perform varta.accept(r);
        perform set_config('varta.first', 'accept', true);
    elsif t.to_status <> r.status and varta.paused(r) then
        perform varta.resume(r);
        perform set_config('varta.first', 'resume', true);
    end if;
    return varta.locked(r.city_id, r.id);
end
$$;

ALTER FUNCTION varta.take(p_verb text, p_id bigint, p_version integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.take(p_verb text, p_id bigint, p_version integer) IS 'in: verb, number, the version that the operator saw. out: the request, locked, after what the verb does first (varta.transition.via; a
paused request resumes before it is closed). errors: VA001, VA004, 40001, VA002';

CREATE FUNCTION varta.take_referral(p_verb text, r varta.request, p_referral bigint) RETURNS varta.referral
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    f varta.referral;
begin
    select * into f from varta.referral where city_id = r.city_id and request_id = r.id and id = p_referral;
    if not found then
        perform varta.fail('VA001', 'there is no such referral', 'referral', coalesce(p_referral, 0)::text);
    elsif not varta.may_handle(f) then
        perform varta.fail('VA004', 'it was referred to another unit', p_verb,
                           (select code from varta.unit where city_id = f.city_id and id = f.unit_id));
    elsif not exists (select from varta.referral_transition where verb = p_verb and from_state = f.state) then
        perform varta.fail('VA002', format('%s is not possible for this referral', p_verb), p_verb,
                           (select code from varta.referral_state where id = f.state), r.id::text);
    end if;
    return f;
end
$$;

ALTER FUNCTION varta.take_referral(p_verb text, r varta.request, p_referral bigint) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.take_referral(p_verb text, r varta.request, p_referral bigint) IS 'in: verb, request (locked), referral. out: the referral. errors: VA001, VA002, VA004 where it went to a unit that is not the operator''s';

CREATE FUNCTION varta.target(r varta.request, p_into bigint, p_into_version integer) RETURNS varta.request
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    q varta.request := varta.request_of(p_into);
begin
    if q.city_id <> r.city_id or q.id = r.id then
        perform varta.fail('VA003', 'it can only be merged into another request of its city', 'into', p_into::text, 'another request of the same city');
    elsif q.public <> r.public or (q.kind = 5) <> (r.kind = 5) then
        perform varta.fail('VA003', 'what is private is not answered in public', 'into', p_into::text, 'a request that is as private');
    end if;
    q := varta.locked(q.city_id, q.id);
    if q.version is distinct from p_into_version then
        perform varta.conflict(q);
    end if;
    q := varta.locked(q.city_id, varta.root(q.city_id, q.id));
    if q.id = r.id then
        perform varta.fail('VA003', 'that one was merged into this one', 'into', p_into::text, 'a request that is not merged into this one');
    elsif q.status not in (1, 2, 3) then
        perform varta.fail('VA002', 'nothing can be merged into it', 'merge', (select code from varta.status where id = q.status), q.id::text);
    end if;
    return q;
end
$$;

ALTER FUNCTION varta.target(r varta.request, p_into bigint, p_into_version integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.target(r varta.request, p_into bigint, p_into_version integer) IS 'in: request, the one it shall be merged into, that one''s version seen; all are locked. out: where that leads in the end. errors: VA001, 40001,
VA002 it was rejected or withdrawn, VA003 another city, itself, a circle, private into public';

CREATE FUNCTION varta.text_query(p_words text[]) RETURNS tsquery
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_query tsquery;
    v_word text;
begin
    foreach v_word in array p_words loop
        v_query := case when v_query is null then varta.query_of(v_word) else v_query && varta.query_of(v_word) end;
    end loop;
    return v_query;
end
$$;

ALTER FUNCTION varta.text_query(p_words text[]) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.text_query(p_words text[]) IS 'in: words. out: finds documents with all of them';

CREATE FUNCTION varta.tile_box(p_x integer, p_y integer) RETURNS public.geography
    LANGUAGE sql IMMUTABLE
    AS $$
    select public.st_expand(public.st_makeenvelope(
        p_x / 16384.0 * 360 - 180, degrees(atan(sinh(pi() * (1 - 2 * (p_y + 1) / 16384.0)))),
        (p_x + 1) / 16384.0 * 360 - 180, degrees(atan(sinh(pi() * (1 - 2 * p_y / 16384.0)))), 4326), 0.001)::public.geography
$$;

ALTER FUNCTION varta.tile_box(p_x integer, p_y integer) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.tile_box(p_x integer, p_y integer) IS 'in: x, y of a tile at zoom 14. out: somewhat more than its area, for an index';

CREATE FUNCTION varta.tile_of(p_point public.geometry) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
    select case when p_point is not null then
        least(floor((public.st_x(p_point) + 180) / 360 * 16384), 16383)::integer || '/' ||
        floor((1 - asinh(tan(radians(least(greatest(public.st_y(p_point), -85.05), 85.05)))) / pi()) / 2 * 16384)::integer end
$$;

ALTER FUNCTION varta.tile_of(p_point public.geometry) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.tile_of(p_point public.geometry) IS 'in: point (WGS 84). out: x/y of its tile at zoom 14 (Web Mercator); null for null';

CREATE FUNCTION varta.to_degrees(p_text text) RETURNS double precision
    LANGUAGE sql IMMUTABLE
    AS $_$
    select case when p_text ~ '^-?\d{1,3}(\.\d{1,30})?$' then p_text::double precision end
$_$;

ALTER FUNCTION varta.to_degrees(p_text text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.to_degrees(p_text text) IS 'in: a decimal number as text. out: null where it is not one';

CREATE FUNCTION varta.to_time(p_text text, p_zone text) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE
    AS $_$
begin
    if p_text !~ '^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s*(Z|[+-]\d\d(:?\d\d)?)?)?$' then
        return null;
    elsif p_text ~ '\d\s*(Z|[+-]\d\d(:?\d\d)?)$' and length(p_text) > 10 then
        return p_text::timestamptz;
    end if;
    return p_text::timestamp at time zone p_zone;
exception when datetime_field_overflow or invalid_datetime_format then
    return null;
end
$_$;

ALTER FUNCTION varta.to_time(p_text text, p_zone text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.to_time(p_text text, p_zone text) IS 'in: ISO 8601, the zone where it names none. out: the moment; null where it is not one';

CREATE FUNCTION varta.told(p_row jsonb) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $_$
    select jsonb_object_agg(
        regexp_replace(e.key, '(operator|deputy|unit|beat|category|district)_id$', '\1'),
        case when e.key in ('area', 'key_hash') and e.value <> 'null' then to_jsonb(encode(sha256(convert_to(e.value::text, 'UTF8')), 'hex'))
             else coalesce(to_jsonb(v.said), e.value) end)
    from jsonb_each(p_row) e
    cross join lateral (select case e.key
        when 'operator_id' then (select login from varta.operator where id = e.value::text::integer)
        when 'deputy_id' then (select login from varta.operator where id = nullif(e.value, 'null')::text::integer)
        when 'unit_id' then (select code from varta.unit where id = nullif(e.value, 'null')::text::integer)
        when 'beat_id' then (select code from varta.beat where id = nullif(e.value, 'null')::text::integer)
        when 'category_id' then (select code from varta.category where id = nullif(e.value, 'null')::text::integer)
        when 'district_id' then (select code from varta.district where id = nullif(e.value, 'null')::text::integer)
        end as said) v
    where e.key not in ('city_id', 'unit_city', 'created_at')
$_$;

ALTER FUNCTION varta.told(p_row jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.told(p_row jsonb) IS 'a row as the history tells it: codes and logins instead of numbers, areas and keys by the SHA-256 of their text';

CREATE FUNCTION varta.tree_wanted() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    if tg_table_name = 'source' then
        insert into varta.tree (city_id, source_id) values (new.city_id, new.id)
        on conflict (source_id) do update set wanted_at = clock_timestamp();
    else
        update varta.tree set wanted_at = clock_timestamp()
        where city_id = (to_jsonb(new) ->> case tg_table_name when 'city' then 'id' else 'city_id' end)::smallint;
    end if;
    perform pg_notify('varta_outbox', '');
    return null;
end
$$;

ALTER FUNCTION varta.tree_wanted() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.tree_wanted() IS 'what changes every page of a tree has it made from scratch';

CREATE FUNCTION varta.undo_parts(e varta.event) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    if e.after ? 'referral' then
        update varta.referral
        set state = coalesce((select id from varta.referral_state where code = e.before ->> 'referral_state'), 5), changed_at = now()
        where city_id = e.city_id and id = (e.after ->> 'referral')::bigint;
    end if;
    if e.after ? 'response' and e.before ? 'state' then
        update varta.response
        set state = s.id, version = version + 1, updated_at = now(), approver_id = case when s.id < 3 then null else approver_id end
        from varta.response_state s
        where city_id = e.city_id and response.id = (e.after ->> 'response')::bigint and s.code = e.before ->> 'state';
    end if;
    if e.verb = 'pause' then
        delete from varta.pause where city_id = e.city_id and id = (e.after ->> 'pause')::bigint;
    elsif e.verb = 'resume' then
        update varta.pause set until_at = null, due_after = null where city_id = e.city_id and id = (e.after ->> 'pause')::bigint;
    elsif e.verb = 'merge' then
        perform varta.mark('release', q, e.request_id)
        from varta.request q where q.city_id = e.city_id and q.id = varta.root(e.city_id, (e.after ->> 'merged_into')::bigint);
    end if;
end
$$;

ALTER FUNCTION varta.undo_parts(e varta.event) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.undo_parts(e varta.event) IS 'in: an event. Takes back what its verb changed beside the request''s row';

CREATE FUNCTION varta.undo_row(r varta.request, p_before jsonb) RETURNS void
    LANGUAGE sql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    update varta.request q
    set status = case when p_before ? 'status' then (select id from varta.status where code = p_before ->> 'status') else q.status end,
        operator_id = case when p_before ? 'operator' then (select id from varta.operator where login = p_before ->> 'operator') else q.operator_id end,
        rank = case when p_before ? 'rank' then (p_before ->> 'rank')::smallint else q.rank end,
        reason = case when p_before ? 'reason' then p_before ->> 'reason' else q.reason end,
        due_at = case when p_before ? 'due_at' then (p_before ->> 'due_at')::timestamptz else q.due_at end,
        due_from = case when p_before ? 'due_from' then (p_before ->> 'due_from')::timestamptz else q.due_from end,
        snoozed_until = case when p_before ? 'snoozed_until' then (p_before ->> 'snoozed_until')::timestamptz else q.snoozed_until end,
        merged_into = case when p_before ? 'merged_into' then (p_before ->> 'merged_into')::bigint else q.merged_into end,
        version = q.version + 1, updated_at = now()
    where city_id = r.city_id and id = r.id
$$;

ALTER FUNCTION varta.undo_row(r varta.request, p_before jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.undo_row(r varta.request, p_before jsonb) IS 'in: request, what an event tells as before. The row gets those values again';

CREATE FUNCTION varta.undoable(r varta.request, e varta.event) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select e.who = session_user and coalesce(e.before, e.after) is not null and not coalesce(e.after ? 'released', false)
           and exists (select from varta.undo u where u.verb = e.verb and not u.passed)
           and exists (select from varta.transition t
                       where t.verb = e.verb and (t.kind is null or t.kind = r.kind) and t.role = any(varta.my_roles()))
           and (e.verb <> 'publish' or (varta.goal('recall', r)).verb is not null and varta.met(varta.goal('recall', r), r)));
end
$$;

ALTER FUNCTION varta.undoable(r varta.request, e varta.event) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.undoable(r varta.request, e varta.event) IS 'in: request, its last act. out: whether this operator can undo it: it is the operator''s own, and of a verb in varta.undo';

CREATE FUNCTION varta.unit_kind_check(p_kind text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    if not exists (select from varta.unit_kind where code = p_kind) then
        perform varta.fail('VA003', format('there is no kind of unit %L', p_kind), 'kind', p_kind,
                           (select string_agg(code, ' | ' order by code) from varta.unit_kind));
    end if;
end
$$;

ALTER FUNCTION varta.unit_kind_check(p_kind text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.unit_kind_check(p_kind text) IS 'errors: VA003';

CREATE FUNCTION varta.unit_of(p_city smallint, p_code text) RETURNS varta.unit
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    u varta.unit;
begin
    select * into u from varta.unit where city_id = p_city and code = p_code and active;
    if not found then
        perform varta.fail('VA001', format('there is no unit %L', p_code), 'unit', p_code);
    end if;
    return u;
end
$$;

ALTER FUNCTION varta.unit_of(p_city smallint, p_code text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.unit_of(p_city smallint, p_code text) IS 'in: city, code. out: the active unit. errors: VA001';

CREATE FUNCTION varta.url_check(p_url text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    if not varta.is_address(p_url) then
        perform varta.fail('VA003', format('%L is no address', left(p_url, 100)), 'url', left(p_url, 100),
                           'http:// or https://, a host and a path, without user, query and fragment');
    end if;
end
$$;

ALTER FUNCTION varta.url_check(p_url text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.url_check(p_url text) IS 'in: address of a peer (null is none). errors: VA003';

CREATE FUNCTION varta.verb_call(p_verb text, p_args jsonb) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $_$
declare
    v_proc record;
    v_key text;
begin
    select p.oid, p.proargnames, p.proargtypes::oid[] as types, p.pronargs - p.pronargdefaults as needed into v_proc
    from pg_proc p
    where p.pronamespace = 'api'::regnamespace and p.proname = p_verb and p.prorettype = 'api.queue_row'::regtype
      and p.proargnames[1:2] = array['p_id', 'p_version'];
    if not found then
        perform varta.fail('VA001', format('there is no verb %L', p_verb), 'verb', p_verb);
    elsif not has_function_privilege(session_user, v_proc.oid, 'execute') then
        perform varta.fail('VA004', format('%s is not for your role', p_verb), p_verb,
            (select string_agg(distinct role, ', ' order by role) from varta.transition where verb = p_verb));
    end if;
    select key into v_key from jsonb_object_keys(p_args) key where not 'p_' || key = any(v_proc.proargnames[3:]) limit 1;
    if found then
        perform varta.fail('VA006', format('%s has no argument %L', p_verb, v_key), v_key);
    end if;
    return format('select * from api.%I($1, $2%s)', p_verb, (
        select string_agg(format(', %I => ($3 ->> %L)::%s', name, substr(name, 3), format_type(type, null)), '' order by n)
        from rows from (unnest(v_proc.proargnames[3:]), unnest(v_proc.types[2:])) with ordinality a (name, type, n)
        where p_args ? substr(name, 3) or n + 2 <= v_proc.needed));
end
$_$;

ALTER FUNCTION varta.verb_call(p_verb text, p_args jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.verb_call(p_verb text, p_args jsonb) IS 'in: verb, its arguments by name (without p_). out: the statement that calls api.VERB with $1 number, $2 version, $3 arguments. errors: VA001 no
such verb, VA004, VA006 no such argument';

CREATE FUNCTION varta.verbs_now(r varta.request) RETURNS text[]
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return (select coalesce(array_agg(distinct t.verb order by t.verb), '{}')
        from varta.transition t
        where t.from_status = r.status and (t.kind is null or t.kind = r.kind) and t.role = any(varta.my_roles())
          and (not t.reads or varta.may_read(r)) and varta.met(t, r) and t.verb <> 'claim');
end
$$;

ALTER FUNCTION varta.verbs_now(r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.verbs_now(r varta.request) IS 'out: what the operator may do with the request now; claim is asked of the queue, not of a request';

CREATE FUNCTION varta.verifier_check(p_verifier text) RETURNS void
    LANGUAGE plpgsql
    AS $_$
begin
    if p_verifier !~ '^SCRAM-SHA-256\$\d{4,}:[A-Za-z0-9+/]+=*\$[A-Za-z0-9+/]+=*:[A-Za-z0-9+/]+=*$' then
        perform varta.fail('VA003', 'the password is no SCRAM verifier', 'verifier', '', 'SCRAM-SHA-256$…, computed by the client');
    end if;
end
$_$;

ALTER FUNCTION varta.verifier_check(p_verifier text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.verifier_check(p_verifier text) IS 'errors: VA003; the value is not repeated';

CREATE FUNCTION varta.view_total(p_filter jsonb) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    f varta.filter;
begin
    f := varta.parse_filter(p_filter);
    f.statuses := array(select s from unnest(f.statuses) s join varta.status t on t.id = s where t.open);
    return varta.queue_total(f);
exception when sqlstate 'VA003' or sqlstate 'VA006' then
    return null;
end
$$;

ALTER FUNCTION varta.view_total(p_filter jsonb) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.view_total(p_filter jsonb) IS 'in: a saved filter. out: how many open requests it finds now; null where it names what the operator does not see, or what is gone';

CREATE FUNCTION varta.watch(p_table regclass) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    execute format('create trigger watched_insert after insert on %s referencing new table as new_rows
        for each statement execute function varta.watched()', p_table);
    execute format('create trigger watched_delete after delete on %s referencing old table as old_rows
        for each statement execute function varta.watched()', p_table);
    if exists (select from pg_attribute where attrelid = p_table and attname = 'id' and not attisdropped) then
        execute format('create trigger watched_update after update on %s referencing old table as old_rows new table as new_rows
            for each statement execute function varta.watched()', p_table);
    else
        execute format('create trigger refuse before update on %s for each statement execute function varta.refuse()', p_table);
    end if;
end
$$;

ALTER FUNCTION varta.watch(p_table regclass) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.watch(p_table regclass) IS 'in: a table; the city is its city_id, or those of its operator_id, else none. From now on each of its changes is an event. A table without id is
only added to and removed from';

CREATE FUNCTION varta.watched() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_verb text := tg_table_name || case tg_op when 'INSERT' then '_added' when 'DELETE' then '_removed' else '_changed' end;
    v_events varta.draft_event[];
begin
    if tg_op = 'INSERT' then
        select array_agg(row(c, 0, v_verb, null, null, varta.told(to_jsonb(n)))::varta.draft_event) into v_events
        from new_rows n cross join lateral unnest(varta.matter_cities(to_jsonb(n), tg_table_name)) c;
    elsif tg_op = 'DELETE' then
        select array_agg(row(c, 0, v_verb, null, varta.told(to_jsonb(o)), null)::varta.draft_event) into v_events
        from old_rows o cross join lateral unnest(varta.matter_cities(to_jsonb(o), tg_table_name)) c;
    else
        select array_agg(row(c, 0, v_verb, null, d.before, d.after)::varta.draft_event) into v_events
        from old_rows o join new_rows n using (id)
        cross join lateral unnest(varta.matter_cities(to_jsonb(n), tg_table_name)) c
        cross join lateral (select jsonb_object_agg(key, b.value) as before, jsonb_object_agg(key, a.value) as after
                            from jsonb_each(varta.told(to_jsonb(o))) b join jsonb_each(varta.told(to_jsonb(n))) a using (key)
                            where a.value is distinct from b.value or key in ('id', 'code', 'login')) d
        where to_jsonb(o) <> to_jsonb(n);
    end if;
    if v_events is not null then
        perform varta.record(v_events);
    end if;
    return null;
end
$$;

ALTER FUNCTION varta.watched() OWNER TO varta_owner;

COMMENT ON FUNCTION varta.watched() IS 'writes the events of one statement; of a change what differs, and the row''s id and code';

CREATE FUNCTION varta.withdraw(r varta.request, p_why text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    q varta.request;
    v_released bigint[] := array(select id from varta.request where city_id = r.city_id and merged_into = r.id order by id);
begin
    if r.status = 5 then
        select * into q from varta.request where city_id = r.city_id and id = varta.root(r.city_id, r.id);
    end if;
    perform varta.act('withdraw', nullif(p_why, ''), null, case when v_released <> '{}' then jsonb_build_object('released', v_released) end);
    update varta.request set status = 6, merged_into = null, version = version + 1, updated_at = now(), rank = varta.calm(rank)
    where city_id = r.city_id and id = r.id;
    perform varta.emit(r, 6::smallint);
    if q.id is not null then
        perform varta.mark('release', q, r.id);
    end if;
    for q in select * from varta.request where city_id = r.city_id and id = any(v_released) order by id loop
        perform varta.split(q, format('%s was withdrawn', r.id));
    end loop;
end
$$;

ALTER FUNCTION varta.withdraw(r varta.request, p_why text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.withdraw(r varta.request, p_why text) IS 'in: request (its family is locked), why. What was merged into it is on its own again';

CREATE FUNCTION varta.without(p_text text, p_pattern text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
    select regexp_replace(p_text, p_pattern, '…', 'gi')
$$;

ALTER FUNCTION varta.without(p_text text, p_pattern text) OWNER TO varta_owner;

CREATE FUNCTION varta.words(p_text text) RETURNS text[]
    LANGUAGE sql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
    select coalesce(array_agg(distinct btrim(w, 'ʼ')) filter (where btrim(w, 'ʼ') <> ''), '{}')
    from unnest(tsvector_to_array(to_tsvector('varta.plain', translate(
        lower(normalize(left(p_text, 200000))),
        E'’''`‘´′.-/@:_&<+\u0301\u00ad\u200b\u200c\u200d\ufeff', 'ʼʼʼʼʼʼ         ')))) w
$$;

ALTER FUNCTION varta.words(p_text text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.words(p_text text) IS 'in: a text. out: its words in small letters, each once. All signs for the apostrophe become ʼ, which counts as a letter; what the
parser would take for parts of addresses and numbers separates words; stress marks and invisible characters go';

CREATE FUNCTION varta.work_clock(p_city varta.city, p_at timestamp with time zone) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_local timestamp := p_at at time zone p_city.tz;
    w varta.workday;
begin
    select * into w from varta.workday
    where country = p_city.country and martial_law = p_city.martial_law and day <= v_local::date
    order by day desc limit 1;
    return w.ordinal * 86400000000
        + case when w.day = v_local::date then (extract(epoch from v_local::time) * 1000000)::bigint else 86400000000 end;
end
$$;

ALTER FUNCTION varta.work_clock(p_city varta.city, p_at timestamp with time zone) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.work_clock(p_city varta.city, p_at timestamp with time zone) IS 'in: city, moment. out: microseconds of working days from the beginning of its calendar until then; stands still on days off';

CREATE FUNCTION varta.worker_of(p_login text, r varta.request) RETURNS integer
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
declare
    v_id integer;
begin
    select o.id into v_id from varta.operator o where o.login = p_login and varta.works_on(o, r);
    if not found then
        perform varta.fail('VA001', format('there is no operator %L who could work on it', p_login), 'operator', p_login);
    end if;
    return v_id;
end
$$;

ALTER FUNCTION varta.worker_of(p_login text, r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.worker_of(p_login text, r varta.request) IS 'in: login, request. out: the operator. errors: VA001 where varta.works_on() denies it';

CREATE FUNCTION varta.works_on(o varta.operator, r varta.request) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET search_path TO 'varta', 'pg_temp'
    AS $$
begin
    return o.active
       and exists (select from varta.operator_city c where c.operator_id = o.id and c.city_id = r.city_id)
       and exists (select from varta.role_kind k join varta.role g on g.code = k.role
                   where k.kind = r.kind and (not k.police_only or o.police) and pg_has_role(o.login, g.group_role, 'member')
                     and exists (select from varta.transition t where t.verb = 'take' and t.role = g.code)
                     and (g.code = 'officer' or not (select sealed from varta.kind where id = r.kind)));
end
$$;

ALTER FUNCTION varta.works_on(o varta.operator, r varta.request) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.works_on(o varta.operator, r varta.request) IS 'in: operator, request. out: whether the operator sees such requests in its city and works on them (on messages, officers)';

CREATE FUNCTION varta.zone_check(p_zone text) RETURNS void
    LANGUAGE plpgsql STABLE
    AS $$
begin
    if not exists (select from pg_timezone_names where name = p_zone) then
        perform varta.fail('VA003', format('%L is not a time zone', p_zone), 'zone', p_zone, 'a name such as Europe/Kyiv');
    end if;
end
$$;

ALTER FUNCTION varta.zone_check(p_zone text) OWNER TO varta_owner;

COMMENT ON FUNCTION varta.zone_check(p_zone text) IS 'errors: VA003';

CREATE AGGREGATE varta.chained(bytea, bytea) (
    SFUNC = varta.link,
    STYPE = bytea
);

ALTER AGGREGATE varta.chained(bytea, bytea) OWNER TO varta_owner;

COMMENT ON AGGREGATE varta.chained(bytea, bytea) IS 'in: head of the chain, line. As a window over the lines in order: their hashes';

CREATE TEXT SEARCH CONFIGURATION varta.plain (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION varta.plain
    ADD MAPPING FOR asciiword WITH simple;

ALTER TEXT SEARCH CONFIGURATION varta.plain
    ADD MAPPING FOR word WITH simple;

ALTER TEXT SEARCH CONFIGURATION varta.plain
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION varta.plain
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION varta.plain
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION varta.plain
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION varta.plain
    ADD MAPPING FOR uint WITH simple;

ALTER TEXT SEARCH CONFIGURATION varta.plain OWNER TO varta_owner;

COMMENT ON TEXT SEARCH CONFIGURATION varta.plain IS 'words as they are; call varta.words()';

CREATE VIEW api.events WITH (security_barrier='true') AS
 SELECT c.code AS city,
    e.id,
    e.request_id,
    e.at,
    e.who,
    e.origin,
    e.verb,
        CASE
            WHEN v.readable THEN e.why
            ELSE NULL::text
        END AS why,
        CASE
            WHEN v.readable THEN e.before
            ELSE NULL::jsonb
        END AS before,
        CASE
            WHEN v.readable THEN e.after
            ELSE NULL::jsonb
        END AS after
   FROM ((((varta.event e
     JOIN varta.city c ON ((c.id = e.city_id)))
     JOIN varta.request r ON (((r.city_id = e.city_id) AND (r.id = e.request_id))))
     JOIN varta.kind k ON ((k.id = r.kind)))
     CROSS JOIN LATERAL ( SELECT ((NOT k.sealed) OR varta.may_open(r.city_id, r.id, r.operator_id)) AS readable) v);

ALTER TABLE api.events OWNER TO varta_view;

COMMENT ON VIEW api.events IS 'the history of the requests that the operator sees';

CREATE TABLE varta.referral_state (
    id smallint NOT NULL,
    code text NOT NULL,
    open boolean NOT NULL
);

ALTER TABLE varta.referral_state OWNER TO varta_owner;

CREATE VIEW api.referrals WITH (security_barrier='true') AS
 SELECT f.request_id,
    f.id,
    u.code AS unit,
    s.code AS state,
    f.due_at,
    f.note,
    o.login AS operator,
    f.created_at
   FROM (((varta.referral f
     JOIN varta.unit u ON (((u.city_id = f.city_id) AND (u.id = f.unit_id))))
     JOIN varta.referral_state s ON ((s.id = f.state)))
     LEFT JOIN varta.operator o ON ((o.id = f.operator_id)));

ALTER TABLE api.referrals OWNER TO varta_view;

COMMENT ON VIEW api.referrals IS 'what was given to which unit';

CREATE TABLE varta.category (
    city_id smallint NOT NULL,
    id integer NOT NULL,
    code text NOT NULL,
    kind smallint NOT NULL,
    name text NOT NULL,
    name_en text DEFAULT ''::text NOT NULL,
    short text DEFAULT ''::text NOT NULL,
    short_en text DEFAULT ''::text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    keywords text DEFAULT ''::text NOT NULL,
    attributes jsonb DEFAULT '[]'::jsonb NOT NULL,
    unit_id integer,
    active boolean DEFAULT true NOT NULL,
    CONSTRAINT category_attributes CHECK ((jsonb_typeof(attributes) = 'array'::text)),
    CONSTRAINT category_code CHECK ((code ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$'::text)),
    CONSTRAINT category_name CHECK ((name <> ''::text))
);

ALTER TABLE varta.category OWNER TO varta_owner;

COMMENT ON COLUMN varta.category.code IS 'the service_code of Open311';

COMMENT ON COLUMN varta.category.short IS 'one word for a narrow column; empty: the name';

COMMENT ON COLUMN varta.category.unit_id IS 'the unit that is suggested';

COMMENT ON CONSTRAINT category_attributes ON varta.category IS 'a list of Open311 attribute definitions';

COMMENT ON CONSTRAINT category_code ON varta.category IS 'it stands in URLs: services/CODE.xml';

COMMENT ON CONSTRAINT category_name ON varta.category IS 'people see the name';

CREATE TABLE varta.district (
    city_id smallint NOT NULL,
    id integer NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    name_en text DEFAULT ''::text NOT NULL,
    area public.geometry(MultiPolygon,4326) NOT NULL,
    CONSTRAINT district_area CHECK ((public.st_isvalid(area) AND (NOT public.st_isempty(area)))),
    CONSTRAINT district_name CHECK ((name <> ''::text))
);

ALTER TABLE varta.district OWNER TO varta_owner;

COMMENT ON CONSTRAINT district_area ON varta.district IS 'an invalid polygon covers nothing or everything';

COMMENT ON CONSTRAINT district_name ON varta.district IS 'people see the name';

CREATE TABLE varta.status (
    id smallint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    open boolean NOT NULL,
    word text NOT NULL
);

ALTER TABLE varta.status OWNER TO varta_owner;

COMMENT ON COLUMN varta.status.word IS 'what a peer is told by default (Open311 words as FixMyStreet stores them); source.status_map overrides it';

CREATE VIEW api.requests WITH (security_barrier='true') AS
 SELECT c.code AS city,
    r.id,
    k.code AS kind,
    g.code AS category,
    s.code AS status,
    r.version,
    r.rank,
    d.code AS district,
    r.area,
    r.due_at,
    r.received_at,
    r.requested_at,
    r.updated_at,
    o.login AS operator,
    r.address,
    r.point,
        CASE
            WHEN (k.sealed AND (NOT varta.may_open(r.city_id, r.id, r.operator_id))) THEN ''::text
            ELSE r.title
        END AS title,
        CASE
            WHEN (k.sealed AND (NOT varta.may_open(r.city_id, r.id, r.operator_id))) THEN ''::text
            ELSE r.body
        END AS body
   FROM ((((((varta.request r
     JOIN varta.city c ON ((c.id = r.city_id)))
     JOIN varta.kind k ON ((k.id = r.kind)))
     JOIN varta.status s ON ((s.id = r.status)))
     JOIN varta.category g ON (((g.city_id = r.city_id) AND (g.id = r.category_id))))
     LEFT JOIN varta.district d ON (((d.city_id = r.city_id) AND (d.id = r.district_id))))
     LEFT JOIN varta.operator o ON ((o.id = r.operator_id)));

ALTER TABLE api.requests OWNER TO varta_view;

COMMENT ON VIEW api.requests IS 'the requests of the operator''s cities and kinds; the text of a sealed one only for its officer';

CREATE TABLE varta.response_state (
    id smallint NOT NULL,
    code text NOT NULL
);

ALTER TABLE varta.response_state OWNER TO varta_owner;

CREATE VIEW api.responses WITH (security_barrier='true') AS
 SELECT p.request_id,
    p.id,
    s.code AS state,
    p.public,
    o.login AS author,
    p.created_at,
    p.updated_at,
    p.visible_at,
    p.body
   FROM ((((varta.response p
     JOIN varta.response_state s ON ((s.id = p.state)))
     JOIN varta.request r ON (((r.city_id = p.city_id) AND (r.id = p.request_id))))
     JOIN varta.kind k ON ((k.id = r.kind)))
     LEFT JOIN varta.operator o ON ((o.id = p.author_id)))
  WHERE ((NOT k.sealed) OR varta.may_open(r.city_id, r.id, r.operator_id));

ALTER TABLE api.responses OWNER TO varta_view;

COMMENT ON VIEW api.responses IS 'answers and internal notes to what the operator may read';

CREATE TABLE varta.absence (
    id integer NOT NULL,
    operator_id integer NOT NULL,
    deputy_id integer,
    period tstzrange NOT NULL,
    CONSTRAINT absence_period CHECK ((NOT isempty(period))),
    CONSTRAINT absence_self CHECK ((deputy_id <> operator_id))
);

ALTER TABLE varta.absence OWNER TO varta_owner;

COMMENT ON TABLE varta.absence IS 'when an officer is away, and who stands in (null: nobody)';

COMMENT ON CONSTRAINT absence_period ON varta.absence IS 'an empty one would be none';

COMMENT ON CONSTRAINT absence_self ON varta.absence IS 'nobody is their own deputy';

ALTER TABLE varta.absence ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME varta.absence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE varta.beat ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME varta.beat_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE varta.beat_officer (
    city_id smallint NOT NULL,
    beat_id integer NOT NULL,
    id integer NOT NULL,
    operator_id integer NOT NULL,
    period tstzrange NOT NULL,
    CONSTRAINT beat_officer_period CHECK ((NOT isempty(period)))
);

ALTER TABLE varta.beat_officer OWNER TO varta_owner;

COMMENT ON TABLE varta.beat_officer IS 'who holds a beat from when to when; an officer may hold several';

COMMENT ON CONSTRAINT beat_officer_period ON varta.beat_officer IS 'an empty one would hold nothing';

ALTER TABLE varta.beat_officer ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME varta.beat_officer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE varta.beat_piece (
    city_id smallint NOT NULL,
    beat_id integer NOT NULL,
    area public.geometry(Polygon,4326) NOT NULL
);

ALTER TABLE varta.beat_piece OWNER TO varta_owner;

CREATE TABLE varta.beat_street (
    city_id smallint NOT NULL,
    beat_id integer NOT NULL,
    id integer NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    street text NOT NULL,
    low integer,
    high integer,
    parity text NOT NULL,
    CONSTRAINT beat_street_high CHECK ((high >= COALESCE(low, 1))),
    CONSTRAINT beat_street_low CHECK ((low > 0)),
    CONSTRAINT beat_street_parity CHECK ((parity = ANY (ARRAY['all'::text, 'odd'::text, 'even'::text])))
);

ALTER TABLE varta.beat_street OWNER TO varta_owner;

COMMENT ON TABLE varta.beat_street IS 'the houses of a beat, for addresses without a point';

COMMENT ON COLUMN varta.beat_street.name IS 'as the list has it; kind and street are the same as varta.street_name() says them';

COMMENT ON CONSTRAINT beat_street_high ON varta.beat_street IS 'from the lower number to the higher';

COMMENT ON CONSTRAINT beat_street_low ON varta.beat_street IS 'houses are numbered from 1';

COMMENT ON CONSTRAINT beat_street_parity ON varta.beat_street IS 'which side of the street';

ALTER TABLE varta.beat_street ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME varta.beat_street_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE varta.category ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME varta.category_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE varta.chain (
    city_id smallint NOT NULL,
    last bigint NOT NULL,
    hash bytea NOT NULL
);

ALTER TABLE varta.chain OWNER TO varta_owner;

COMMENT ON TABLE varta.chain IS 'the head of each city''s chain: number and hash of its last event; chain 0 is for matters of no city (see change matters)';

ALTER TABLE varta.city ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME varta.city_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE varta.comment (
    city_id smallint NOT NULL,
    id bigint NOT NULL,
    request_id bigint NOT NULL,
    source_id integer NOT NULL,
    update_id text NOT NULL,
    status text DEFAULT ''::text NOT NULL,
    body text NOT NULL,
    media_url text,
    raw text NOT NULL,
    written_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE varta.comment OWNER TO varta_owner;

COMMENT ON TABLE varta.comment IS 'what a resident wrote later';

ALTER TABLE varta.comment ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME varta.comment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE varta.default_category (
    code text NOT NULL,
    kind smallint NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    short text NOT NULL,
    short_en text NOT NULL,
    description text NOT NULL,
    keywords text NOT NULL,
    unit text NOT NULL
);

ALTER TABLE varta.default_category OWNER TO varta_owner;

COMMENT ON TABLE varta.default_category IS 'the categories that a new city begins with';

CREATE TABLE varta.default_guidance (
    category text,
    unit text,
    lang text NOT NULL,
    title text NOT NULL,
    body text NOT NULL
);

ALTER TABLE varta.default_guidance OWNER TO varta_owner;

CREATE TABLE varta.default_unit (
    code text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL
);

ALTER TABLE varta.default_unit OWNER TO varta_owner;

COMMENT ON TABLE varta.default_unit IS 'the units that a new city begins with';

CREATE TABLE varta.dialect (
    code text NOT NULL,
    format text NOT NULL,
    since text NOT NULL,
    paging text NOT NULL,
    size_param text,
    page_size integer NOT NULL,
    rate integer NOT NULL,
    keyed boolean DEFAULT false NOT NULL,
    answers boolean DEFAULT false NOT NULL,
    extra jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT dialect_format CHECK ((format = ANY (ARRAY['json'::text, 'xml'::text]))),
    CONSTRAINT dialect_page_size CHECK ((page_size > 0)),
    CONSTRAINT dialect_paging CHECK ((paging = ANY (ARRAY['none'::text, 'narrow'::text, 'page'::text, 'offset'::text]))),
    CONSTRAINT dialect_rate CHECK ((rate > 0)),
    CONSTRAINT dialect_since CHECK ((since = ANY (ARRAY['dates'::text, 'updated'::text, 'none'::text])))
);

ALTER TABLE varta.dialect OWNER TO varta_owner;

COMMENT ON TABLE varta.dialect IS 'how the GeoReport servers that we read differ; source.poll overrides it for one of them';

COMMENT ON COLUMN varta.dialect.since IS 'how to ask for what is new: start_date and end_date, updated, or not at all: the answer is always everything';

COMMENT ON COLUMN varta.dialect.paging IS 'how to get more than one answer holds: not at all, by shorter windows of time, by page=2 or by offset=100';

COMMENT ON COLUMN varta.dialect.size_param IS 'the parameter that asks for page_size; null: there is none';

COMMENT ON COLUMN varta.dialect.rate IS 'calls a minute at most';

COMMENT ON COLUMN varta.dialect.keyed IS 'our key goes along when we read, if we have one';

COMMENT ON COLUMN varta.dialect.answers IS 'whether answers can be posted to requests/ID';

COMMENT ON COLUMN varta.dialect.extra IS 'parameters that go along with every question';

COMMENT ON CONSTRAINT dialect_format ON varta.dialect IS 'what the daemon can read';

COMMENT ON CONSTRAINT dialect_page_size ON varta.dialect IS 'an answer holds something';

COMMENT ON CONSTRAINT dialect_paging ON varta.dialect IS 'see the column';

COMMENT ON CONSTRAINT dialect_rate ON varta.dialect IS 'it is asked now and then';

COMMENT ON CONSTRAINT dialect_since ON varta.dialect IS 'see the column';

ALTER TABLE varta.district ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME varta.district_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE varta.district_piece (
    city_id smallint NOT NULL,
    district_id integer NOT NULL,
    area public.geometry(Polygon,4326) NOT NULL
);

ALTER TABLE varta.district_piece OWNER TO varta_owner;

COMMENT ON TABLE varta.district_piece IS 'the districts cut into small polygons: finding one point costs microseconds, not a walk along the border';

CREATE TABLE varta.form (
    form text NOT NULL,
    lemmas text[] NOT NULL,
    CONSTRAINT form_lemmas CHECK ((cardinality(lemmas) > 0))
);

ALTER TABLE varta.form OWNER TO varta_owner;

COMMENT ON TABLE varta.form IS 'forms of words that the dictionary knows, with what it takes them for (дорозі: дорога). Forms that it does not know stand for
themselves and are not kept: names are among them';

COMMENT ON CONSTRAINT form_lemmas ON varta.form IS 'what it does not know is not here';

CREATE UNLOGGED TABLE varta.form_asked (
    form text NOT NULL
);

ALTER TABLE varta.form_asked OWNER TO varta_owner;

COMMENT ON TABLE varta.form_asked IS 'forms that an operator looked for and that no text has yet: the indexer asks the dictionary and deletes them';

CREATE SEQUENCE varta.guidance_id
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE varta.guidance_id OWNER TO varta_owner;

ALTER SEQUENCE varta.guidance_id OWNED BY varta.guidance.id;

CREATE TABLE varta.holiday (
    country text NOT NULL,
    day date NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    working boolean DEFAULT false NOT NULL,
    moved boolean DEFAULT false NOT NULL,
    CONSTRAINT holiday_moved CHECK ((NOT (working AND moved)))
);

ALTER TABLE varta.holiday OWNER TO varta_owner;

COMMENT ON COLUMN varta.holiday.working IS 'the other way round: a weekend that the government made a working day';

COMMENT ON COLUMN varta.holiday.moved IS 'a day off because the holiday itself fell on a weekend';

COMMENT ON CONSTRAINT holiday_moved ON varta.holiday IS 'a day is either off or made a working day';

CREATE TABLE varta.media (
    city_id smallint NOT NULL,
    hash text NOT NULL,
    type text NOT NULL,
    bytes integer NOT NULL,
    stored_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT media_bytes CHECK ((bytes > 0)),
    CONSTRAINT media_hash CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT media_type CHECK ((type = ANY (ARRAY['image/jpeg'::text, 'image/png'::text, 'image/webp'::text])))
);

ALTER TABLE varta.media OWNER TO varta_owner;

COMMENT ON TABLE varta.media IS 'a file that is there; one that belongs to no photo goes after a day';

COMMENT ON CONSTRAINT media_bytes ON varta.media IS 'an empty file is no photo';

COMMENT ON CONSTRAINT media_hash ON varta.media IS 'SHA-256 in hexadecimal digits: it is the name of the file';

COMMENT ON CONSTRAINT media_type ON varta.media IS 'what every browser shows and nothing that could hold a script';

CREATE TABLE varta.newsletter (
    city_id smallint NOT NULL,
    id bigint NOT NULL,
    beat_id integer,
    operator_id integer NOT NULL,
    subject text NOT NULL,
    body text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    visible_at timestamp with time zone NOT NULL,
    recalled_at timestamp with time zone,
    CONSTRAINT newsletter_body CHECK (((length(body) >= 1) AND (length(body) <= 10000))),
    CONSTRAINT newsletter_subject CHECK (((length(subject) >= 1) AND (length(subject) <= 120)))
);

ALTER TABLE varta.newsletter OWNER TO varta_owner;

COMMENT ON TABLE varta.newsletter IS 'what a district officer writes to those who subscribed';

COMMENT ON COLUMN varta.newsletter.beat_id IS 'null: to everybody in the city';

COMMENT ON COLUMN varta.newsletter.visible_at IS 'until then it can be recalled';

COMMENT ON CONSTRAINT newsletter_body ON varta.newsletter IS 'as answers';

COMMENT ON CONSTRAINT newsletter_subject ON varta.newsletter IS 'mail programs show little more';

ALTER TABLE varta.newsletter ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME varta.newsletter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE varta.office_hours (
    operator_id integer NOT NULL,
    weekday smallint NOT NULL,
    opens time without time zone NOT NULL,
    closes time without time zone NOT NULL,
    place text NOT NULL,
    CONSTRAINT office_hours_order CHECK ((closes > opens)),
    CONSTRAINT office_hours_place CHECK ((place <> ''::text)),
    CONSTRAINT office_hours_weekday CHECK (((weekday >= 1) AND (weekday <= 7)))
);

ALTER TABLE varta.office_hours OWNER TO varta_owner;

COMMENT ON TABLE varta.office_hours IS 'when and where residents find an officer, by the clock of the city';

COMMENT ON COLUMN varta.office_hours.weekday IS '1 is Monday';

COMMENT ON CONSTRAINT office_hours_order ON varta.office_hours IS 'they end after they begin, on the same day';

COMMENT ON CONSTRAINT office_hours_place ON varta.office_hours IS 'residents have to know where';

COMMENT ON CONSTRAINT office_hours_weekday ON varta.office_hours IS 'as ISO 8601 counts them';

CREATE TABLE varta.operator_city (
    operator_id integer NOT NULL,
    city_id smallint NOT NULL
);

ALTER TABLE varta.operator_city OWNER TO varta_owner;

ALTER TABLE varta.operator ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME varta.operator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE varta.pause (
    city_id smallint NOT NULL,
    id bigint NOT NULL,
    request_id bigint NOT NULL,
    question text NOT NULL,
    from_at timestamp with time zone DEFAULT now() NOT NULL,
    until_at timestamp with time zone,
    due_at timestamp with time zone NOT NULL,
    due_after timestamp with time zone,
    operator_id integer NOT NULL,
    CONSTRAINT pause_end CHECK (((due_after IS NOT NULL) = (until_at IS NOT NULL))),
    CONSTRAINT pause_question CHECK (((question <> ''::text) AND (length(question) <= 2000))),
    CONSTRAINT pause_until CHECK ((until_at >= from_at))
);

ALTER TABLE varta.pause OWNER TO varta_owner;

COMMENT ON TABLE varta.pause IS 'the resident was asked back, and the time for the answer stood still';

COMMENT ON COLUMN varta.pause.due_at IS 'the due date at the beginning of the pause, due_after that at its end';

COMMENT ON CONSTRAINT pause_end ON varta.pause IS 'when the clock goes on there is a due date again';

COMMENT ON CONSTRAINT pause_question ON varta.pause IS 'it is what the resident reads';

COMMENT ON CONSTRAINT pause_until ON varta.pause IS 'null: it lasts';

ALTER TABLE varta.pause ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME varta.pause_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE varta.photo (
    city_id smallint NOT NULL,
    request_id bigint NOT NULL,
    comment_id bigint DEFAULT 0 NOT NULL,
    url text NOT NULL,
    hash text,
    attempts smallint DEFAULT 0 NOT NULL,
    next_at timestamp with time zone DEFAULT now() NOT NULL,
    leased_by text,
    leased_until timestamp with time zone,
    refused text,
    CONSTRAINT photo_end CHECK ((num_nonnulls(hash, refused, leased_by) <= 1)),
    CONSTRAINT photo_lease CHECK (((leased_by IS NULL) = (leased_until IS NULL)))
);

ALTER TABLE varta.photo OWNER TO varta_owner;

COMMENT ON TABLE varta.photo IS 'the photo that came with a request (comment 0) or a comment';

COMMENT ON COLUMN varta.photo.hash IS 'the file; null while it is not there';

COMMENT ON COLUMN varta.photo.refused IS 'why it will never be there';

COMMENT ON CONSTRAINT photo_end ON varta.photo IS 'there, refused or being fetched, at most one of them';

COMMENT ON CONSTRAINT photo_lease ON varta.photo IS 'a lease has an owner and an end';

CREATE TABLE varta.poll_known (
    city_id smallint NOT NULL,
    request_id bigint NOT NULL,
    source_id integer NOT NULL,
    external_id text NOT NULL,
    checked_at timestamp with time zone DEFAULT now() NOT NULL,
    etag text,
    digest bytea NOT NULL,
    closed boolean NOT NULL,
    missing smallint DEFAULT 0 NOT NULL
);

ALTER TABLE varta.poll_known OWNER TO varta_owner;

COMMENT ON TABLE varta.poll_known IS 'how a peer showed a request that we have from it, when we read it last';

COMMENT ON COLUMN varta.poll_known.digest IS 'SHA-256 of its description';

COMMENT ON COLUMN varta.poll_known.closed IS 'whether it was closed there';

COMMENT ON COLUMN varta.poll_known.missing IS 'how often in a row the peer did not have it any more';

CREATE TABLE varta.poll_refusal (
    city_id smallint NOT NULL,
    source_id integer NOT NULL,
    external_id text NOT NULL,
    reason text NOT NULL,
    first_at timestamp with time zone DEFAULT now() NOT NULL,
    last_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE varta.poll_refusal OWNER TO varta_owner;

COMMENT ON TABLE varta.poll_refusal IS 'what a peer shows and we cannot take; gone when it is taken';

COMMENT ON COLUMN varta.poll_refusal.external_id IS 'empty where it has none';

CREATE UNLOGGED TABLE varta.presence (
    city_id smallint NOT NULL,
    request_id bigint NOT NULL,
    operator_id integer NOT NULL,
    doing text NOT NULL,
    until timestamp with time zone NOT NULL,
    CONSTRAINT presence_doing CHECK ((doing = ANY (ARRAY['view'::text, 'reply'::text])))
);

ALTER TABLE varta.presence OWNER TO varta_owner;

COMMENT ON TABLE varta.presence IS 'unlogged: after a crash nobody is there';

COMMENT ON CONSTRAINT presence_doing ON varta.presence IS 'view: has it on the screen; reply: writes an answer';

CREATE TABLE varta.reason (
    code text NOT NULL,
    sort smallint NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL,
    text text NOT NULL,
    text_en text NOT NULL
);

ALTER TABLE varta.reason OWNER TO varta_owner;

COMMENT ON TABLE varta.reason IS 'why a request is rejected; text is for the resident';

ALTER TABLE varta.referral ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME varta.referral_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE varta.referral_rule (
    city_id smallint NOT NULL,
    id integer NOT NULL,
    unit_id integer NOT NULL,
    category_id integer,
    district_id integer,
    by_area boolean DEFAULT false NOT NULL,
    priority smallint DEFAULT 100 NOT NULL,
    active boolean DEFAULT true NOT NULL
);

ALTER TABLE varta.referral_rule OWNER TO varta_owner;

COMMENT ON TABLE varta.referral_rule IS 'requests of this category (null: any) in this district (null: any) could be this unit''s';

COMMENT ON COLUMN varta.referral_rule.by_area IS 'only where the unit''s area or its streets hold the place of the request';

COMMENT ON COLUMN varta.referral_rule.priority IS 'the smallest comes first';

ALTER TABLE varta.referral_rule ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME varta.referral_rule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE varta.referral_transition (
    verb text NOT NULL,
    from_state smallint NOT NULL,
    to_state smallint NOT NULL
);

ALTER TABLE varta.referral_transition OWNER TO varta_owner;

COMMENT ON TABLE varta.referral_transition IS 'referring again after a return or an answer is a new referral';

CREATE SEQUENCE varta.request_id
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE varta.request_id OWNER TO varta_owner;

ALTER SEQUENCE varta.request_id OWNED BY varta.request.id;

ALTER TABLE varta.response ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME varta.response_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE varta.response_transition (
    verb text NOT NULL,
    from_state smallint NOT NULL,
    to_state smallint NOT NULL
);

ALTER TABLE varta.response_transition OWNER TO varta_owner;

CREATE TABLE varta.retention (
    city_id smallint,
    kind smallint NOT NULL,
    days integer NOT NULL,
    CONSTRAINT retention_days CHECK (((days >= 1) AND (days <= 36500)))
);

ALTER TABLE varta.retention OWNER TO varta_owner;

COMMENT ON TABLE varta.retention IS 'days after which the personal data of a closed request are erased; without a city: where a city has no rule of its own';

COMMENT ON CONSTRAINT retention_days ON varta.retention IS 'never at once, and never for ever';

CREATE TABLE varta.role (
    code text NOT NULL,
    sort smallint NOT NULL,
    group_role name NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL
);

ALTER TABLE varta.role OWNER TO varta_owner;

CREATE TABLE varta.role_kind (
    role text NOT NULL,
    kind smallint NOT NULL,
    police_only boolean DEFAULT false NOT NULL
);

ALTER TABLE varta.role_kind OWNER TO varta_owner;

COMMENT ON TABLE varta.role_kind IS 'which kinds of request a role sees in its cities';

COMMENT ON COLUMN varta.role_kind.police_only IS 'only operators marked police';

ALTER TABLE varta.saved_view ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME varta.saved_view_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE varta.search (
    city_id smallint NOT NULL,
    id bigint NOT NULL,
    doc tsvector NOT NULL
);
ALTER TABLE ONLY varta.search ALTER COLUMN doc SET STORAGE MAIN;

ALTER TABLE varta.search OWNER TO varta_owner;

COMMENT ON TABLE varta.search IS 'what a request is found by; see the head of sql/deploy/texts.sql';

CREATE TABLE varta.search_todo (
    seq bigint NOT NULL,
    city_id smallint NOT NULL,
    request_id bigint NOT NULL
);

ALTER TABLE varta.search_todo OWNER TO varta_owner;

COMMENT ON TABLE varta.search_todo IS 'requests whose texts are not indexed as they are now; a request may stand here twice';

ALTER TABLE varta.search_todo ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME varta.search_todo_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE varta.source ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME varta.source_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE varta.stop_word (
    word text NOT NULL
);

ALTER TABLE varta.stop_word OWNER TO varta_owner;

COMMENT ON TABLE varta.stop_word IS 'words that say nothing of the subject: neither indexed nor looked for';

CREATE TABLE varta.street_kind (
    word text NOT NULL,
    kind text NOT NULL
);

ALTER TABLE varta.street_kind OWNER TO varta_owner;

COMMENT ON TABLE varta.street_kind IS 'what may stand before or after the name of a street, and what it means';

CREATE TABLE varta.submission (
    city_id smallint NOT NULL,
    id bigint NOT NULL,
    source_id integer NOT NULL,
    external_id text,
    digest bytea NOT NULL,
    raw text NOT NULL,
    content_type text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    request_id bigint NOT NULL,
    erased_at timestamp with time zone,
    CONSTRAINT submission_erased CHECK (((erased_at IS NULL) OR (raw = ''::text))),
    CONSTRAINT submission_external_id CHECK ((external_id <> ''::text))
);

ALTER TABLE varta.submission OWNER TO varta_owner;

COMMENT ON TABLE varta.submission IS 'what a source sent, byte for byte; never changed, but emptied when its personal data are erased';

COMMENT ON COLUMN varta.submission.digest IS 'SHA-256 of raw';

COMMENT ON COLUMN varta.submission.request_id IS 'request.submission_id is the foreign key; this is its way back';

COMMENT ON CONSTRAINT submission_erased ON varta.submission IS 'erasing it leaves nothing but the digest';

COMMENT ON CONSTRAINT submission_external_id ON varta.submission IS 'empty would make one of all that have none';

CREATE SEQUENCE varta.submission_id
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE varta.submission_id OWNER TO varta_owner;

ALTER SEQUENCE varta.submission_id OWNED BY varta.submission.id;

CREATE TABLE varta.text_place (
    table_name name NOT NULL,
    column_name name NOT NULL
);

ALTER TABLE varta.text_place OWNER TO varta_owner;

COMMENT ON TABLE varta.text_place IS 'where people write about a request: text or jsonb columns of tables with the key city_id and request_id (of request itself: id)';

CREATE TABLE varta.tree (
    city_id smallint NOT NULL,
    source_id integer NOT NULL,
    wanted_at timestamp with time zone DEFAULT now() NOT NULL,
    built_for timestamp with time zone,
    built_at timestamp with time zone
);

ALTER TABLE varta.tree OWNER TO varta_owner;

COMMENT ON TABLE varta.tree IS 'the static trees; each belongs to a source of the transport publish';

COMMENT ON COLUMN varta.tree.wanted_at IS 'since when a tree is wanted that is made from scratch';

COMMENT ON COLUMN varta.tree.built_for IS 'the wanted_at of the one that was made; until it is the same, one has to be made';

CREATE TABLE varta.undo (
    verb text NOT NULL,
    passed boolean NOT NULL
);

ALTER TABLE varta.undo OWNER TO varta_owner;

COMMENT ON TABLE varta.undo IS 'the verbs that api.undo() undoes, and those that it passes over on its way back to one (passed)';

ALTER TABLE varta.unit ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME varta.unit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE varta.unit_kind (
    code text NOT NULL,
    name text NOT NULL,
    name_en text NOT NULL
);

ALTER TABLE varta.unit_kind OWNER TO varta_owner;

CREATE TABLE varta.unit_piece (
    city_id smallint NOT NULL,
    unit_id integer NOT NULL,
    area public.geometry(Polygon,4326) NOT NULL
);

ALTER TABLE varta.unit_piece OWNER TO varta_owner;

CREATE TABLE varta.unit_street (
    city_id smallint NOT NULL,
    unit_id integer NOT NULL,
    id integer NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    street text NOT NULL,
    low integer,
    high integer,
    parity text NOT NULL,
    CONSTRAINT unit_street_high CHECK ((high >= COALESCE(low, 1))),
    CONSTRAINT unit_street_low CHECK ((low > 0)),
    CONSTRAINT unit_street_parity CHECK ((parity = ANY (ARRAY['all'::text, 'odd'::text, 'even'::text])))
);

ALTER TABLE varta.unit_street OWNER TO varta_owner;

COMMENT ON TABLE varta.unit_street IS 'the streets that a unit is responsible for; columns as of varta.beat_street';

COMMENT ON CONSTRAINT unit_street_high ON varta.unit_street IS 'from the lower number to the higher';

COMMENT ON CONSTRAINT unit_street_low ON varta.unit_street IS 'houses are numbered from 1';

COMMENT ON CONSTRAINT unit_street_parity ON varta.unit_street IS 'which side of the street';

ALTER TABLE varta.unit_street ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME varta.unit_street_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE varta.workday (
    country text NOT NULL,
    martial_law boolean NOT NULL,
    day date NOT NULL,
    ordinal integer NOT NULL
);

ALTER TABLE varta.workday OWNER TO varta_owner;

COMMENT ON TABLE varta.workday IS 'the working days in their order, without gaps in the ordinal, with and without martial law';

ALTER TABLE ONLY varta.request ALTER COLUMN id SET DEFAULT nextval('varta.request_id'::regclass);

ALTER TABLE ONLY varta.submission ALTER COLUMN id SET DEFAULT nextval('varta.submission_id'::regclass);

ALTER TABLE ONLY varta.absence
    ADD CONSTRAINT absence_one EXCLUDE USING gist (operator_id WITH =, period WITH &&);

COMMENT ON CONSTRAINT absence_one ON varta.absence IS 'nobody has two deputies at once';

ALTER TABLE ONLY varta.absence
    ADD CONSTRAINT absence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY varta.beat
    ADD CONSTRAINT beat_city_id_code_key UNIQUE (city_id, code);

ALTER TABLE ONLY varta.beat_officer
    ADD CONSTRAINT beat_officer_one EXCLUDE USING gist (city_id WITH =, beat_id WITH =, period WITH &&);

COMMENT ON CONSTRAINT beat_officer_one ON varta.beat_officer IS 'a beat has one officer at a time';

ALTER TABLE ONLY varta.beat_officer
    ADD CONSTRAINT beat_officer_pkey PRIMARY KEY (city_id, id);

ALTER TABLE ONLY varta.beat
    ADD CONSTRAINT beat_pkey PRIMARY KEY (city_id, id);

ALTER TABLE ONLY varta.beat_street
    ADD CONSTRAINT beat_street_pkey PRIMARY KEY (city_id, id);

ALTER TABLE ONLY varta.category
    ADD CONSTRAINT category_city_id_code_key UNIQUE (city_id, code);

ALTER TABLE ONLY varta.category
    ADD CONSTRAINT category_pkey PRIMARY KEY (city_id, id);

ALTER TABLE ONLY varta.chain
    ADD CONSTRAINT chain_pkey PRIMARY KEY (city_id);

ALTER TABLE ONLY varta.city
    ADD CONSTRAINT city_code_key UNIQUE (code);

ALTER TABLE ONLY varta.city
    ADD CONSTRAINT city_pkey PRIMARY KEY (id);

ALTER TABLE ONLY varta.comment
    ADD CONSTRAINT comment_pkey PRIMARY KEY (city_id, id);

ALTER TABLE ONLY varta.comment
    ADD CONSTRAINT comment_source_id_update_id_key UNIQUE (source_id, update_id);

ALTER TABLE ONLY varta.default_category
    ADD CONSTRAINT default_category_pkey PRIMARY KEY (code);

ALTER TABLE ONLY varta.default_unit
    ADD CONSTRAINT default_unit_pkey PRIMARY KEY (code);

ALTER TABLE ONLY varta.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (seq, source_id);

ALTER TABLE ONLY varta.dialect
    ADD CONSTRAINT dialect_pkey PRIMARY KEY (code);

ALTER TABLE ONLY varta.district
    ADD CONSTRAINT district_city_id_code_key UNIQUE (city_id, code);

ALTER TABLE ONLY varta.district
    ADD CONSTRAINT district_pkey PRIMARY KEY (city_id, id);

ALTER TABLE ONLY varta.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (city_id, id);

ALTER TABLE ONLY varta.form_asked
    ADD CONSTRAINT form_asked_pkey PRIMARY KEY (form);

ALTER TABLE ONLY varta.form
    ADD CONSTRAINT form_pkey PRIMARY KEY (form);

ALTER TABLE ONLY varta.guidance
    ADD CONSTRAINT guidance_pkey PRIMARY KEY (id, version);

ALTER TABLE ONLY varta.holiday
    ADD CONSTRAINT holiday_pkey PRIMARY KEY (country, day);

ALTER TABLE ONLY varta.kind
    ADD CONSTRAINT kind_code_key UNIQUE (code);

ALTER TABLE ONLY varta.kind
    ADD CONSTRAINT kind_pkey PRIMARY KEY (id);

ALTER TABLE ONLY varta.mail
    ADD CONSTRAINT mail_pkey PRIMARY KEY (id);

ALTER TABLE ONLY varta.mail
    ADD CONSTRAINT mail_subscription_id_newsletter_id_key UNIQUE (subscription_id, newsletter_id);

ALTER TABLE ONLY varta.mail
    ADD CONSTRAINT mail_subscription_id_seq_key UNIQUE (subscription_id, seq);

ALTER TABLE ONLY varta.media
    ADD CONSTRAINT media_pkey PRIMARY KEY (city_id, hash);

ALTER TABLE ONLY varta.newsletter
    ADD CONSTRAINT newsletter_id_key UNIQUE (id);

ALTER TABLE ONLY varta.newsletter
    ADD CONSTRAINT newsletter_pkey PRIMARY KEY (city_id, id);

ALTER TABLE ONLY varta.office_hours
    ADD CONSTRAINT office_hours_one EXCLUDE USING gist (operator_id WITH =, weekday WITH =, numrange(EXTRACT(epoch FROM opens), EXTRACT(epoch FROM closes)) WITH &&);

COMMENT ON CONSTRAINT office_hours_one ON varta.office_hours IS 'nobody is in two places at once';

ALTER TABLE ONLY varta.office_hours
    ADD CONSTRAINT office_hours_pkey PRIMARY KEY (operator_id, weekday, opens);

ALTER TABLE ONLY varta.operator_city
    ADD CONSTRAINT operator_city_pkey PRIMARY KEY (operator_id, city_id);

ALTER TABLE ONLY varta.operator
    ADD CONSTRAINT operator_login_key UNIQUE (login);

ALTER TABLE ONLY varta.operator
    ADD CONSTRAINT operator_pkey PRIMARY KEY (id);

ALTER TABLE ONLY varta.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (seq);

ALTER TABLE ONLY varta.pause
    ADD CONSTRAINT pause_pkey PRIMARY KEY (city_id, id);

ALTER TABLE ONLY varta.photo
    ADD CONSTRAINT photo_pkey PRIMARY KEY (city_id, request_id, comment_id);

ALTER TABLE ONLY varta.poll_known
    ADD CONSTRAINT poll_known_pkey PRIMARY KEY (city_id, request_id);

ALTER TABLE ONLY varta.poll
    ADD CONSTRAINT poll_pkey PRIMARY KEY (city_id, source_id);

ALTER TABLE ONLY varta.poll_refusal
    ADD CONSTRAINT poll_refusal_pkey PRIMARY KEY (source_id, external_id);

ALTER TABLE ONLY varta.presence
    ADD CONSTRAINT presence_pkey PRIMARY KEY (city_id, request_id, operator_id);

ALTER TABLE ONLY varta.reason
    ADD CONSTRAINT reason_pkey PRIMARY KEY (code);

ALTER TABLE ONLY varta.reason
    ADD CONSTRAINT reason_sort_key UNIQUE (sort);

ALTER TABLE ONLY varta.referral
    ADD CONSTRAINT referral_pkey PRIMARY KEY (city_id, id);

ALTER TABLE ONLY varta.referral_rule
    ADD CONSTRAINT referral_rule_once UNIQUE NULLS NOT DISTINCT (city_id, unit_id, category_id, district_id, by_area);

COMMENT ON CONSTRAINT referral_rule_once ON varta.referral_rule IS 'twice the same rule would have two priorities';

ALTER TABLE ONLY varta.referral_rule
    ADD CONSTRAINT referral_rule_pkey PRIMARY KEY (city_id, id);

ALTER TABLE ONLY varta.referral_state
    ADD CONSTRAINT referral_state_code_key UNIQUE (code);

ALTER TABLE ONLY varta.referral_state
    ADD CONSTRAINT referral_state_pkey PRIMARY KEY (id);

ALTER TABLE ONLY varta.referral_transition
    ADD CONSTRAINT referral_transition_pkey PRIMARY KEY (verb, from_state);

ALTER TABLE ONLY varta.reporter
    ADD CONSTRAINT reporter_pkey PRIMARY KEY (city_id, request_id, comment_id);

ALTER TABLE ONLY varta.request
    ADD CONSTRAINT request_pkey PRIMARY KEY (city_id, id);

ALTER TABLE ONLY varta.response
    ADD CONSTRAINT response_pkey PRIMARY KEY (city_id, id);

ALTER TABLE ONLY varta.response_state
    ADD CONSTRAINT response_state_code_key UNIQUE (code);

ALTER TABLE ONLY varta.response_state
    ADD CONSTRAINT response_state_pkey PRIMARY KEY (id);

ALTER TABLE ONLY varta.response_transition
    ADD CONSTRAINT response_transition_pkey PRIMARY KEY (verb, from_state);

ALTER TABLE ONLY varta.retention
    ADD CONSTRAINT retention_city_id_kind_key UNIQUE NULLS NOT DISTINCT (city_id, kind);

ALTER TABLE ONLY varta.role
    ADD CONSTRAINT role_group_role_key UNIQUE (group_role);

ALTER TABLE ONLY varta.role_kind
    ADD CONSTRAINT role_kind_pkey PRIMARY KEY (role, kind);

ALTER TABLE ONLY varta.role
    ADD CONSTRAINT role_pkey PRIMARY KEY (code);

ALTER TABLE ONLY varta.role
    ADD CONSTRAINT role_sort_key UNIQUE (sort);

ALTER TABLE ONLY varta.saved_view
    ADD CONSTRAINT saved_view_operator_id_city_id_name_key UNIQUE NULLS NOT DISTINCT (operator_id, city_id, name);

ALTER TABLE ONLY varta.saved_view
    ADD CONSTRAINT saved_view_pkey PRIMARY KEY (id);

ALTER TABLE ONLY varta.search
    ADD CONSTRAINT search_pkey PRIMARY KEY (city_id, id);

ALTER TABLE ONLY varta.search_todo
    ADD CONSTRAINT search_todo_pkey PRIMARY KEY (seq);

ALTER TABLE ONLY varta.source
    ADD CONSTRAINT source_code_key UNIQUE (code);

ALTER TABLE ONLY varta.source
    ADD CONSTRAINT source_id_key UNIQUE (id);

ALTER TABLE ONLY varta.source
    ADD CONSTRAINT source_pkey PRIMARY KEY (city_id, id);

ALTER TABLE ONLY varta.source
    ADD CONSTRAINT source_transport_jurisdiction_key UNIQUE (transport, jurisdiction);

ALTER TABLE ONLY varta.status
    ADD CONSTRAINT status_code_key UNIQUE (code);

ALTER TABLE ONLY varta.status
    ADD CONSTRAINT status_pkey PRIMARY KEY (id);

ALTER TABLE ONLY varta.stop_word
    ADD CONSTRAINT stop_word_pkey PRIMARY KEY (word);

ALTER TABLE ONLY varta.street_kind
    ADD CONSTRAINT street_kind_pkey PRIMARY KEY (word);

ALTER TABLE ONLY varta.submission
    ADD CONSTRAINT submission_pkey PRIMARY KEY (city_id, id);

ALTER TABLE ONLY varta.subscription
    ADD CONSTRAINT subscription_pkey PRIMARY KEY (id);

ALTER TABLE ONLY varta.text_place
    ADD CONSTRAINT text_place_pkey PRIMARY KEY (table_name, column_name);

ALTER TABLE ONLY varta.transition
    ADD CONSTRAINT transition_verb_from_status_role_kind_key UNIQUE NULLS NOT DISTINCT (verb, from_status, role, kind);

ALTER TABLE ONLY varta.transport
    ADD CONSTRAINT transport_pkey PRIMARY KEY (code);

ALTER TABLE ONLY varta.tree
    ADD CONSTRAINT tree_pkey PRIMARY KEY (source_id);

ALTER TABLE ONLY varta.undo
    ADD CONSTRAINT undo_pkey PRIMARY KEY (verb);

ALTER TABLE ONLY varta.unit
    ADD CONSTRAINT unit_city_id_code_key UNIQUE (city_id, code);

ALTER TABLE ONLY varta.unit_kind
    ADD CONSTRAINT unit_kind_pkey PRIMARY KEY (code);

ALTER TABLE ONLY varta.unit
    ADD CONSTRAINT unit_pkey PRIMARY KEY (city_id, id);

ALTER TABLE ONLY varta.unit_street
    ADD CONSTRAINT unit_street_pkey PRIMARY KEY (city_id, id);

ALTER TABLE ONLY varta.workday
    ADD CONSTRAINT workday_country_martial_law_ordinal_key UNIQUE (country, martial_law, ordinal);

ALTER TABLE ONLY varta.workday
    ADD CONSTRAINT workday_pkey PRIMARY KEY (country, martial_law, day);

CREATE INDEX absence_deputy ON varta.absence USING btree (deputy_id);

CREATE INDEX beat_officer_operator ON varta.beat_officer USING btree (operator_id);

CREATE INDEX beat_piece_area ON varta.beat_piece USING gist (area);

CREATE INDEX beat_piece_beat ON varta.beat_piece USING btree (city_id, beat_id);

CREATE INDEX beat_street_beat ON varta.beat_street USING btree (city_id, beat_id);

CREATE INDEX beat_street_street ON varta.beat_street USING btree (city_id, street);

CREATE INDEX comment_request ON varta.comment USING btree (city_id, request_id, id);

CREATE INDEX delivery_dead ON varta.delivery USING btree (city_id, seq) WHERE (dead_at IS NOT NULL);

CREATE INDEX delivery_left ON varta.delivery USING btree (city_id, seq) WHERE (delivered_at IS NULL);

CREATE INDEX delivery_open ON varta.delivery USING btree (source_id, seq) WHERE ((delivered_at IS NULL) AND (dead_at IS NULL));

CREATE INDEX delivery_request ON varta.delivery USING btree (city_id, request_id);

CREATE INDEX district_piece_area ON varta.district_piece USING gist (area);

CREATE INDEX district_piece_district ON varta.district_piece USING btree (city_id, district_id);

CREATE INDEX event_request ON varta.event USING btree (city_id, request_id, id);

CREATE INDEX form_prefix ON varta.form USING btree (form text_pattern_ops);

CREATE INDEX guidance_city ON varta.guidance USING btree (city_id, id, version);

CREATE INDEX mail_begun ON varta.mail USING btree (begun_at);

CREATE INDEX mail_left ON varta.mail USING btree (city_id, id) WHERE (sent_at IS NULL);

CREATE INDEX mail_newsletter ON varta.mail USING btree (newsletter_id) WHERE (newsletter_id IS NOT NULL);

CREATE INDEX mail_open ON varta.mail USING btree (kind, id) WHERE ((sent_at IS NULL) AND (dead_at IS NULL));

CREATE INDEX mail_seq ON varta.mail USING btree (seq) WHERE (seq IS NOT NULL);

CREATE INDEX media_by_hash ON varta.media USING btree (hash);

CREATE INDEX media_stored ON varta.media USING btree (stored_at);

CREATE INDEX outbox_answers ON varta.outbox USING btree (city_id, visible_at) WHERE (status = 3);

COMMENT ON INDEX varta.outbox_answers IS 'the newest answers of a city';

CREATE INDEX outbox_request ON varta.outbox USING btree (city_id, request_id, seq);

CREATE INDEX outbox_source ON varta.outbox USING btree (source_id, visible_at);

CREATE UNIQUE INDEX pause_open ON varta.pause USING btree (city_id, request_id) WHERE (until_at IS NULL);

CREATE INDEX pause_request ON varta.pause USING btree (city_id, request_id, id);

CREATE INDEX photo_hash ON varta.photo USING btree (hash) WHERE (hash IS NOT NULL);

CREATE INDEX photo_wanted ON varta.photo USING btree (next_at) WHERE ((hash IS NULL) AND (refused IS NULL));

CREATE INDEX poll_known_checked ON varta.poll_known USING btree (source_id, checked_at);

CREATE INDEX poll_known_external ON varta.poll_known USING btree (source_id, external_id);

CREATE INDEX presence_operator ON varta.presence USING btree (operator_id);

CREATE UNIQUE INDEX referral_open ON varta.referral USING btree (city_id, request_id, unit_id) WHERE (state < 3);

CREATE INDEX referral_request ON varta.referral USING btree (city_id, request_id, id);

CREATE INDEX referral_unit ON varta.referral USING btree (city_id, unit_id, state, request_id);

CREATE INDEX request_merged ON varta.request USING btree (city_id, merged_into) WHERE (merged_into IS NOT NULL);

CREATE INDEX request_mine ON varta.request USING btree (city_id, operator_id, kind, due_at) INCLUDE (snoozed_until) WHERE ((operator_id IS NOT NULL) AND (status = ANY (ARRAY[1, 2])));

CREATE INDEX request_open ON varta.request USING btree (city_id, status, kind, due_at, snoozed_until) WHERE (status = ANY (ARRAY[1, 2]));

COMMENT ON INDEX varta.request_open IS 'badges and counters count in it, without reading a row';

CREATE INDEX request_operator ON varta.request USING btree (city_id, operator_id, status) WHERE (operator_id IS NOT NULL);

CREATE INDEX request_point ON varta.request USING gist (((point)::public.geography));

COMMENT ON INDEX varta.request_point IS 'distances in metres, nearest first';

CREATE INDEX request_queue ON varta.request USING btree (city_id, status, rank, due_at, id) INCLUDE (kind, category_id, district_id, snoozed_until, area);

CREATE INDEX request_received ON varta.request USING btree (city_id, status, received_at, id) INCLUDE (kind, category_id, district_id, snoozed_until);

CREATE INDEX request_requested ON varta.request USING btree (city_id, requested_at, id);

CREATE INDEX request_retained ON varta.request USING btree (city_id, kind, updated_at) WHERE ((erased_at IS NULL) AND (status = ANY (ARRAY[3, 4, 5, 6])));

CREATE INDEX request_unassigned ON varta.request USING btree (city_id, status, rank, due_at, id) INCLUDE (kind, category_id, district_id, snoozed_until) WHERE ((operator_id IS NULL) AND (status < 3));

COMMENT ON INDEX varta.request_unassigned IS 'the queue of what is open and nobody''s';

CREATE INDEX response_request ON varta.response USING btree (city_id, request_id, id);

CREATE INDEX response_visible ON varta.response USING btree (visible_at) WHERE (visible_at IS NOT NULL);

CREATE INDEX response_waiting ON varta.response USING btree (city_id, request_id) WHERE ((state <> 4) AND public);

CREATE INDEX saved_view_city ON varta.saved_view USING btree (city_id) WHERE (city_id IS NOT NULL);

CREATE INDEX search_doc ON varta.search USING gin (doc);

CREATE INDEX submission_digest ON varta.submission USING btree (source_id, digest, received_at) WHERE (external_id IS NULL);

CREATE UNIQUE INDEX submission_external ON varta.submission USING btree (source_id, external_id) WHERE (external_id IS NOT NULL);

CREATE INDEX subscription_asked ON varta.subscription USING btree (asked_at) WHERE (confirmed_at IS NULL);

CREATE INDEX subscription_beat ON varta.subscription USING btree (city_id, beat_id) WHERE (request_id IS NULL);

CREATE INDEX subscription_request ON varta.subscription USING btree (city_id, request_id) WHERE (request_id IS NOT NULL);

CREATE UNIQUE INDEX subscription_thing ON varta.subscription USING btree (city_id, lower(email), COALESCE(request_id, (0)::bigint), COALESCE(beat_id, 0));

CREATE INDEX unit_piece_area ON varta.unit_piece USING gist (area);

CREATE INDEX unit_piece_unit ON varta.unit_piece USING btree (city_id, unit_id);

CREATE INDEX unit_street_street ON varta.unit_street USING btree (city_id, street);

CREATE INDEX unit_street_unit ON varta.unit_street USING btree (city_id, unit_id);

CREATE TRIGGER chain_begin AFTER INSERT ON varta.city FOR EACH ROW EXECUTE FUNCTION varta.chain_begin();

CREATE TRIGGER config_changed AFTER INSERT OR DELETE OR UPDATE ON varta.category FOR EACH STATEMENT EXECUTE FUNCTION varta.config_changed();

CREATE TRIGGER config_changed AFTER UPDATE ON varta.city FOR EACH STATEMENT EXECUTE FUNCTION varta.config_changed();

CREATE TRIGGER config_changed AFTER INSERT OR DELETE OR UPDATE ON varta.source FOR EACH STATEMENT EXECUTE FUNCTION varta.config_changed();

CREATE TRIGGER cut AFTER INSERT OR UPDATE OF area ON varta.beat FOR EACH ROW EXECUTE FUNCTION varta.cut();

CREATE TRIGGER cut AFTER INSERT OR UPDATE OF area ON varta.district FOR EACH ROW EXECUTE FUNCTION varta.cut();

CREATE TRIGGER cut AFTER INSERT OR UPDATE OF area ON varta.unit FOR EACH ROW EXECUTE FUNCTION varta.cut();

CREATE TRIGGER guidance_defaults AFTER INSERT ON varta.city FOR EACH ROW EXECUTE FUNCTION varta.guidance_defaults();

CREATE TRIGGER mail_added AFTER INSERT ON varta.mail REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION varta.mail_added();

CREATE TRIGGER only_erase BEFORE UPDATE ON varta.event FOR EACH ROW WHEN (((old.verb = 'erase'::text) OR (num_nonnulls(new.why, new.before, new.after, new.salt) > 0) OR ((to_jsonb(new.*) - '{why,before,after,salt}'::text[]) <> (to_jsonb(old.*) - '{why,before,after,salt}'::text[])))) EXECUTE FUNCTION varta.refuse();

CREATE TRIGGER only_erase BEFORE UPDATE ON varta.submission FOR EACH ROW WHEN (((new.raw <> ''::text) OR (new.erased_at IS NULL) OR (old.erased_at IS NOT NULL) OR ((to_jsonb(new.*) - '{raw,erased_at}'::text[]) <> (to_jsonb(old.*) - '{raw,erased_at}'::text[])))) EXECUTE FUNCTION varta.refuse();

CREATE TRIGGER outbox_added AFTER INSERT ON varta.outbox REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION varta.outbox_added();

CREATE TRIGGER outbox_mail AFTER INSERT ON varta.outbox REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION varta.outbox_mail();

CREATE TRIGGER photo_of_comment AFTER INSERT ON varta.comment REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION varta.photo_of_comment();

CREATE TRIGGER photo_of_request AFTER INSERT ON varta.request REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION varta.photo_of_request();

CREATE TRIGGER refuse BEFORE DELETE OR TRUNCATE ON varta.chain FOR EACH STATEMENT EXECUTE FUNCTION varta.refuse();

CREATE TRIGGER refuse BEFORE DELETE OR TRUNCATE ON varta.event FOR EACH STATEMENT EXECUTE FUNCTION varta.refuse();

CREATE TRIGGER refuse BEFORE DELETE OR UPDATE OR TRUNCATE ON varta.guidance FOR EACH STATEMENT EXECUTE FUNCTION varta.refuse();

CREATE TRIGGER refuse BEFORE UPDATE ON varta.holiday FOR EACH STATEMENT EXECUTE FUNCTION varta.refuse();

CREATE TRIGGER refuse BEFORE UPDATE ON varta.office_hours FOR EACH STATEMENT EXECUTE FUNCTION varta.refuse();

CREATE TRIGGER refuse BEFORE UPDATE ON varta.operator_city FOR EACH STATEMENT EXECUTE FUNCTION varta.refuse();

CREATE TRIGGER refuse BEFORE DELETE OR TRUNCATE ON varta.request FOR EACH STATEMENT EXECUTE FUNCTION varta.refuse();

CREATE TRIGGER refuse BEFORE UPDATE ON varta.retention FOR EACH STATEMENT EXECUTE FUNCTION varta.refuse();

CREATE TRIGGER refuse BEFORE DELETE OR TRUNCATE ON varta.submission FOR EACH STATEMENT EXECUTE FUNCTION varta.refuse();

CREATE TRIGGER reporter_added AFTER INSERT ON varta.reporter REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION varta.reporter_added();

CREATE TRIGGER reporter_gone AFTER DELETE ON varta.reporter REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION varta.reporter_gone();

CREATE TRIGGER request_added AFTER INSERT ON varta.request REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION varta.request_added();

CREATE TRIGGER request_changed AFTER UPDATE ON varta.request REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.request_changed();

CREATE TRIGGER search_added AFTER INSERT ON varta.request REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION varta.search_added();

CREATE TRIGGER search_answered AFTER UPDATE ON varta.response REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.search_answered();

CREATE TRIGGER search_changed AFTER UPDATE ON varta.request REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.search_changed();

CREATE TRIGGER tree_changed AFTER UPDATE ON varta.source FOR EACH ROW WHEN (((new.transport = 'publish'::text) AND (new.* IS DISTINCT FROM old.*))) EXECUTE FUNCTION varta.tree_wanted();

CREATE TRIGGER tree_wanted AFTER UPDATE OF name, name_en ON varta.category FOR EACH ROW WHEN (((new.name IS DISTINCT FROM old.name) OR (new.name_en IS DISTINCT FROM old.name_en))) EXECUTE FUNCTION varta.tree_wanted();

CREATE TRIGGER tree_wanted AFTER UPDATE OF name, name_en, tz ON varta.city FOR EACH ROW WHEN ((((new.name IS DISTINCT FROM old.name) OR (new.name_en IS DISTINCT FROM old.name_en)) OR (new.tz IS DISTINCT FROM old.tz))) EXECUTE FUNCTION varta.tree_wanted();

CREATE TRIGGER tree_wanted AFTER UPDATE OF name, name_en, area ON varta.district FOR EACH ROW WHEN ((((new.name IS DISTINCT FROM old.name) OR (new.name_en IS DISTINCT FROM old.name_en)) OR (NOT public.st_equals(new.area, old.area)))) EXECUTE FUNCTION varta.tree_wanted();

CREATE TRIGGER tree_wanted AFTER INSERT ON varta.source FOR EACH ROW WHEN ((new.transport = 'publish'::text)) EXECUTE FUNCTION varta.tree_wanted();

CREATE TRIGGER watched_delete AFTER DELETE ON varta.absence REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_delete AFTER DELETE ON varta.beat REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_delete AFTER DELETE ON varta.beat_officer REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_delete AFTER DELETE ON varta.beat_street REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_delete AFTER DELETE ON varta.category REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_delete AFTER DELETE ON varta.city REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_delete AFTER DELETE ON varta.district REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_delete AFTER DELETE ON varta.holiday REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_delete AFTER DELETE ON varta.newsletter REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_delete AFTER DELETE ON varta.office_hours REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_delete AFTER DELETE ON varta.operator REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_delete AFTER DELETE ON varta.operator_city REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_delete AFTER DELETE ON varta.referral_rule REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_delete AFTER DELETE ON varta.retention REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_delete AFTER DELETE ON varta.source REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_delete AFTER DELETE ON varta.unit REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_delete AFTER DELETE ON varta.unit_street REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_insert AFTER INSERT ON varta.absence REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_insert AFTER INSERT ON varta.beat REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_insert AFTER INSERT ON varta.beat_officer REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_insert AFTER INSERT ON varta.beat_street REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_insert AFTER INSERT ON varta.category REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_insert AFTER INSERT ON varta.city REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_insert AFTER INSERT ON varta.district REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_insert AFTER INSERT ON varta.holiday REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_insert AFTER INSERT ON varta.newsletter REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_insert AFTER INSERT ON varta.office_hours REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_insert AFTER INSERT ON varta.operator REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_insert AFTER INSERT ON varta.operator_city REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_insert AFTER INSERT ON varta.referral_rule REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_insert AFTER INSERT ON varta.retention REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_insert AFTER INSERT ON varta.source REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_insert AFTER INSERT ON varta.unit REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_insert AFTER INSERT ON varta.unit_street REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_update AFTER UPDATE ON varta.absence REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_update AFTER UPDATE ON varta.beat REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_update AFTER UPDATE ON varta.beat_officer REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_update AFTER UPDATE ON varta.beat_street REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_update AFTER UPDATE ON varta.category REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_update AFTER UPDATE ON varta.city REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_update AFTER UPDATE ON varta.district REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_update AFTER UPDATE ON varta.newsletter REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_update AFTER UPDATE ON varta.operator REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_update AFTER UPDATE ON varta.referral_rule REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_update AFTER UPDATE ON varta.source REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_update AFTER UPDATE ON varta.unit REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

CREATE TRIGGER watched_update AFTER UPDATE ON varta.unit_street REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION varta.watched();

ALTER TABLE ONLY varta.absence
    ADD CONSTRAINT absence_deputy_id_fkey FOREIGN KEY (deputy_id) REFERENCES varta.operator(id);

ALTER TABLE ONLY varta.absence
    ADD CONSTRAINT absence_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES varta.operator(id);

ALTER TABLE ONLY varta.beat
    ADD CONSTRAINT beat_city_id_fkey FOREIGN KEY (city_id) REFERENCES varta.city(id);

ALTER TABLE ONLY varta.beat_officer
    ADD CONSTRAINT beat_officer_city_id_beat_id_fkey FOREIGN KEY (city_id, beat_id) REFERENCES varta.beat(city_id, id);

ALTER TABLE ONLY varta.beat_officer
    ADD CONSTRAINT beat_officer_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES varta.operator(id);

ALTER TABLE ONLY varta.beat_piece
    ADD CONSTRAINT beat_piece_city_id_beat_id_fkey FOREIGN KEY (city_id, beat_id) REFERENCES varta.beat(city_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY varta.beat_street
    ADD CONSTRAINT beat_street_city_id_beat_id_fkey FOREIGN KEY (city_id, beat_id) REFERENCES varta.beat(city_id, id);

ALTER TABLE ONLY varta.category
    ADD CONSTRAINT category_city_id_fkey FOREIGN KEY (city_id) REFERENCES varta.city(id);

ALTER TABLE ONLY varta.category
    ADD CONSTRAINT category_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES varta.unit(city_id, id);

ALTER TABLE ONLY varta.category
    ADD CONSTRAINT category_kind_fkey FOREIGN KEY (kind) REFERENCES varta.kind(id);

ALTER TABLE ONLY varta.comment
    ADD CONSTRAINT comment_city_id_request_id_fkey FOREIGN KEY (city_id, request_id) REFERENCES varta.request(city_id, id);

ALTER TABLE ONLY varta.comment
    ADD CONSTRAINT comment_city_id_source_id_fkey FOREIGN KEY (city_id, source_id) REFERENCES varta.source(city_id, id);

ALTER TABLE ONLY varta.default_category
    ADD CONSTRAINT default_category_kind_fkey FOREIGN KEY (kind) REFERENCES varta.kind(id);

ALTER TABLE ONLY varta.default_category
    ADD CONSTRAINT default_category_unit_fkey FOREIGN KEY (unit) REFERENCES varta.default_unit(code);

ALTER TABLE ONLY varta.default_guidance
    ADD CONSTRAINT default_guidance_category_fkey FOREIGN KEY (category) REFERENCES varta.default_category(code);

ALTER TABLE ONLY varta.default_guidance
    ADD CONSTRAINT default_guidance_unit_fkey FOREIGN KEY (unit) REFERENCES varta.default_unit(code);

ALTER TABLE ONLY varta.default_unit
    ADD CONSTRAINT default_unit_kind_fkey FOREIGN KEY (kind) REFERENCES varta.unit_kind(code);

ALTER TABLE ONLY varta.delivery
    ADD CONSTRAINT delivery_city_id_source_id_fkey FOREIGN KEY (city_id, source_id) REFERENCES varta.source(city_id, id);

ALTER TABLE ONLY varta.delivery
    ADD CONSTRAINT delivery_seq_fkey FOREIGN KEY (seq) REFERENCES varta.outbox(seq) ON DELETE CASCADE;

ALTER TABLE ONLY varta.district
    ADD CONSTRAINT district_city_id_fkey FOREIGN KEY (city_id) REFERENCES varta.city(id);

ALTER TABLE ONLY varta.district_piece
    ADD CONSTRAINT district_piece_city_id_district_id_fkey FOREIGN KEY (city_id, district_id) REFERENCES varta.district(city_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY varta.guidance
    ADD CONSTRAINT guidance_author_id_fkey FOREIGN KEY (author_id) REFERENCES varta.operator(id);

ALTER TABLE ONLY varta.guidance
    ADD CONSTRAINT guidance_city_id_fkey FOREIGN KEY (city_id) REFERENCES varta.city(id);

ALTER TABLE ONLY varta.mail
    ADD CONSTRAINT mail_newsletter_id_fkey FOREIGN KEY (newsletter_id) REFERENCES varta.newsletter(id) ON DELETE CASCADE;

ALTER TABLE ONLY varta.mail
    ADD CONSTRAINT mail_seq_fkey FOREIGN KEY (seq) REFERENCES varta.outbox(seq) ON DELETE CASCADE;

ALTER TABLE ONLY varta.mail
    ADD CONSTRAINT mail_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES varta.subscription(id) ON DELETE CASCADE;

ALTER TABLE ONLY varta.media
    ADD CONSTRAINT media_city_id_fkey FOREIGN KEY (city_id) REFERENCES varta.city(id);

ALTER TABLE ONLY varta.newsletter
    ADD CONSTRAINT newsletter_city_id_beat_id_fkey FOREIGN KEY (city_id, beat_id) REFERENCES varta.beat(city_id, id);

ALTER TABLE ONLY varta.newsletter
    ADD CONSTRAINT newsletter_city_id_fkey FOREIGN KEY (city_id) REFERENCES varta.city(id);

ALTER TABLE ONLY varta.newsletter
    ADD CONSTRAINT newsletter_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES varta.operator(id);

ALTER TABLE ONLY varta.office_hours
    ADD CONSTRAINT office_hours_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES varta.operator(id);

ALTER TABLE ONLY varta.operator_city
    ADD CONSTRAINT operator_city_city_id_fkey FOREIGN KEY (city_id) REFERENCES varta.city(id);

ALTER TABLE ONLY varta.operator_city
    ADD CONSTRAINT operator_city_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES varta.operator(id);

ALTER TABLE ONLY varta.operator
    ADD CONSTRAINT operator_unit_city_unit_id_fkey FOREIGN KEY (unit_city, unit_id) REFERENCES varta.unit(city_id, id) MATCH FULL;

ALTER TABLE ONLY varta.outbox
    ADD CONSTRAINT outbox_city_id_request_id_fkey FOREIGN KEY (city_id, request_id) REFERENCES varta.request(city_id, id);

ALTER TABLE ONLY varta.outbox
    ADD CONSTRAINT outbox_city_id_response_id_fkey FOREIGN KEY (city_id, response_id) REFERENCES varta.response(city_id, id);

ALTER TABLE ONLY varta.outbox
    ADD CONSTRAINT outbox_city_id_source_id_fkey FOREIGN KEY (city_id, source_id) REFERENCES varta.source(city_id, id);

ALTER TABLE ONLY varta.outbox
    ADD CONSTRAINT outbox_status_fkey FOREIGN KEY (status) REFERENCES varta.status(id);

ALTER TABLE ONLY varta.pause
    ADD CONSTRAINT pause_city_id_request_id_fkey FOREIGN KEY (city_id, request_id) REFERENCES varta.request(city_id, id);

ALTER TABLE ONLY varta.pause
    ADD CONSTRAINT pause_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES varta.operator(id);

ALTER TABLE ONLY varta.photo
    ADD CONSTRAINT photo_city_id_hash_fkey FOREIGN KEY (city_id, hash) REFERENCES varta.media(city_id, hash);

ALTER TABLE ONLY varta.photo
    ADD CONSTRAINT photo_city_id_request_id_fkey FOREIGN KEY (city_id, request_id) REFERENCES varta.request(city_id, id);

ALTER TABLE ONLY varta.poll
    ADD CONSTRAINT poll_city_id_source_id_fkey FOREIGN KEY (city_id, source_id) REFERENCES varta.source(city_id, id);

ALTER TABLE ONLY varta.poll_known
    ADD CONSTRAINT poll_known_city_id_request_id_fkey FOREIGN KEY (city_id, request_id) REFERENCES varta.request(city_id, id);

ALTER TABLE ONLY varta.poll_known
    ADD CONSTRAINT poll_known_city_id_source_id_fkey FOREIGN KEY (city_id, source_id) REFERENCES varta.source(city_id, id);

ALTER TABLE ONLY varta.poll_refusal
    ADD CONSTRAINT poll_refusal_city_id_source_id_fkey FOREIGN KEY (city_id, source_id) REFERENCES varta.source(city_id, id);

ALTER TABLE ONLY varta.referral
    ADD CONSTRAINT referral_city_id_request_id_fkey FOREIGN KEY (city_id, request_id) REFERENCES varta.request(city_id, id);

ALTER TABLE ONLY varta.referral
    ADD CONSTRAINT referral_city_id_response_id_fkey FOREIGN KEY (city_id, response_id) REFERENCES varta.response(city_id, id);

ALTER TABLE ONLY varta.referral
    ADD CONSTRAINT referral_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES varta.unit(city_id, id);

ALTER TABLE ONLY varta.referral
    ADD CONSTRAINT referral_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES varta.operator(id);

ALTER TABLE ONLY varta.referral_rule
    ADD CONSTRAINT referral_rule_city_id_category_id_fkey FOREIGN KEY (city_id, category_id) REFERENCES varta.category(city_id, id);

ALTER TABLE ONLY varta.referral_rule
    ADD CONSTRAINT referral_rule_city_id_district_id_fkey FOREIGN KEY (city_id, district_id) REFERENCES varta.district(city_id, id);

ALTER TABLE ONLY varta.referral_rule
    ADD CONSTRAINT referral_rule_city_id_fkey FOREIGN KEY (city_id) REFERENCES varta.city(id);

ALTER TABLE ONLY varta.referral_rule
    ADD CONSTRAINT referral_rule_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES varta.unit(city_id, id);

ALTER TABLE ONLY varta.referral
    ADD CONSTRAINT referral_state_fkey FOREIGN KEY (state) REFERENCES varta.referral_state(id);

ALTER TABLE ONLY varta.referral_transition
    ADD CONSTRAINT referral_transition_from_state_fkey FOREIGN KEY (from_state) REFERENCES varta.referral_state(id);

ALTER TABLE ONLY varta.referral_transition
    ADD CONSTRAINT referral_transition_to_state_fkey FOREIGN KEY (to_state) REFERENCES varta.referral_state(id);

ALTER TABLE ONLY varta.reporter
    ADD CONSTRAINT reporter_city_id_request_id_fkey FOREIGN KEY (city_id, request_id) REFERENCES varta.request(city_id, id);

ALTER TABLE ONLY varta.request
    ADD CONSTRAINT request_city_id_beat_id_fkey FOREIGN KEY (city_id, beat_id) REFERENCES varta.beat(city_id, id);

ALTER TABLE ONLY varta.request
    ADD CONSTRAINT request_city_id_category_id_fkey FOREIGN KEY (city_id, category_id) REFERENCES varta.category(city_id, id);

ALTER TABLE ONLY varta.request
    ADD CONSTRAINT request_city_id_district_id_fkey FOREIGN KEY (city_id, district_id) REFERENCES varta.district(city_id, id);

ALTER TABLE ONLY varta.request
    ADD CONSTRAINT request_city_id_submission_id_fkey FOREIGN KEY (city_id, submission_id) REFERENCES varta.submission(city_id, id);

ALTER TABLE ONLY varta.request
    ADD CONSTRAINT request_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES varta.operator(id);

ALTER TABLE ONLY varta.request
    ADD CONSTRAINT request_reason_fkey FOREIGN KEY (reason) REFERENCES varta.reason(code);

ALTER TABLE ONLY varta.response
    ADD CONSTRAINT response_approver_id_fkey FOREIGN KEY (approver_id) REFERENCES varta.operator(id);

ALTER TABLE ONLY varta.response
    ADD CONSTRAINT response_author_id_fkey FOREIGN KEY (author_id) REFERENCES varta.operator(id);

ALTER TABLE ONLY varta.response
    ADD CONSTRAINT response_city_id_request_id_fkey FOREIGN KEY (city_id, request_id) REFERENCES varta.request(city_id, id);

ALTER TABLE ONLY varta.response
    ADD CONSTRAINT response_state_fkey FOREIGN KEY (state) REFERENCES varta.response_state(id);

ALTER TABLE ONLY varta.response_transition
    ADD CONSTRAINT response_transition_from_state_fkey FOREIGN KEY (from_state) REFERENCES varta.response_state(id);

ALTER TABLE ONLY varta.response_transition
    ADD CONSTRAINT response_transition_to_state_fkey FOREIGN KEY (to_state) REFERENCES varta.response_state(id);

ALTER TABLE ONLY varta.retention
    ADD CONSTRAINT retention_city_id_fkey FOREIGN KEY (city_id) REFERENCES varta.city(id);

ALTER TABLE ONLY varta.retention
    ADD CONSTRAINT retention_kind_fkey FOREIGN KEY (kind) REFERENCES varta.kind(id);

ALTER TABLE ONLY varta.role_kind
    ADD CONSTRAINT role_kind_kind_fkey FOREIGN KEY (kind) REFERENCES varta.kind(id);

ALTER TABLE ONLY varta.role_kind
    ADD CONSTRAINT role_kind_role_fkey FOREIGN KEY (role) REFERENCES varta.role(code);

ALTER TABLE ONLY varta.saved_view
    ADD CONSTRAINT saved_view_author_id_fkey FOREIGN KEY (author_id) REFERENCES varta.operator(id);

ALTER TABLE ONLY varta.saved_view
    ADD CONSTRAINT saved_view_city_id_fkey FOREIGN KEY (city_id) REFERENCES varta.city(id);

ALTER TABLE ONLY varta.saved_view
    ADD CONSTRAINT saved_view_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES varta.operator(id);

ALTER TABLE ONLY varta.source
    ADD CONSTRAINT source_city_id_fkey FOREIGN KEY (city_id) REFERENCES varta.city(id);

ALTER TABLE ONLY varta.source
    ADD CONSTRAINT source_dialect_fkey FOREIGN KEY (dialect) REFERENCES varta.dialect(code);

ALTER TABLE ONLY varta.submission
    ADD CONSTRAINT submission_city_id_source_id_fkey FOREIGN KEY (city_id, source_id) REFERENCES varta.source(city_id, id);

ALTER TABLE ONLY varta.subscription
    ADD CONSTRAINT subscription_city_id_beat_id_fkey FOREIGN KEY (city_id, beat_id) REFERENCES varta.beat(city_id, id);

ALTER TABLE ONLY varta.subscription
    ADD CONSTRAINT subscription_city_id_fkey FOREIGN KEY (city_id) REFERENCES varta.city(id);

ALTER TABLE ONLY varta.subscription
    ADD CONSTRAINT subscription_city_id_request_id_fkey FOREIGN KEY (city_id, request_id) REFERENCES varta.request(city_id, id);

ALTER TABLE ONLY varta.transition
    ADD CONSTRAINT transition_from_status_fkey FOREIGN KEY (from_status) REFERENCES varta.status(id);

ALTER TABLE ONLY varta.transition
    ADD CONSTRAINT transition_kind_fkey FOREIGN KEY (kind) REFERENCES varta.kind(id);

ALTER TABLE ONLY varta.transition
    ADD CONSTRAINT transition_role_fkey FOREIGN KEY (role) REFERENCES varta.role(code);

ALTER TABLE ONLY varta.transition
    ADD CONSTRAINT transition_to_status_fkey FOREIGN KEY (to_status) REFERENCES varta.status(id);

ALTER TABLE ONLY varta.tree
    ADD CONSTRAINT tree_city_id_source_id_fkey FOREIGN KEY (city_id, source_id) REFERENCES varta.source(city_id, id);

ALTER TABLE ONLY varta.unit
    ADD CONSTRAINT unit_city_id_fkey FOREIGN KEY (city_id) REFERENCES varta.city(id);

ALTER TABLE ONLY varta.unit
    ADD CONSTRAINT unit_kind_fkey FOREIGN KEY (kind) REFERENCES varta.unit_kind(code);

ALTER TABLE ONLY varta.unit_piece
    ADD CONSTRAINT unit_piece_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES varta.unit(city_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY varta.unit_street
    ADD CONSTRAINT unit_street_city_id_unit_id_fkey FOREIGN KEY (city_id, unit_id) REFERENCES varta.unit(city_id, id);

ALTER TABLE varta.absence ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.beat ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.beat_officer ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.beat_piece ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.beat_street ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.category ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.chain ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.city ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.comment ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.default_category ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.default_guidance ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.default_unit ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.delivery ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.dialect ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.district ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.district_piece ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.event ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.form ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.form_asked ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.guidance ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.holiday ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.kind ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.mail ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.media ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.newsletter ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.office_hours ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.operator ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.operator_city ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.outbox ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.pause ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.photo ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.poll ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.poll_known ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.poll_refusal ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.presence ENABLE ROW LEVEL SECURITY;

CREATE POLICY read ON varta.category FOR SELECT TO varta_view USING (true);

CREATE POLICY read ON varta.city FOR SELECT TO varta_view USING (true);

CREATE POLICY read ON varta.comment FOR SELECT TO varta_view USING (((city_id = ANY (( SELECT varta.my_cities() AS my_cities)::smallint[])) AND (EXISTS ( SELECT
   FROM varta.request r
  WHERE ((r.city_id = comment.city_id) AND (r.id = comment.request_id))))));

CREATE POLICY read ON varta.district FOR SELECT TO varta_view USING (true);

CREATE POLICY read ON varta.event FOR SELECT TO varta_view USING (((city_id = ANY (( SELECT varta.my_cities() AS my_cities)::smallint[])) AND (EXISTS ( SELECT
   FROM varta.request r
  WHERE ((r.city_id = event.city_id) AND (r.id = event.request_id))))));

CREATE POLICY read ON varta.holiday FOR SELECT TO varta_view USING (true);

CREATE POLICY read ON varta.kind FOR SELECT TO varta_view USING (true);

CREATE POLICY read ON varta.operator FOR SELECT TO varta_view USING ((id IN ( SELECT oc.operator_id
   FROM varta.operator_city oc)));

CREATE POLICY read ON varta.operator_city FOR SELECT TO varta_view USING ((city_id = ANY (( SELECT varta.my_cities() AS my_cities)::smallint[])));

CREATE POLICY read ON varta.outbox FOR SELECT TO varta_view USING (((city_id = ANY (( SELECT varta.my_cities() AS my_cities)::smallint[])) AND (EXISTS ( SELECT
   FROM varta.request r
  WHERE ((r.city_id = outbox.city_id) AND (r.id = outbox.request_id))))));

CREATE POLICY read ON varta.reason FOR SELECT TO varta_view USING (true);

CREATE POLICY read ON varta.referral FOR SELECT TO varta_view USING (((city_id = ANY (( SELECT varta.my_cities() AS my_cities)::smallint[])) AND (EXISTS ( SELECT
   FROM varta.request r
  WHERE ((r.city_id = referral.city_id) AND (r.id = referral.request_id))))));

CREATE POLICY read ON varta.referral_state FOR SELECT TO varta_view USING (true);

CREATE POLICY read ON varta.reporter FOR SELECT TO varta_view USING (((city_id = ANY (( SELECT varta.my_cities() AS my_cities)::smallint[])) AND may_contact AND ('moderator'::text = ANY (( SELECT varta.my_roles() AS my_roles)::text[])) AND (EXISTS ( SELECT
   FROM varta.request r
  WHERE ((r.city_id = reporter.city_id) AND (r.id = reporter.request_id))))));

CREATE POLICY read ON varta.request FOR SELECT TO varta_view USING (((city_id = ANY (( SELECT varta.my_cities() AS my_cities)::smallint[])) AND (kind = ANY (( SELECT varta.my_kinds() AS my_kinds)::smallint[]))));

CREATE POLICY read ON varta.response FOR SELECT TO varta_view USING (((city_id = ANY (( SELECT varta.my_cities() AS my_cities)::smallint[])) AND (EXISTS ( SELECT
   FROM varta.request r
  WHERE ((r.city_id = response.city_id) AND (r.id = response.request_id))))));

CREATE POLICY read ON varta.response_state FOR SELECT TO varta_view USING (true);

CREATE POLICY read ON varta.role FOR SELECT TO varta_view USING (true);

CREATE POLICY read ON varta.status FOR SELECT TO varta_view USING (true);

CREATE POLICY read ON varta.transition FOR SELECT TO varta_view USING (true);

CREATE POLICY read ON varta.unit FOR SELECT TO varta_view USING (true);

CREATE POLICY read ON varta.unit_kind FOR SELECT TO varta_view USING (true);

ALTER TABLE varta.reason ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.referral ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.referral_rule ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.referral_state ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.referral_transition ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.reporter ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.request ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.response ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.response_state ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.response_transition ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.retention ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.role ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.role_kind ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.saved_view ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.search ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.search_todo ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.source ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.status ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.stop_word ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.street_kind ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.submission ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.subscription ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.text_place ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.transition ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.transport ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.tree ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.undo ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.unit ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.unit_kind ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.unit_piece ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.unit_street ENABLE ROW LEVEL SECURITY;

ALTER TABLE varta.workday ENABLE ROW LEVEL SECURITY;

GRANT ALL ON SCHEMA api TO varta_view;
GRANT USAGE ON SCHEMA api TO varta_moderator;
GRANT USAGE ON SCHEMA api TO varta_officer;
GRANT USAGE ON SCHEMA api TO varta_traffic;
GRANT USAGE ON SCHEMA api TO varta_expert;
GRANT USAGE ON SCHEMA api TO varta_auditor;
GRANT USAGE ON SCHEMA api TO varta_admin;

GRANT USAGE ON SCHEMA audit TO varta_auditor;
GRANT USAGE ON SCHEMA audit TO varta_admin;

GRANT USAGE ON SCHEMA sync TO varta_sync;

GRANT USAGE ON SCHEMA varta TO varta_view;

REVOKE ALL ON FUNCTION api.absence_add(p_login text, p_deputy text, p_from timestamp with time zone, p_to timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION api.absence_add(p_login text, p_deputy text, p_from timestamp with time zone, p_to timestamp with time zone) TO varta_admin;

REVOKE ALL ON FUNCTION api.absence_end(p_id integer, p_to timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION api.absence_end(p_id integer, p_to timestamp with time zone) TO varta_admin;

REVOKE ALL ON FUNCTION api.absences(p_city text, p_from timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION api.absences(p_city text, p_from timestamp with time zone) TO varta_moderator;
GRANT ALL ON FUNCTION api.absences(p_city text, p_from timestamp with time zone) TO varta_officer;
GRANT ALL ON FUNCTION api.absences(p_city text, p_from timestamp with time zone) TO varta_traffic;
GRANT ALL ON FUNCTION api.absences(p_city text, p_from timestamp with time zone) TO varta_expert;
GRANT ALL ON FUNCTION api.absences(p_city text, p_from timestamp with time zone) TO varta_auditor;
GRANT ALL ON FUNCTION api.absences(p_city text, p_from timestamp with time zone) TO varta_admin;

REVOKE ALL ON FUNCTION api.accept(p_id bigint, p_version integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.accept(p_id bigint, p_version integer) TO varta_moderator;
GRANT ALL ON FUNCTION api.accept(p_id bigint, p_version integer) TO varta_officer;

REVOKE ALL ON FUNCTION api.answer(p_id bigint, p_version integer, p_body text, p_response bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.answer(p_id bigint, p_version integer, p_body text, p_response bigint) TO varta_moderator;
GRANT ALL ON FUNCTION api.answer(p_id bigint, p_version integer, p_body text, p_response bigint) TO varta_officer;

REVOKE ALL ON FUNCTION api.approve(p_id bigint, p_version integer, p_response bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.approve(p_id bigint, p_version integer, p_response bigint) TO varta_moderator;
GRANT ALL ON FUNCTION api.approve(p_id bigint, p_version integer, p_response bigint) TO varta_officer;

REVOKE ALL ON FUNCTION api.assign(p_id bigint, p_version integer, p_login text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.assign(p_id bigint, p_version integer, p_login text) TO varta_moderator;

REVOKE ALL ON FUNCTION api.badges() FROM PUBLIC;
GRANT ALL ON FUNCTION api.badges() TO varta_moderator;
GRANT ALL ON FUNCTION api.badges() TO varta_officer;
GRANT ALL ON FUNCTION api.badges() TO varta_traffic;
GRANT ALL ON FUNCTION api.badges() TO varta_expert;
GRANT ALL ON FUNCTION api.badges() TO varta_auditor;

REVOKE ALL ON FUNCTION api.beat_assign(p_city text, p_beat text, p_login text, p_from timestamp with time zone, p_to timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION api.beat_assign(p_city text, p_beat text, p_login text, p_from timestamp with time zone, p_to timestamp with time zone) TO varta_admin;

REVOKE ALL ON FUNCTION api.beat_import(p_city text, p_geojson jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.beat_import(p_city text, p_geojson jsonb) TO varta_admin;

REVOKE ALL ON FUNCTION api.beat_officers(p_city text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.beat_officers(p_city text) TO varta_moderator;
GRANT ALL ON FUNCTION api.beat_officers(p_city text) TO varta_officer;
GRANT ALL ON FUNCTION api.beat_officers(p_city text) TO varta_traffic;
GRANT ALL ON FUNCTION api.beat_officers(p_city text) TO varta_expert;
GRANT ALL ON FUNCTION api.beat_officers(p_city text) TO varta_auditor;
GRANT ALL ON FUNCTION api.beat_officers(p_city text) TO varta_admin;

REVOKE ALL ON FUNCTION api.beat_set(p_city text, p_beat text, p_settings jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.beat_set(p_city text, p_beat text, p_settings jsonb) TO varta_admin;

REVOKE ALL ON FUNCTION api.beats(p_city text, p_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION api.beats(p_city text, p_at timestamp with time zone) TO varta_moderator;
GRANT ALL ON FUNCTION api.beats(p_city text, p_at timestamp with time zone) TO varta_officer;
GRANT ALL ON FUNCTION api.beats(p_city text, p_at timestamp with time zone) TO varta_traffic;
GRANT ALL ON FUNCTION api.beats(p_city text, p_at timestamp with time zone) TO varta_expert;
GRANT ALL ON FUNCTION api.beats(p_city text, p_at timestamp with time zone) TO varta_auditor;
GRANT ALL ON FUNCTION api.beats(p_city text, p_at timestamp with time zone) TO varta_admin;

REVOKE ALL ON FUNCTION api.borders(p_city text, p_tolerance double precision) FROM PUBLIC;
GRANT ALL ON FUNCTION api.borders(p_city text, p_tolerance double precision) TO varta_moderator;
GRANT ALL ON FUNCTION api.borders(p_city text, p_tolerance double precision) TO varta_officer;
GRANT ALL ON FUNCTION api.borders(p_city text, p_tolerance double precision) TO varta_traffic;
GRANT ALL ON FUNCTION api.borders(p_city text, p_tolerance double precision) TO varta_expert;
GRANT ALL ON FUNCTION api.borders(p_city text, p_tolerance double precision) TO varta_auditor;

REVOKE ALL ON FUNCTION api.bulk(p_verb text, p_items jsonb, p_args jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.bulk(p_verb text, p_items jsonb, p_args jsonb) TO varta_moderator;
GRANT ALL ON FUNCTION api.bulk(p_verb text, p_items jsonb, p_args jsonb) TO varta_officer;
GRANT ALL ON FUNCTION api.bulk(p_verb text, p_items jsonb, p_args jsonb) TO varta_traffic;
GRANT ALL ON FUNCTION api.bulk(p_verb text, p_items jsonb, p_args jsonb) TO varta_expert;

REVOKE ALL ON FUNCTION api.calendar(p_country text, p_from date, p_to date) FROM PUBLIC;
GRANT ALL ON FUNCTION api.calendar(p_country text, p_from date, p_to date) TO varta_moderator;
GRANT ALL ON FUNCTION api.calendar(p_country text, p_from date, p_to date) TO varta_officer;
GRANT ALL ON FUNCTION api.calendar(p_country text, p_from date, p_to date) TO varta_traffic;
GRANT ALL ON FUNCTION api.calendar(p_country text, p_from date, p_to date) TO varta_expert;
GRANT ALL ON FUNCTION api.calendar(p_country text, p_from date, p_to date) TO varta_auditor;
GRANT ALL ON FUNCTION api.calendar(p_country text, p_from date, p_to date) TO varta_admin;

REVOKE ALL ON FUNCTION api.calendar_set(p_country text, p_day date, p_name text, p_name_en text, p_working boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION api.calendar_set(p_country text, p_day date, p_name text, p_name_en text, p_working boolean) TO varta_admin;

REVOKE ALL ON FUNCTION api.categories(p_city text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.categories(p_city text) TO varta_moderator;
GRANT ALL ON FUNCTION api.categories(p_city text) TO varta_officer;
GRANT ALL ON FUNCTION api.categories(p_city text) TO varta_traffic;
GRANT ALL ON FUNCTION api.categories(p_city text) TO varta_expert;
GRANT ALL ON FUNCTION api.categories(p_city text) TO varta_auditor;
GRANT ALL ON FUNCTION api.categories(p_city text) TO varta_admin;

REVOKE ALL ON FUNCTION api.cities() FROM PUBLIC;
GRANT ALL ON FUNCTION api.cities() TO varta_moderator;
GRANT ALL ON FUNCTION api.cities() TO varta_officer;
GRANT ALL ON FUNCTION api.cities() TO varta_traffic;
GRANT ALL ON FUNCTION api.cities() TO varta_expert;
GRANT ALL ON FUNCTION api.cities() TO varta_auditor;
GRANT ALL ON FUNCTION api.cities() TO varta_admin;

REVOKE ALL ON FUNCTION api.cities_list() FROM PUBLIC;
GRANT ALL ON FUNCTION api.cities_list() TO varta_admin;

REVOKE ALL ON FUNCTION api.city_add(p_code text, p_name text, p_name_en text, p_tz text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.city_add(p_code text, p_name text, p_name_en text, p_tz text) TO varta_admin;

REVOKE ALL ON FUNCTION api.city_set(p_code text, p_settings jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.city_set(p_code text, p_settings jsonb) TO varta_admin;

REVOKE ALL ON FUNCTION api.claim_next(p_filter jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.claim_next(p_filter jsonb) TO varta_moderator;
GRANT ALL ON FUNCTION api.claim_next(p_filter jsonb) TO varta_officer;
GRANT ALL ON FUNCTION api.claim_next(p_filter jsonb) TO varta_traffic;
GRANT ALL ON FUNCTION api.claim_next(p_filter jsonb) TO varta_expert;

REVOKE ALL ON FUNCTION api.counters() FROM PUBLIC;
GRANT ALL ON FUNCTION api.counters() TO varta_moderator;
GRANT ALL ON FUNCTION api.counters() TO varta_officer;
GRANT ALL ON FUNCTION api.counters() TO varta_traffic;
GRANT ALL ON FUNCTION api.counters() TO varta_expert;
GRANT ALL ON FUNCTION api.counters() TO varta_auditor;
GRANT ALL ON FUNCTION api.counters() TO varta_admin;

REVOKE ALL ON FUNCTION api.district_import(p_city text, p_geojson jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.district_import(p_city text, p_geojson jsonb) TO varta_admin;

REVOKE ALL ON FUNCTION api.districts(p_city text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.districts(p_city text) TO varta_moderator;
GRANT ALL ON FUNCTION api.districts(p_city text) TO varta_officer;
GRANT ALL ON FUNCTION api.districts(p_city text) TO varta_traffic;
GRANT ALL ON FUNCTION api.districts(p_city text) TO varta_expert;
GRANT ALL ON FUNCTION api.districts(p_city text) TO varta_auditor;
GRANT ALL ON FUNCTION api.districts(p_city text) TO varta_admin;

REVOKE ALL ON FUNCTION api.draft(p_id bigint, p_version integer, p_body text, p_public boolean, p_response bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.draft(p_id bigint, p_version integer, p_body text, p_public boolean, p_response bigint) TO varta_moderator;
GRANT ALL ON FUNCTION api.draft(p_id bigint, p_version integer, p_body text, p_public boolean, p_response bigint) TO varta_officer;
GRANT ALL ON FUNCTION api.draft(p_id bigint, p_version integer, p_body text, p_public boolean, p_response bigint) TO varta_traffic;
GRANT ALL ON FUNCTION api.draft(p_id bigint, p_version integer, p_body text, p_public boolean, p_response bigint) TO varta_expert;

REVOKE ALL ON FUNCTION api.erase_reporter(p_city text, p_email text, p_phone text, p_request bigint, p_texts boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION api.erase_reporter(p_city text, p_email text, p_phone text, p_request bigint, p_texts boolean) TO varta_admin;

REVOKE ALL ON FUNCTION api.explain_due(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.explain_due(p_id bigint) TO varta_moderator;
GRANT ALL ON FUNCTION api.explain_due(p_id bigint) TO varta_officer;
GRANT ALL ON FUNCTION api.explain_due(p_id bigint) TO varta_traffic;
GRANT ALL ON FUNCTION api.explain_due(p_id bigint) TO varta_expert;
GRANT ALL ON FUNCTION api.explain_due(p_id bigint) TO varta_auditor;

REVOKE ALL ON FUNCTION api.give(p_id bigint, p_version integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.give(p_id bigint, p_version integer) TO varta_moderator;
GRANT ALL ON FUNCTION api.give(p_id bigint, p_version integer) TO varta_officer;
GRANT ALL ON FUNCTION api.give(p_id bigint, p_version integer) TO varta_traffic;
GRANT ALL ON FUNCTION api.give(p_id bigint, p_version integer) TO varta_expert;

REVOKE ALL ON FUNCTION api.guidance(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.guidance(p_id bigint) TO varta_moderator;
GRANT ALL ON FUNCTION api.guidance(p_id bigint) TO varta_officer;
GRANT ALL ON FUNCTION api.guidance(p_id bigint) TO varta_traffic;
GRANT ALL ON FUNCTION api.guidance(p_id bigint) TO varta_expert;

REVOKE ALL ON FUNCTION api.guidance_fill(p_id bigint, p_guidance integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.guidance_fill(p_id bigint, p_guidance integer) TO varta_moderator;
GRANT ALL ON FUNCTION api.guidance_fill(p_id bigint, p_guidance integer) TO varta_officer;
GRANT ALL ON FUNCTION api.guidance_fill(p_id bigint, p_guidance integer) TO varta_traffic;
GRANT ALL ON FUNCTION api.guidance_fill(p_id bigint, p_guidance integer) TO varta_expert;

REVOKE ALL ON FUNCTION api.guidance_list(p_city text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.guidance_list(p_city text) TO varta_moderator;
GRANT ALL ON FUNCTION api.guidance_list(p_city text) TO varta_admin;

REVOKE ALL ON FUNCTION api.guidance_save(p_guidance integer, p_version integer, p_city text, p_category text, p_unit text, p_lang text, p_title text, p_body text, p_active boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION api.guidance_save(p_guidance integer, p_version integer, p_city text, p_category text, p_unit text, p_lang text, p_title text, p_body text, p_active boolean) TO varta_moderator;
GRANT ALL ON FUNCTION api.guidance_save(p_guidance integer, p_version integer, p_city text, p_category text, p_unit text, p_lang text, p_title text, p_body text, p_active boolean) TO varta_admin;

REVOKE ALL ON FUNCTION api.guidance_versions(p_guidance integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.guidance_versions(p_guidance integer) TO varta_moderator;
GRANT ALL ON FUNCTION api.guidance_versions(p_guidance integer) TO varta_admin;

REVOKE ALL ON FUNCTION api.history(p_id bigint, p_before bigint, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.history(p_id bigint, p_before bigint, p_limit integer) TO varta_moderator;
GRANT ALL ON FUNCTION api.history(p_id bigint, p_before bigint, p_limit integer) TO varta_officer;
GRANT ALL ON FUNCTION api.history(p_id bigint, p_before bigint, p_limit integer) TO varta_traffic;
GRANT ALL ON FUNCTION api.history(p_id bigint, p_before bigint, p_limit integer) TO varta_expert;
GRANT ALL ON FUNCTION api.history(p_id bigint, p_before bigint, p_limit integer) TO varta_auditor;

REVOKE ALL ON FUNCTION api.map(p_filter jsonb, p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_columns integer, p_rows integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.map(p_filter jsonb, p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_columns integer, p_rows integer) TO varta_moderator;
GRANT ALL ON FUNCTION api.map(p_filter jsonb, p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_columns integer, p_rows integer) TO varta_officer;
GRANT ALL ON FUNCTION api.map(p_filter jsonb, p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_columns integer, p_rows integer) TO varta_traffic;
GRANT ALL ON FUNCTION api.map(p_filter jsonb, p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_columns integer, p_rows integer) TO varta_expert;
GRANT ALL ON FUNCTION api.map(p_filter jsonb, p_west double precision, p_south double precision, p_east double precision, p_north double precision, p_columns integer, p_rows integer) TO varta_auditor;

REVOKE ALL ON FUNCTION api.me() FROM PUBLIC;
GRANT ALL ON FUNCTION api.me() TO varta_moderator;
GRANT ALL ON FUNCTION api.me() TO varta_officer;
GRANT ALL ON FUNCTION api.me() TO varta_traffic;
GRANT ALL ON FUNCTION api.me() TO varta_expert;
GRANT ALL ON FUNCTION api.me() TO varta_auditor;
GRANT ALL ON FUNCTION api.me() TO varta_admin;

REVOKE ALL ON FUNCTION api.merge(p_id bigint, p_version integer, p_into bigint, p_into_version integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.merge(p_id bigint, p_version integer, p_into bigint, p_into_version integer) TO varta_moderator;

REVOKE ALL ON FUNCTION api.nearest(p_filter jsonb, p_lat double precision, p_long double precision, p_limit integer, p_max_m double precision) FROM PUBLIC;
GRANT ALL ON FUNCTION api.nearest(p_filter jsonb, p_lat double precision, p_long double precision, p_limit integer, p_max_m double precision) TO varta_moderator;
GRANT ALL ON FUNCTION api.nearest(p_filter jsonb, p_lat double precision, p_long double precision, p_limit integer, p_max_m double precision) TO varta_officer;
GRANT ALL ON FUNCTION api.nearest(p_filter jsonb, p_lat double precision, p_long double precision, p_limit integer, p_max_m double precision) TO varta_traffic;
GRANT ALL ON FUNCTION api.nearest(p_filter jsonb, p_lat double precision, p_long double precision, p_limit integer, p_max_m double precision) TO varta_expert;
GRANT ALL ON FUNCTION api.nearest(p_filter jsonb, p_lat double precision, p_long double precision, p_limit integer, p_max_m double precision) TO varta_auditor;

REVOKE ALL ON FUNCTION api.newsletter_recall(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.newsletter_recall(p_id bigint) TO varta_moderator;
GRANT ALL ON FUNCTION api.newsletter_recall(p_id bigint) TO varta_officer;

REVOKE ALL ON FUNCTION api.newsletter_send(p_city text, p_beat text, p_subject text, p_body text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.newsletter_send(p_city text, p_beat text, p_subject text, p_body text) TO varta_moderator;
GRANT ALL ON FUNCTION api.newsletter_send(p_city text, p_beat text, p_subject text, p_body text) TO varta_officer;

REVOKE ALL ON FUNCTION api.newsletters(p_city text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.newsletters(p_city text) TO varta_moderator;
GRANT ALL ON FUNCTION api.newsletters(p_city text) TO varta_officer;
GRANT ALL ON FUNCTION api.newsletters(p_city text) TO varta_auditor;
GRANT ALL ON FUNCTION api.newsletters(p_city text) TO varta_admin;

REVOKE ALL ON FUNCTION api.note(p_id bigint, p_version integer, p_text text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.note(p_id bigint, p_version integer, p_text text) TO varta_moderator;
GRANT ALL ON FUNCTION api.note(p_id bigint, p_version integer, p_text text) TO varta_officer;
GRANT ALL ON FUNCTION api.note(p_id bigint, p_version integer, p_text text) TO varta_traffic;
GRANT ALL ON FUNCTION api.note(p_id bigint, p_version integer, p_text text) TO varta_expert;

REVOKE ALL ON FUNCTION api.office_hours(p_city text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.office_hours(p_city text) TO varta_moderator;
GRANT ALL ON FUNCTION api.office_hours(p_city text) TO varta_officer;
GRANT ALL ON FUNCTION api.office_hours(p_city text) TO varta_traffic;
GRANT ALL ON FUNCTION api.office_hours(p_city text) TO varta_expert;
GRANT ALL ON FUNCTION api.office_hours(p_city text) TO varta_auditor;
GRANT ALL ON FUNCTION api.office_hours(p_city text) TO varta_admin;

REVOKE ALL ON FUNCTION api.office_hours_set(p_login text, p_hours jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.office_hours_set(p_login text, p_hours jsonb) TO varta_admin;

REVOKE ALL ON FUNCTION api.officer_of(p_city text, p_lat double precision, p_long double precision, p_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION api.officer_of(p_city text, p_lat double precision, p_long double precision, p_at timestamp with time zone) TO varta_moderator;
GRANT ALL ON FUNCTION api.officer_of(p_city text, p_lat double precision, p_long double precision, p_at timestamp with time zone) TO varta_officer;
GRANT ALL ON FUNCTION api.officer_of(p_city text, p_lat double precision, p_long double precision, p_at timestamp with time zone) TO varta_traffic;
GRANT ALL ON FUNCTION api.officer_of(p_city text, p_lat double precision, p_long double precision, p_at timestamp with time zone) TO varta_expert;
GRANT ALL ON FUNCTION api.officer_of(p_city text, p_lat double precision, p_long double precision, p_at timestamp with time zone) TO varta_auditor;
GRANT ALL ON FUNCTION api.officer_of(p_city text, p_lat double precision, p_long double precision, p_at timestamp with time zone) TO varta_admin;

REVOKE ALL ON FUNCTION api.officer_of_address(p_city text, p_address text, p_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION api.officer_of_address(p_city text, p_address text, p_at timestamp with time zone) TO varta_moderator;
GRANT ALL ON FUNCTION api.officer_of_address(p_city text, p_address text, p_at timestamp with time zone) TO varta_officer;
GRANT ALL ON FUNCTION api.officer_of_address(p_city text, p_address text, p_at timestamp with time zone) TO varta_traffic;
GRANT ALL ON FUNCTION api.officer_of_address(p_city text, p_address text, p_at timestamp with time zone) TO varta_expert;
GRANT ALL ON FUNCTION api.officer_of_address(p_city text, p_address text, p_at timestamp with time zone) TO varta_auditor;
GRANT ALL ON FUNCTION api.officer_of_address(p_city text, p_address text, p_at timestamp with time zone) TO varta_admin;

REVOKE ALL ON FUNCTION api.operator_add(p_login text, p_full_name text, p_role text, p_cities text[], p_police boolean, p_verifier text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.operator_add(p_login text, p_full_name text, p_role text, p_cities text[], p_police boolean, p_verifier text) TO varta_admin;

REVOKE ALL ON FUNCTION api.operator_set(p_login text, p_settings jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.operator_set(p_login text, p_settings jsonb) TO varta_admin;

REVOKE ALL ON FUNCTION api.operators() FROM PUBLIC;
GRANT ALL ON FUNCTION api.operators() TO varta_admin;

REVOKE ALL ON FUNCTION api.outbox(p_filter jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.outbox(p_filter jsonb) TO varta_moderator;
GRANT ALL ON FUNCTION api.outbox(p_filter jsonb) TO varta_auditor;
GRANT ALL ON FUNCTION api.outbox(p_filter jsonb) TO varta_admin;

REVOKE ALL ON FUNCTION api.outbox_replay(p_seq bigint, p_source text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.outbox_replay(p_seq bigint, p_source text) TO varta_admin;

REVOKE ALL ON FUNCTION api.pause(p_id bigint, p_version integer, p_question text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.pause(p_id bigint, p_version integer, p_question text) TO varta_moderator;
GRANT ALL ON FUNCTION api.pause(p_id bigint, p_version integer, p_question text) TO varta_officer;

REVOKE ALL ON FUNCTION api.poll_again(p_source text, p_since timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION api.poll_again(p_source text, p_since timestamp with time zone) TO varta_admin;

REVOKE ALL ON FUNCTION api.poll_refusals(p_source text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.poll_refusals(p_source text) TO varta_admin;

REVOKE ALL ON FUNCTION api.polls() FROM PUBLIC;
GRANT ALL ON FUNCTION api.polls() TO varta_admin;

REVOKE ALL ON FUNCTION api.presence(p_ids bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION api.presence(p_ids bigint[]) TO varta_moderator;
GRANT ALL ON FUNCTION api.presence(p_ids bigint[]) TO varta_officer;
GRANT ALL ON FUNCTION api.presence(p_ids bigint[]) TO varta_traffic;
GRANT ALL ON FUNCTION api.presence(p_ids bigint[]) TO varta_expert;
GRANT ALL ON FUNCTION api.presence(p_ids bigint[]) TO varta_auditor;

REVOKE ALL ON FUNCTION api.presence_clear(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.presence_clear(p_id bigint) TO varta_moderator;
GRANT ALL ON FUNCTION api.presence_clear(p_id bigint) TO varta_officer;
GRANT ALL ON FUNCTION api.presence_clear(p_id bigint) TO varta_traffic;
GRANT ALL ON FUNCTION api.presence_clear(p_id bigint) TO varta_expert;
GRANT ALL ON FUNCTION api.presence_clear(p_id bigint) TO varta_auditor;

REVOKE ALL ON FUNCTION api.presence_set(p_id bigint, p_doing text, p_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.presence_set(p_id bigint, p_doing text, p_seconds integer) TO varta_moderator;
GRANT ALL ON FUNCTION api.presence_set(p_id bigint, p_doing text, p_seconds integer) TO varta_officer;
GRANT ALL ON FUNCTION api.presence_set(p_id bigint, p_doing text, p_seconds integer) TO varta_traffic;
GRANT ALL ON FUNCTION api.presence_set(p_id bigint, p_doing text, p_seconds integer) TO varta_expert;
GRANT ALL ON FUNCTION api.presence_set(p_id bigint, p_doing text, p_seconds integer) TO varta_auditor;

REVOKE ALL ON FUNCTION api.prolong(p_id bigint, p_version integer, p_days integer, p_why text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.prolong(p_id bigint, p_version integer, p_days integer, p_why text) TO varta_moderator;
GRANT ALL ON FUNCTION api.prolong(p_id bigint, p_version integer, p_days integer, p_why text) TO varta_officer;

REVOKE ALL ON FUNCTION api.publish(p_id bigint, p_version integer, p_response bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.publish(p_id bigint, p_version integer, p_response bigint) TO varta_moderator;
GRANT ALL ON FUNCTION api.publish(p_id bigint, p_version integer, p_response bigint) TO varta_officer;

REVOKE ALL ON FUNCTION api.publish_list() FROM PUBLIC;
GRANT ALL ON FUNCTION api.publish_list() TO varta_admin;

REVOKE ALL ON FUNCTION api.publish_rebuild(p_source text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.publish_rebuild(p_source text) TO varta_admin;

REVOKE ALL ON FUNCTION api.queue_count(p_filter jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.queue_count(p_filter jsonb) TO varta_moderator;
GRANT ALL ON FUNCTION api.queue_count(p_filter jsonb) TO varta_officer;
GRANT ALL ON FUNCTION api.queue_count(p_filter jsonb) TO varta_traffic;
GRANT ALL ON FUNCTION api.queue_count(p_filter jsonb) TO varta_expert;
GRANT ALL ON FUNCTION api.queue_count(p_filter jsonb) TO varta_auditor;

REVOKE ALL ON FUNCTION api.queue_page(p_filter jsonb, p_rank smallint, p_due timestamp with time zone, p_id bigint, p_back boolean, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.queue_page(p_filter jsonb, p_rank smallint, p_due timestamp with time zone, p_id bigint, p_back boolean, p_limit integer) TO varta_moderator;
GRANT ALL ON FUNCTION api.queue_page(p_filter jsonb, p_rank smallint, p_due timestamp with time zone, p_id bigint, p_back boolean, p_limit integer) TO varta_officer;
GRANT ALL ON FUNCTION api.queue_page(p_filter jsonb, p_rank smallint, p_due timestamp with time zone, p_id bigint, p_back boolean, p_limit integer) TO varta_traffic;
GRANT ALL ON FUNCTION api.queue_page(p_filter jsonb, p_rank smallint, p_due timestamp with time zone, p_id bigint, p_back boolean, p_limit integer) TO varta_expert;
GRANT ALL ON FUNCTION api.queue_page(p_filter jsonb, p_rank smallint, p_due timestamp with time zone, p_id bigint, p_back boolean, p_limit integer) TO varta_auditor;

REVOKE ALL ON FUNCTION api.reasons() FROM PUBLIC;
GRANT ALL ON FUNCTION api.reasons() TO varta_moderator;
GRANT ALL ON FUNCTION api.reasons() TO varta_officer;
GRANT ALL ON FUNCTION api.reasons() TO varta_traffic;
GRANT ALL ON FUNCTION api.reasons() TO varta_expert;
GRANT ALL ON FUNCTION api.reasons() TO varta_auditor;
GRANT ALL ON FUNCTION api.reasons() TO varta_admin;

REVOKE ALL ON FUNCTION api.recall(p_id bigint, p_version integer, p_response bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.recall(p_id bigint, p_version integer, p_response bigint) TO varta_moderator;
GRANT ALL ON FUNCTION api.recall(p_id bigint, p_version integer, p_response bigint) TO varta_officer;

REVOKE ALL ON FUNCTION api.recallable() FROM PUBLIC;
GRANT ALL ON FUNCTION api.recallable() TO varta_moderator;
GRANT ALL ON FUNCTION api.recallable() TO varta_officer;

REVOKE ALL ON FUNCTION api.refer(p_id bigint, p_version integer, p_unit text, p_note text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.refer(p_id bigint, p_version integer, p_unit text, p_note text) TO varta_moderator;
GRANT ALL ON FUNCTION api.refer(p_id bigint, p_version integer, p_unit text, p_note text) TO varta_officer;

REVOKE ALL ON FUNCTION api.referral_accept(p_id bigint, p_version integer, p_referral bigint, p_text text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.referral_accept(p_id bigint, p_version integer, p_referral bigint, p_text text) TO varta_moderator;
GRANT ALL ON FUNCTION api.referral_accept(p_id bigint, p_version integer, p_referral bigint, p_text text) TO varta_officer;
GRANT ALL ON FUNCTION api.referral_accept(p_id bigint, p_version integer, p_referral bigint, p_text text) TO varta_traffic;
GRANT ALL ON FUNCTION api.referral_accept(p_id bigint, p_version integer, p_referral bigint, p_text text) TO varta_expert;

REVOKE ALL ON FUNCTION api.referral_answer(p_id bigint, p_version integer, p_referral bigint, p_text text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.referral_answer(p_id bigint, p_version integer, p_referral bigint, p_text text) TO varta_moderator;
GRANT ALL ON FUNCTION api.referral_answer(p_id bigint, p_version integer, p_referral bigint, p_text text) TO varta_officer;
GRANT ALL ON FUNCTION api.referral_answer(p_id bigint, p_version integer, p_referral bigint, p_text text) TO varta_traffic;
GRANT ALL ON FUNCTION api.referral_answer(p_id bigint, p_version integer, p_referral bigint, p_text text) TO varta_expert;

REVOKE ALL ON FUNCTION api.referral_return(p_id bigint, p_version integer, p_referral bigint, p_text text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.referral_return(p_id bigint, p_version integer, p_referral bigint, p_text text) TO varta_moderator;
GRANT ALL ON FUNCTION api.referral_return(p_id bigint, p_version integer, p_referral bigint, p_text text) TO varta_officer;
GRANT ALL ON FUNCTION api.referral_return(p_id bigint, p_version integer, p_referral bigint, p_text text) TO varta_traffic;
GRANT ALL ON FUNCTION api.referral_return(p_id bigint, p_version integer, p_referral bigint, p_text text) TO varta_expert;

REVOKE ALL ON FUNCTION api.reject(p_id bigint, p_version integer, p_reason text, p_note text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.reject(p_id bigint, p_version integer, p_reason text, p_note text) TO varta_moderator;

REVOKE ALL ON FUNCTION api.reopen(p_id bigint, p_version integer, p_why text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.reopen(p_id bigint, p_version integer, p_why text) TO varta_moderator;
GRANT ALL ON FUNCTION api.reopen(p_id bigint, p_version integer, p_why text) TO varta_officer;

REVOKE ALL ON FUNCTION api.request(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.request(p_id bigint) TO varta_moderator;
GRANT ALL ON FUNCTION api.request(p_id bigint) TO varta_officer;
GRANT ALL ON FUNCTION api.request(p_id bigint) TO varta_traffic;
GRANT ALL ON FUNCTION api.request(p_id bigint) TO varta_expert;
GRANT ALL ON FUNCTION api.request(p_id bigint) TO varta_auditor;

REVOKE ALL ON FUNCTION api.resume(p_id bigint, p_version integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.resume(p_id bigint, p_version integer) TO varta_moderator;
GRANT ALL ON FUNCTION api.resume(p_id bigint, p_version integer) TO varta_officer;

REVOKE ALL ON FUNCTION api.retention(p_city text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.retention(p_city text) TO varta_auditor;
GRANT ALL ON FUNCTION api.retention(p_city text) TO varta_admin;

REVOKE ALL ON FUNCTION api.retention_set(p_city text, p_kind text, p_days integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.retention_set(p_city text, p_kind text, p_days integer) TO varta_admin;

REVOKE ALL ON FUNCTION api.rule_add(p_city text, p_unit text, p_category text, p_district text, p_by_area boolean, p_priority integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.rule_add(p_city text, p_unit text, p_category text, p_district text, p_by_area boolean, p_priority integer) TO varta_admin;

REVOKE ALL ON FUNCTION api.rule_set(p_city text, p_id integer, p_settings jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.rule_set(p_city text, p_id integer, p_settings jsonb) TO varta_admin;

REVOKE ALL ON FUNCTION api.rules(p_city text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.rules(p_city text) TO varta_admin;

REVOKE ALL ON FUNCTION api.schema_version() FROM PUBLIC;
GRANT ALL ON FUNCTION api.schema_version() TO varta_moderator;
GRANT ALL ON FUNCTION api.schema_version() TO varta_officer;
GRANT ALL ON FUNCTION api.schema_version() TO varta_traffic;
GRANT ALL ON FUNCTION api.schema_version() TO varta_expert;
GRANT ALL ON FUNCTION api.schema_version() TO varta_auditor;
GRANT ALL ON FUNCTION api.schema_version() TO varta_admin;

REVOKE ALL ON FUNCTION api.search(p_filter jsonb, p_text text, p_limit integer, p_before bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.search(p_filter jsonb, p_text text, p_limit integer, p_before bigint) TO varta_moderator;
GRANT ALL ON FUNCTION api.search(p_filter jsonb, p_text text, p_limit integer, p_before bigint) TO varta_officer;
GRANT ALL ON FUNCTION api.search(p_filter jsonb, p_text text, p_limit integer, p_before bigint) TO varta_traffic;
GRANT ALL ON FUNCTION api.search(p_filter jsonb, p_text text, p_limit integer, p_before bigint) TO varta_expert;
GRANT ALL ON FUNCTION api.search(p_filter jsonb, p_text text, p_limit integer, p_before bigint) TO varta_auditor;

REVOKE ALL ON FUNCTION api."similar"(p_id bigint, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api."similar"(p_id bigint, p_limit integer) TO varta_moderator;
GRANT ALL ON FUNCTION api."similar"(p_id bigint, p_limit integer) TO varta_officer;
GRANT ALL ON FUNCTION api."similar"(p_id bigint, p_limit integer) TO varta_traffic;
GRANT ALL ON FUNCTION api."similar"(p_id bigint, p_limit integer) TO varta_expert;
GRANT ALL ON FUNCTION api."similar"(p_id bigint, p_limit integer) TO varta_auditor;

REVOKE ALL ON FUNCTION api.snooze(p_id bigint, p_version integer, p_until timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION api.snooze(p_id bigint, p_version integer, p_until timestamp with time zone) TO varta_moderator;
GRANT ALL ON FUNCTION api.snooze(p_id bigint, p_version integer, p_until timestamp with time zone) TO varta_officer;

REVOKE ALL ON FUNCTION api.source_add(p_city text, p_code text, p_transport text, p_jurisdiction text, p_key_hash bytea, p_zone text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.source_add(p_city text, p_code text, p_transport text, p_jurisdiction text, p_key_hash bytea, p_zone text) TO varta_admin;

REVOKE ALL ON FUNCTION api.source_set(p_code text, p_settings jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.source_set(p_code text, p_settings jsonb) TO varta_admin;

REVOKE ALL ON FUNCTION api.sources_list() FROM PUBLIC;
GRANT ALL ON FUNCTION api.sources_list() TO varta_admin;

REVOKE ALL ON FUNCTION api.split(p_id bigint, p_version integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.split(p_id bigint, p_version integer) TO varta_moderator;

REVOKE ALL ON FUNCTION api.statistics(p_filter jsonb, p_days integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.statistics(p_filter jsonb, p_days integer) TO varta_moderator;
GRANT ALL ON FUNCTION api.statistics(p_filter jsonb, p_days integer) TO varta_officer;
GRANT ALL ON FUNCTION api.statistics(p_filter jsonb, p_days integer) TO varta_traffic;
GRANT ALL ON FUNCTION api.statistics(p_filter jsonb, p_days integer) TO varta_expert;
GRANT ALL ON FUNCTION api.statistics(p_filter jsonb, p_days integer) TO varta_auditor;

REVOKE ALL ON FUNCTION api.submit(p_id bigint, p_version integer, p_response bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.submit(p_id bigint, p_version integer, p_response bigint) TO varta_moderator;
GRANT ALL ON FUNCTION api.submit(p_id bigint, p_version integer, p_response bigint) TO varta_officer;
GRANT ALL ON FUNCTION api.submit(p_id bigint, p_version integer, p_response bigint) TO varta_traffic;
GRANT ALL ON FUNCTION api.submit(p_id bigint, p_version integer, p_response bigint) TO varta_expert;

REVOKE ALL ON FUNCTION api.subscribers(p_city text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.subscribers(p_city text) TO varta_moderator;
GRANT ALL ON FUNCTION api.subscribers(p_city text) TO varta_officer;
GRANT ALL ON FUNCTION api.subscribers(p_city text) TO varta_auditor;
GRANT ALL ON FUNCTION api.subscribers(p_city text) TO varta_admin;

REVOKE ALL ON FUNCTION api.suggestions(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.suggestions(p_id bigint) TO varta_moderator;
GRANT ALL ON FUNCTION api.suggestions(p_id bigint) TO varta_officer;
GRANT ALL ON FUNCTION api.suggestions(p_id bigint) TO varta_traffic;
GRANT ALL ON FUNCTION api.suggestions(p_id bigint) TO varta_expert;
GRANT ALL ON FUNCTION api.suggestions(p_id bigint) TO varta_auditor;

REVOKE ALL ON FUNCTION api.take(p_id bigint, p_version integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.take(p_id bigint, p_version integer) TO varta_moderator;
GRANT ALL ON FUNCTION api.take(p_id bigint, p_version integer) TO varta_officer;
GRANT ALL ON FUNCTION api.take(p_id bigint, p_version integer) TO varta_traffic;
GRANT ALL ON FUNCTION api.take(p_id bigint, p_version integer) TO varta_expert;

REVOKE ALL ON FUNCTION api.undo(p_id bigint, p_version integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.undo(p_id bigint, p_version integer) TO varta_moderator;
GRANT ALL ON FUNCTION api.undo(p_id bigint, p_version integer) TO varta_officer;
GRANT ALL ON FUNCTION api.undo(p_id bigint, p_version integer) TO varta_traffic;
GRANT ALL ON FUNCTION api.undo(p_id bigint, p_version integer) TO varta_expert;

REVOKE ALL ON FUNCTION api.unit_add(p_city text, p_code text, p_kind text, p_name text, p_name_en text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.unit_add(p_city text, p_code text, p_kind text, p_name text, p_name_en text) TO varta_admin;

REVOKE ALL ON FUNCTION api.unit_area_import(p_city text, p_unit text, p_geojson jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.unit_area_import(p_city text, p_unit text, p_geojson jsonb) TO varta_admin;

REVOKE ALL ON FUNCTION api.unit_set(p_city text, p_code text, p_settings jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION api.unit_set(p_city text, p_code text, p_settings jsonb) TO varta_admin;

REVOKE ALL ON FUNCTION api.units(p_city text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.units(p_city text) TO varta_moderator;
GRANT ALL ON FUNCTION api.units(p_city text) TO varta_officer;
GRANT ALL ON FUNCTION api.units(p_city text) TO varta_traffic;
GRANT ALL ON FUNCTION api.units(p_city text) TO varta_expert;
GRANT ALL ON FUNCTION api.units(p_city text) TO varta_auditor;
GRANT ALL ON FUNCTION api.units(p_city text) TO varta_admin;

REVOKE ALL ON FUNCTION api.units_list(p_city text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.units_list(p_city text) TO varta_admin;

REVOKE ALL ON FUNCTION api.view_delete(p_view integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.view_delete(p_view integer) TO varta_moderator;
GRANT ALL ON FUNCTION api.view_delete(p_view integer) TO varta_officer;
GRANT ALL ON FUNCTION api.view_delete(p_view integer) TO varta_traffic;
GRANT ALL ON FUNCTION api.view_delete(p_view integer) TO varta_expert;
GRANT ALL ON FUNCTION api.view_delete(p_view integer) TO varta_auditor;

REVOKE ALL ON FUNCTION api.view_save(p_name text, p_filter jsonb, p_city text, p_sort integer) FROM PUBLIC;
GRANT ALL ON FUNCTION api.view_save(p_name text, p_filter jsonb, p_city text, p_sort integer) TO varta_moderator;
GRANT ALL ON FUNCTION api.view_save(p_name text, p_filter jsonb, p_city text, p_sort integer) TO varta_officer;
GRANT ALL ON FUNCTION api.view_save(p_name text, p_filter jsonb, p_city text, p_sort integer) TO varta_traffic;
GRANT ALL ON FUNCTION api.view_save(p_name text, p_filter jsonb, p_city text, p_sort integer) TO varta_expert;
GRANT ALL ON FUNCTION api.view_save(p_name text, p_filter jsonb, p_city text, p_sort integer) TO varta_auditor;

REVOKE ALL ON FUNCTION api.views() FROM PUBLIC;
GRANT ALL ON FUNCTION api.views() TO varta_moderator;
GRANT ALL ON FUNCTION api.views() TO varta_officer;
GRANT ALL ON FUNCTION api.views() TO varta_traffic;
GRANT ALL ON FUNCTION api.views() TO varta_expert;
GRANT ALL ON FUNCTION api.views() TO varta_auditor;

REVOKE ALL ON FUNCTION api.withdraw(p_id bigint, p_version integer, p_why text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.withdraw(p_id bigint, p_version integer, p_why text) TO varta_moderator;

REVOKE ALL ON FUNCTION api.workers(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION api.workers(p_id bigint) TO varta_moderator;

REVOKE ALL ON FUNCTION audit.matters(p_city text, p_before bigint, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.matters(p_city text, p_before bigint, p_limit integer) TO varta_auditor;
GRANT ALL ON FUNCTION audit.matters(p_city text, p_before bigint, p_limit integer) TO varta_admin;

REVOKE ALL ON FUNCTION audit.verify(p_city text) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.verify(p_city text) TO varta_auditor;
GRANT ALL ON FUNCTION audit.verify(p_city text) TO varta_admin;

REVOKE ALL ON FUNCTION sync.comments(p_source integer, p_items jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.comments(p_source integer, p_items jsonb) TO varta_sync;

REVOKE ALL ON FUNCTION sync.erase_due(p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.erase_due(p_limit integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.import(p_source integer, p_items jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.import(p_source integer, p_items jsonb) TO varta_sync;

REVOKE ALL ON FUNCTION sync.index_texts(p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.index_texts(p_limit integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.mail_bounced(p_id bigint, p_error text) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.mail_bounced(p_id bigint, p_error text) TO varta_sync;

REVOKE ALL ON FUNCTION sync.mail_failed(p_id bigint, p_daemon text, p_error text, p_verdict text, p_after integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.mail_failed(p_id bigint, p_daemon text, p_error text, p_verdict text, p_after integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.mail_lease(p_daemon text, p_rate integer, p_limit integer, p_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.mail_lease(p_daemon text, p_rate integer, p_limit integer, p_seconds integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.mail_next(p_rate integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.mail_next(p_rate integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.mail_release(p_daemon text) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.mail_release(p_daemon text) TO varta_sync;

REVOKE ALL ON FUNCTION sync.mail_sent(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.mail_sent(p_id bigint) TO varta_sync;

REVOKE ALL ON FUNCTION sync.mail_tidy(p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.mail_tidy(p_limit integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.media_failed(p_city integer, p_request bigint, p_comment bigint, p_daemon text, p_error text, p_permanent boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.media_failed(p_city integer, p_request bigint, p_comment bigint, p_daemon text, p_error text, p_permanent boolean) TO varta_sync;

REVOKE ALL ON FUNCTION sync.media_gone(p_hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.media_gone(p_hash text) TO varta_sync;

REVOKE ALL ON FUNCTION sync.media_lease(p_daemon text, p_limit integer, p_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.media_lease(p_daemon text, p_limit integer, p_seconds integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.media_public(p_hash text) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.media_public(p_hash text) TO varta_sync;

REVOKE ALL ON FUNCTION sync.media_stored(p_city integer, p_request bigint, p_comment bigint, p_hash text, p_type text, p_bytes integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.media_stored(p_city integer, p_request bigint, p_comment bigint, p_hash text, p_type text, p_bytes integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.media_unused(p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.media_unused(p_limit integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.media_upload(p_source integer, p_hash text, p_type text, p_bytes integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.media_upload(p_source integer, p_hash text, p_type text, p_bytes integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.outbox_counts() FROM PUBLIC;
GRANT ALL ON FUNCTION sync.outbox_counts() TO varta_sync;

REVOKE ALL ON FUNCTION sync.outbox_done(p_seq bigint, p_source integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.outbox_done(p_seq bigint, p_source integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.outbox_failed(p_seq bigint, p_source integer, p_daemon text, p_error text, p_permanent boolean, p_after integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.outbox_failed(p_seq bigint, p_source integer, p_daemon text, p_error text, p_permanent boolean, p_after integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.outbox_lease(p_daemon text, p_transport text, p_limit integer, p_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.outbox_lease(p_daemon text, p_transport text, p_limit integer, p_seconds integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.outbox_next(p_transport text) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.outbox_next(p_transport text) TO varta_sync;

REVOKE ALL ON FUNCTION sync.outbox_release(p_daemon text, p_source integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.outbox_release(p_daemon text, p_source integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.outbox_retry(p_source text) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.outbox_retry(p_source text) TO varta_sync;

REVOKE ALL ON FUNCTION sync.poll_done(p_source integer, p_daemon text, p_full boolean, p_etag text) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.poll_done(p_source integer, p_daemon text, p_full boolean, p_etag text) TO varta_sync;

REVOKE ALL ON FUNCTION sync.poll_failed(p_source integer, p_daemon text, p_error text, p_after integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.poll_failed(p_source integer, p_daemon text, p_error text, p_after integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.poll_lease(p_daemon text, p_limit integer, p_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.poll_lease(p_daemon text, p_limit integer, p_seconds integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.poll_next() FROM PUBLIC;
GRANT ALL ON FUNCTION sync.poll_next() TO varta_sync;

REVOKE ALL ON FUNCTION sync.poll_release(p_source integer, p_daemon text) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.poll_release(p_source integer, p_daemon text) TO varta_sync;

REVOKE ALL ON FUNCTION sync.poll_reread(p_source integer, p_daemon text, p_id text, p_items jsonb, p_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.poll_reread(p_source integer, p_daemon text, p_id text, p_items jsonb, p_seconds integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.poll_take(p_source integer, p_daemon text, p_items jsonb, p_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.poll_take(p_source integer, p_daemon text, p_items jsonb, p_seconds integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.publish_built(p_source integer, p_wanted text) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.publish_built(p_source integer, p_wanted text) TO varta_sync;

REVOKE ALL ON FUNCTION sync.publish_done(p_daemon text, p_source integer, p_seqs bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.publish_done(p_daemon text, p_source integer, p_seqs bigint[]) TO varta_sync;

REVOKE ALL ON FUNCTION sync.publish_feed(p_source integer, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.publish_feed(p_source integer, p_limit integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.publish_files(p_source integer, p_names text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.publish_files(p_source integer, p_names text[]) TO varta_sync;

REVOKE ALL ON FUNCTION sync.publish_lease(p_daemon text, p_source integer, p_limit integer, p_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.publish_lease(p_daemon text, p_source integer, p_limit integer, p_seconds integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.publish_plan(p_source integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.publish_plan(p_source integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.publish_requests(p_source integer, p_ids bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.publish_requests(p_source integer, p_ids bigint[]) TO varta_sync;

REVOKE ALL ON FUNCTION sync.publish_shard(p_source integer, p_shard bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.publish_shard(p_source integer, p_shard bigint) TO varta_sync;

REVOKE ALL ON FUNCTION sync.publish_site(p_source integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.publish_site(p_source integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.publish_sources() FROM PUBLIC;
GRANT ALL ON FUNCTION sync.publish_sources() TO varta_sync;

REVOKE ALL ON FUNCTION sync.publish_statistics(p_source integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.publish_statistics(p_source integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.push_lease(p_daemon text, p_limit integer, p_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.push_lease(p_daemon text, p_limit integer, p_seconds integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.requests(p_source integer, p_filter jsonb, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.requests(p_source integer, p_filter jsonb, p_limit integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.services(p_source integer) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.services(p_source integer) TO varta_sync;

REVOKE ALL ON FUNCTION sync.sources() FROM PUBLIC;
GRANT ALL ON FUNCTION sync.sources() TO varta_sync;

REVOKE ALL ON FUNCTION sync.subscribe(p_source integer, p_email text, p_lang text, p_beat text, p_lat double precision, p_long double precision, p_address text) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.subscribe(p_source integer, p_email text, p_lang text, p_beat text, p_lat double precision, p_long double precision, p_address text) TO varta_sync;

REVOKE ALL ON FUNCTION sync.subscription(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.subscription(p_id bigint) TO varta_sync;

REVOKE ALL ON FUNCTION sync.subscription_confirm(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.subscription_confirm(p_id bigint) TO varta_sync;

REVOKE ALL ON FUNCTION sync.subscription_end(p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.subscription_end(p_id bigint) TO varta_sync;

REVOKE ALL ON FUNCTION sync.token(p_source integer, p_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.token(p_source integer, p_id bigint) TO varta_sync;

REVOKE ALL ON FUNCTION sync.updates(p_source integer, p_from timestamp with time zone, p_to timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.updates(p_source integer, p_from timestamp with time zone, p_to timestamp with time zone) TO varta_sync;

REVOKE ALL ON FUNCTION sync.withdraw(p_source integer, p_ids bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION sync.withdraw(p_source integer, p_ids bigint[]) TO varta_sync;

GRANT SELECT ON TABLE varta.request TO varta_view;

REVOKE ALL ON FUNCTION varta.accept(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.act(p_verb text, p_why text, p_before jsonb, p_after jsonb) FROM PUBLIC;

GRANT SELECT ON TABLE varta.event TO varta_view;

REVOKE ALL ON FUNCTION varta.act_events(e varta.event) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.all_visible() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.any_fact(p_letter text, p_values text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.any_status(p_filter jsonb) FROM PUBLIC;

GRANT SELECT ON TABLE varta.unit TO varta_view;

REVOKE ALL ON FUNCTION varta.any_unit_of(p_city smallint, p_code text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.area_store(p_table text, p_city smallint, p_feature jsonb, OUT code text, OUT name text, OUT outcome text, OUT reason text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.around(p_west double precision, p_south double precision, p_east double precision, p_north double precision) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.ask_forms(p_words text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.beat_at(p_city smallint, p_point public.geometry) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.beat_for(p_city smallint, p_point public.geometry, p_address text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.beat_holder(p_city smallint, p_beat integer, p_at timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.beat_of(p_city smallint, p_code text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.beat_of_address(p_city smallint, p_address text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.beatless(p_city smallint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.calendar_renew(p_country text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.calm(p_rank smallint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.cancel(p_verb text, r varta.request, p_events bigint[], p_response bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.chain_begin() FROM PUBLIC;

GRANT SELECT ON TABLE varta.response TO varta_view;

REVOKE ALL ON FUNCTION varta.check_author(p_verb text, p varta.response) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.check_filled(p varta.response) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.check_public(p varta.response) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.check_role(p_verb text, r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.check_state(p_verb text, p varta.response) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.check_text(p_field text, p_text text, p_longest integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.cities_of(p_operator integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.city_defaults(p_city smallint) FROM PUBLIC;

GRANT SELECT ON TABLE varta.city TO varta_view;

REVOKE ALL ON FUNCTION varta.city_lock(p_code text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.city_of(p_code text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.claim_keys(f varta.filter, p_rank smallint, p_due timestamp with time zone, p_id bigint, p_limit integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.claim_lock(f varta.filter) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.code_check(p_code text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.config_changed() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.conflict(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.cut() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.day_of(p_at timestamp with time zone, p_zone text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.delivery_of(p_seq bigint, p_source integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.delivery_wait(t varta.transport, p_attempts integer) FROM PUBLIC;

GRANT SELECT ON TABLE varta.operator TO varta_view;

REVOKE ALL ON FUNCTION varta.deputy_check(o varta.operator, d varta.operator, p_period tstzrange) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.deputy_of(p_operator integer, p_at timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.dictionary() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.dictionary_there() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.draft_state(p_city smallint, p_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.due_answer(p_city smallint, p_kind smallint, p_from timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.due_days(p_city smallint, p_from timestamp with time zone, p_days integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.due_limit(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.due_resume(p_city smallint, p_due timestamp with time zone, p_from timestamp with time zone, p_until timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.due_state(p_open boolean, p_received timestamp with time zone, p_due timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.due_work(p_city smallint, p_from timestamp with time zone, p_days integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.duplicates(p_city smallint, p_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.easter(p_year integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.emit(p_request varta.request, p_status smallint, p_text text, p_visible timestamp with time zone, p_response bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.epoch(p_at timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.erase(p_city smallint, p_request bigint, p_comments bigint[], p_texts boolean, p_why text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.erase_request_row(p_city smallint, p_request bigint, p_pattern text, p_at timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.erase_texts(p_city smallint, p_request bigint, p_pattern text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.event_content(p_salt uuid, p_why text, p_before jsonb, p_after jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.event_line(p_city smallint, p_id bigint, p_request bigint, p_at timestamp with time zone, p_who text, p_origin text, p_verb text, p_content bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.explain_changes(r varta.request, c varta.city) FROM PUBLIC;

GRANT SELECT ON TABLE varta.kind TO varta_view;

REVOKE ALL ON FUNCTION varta.explain_rule(r varta.request, c varta.city, k varta.kind, p_days integer, p_working boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.export_gate(p_city smallint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.facts_query(f varta.filter, p_filter jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.fail(p_state text, p_message text, VARIADIC p_args text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.features(p_geojson jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.fill(p_body text, p_values jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.filter_check(p_key text, p_codes text[], p_known text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.filter_check_keys(p_filter jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.filter_codes(p_filter jsonb, p_key text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.filter_flag(p_filter jsonb, p_key text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.filter_id(p_filter jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.filter_people(f varta.filter, p_filter jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.filter_place(f varta.filter, p_near jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.filter_time(p_key text, p_value text, p_tz text, p_end boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.filter_times(f varta.filter, p_filter jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.find(p_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.fits(r varta.request, f varta.filter) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.forget_forms(p_lexemes text[]) FROM PUBLIC;

GRANT SELECT ON TABLE varta.transition TO varta_view;

REVOKE ALL ON FUNCTION varta.goal(p_verb text, r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.guidance_check(p_city smallint, p_category text, p_unit text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.guidance_defaults() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.guidance_now(p_city smallint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.guidance_of(p_guidance integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.guidance_unit(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.guidance_values(r varta.request, p_lang text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.hand(p_verb text, r varta.request, p_operator integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.has_unit(p_city smallint, p_id bigint, p_status smallint, p_units integer[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.holder_at(p_city smallint, p_beat integer, p_at timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.hours_of(p_operator integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.import_refusal(p_code text, p_category integer, p_active boolean, p_needs_place boolean, p_lat text, p_long text, p_lat_degrees double precision, p_long_degrees double precision, p_address text, p_address_id text, p_description text, p_external text, p_requested text, p_time timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.in_charge(p_city smallint, p_beat integer, p_at timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.index_requests(p_cities smallint[], p_ids bigint[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.is_address(p_url text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.is_mail(p_address text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.is_superuser() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.join_text(p_title text, p_titled boolean, p_body text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.last_act(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.learn(p_forms text[], p_dictionary regdictionary) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.lease_expire(p_source integer, t varta.transport) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.lease_source(p_source integer, t varta.transport, p_daemon text, p_limit integer, p_seconds integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.lemmas(p_form text, p_dictionary regdictionary) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.line(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.link(p_state bytea, p_head bytea, p_line bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.literal(p_text text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.local_time(p_at timestamp with time zone, p_zone text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.lock_beatless(p_city smallint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.lock_family(p_ids bigint[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.lock_keys(p_cities smallint[], p_ids bigint[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.locked(p_city smallint, p_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.login_groups(p_login text, p_roles text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.login_make(p_login text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.login_verifier(p_login text, p_verifier text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.mail_added() FROM PUBLIC;

GRANT SELECT ON TABLE varta.outbox TO varta_view;

REVOKE ALL ON FUNCTION varta.mail_bounce(m varta.mail, p_error text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.mail_expire() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.mail_of(p_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.mail_replay(p_id bigint, p_source text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.mail_source(p_city smallint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.mail_transport() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.mail_ways(p_sent boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.many_cities() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.mark(p_verb text, r varta.request, p_other bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.matter(p_cities smallint[], p_verb text, p_before jsonb, p_after jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.matter_cities(p_row jsonb, p_table name) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.may_claim(r varta.request) FROM PUBLIC;

GRANT SELECT ON TABLE varta.referral TO varta_view;

REVOKE ALL ON FUNCTION varta.may_handle(f varta.referral) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.may_open(p_city smallint, p_request bigint, p_operator integer) FROM PUBLIC;
GRANT ALL ON FUNCTION varta.may_open(p_city smallint, p_request bigint, p_operator integer) TO varta_view;
GRANT ALL ON FUNCTION varta.may_open(p_city smallint, p_request bigint, p_operator integer) TO varta_moderator;
GRANT ALL ON FUNCTION varta.may_open(p_city smallint, p_request bigint, p_operator integer) TO varta_officer;
GRANT ALL ON FUNCTION varta.may_open(p_city smallint, p_request bigint, p_operator integer) TO varta_traffic;
GRANT ALL ON FUNCTION varta.may_open(p_city smallint, p_request bigint, p_operator integer) TO varta_expert;
GRANT ALL ON FUNCTION varta.may_open(p_city smallint, p_request bigint, p_operator integer) TO varta_auditor;

REVOKE ALL ON FUNCTION varta.may_read(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.me() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.media_path(p_city smallint, p_request bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.message_readers(p_city smallint, p_operator integer, p_beat integer, p_at timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.met(t varta.transition, r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.my_cities() FROM PUBLIC;
GRANT ALL ON FUNCTION varta.my_cities() TO varta_view;
GRANT ALL ON FUNCTION varta.my_cities() TO varta_moderator;
GRANT ALL ON FUNCTION varta.my_cities() TO varta_officer;
GRANT ALL ON FUNCTION varta.my_cities() TO varta_traffic;
GRANT ALL ON FUNCTION varta.my_cities() TO varta_expert;
GRANT ALL ON FUNCTION varta.my_cities() TO varta_auditor;

REVOKE ALL ON FUNCTION varta.my_kinds() FROM PUBLIC;
GRANT ALL ON FUNCTION varta.my_kinds() TO varta_view;
GRANT ALL ON FUNCTION varta.my_kinds() TO varta_moderator;
GRANT ALL ON FUNCTION varta.my_kinds() TO varta_officer;
GRANT ALL ON FUNCTION varta.my_kinds() TO varta_traffic;
GRANT ALL ON FUNCTION varta.my_kinds() TO varta_expert;
GRANT ALL ON FUNCTION varta.my_kinds() TO varta_auditor;

REVOKE ALL ON FUNCTION varta.my_roles() FROM PUBLIC;
GRANT ALL ON FUNCTION varta.my_roles() TO varta_view;
GRANT ALL ON FUNCTION varta.my_roles() TO varta_moderator;
GRANT ALL ON FUNCTION varta.my_roles() TO varta_officer;
GRANT ALL ON FUNCTION varta.my_roles() TO varta_traffic;
GRANT ALL ON FUNCTION varta.my_roles() TO varta_expert;
GRANT ALL ON FUNCTION varta.my_roles() TO varta_auditor;

REVOKE ALL ON FUNCTION varta.my_views() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.name_of(p_login text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.name_pattern(p_name text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.near(p_point public.geometry, p_max double precision, f varta.filter, p_limit integer, p_from timestamp with time zone, p_to timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.newsletter_right(p_city smallint, p_beat integer, p_verb text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.notify_lang(p_wish text, p_lang text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.officer_of(p_login text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.operator_of(p_login text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.outbox_added() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.outbox_filter_check(p_filter jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.outbox_mail() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.outbox_reason(d varta.delivery, p_visible timestamp with time zone, t varta.transport, p_active boolean, p_zone text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.parse_address(p_text text, p_city text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.parse_filter(p_filter jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.passes(r varta.request, f varta.filter) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.paused(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.period(p_from timestamp with time zone, p_to timestamp with time zone) FROM PUBLIC;

GRANT SELECT ON TABLE varta.reporter TO varta_view;

REVOKE ALL ON FUNCTION varta.person_pattern(p_people varta.reporter[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.phone_pattern(p_phone text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.photo_of_comment() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.photo_of_request() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.place(p_city smallint, p_point public.geometry) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.plural(n bigint, p_one text, p_few text, p_many text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.poll_base(s varta.source) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.poll_closed(p_status text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.poll_code(s varta.source, p_code text, p_name text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.poll_comment(s varta.source, p_items jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.poll_notes(s varta.source, p_items jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.poll_of(p_source integer, p_daemon text, p_seconds integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.poll_params(s varta.source, p varta.poll) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.poll_remember(s varta.source, p_items jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.poll_settings(s varta.source) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.poll_source(p_source text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.poll_window(s varta.source, p varta.poll) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.poll_wrong(s varta.source) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.polygons(p_geometry jsonb, OUT area public.geometry, OUT note text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.presence_swept(p_operator integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.public_doc(p varta.public_request, s varta.source) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.public_feature(p varta.public_request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.public_list(s varta.source, p_name text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.query_of(p_word text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.queue_among(f varta.filter) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.queue_few(f varta.filter) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.queue_keys(f varta.filter, p_rank smallint, p_at timestamp with time zone, p_id bigint, p_back boolean, p_limit integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.queue_line(p_city smallint, p_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.queue_ranks(p_city smallint, p_status smallint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.queue_sort(f varta.filter, p_rank smallint, p_at timestamp with time zone, p_id bigint, p_limit integer, p_cursor text, p_order text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.queue_total(f varta.filter) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.queue_walk(f varta.filter, p_rank smallint, p_at timestamp with time zone, p_id bigint, p_limit integer, p_cursor text, p_order text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.queue_where(f varta.filter) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.readers(p_city smallint, p_beat integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.rebeat(p_city smallint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.recall(r varta.request, p_response bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.record(p_events varta.draft_event[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.referral_step(p_verb text, r varta.request, f varta.referral, p_why text, p_after jsonb, p_rank smallint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.refuse() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.replace_requests() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.reporter_added() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.reporter_gone() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.reporters_by(p_city smallint, p_email text, p_phone text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.republish(p_city smallint, p_request bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.request_added() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.request_changed() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.request_facts(r varta.request, p_category text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.request_filter_check(p_filter jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.request_of(p_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.request_shown(p_request varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.request_words(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.resident_text(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.response_of(r varta.request, p_response bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.responsible(p_city smallint, p_unit integer, p_point public.geometry, p_address varta.address) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.resume(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.retention_rules() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.role_check(p_roles text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.root(p_city smallint, p_id bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.rule_store(p_city smallint, p_id integer, p_unit text, p_category text, p_district text, p_by_area boolean, p_priority smallint, p_active boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.same_place(r varta.request, f varta.filter, p_limit integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.say(p_uk text, p_en text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.say_days(n integer, p_working boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.say_days_off(c varta.city, p_from date, p_to date) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.say_holidays(c varta.city, p_from date, p_to date) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.say_moment(p_at timestamp with time zone, p_tz text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.say_worked(c varta.city, p_from timestamp with time zone, p_until timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.search_added() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.search_answered() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.search_changed() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.search_keys(p_words tsquery, p_facts tsquery, f varta.filter, p_before bigint, p_limit integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.search_level(p_before bigint, p_seen bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.search_scan(p_query tsquery, p_cities smallint[], p_before bigint, p_limit integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.search_words(p_text text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.set_cities(p_operator integer, p_cities text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.set_unit(p_operator integer, p_unit text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.settings_check(p_settings jsonb, p_known text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.show_beat(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.show_comments(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.show_events(r varta.request, p_content boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.show_pause(r varta.request, p_read boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.show_recall(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.show_referrals(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.show_reporter(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.show_responses(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.show_undo(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.slug(p_name text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.source_of(p_source integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.split(r varta.request, p_why text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.split_text(p_text text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.stem(p_word text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.step(p_verb text, r varta.request, p varta.response, p_visible timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.street_fits(p_address varta.address, p_kind text, p_low integer, p_high integer, p_parity text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.street_lines(p_streets jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.street_name(p_text text, OUT kind text, OUT street text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.subscribe(p_city smallint, p_email text, p_lang text, p_request bigint, p_beat integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.subscription_state(s varta.subscription) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.suggest(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.suggest_unit(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.take(p_verb text, p_id bigint, p_version integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.take_referral(p_verb text, r varta.request, p_referral bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.target(r varta.request, p_into bigint, p_into_version integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.text_query(p_words text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.tile_box(p_x integer, p_y integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.tile_of(p_point public.geometry) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.to_degrees(p_text text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.to_time(p_text text, p_zone text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.told(p_row jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.tree_wanted() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.undo_parts(e varta.event) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.undo_row(r varta.request, p_before jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.undoable(r varta.request, e varta.event) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.unit_kind_check(p_kind text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.unit_of(p_city smallint, p_code text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.url_check(p_url text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.verb_call(p_verb text, p_args jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.verbs_now(r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.verifier_check(p_verifier text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.view_total(p_filter jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.watch(p_table regclass) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.watched() FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.withdraw(r varta.request, p_why text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.without(p_text text, p_pattern text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.words(p_text text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.work_clock(p_city varta.city, p_at timestamp with time zone) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.worker_of(p_login text, r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.works_on(o varta.operator, r varta.request) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.zone_check(p_zone text) FROM PUBLIC;

REVOKE ALL ON FUNCTION varta.chained(bytea, bytea) FROM PUBLIC;

GRANT SELECT ON TABLE api.events TO varta_moderator;
GRANT SELECT ON TABLE api.events TO varta_officer;
GRANT SELECT ON TABLE api.events TO varta_traffic;
GRANT SELECT ON TABLE api.events TO varta_expert;
GRANT SELECT ON TABLE api.events TO varta_auditor;

GRANT SELECT ON TABLE varta.referral_state TO varta_view;

GRANT SELECT ON TABLE api.referrals TO varta_moderator;
GRANT SELECT ON TABLE api.referrals TO varta_officer;
GRANT SELECT ON TABLE api.referrals TO varta_traffic;
GRANT SELECT ON TABLE api.referrals TO varta_expert;
GRANT SELECT ON TABLE api.referrals TO varta_auditor;

GRANT SELECT ON TABLE varta.category TO varta_view;

GRANT SELECT ON TABLE varta.district TO varta_view;

GRANT SELECT ON TABLE varta.status TO varta_view;

GRANT SELECT ON TABLE api.requests TO varta_moderator;
GRANT SELECT ON TABLE api.requests TO varta_officer;
GRANT SELECT ON TABLE api.requests TO varta_traffic;
GRANT SELECT ON TABLE api.requests TO varta_expert;
GRANT SELECT ON TABLE api.requests TO varta_auditor;

GRANT SELECT ON TABLE varta.response_state TO varta_view;

GRANT SELECT ON TABLE api.responses TO varta_moderator;
GRANT SELECT ON TABLE api.responses TO varta_officer;
GRANT SELECT ON TABLE api.responses TO varta_traffic;
GRANT SELECT ON TABLE api.responses TO varta_expert;
GRANT SELECT ON TABLE api.responses TO varta_auditor;

GRANT SELECT ON TABLE varta.comment TO varta_view;

GRANT SELECT ON TABLE varta.holiday TO varta_view;

GRANT SELECT ON TABLE varta.operator_city TO varta_view;

GRANT SELECT ON TABLE varta.reason TO varta_view;

GRANT SELECT ON TABLE varta.role TO varta_view;

GRANT SELECT ON TABLE varta.unit_kind TO varta_view;

ALTER DEFAULT PRIVILEGES FOR ROLE varta_owner REVOKE ALL ON FUNCTIONS  FROM PUBLIC;

