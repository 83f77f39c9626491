-- The filter as a value, and how its single parts are read.

create type varta.filter as (
    cities smallint[], statuses smallint[], kinds smallint[], hidden integer[], categories integer[], districts integer[], snoozed boolean,
    units integer[], operators integer[], unassigned boolean, areas smallint[], drafts smallint[], returned boolean, comments integer, streets integer[],
    due_from timestamptz, due_to timestamptz, received_from timestamptz, received_to timestamptz,
    point public.geometry, radius double precision, words tsquery, facts tsquery, sort text, untaken boolean);
comment on type varta.filter is
'what is null does not narrow; cities, statuses, kinds, snoozed and sort are never null. comments: whose they are, 0: anybody''s';

create or replace function varta.filter_codes(p_filter jsonb, p_key text) returns text[]
language plpgsql immutable as $$
declare
    v_value jsonb := p_filter -> p_key;
begin
    if v_value is null then
        return null;
    elsif jsonb_typeof(v_value) = 'array' then
        return (select array_agg(e) from jsonb_array_elements_text(v_value) e);
    elsif jsonb_typeof(v_value) = 'string' then
        return array[p_filter ->> p_key];
    end if;
    return null;
end
$$;
comment on function varta.filter_codes is 'out: the codes that stand in a filter under a key, in a list or alone; null without any';

create or replace function varta.filter_check(p_key text, p_codes text[], p_known text[]) returns void
language plpgsql as $$
declare
    v_code text;
    v_known text;
    v_many boolean;
begin
    if p_codes is null then
        return;
    end if;
    select code into v_code from unnest(p_codes) code where not code = any(coalesce(p_known, '{}')) limit 1;
    if not found then
        return;
    end if;
    select string_agg(k, ', ' order by k) filter (where n <= 12), count(*) > 12 into v_known, v_many
    from (select k, row_number() over (order by k) as n from (select distinct k from unnest(p_known) k) d) x;
    if v_known is null then
        perform varta.fail('VA003', format('there is no %s %L', p_key, v_code), p_key, v_code, 'a known code');
    end if;
    perform varta.fail('VA003', format('there is no %s %L', p_key, v_code), p_key, v_code,
                       case when v_many then 'a code such as {4}' else 'one of {4}' end, v_known);
end
$$;
comment on function varta.filter_check is 'errors: VA003 for the first of the codes that is unknown, with those that are known, 12 at most';

create or replace function varta.filter_names(p_cities smallint[]) returns table (key text, code text, names text)
language sql stable set search_path = varta, pg_temp as $$
    select 'city', c.code, concat_ws(' ', c.name, c.name_en) from varta.city c where c.id = any(p_cities)
    union all select 'category', c.code, concat_ws(' ', c.name, c.name_en) from varta.category c where c.city_id = any(p_cities)
    union all select 'district', d.code, concat_ws(' ', d.name, d.name_en) from varta.district d where d.city_id = any(p_cities)
    union all select 'unit', u.code, concat_ws(' ', u.name, u.name_en) from varta.unit u where u.city_id = any(p_cities)
    union all select 'operator', o.login, o.full_name from varta.operator o
              where exists (select from varta.operator_city c where c.operator_id = o.id and c.city_id = any(p_cities))
$$;
comment on function varta.filter_names is 'in: cities. out: what a filter can name there, by its key: the code and what people call it';

create or replace function varta.filter_code(p_key text, p_value text, p_cities smallint[]) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_word text := '% ' || replace(replace(replace(lower(p_value), chr(92), chr(92) || chr(92)), '%', chr(92) || '%'), '_', chr(92) || '_') || '%';
    v_codes text[];
begin
    select array_agg(distinct n.code) into v_codes from varta.filter_names(p_cities) n
    where n.key = p_key and (n.code = p_value or lower(' ' || n.names) like v_word);
    return case when cardinality(v_codes) = 1 and not p_value = any(v_codes) then v_codes[1] else p_value end;
end
$$;
comment on function varta.filter_code is
'in: key of a filter, what was typed for a code, cities. out: the code of the only one of which a word of the name begins so; otherwise what
was typed, which varta.filter_check() judges';

create or replace function varta.filter_neutral(p_filter jsonb, p_cities smallint[]) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_cities smallint[] := p_cities;
    v_key text;
    v_codes text[];
begin
    foreach v_key in array array['city', 'category', 'district', 'unit', 'operator'] loop
        v_codes := varta.filter_codes(p_filter, v_key);
        if array_to_string(v_codes, '') ~ '[^a-z0-9_-]' then
            v_codes := array(select case when c ~ '[^a-z0-9_-]' then varta.filter_code(v_key, c, v_cities) else c end from unnest(v_codes) c);
            p_filter := jsonb_set(p_filter, array[v_key], to_jsonb(v_codes));
        end if;
        if v_key = 'city' and v_codes is not null then
            v_cities := array(select id from varta.city where id = any(p_cities) and code = any(v_codes));
        end if;
    end loop;
    return p_filter;
end
$$;
comment on function varta.filter_neutral is
'in: filter, cities that the operator sees. out: the filter with codes in the place of names: {"district": ["Поділ"]} names podil. What is
spelled as a code costs nothing';

create or replace function varta.filter_ids(p_filter jsonb, p_key text, p_ids integer[], p_codes text[]) returns integer[]
language plpgsql as $$
declare
    v_codes text[] := varta.filter_codes(p_filter, p_key);
begin
    perform varta.filter_check(p_key, v_codes, p_codes);
    return case when v_codes is not null then array(select k.id from unnest(p_ids, p_codes) k (id, code) where k.code = any(v_codes)) end;
end
$$;
comment on function varta.filter_ids is
'in: filter, key, numbers and codes of all that there are. out: numbers of those that the filter names; null where it names none. errors: VA003';

create or replace function varta.filter_time(p_key text, p_value text, p_tz text, p_end boolean) returns timestamptz
language plpgsql stable as $$
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
    return (v_day + p_end::integer)::timestamp at time zone p_tz - p_end::integer * interval '1 microsecond'
        + case p_key when 'due' then interval '1 microsecond' else interval '0' end;  -- the midnight behind a day is the end of that day
exception when data_exception then
    perform varta.fail('VA003', format('%L is no time', p_value), p_key, p_value, '2d, today, 2026-11-22');
end
$$;
comment on function varta.filter_time is
'in: key, for the error; a moment (ISO 8601, now, infinity), a duration from now on (12h, 2d, -1w), or a day (2026-11-22, today, today+1); time zone;
whether the end of the day is meant. out: the moment; null for null. errors: VA003';
