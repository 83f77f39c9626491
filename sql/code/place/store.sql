-- How streets, houses and places get into the gazetteer, row by row of a file: what is there already is found again.

create or replace function varta.import_field(p_row jsonb, p_fields jsonb, p_key text, variadic p_names text[]) returns text
language sql stable as $$
    select nullif(btrim(case when p_fields ? p_key then p_row ->> (p_fields ->> p_key)
        else (select p_row ->> n from unnest(p_names) with ordinality x (n, i) where p_row ->> n <> '' order by i limit 1) end), '')
$$;
comment on function varta.import_field is
'in: a row of a file, {"key": "its name in the file"} where that was given, key, names by which it goes otherwise. out: its value; null: none';

create or replace function varta.import_code(p_code text) returns text
language sql immutable as $$
    select case when length(p_code) > 100 then md5(p_code) else coalesce(p_code, '') end
$$;
comment on function varta.import_code is 'in: what a file calls a street, a line or a place; null: nothing. out: the same, or its digest where it is too long for an index';

create or replace function varta.import_key(p_rows jsonb, p_fields jsonb, p_key text, variadic p_names text[]) returns text
language sql stable as $$
    select case when p_fields ? p_key then p_fields ->> p_key
        else coalesce((select n from unnest(p_names) with ordinality x (n, i)
                       where exists (select from jsonb_array_elements(p_rows) r where r -> 1 ? n) order by i limit 1), p_names[1]) end
$$;
comment on function varta.import_key is 'in: a batch of rows, and as before. out: by which name the field goes in all of them';

create or replace function varta.import_shape(p_lat text, p_long text, p_geometry jsonb, out shape public.geometry, out reason text)
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_lat text := replace(nullif(btrim(p_lat), ''), ',', '.');
    v_long text := replace(nullif(btrim(p_long), ''), ',', '.');
begin
    if v_lat is not null or v_long is not null then
        if coalesce(v_lat !~ '^-?\d{1,3}(\.\d{1,30})?$' or v_long !~ '^-?\d{1,3}(\.\d{1,30})?$', true) then
            reason := format('"%s %s" are not degrees', left(v_lat, 20), left(v_long, 20));
            return;
        end if;
        shape := public.st_setsrid(public.st_point(v_long::float8, v_lat::float8), 4326);
    elsif jsonb_typeof(p_geometry) = 'object' then
        shape := public.st_setsrid(public.st_force2d(public.st_geomfromgeojson(p_geometry)), 4326);
    end if;
    if public.st_isempty(shape) then
        shape := null;
    elsif public.st_xmin(shape) < -180 or public.st_xmax(shape) > 180 or public.st_ymin(shape) < -90 or public.st_ymax(shape) > 90 then
        shape := null;
        reason := 'coordinates are not degrees of longitude and latitude';
    end if;
exception when others then
    shape := null;
    reason := 'geometry: ' || sqlerrm;
end
$$;
comment on function varta.import_shape is
'in: degrees as they are written, or a GeoJSON geometry. out: where it is (WGS 84); null where nothing says so, or with the reason why that is nothing';

create or replace function varta.city_box(p_city smallint) returns public.box2d
language sql stable set search_path = varta, pg_temp as $$
    select public.st_expand(public.st_extent(area)::public.box2d, 0.25) from varta.district where city_id = p_city
$$;
comment on function varta.city_box is 'out: a box around the districts of a city, a good way beyond them; null where it has none';

create or replace function varta.is_far(p_shape public.geometry, p_box public.box2d) returns boolean
language sql immutable as $$
    select p_box is not null and not public.st_intersects(p_shape, public.st_setsrid(p_box::public.geometry, 4326))
$$;
comment on function varta.is_far is 'in: a shape, varta.city_box(). out: whether it lies elsewhere: latitude and longitude may be the wrong way round';

-- Names -----------------------------------------------------------------------------------------

create or replace function varta.alias_store(
    p_city smallint, p_street integer, p_import integer, p_use text, p_name text, p_until date default null) returns boolean
language plpgsql set search_path = varta, pg_temp as $$
declare
    v varta.parsed_name := varta.place_name(p_name);
    a varta.street_alias;
begin
    if v.words = '{}' then
        return false;
    end if;
    -- 'Дніпровська' beside 'Дніпровська набережна' names no street or square of that name
    if v.kind = '' then
        v.kind := (select kind from varta.street where city_id = p_city and id = p_street);
    end if;
    select * into a from varta.street_alias where city_id = p_city and street_id = p_street and name = p_name;
    if not found then
        insert into varta.street_alias (city_id, street_id, use, name, kind, until, words, key, near, import_id)
        values (p_city, p_street, p_use, p_name, v.kind, p_until, v.words, array_to_string(v.words, ' '), varta.place_near(p_city, v.words), p_import);
        return true;
    end if;
    p_until := coalesce(p_until, a.until);
    p_use := case when a.use = 'name' then 'name' else p_use end;
    update varta.street_alias set use = p_use, until = p_until, kind = v.kind, import_id = p_import
    where city_id = p_city and id = a.id and (use, until, kind, import_id) is distinct from (p_use, p_until, v.kind, p_import);
    return (a.use, a.until) is distinct from (p_use, p_until);
end
$$;
comment on function varta.alias_store is
'in: city, street, import, use, a name, until when it was the name. out: whether that is news. What is the name now stays it; a name that says no kind
has that of the street';

create or replace function varta.aliases_store(p_city smallint, p_street integer, p_import integer, p_use text, p_names text) returns boolean
language sql set search_path = varta, pg_temp as $$
    select coalesce(bool_or(varta.alias_store(p_city, p_street, p_import, p_use, btrim(n))), false)
    from (select distinct btrim(n) from regexp_split_to_table(p_names, ';') n where btrim(n) <> '') x (n)
$$;
comment on function varta.aliases_store is 'the same for a list with semicolons; null is none';

create or replace function varta.street_find(p_city smallint, p_code text, v varta.parsed_name) returns varta.street
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    s varta.street;
begin
    if p_code <> '' then
        select * into s from varta.street where city_id = p_city and code = p_code;
    end if;
    if s.id is null then
        select * into s from varta.street
        where city_id = p_city and plain = v.plain and kind = v.kind and part = v.part and (p_code = '' or code = '') order by id limit 1;
    end if;
    return s;
end
$$;
comment on function varta.street_find is
'in: city, number in a register (empty: none), a name taken apart. out: the street that has that number or, where it has none yet, that name; null';

create or replace function varta.street_store(
    p_city smallint, p_import integer, p_code text, p_name text, p_named boolean, out id integer, out outcome text)
language plpgsql set search_path = varta, pg_temp as $$
declare
    v varta.parsed_name := varta.place_name(p_name);
    s varta.street;
begin
    if v.words = '{}' then
        return;
    end if;
    s := varta.street_find(p_city, p_code, v);
    outcome := 'unchanged';
    if s.id is null then
        outcome := 'added';
        insert into varta.street (city_id, code, name, kind, plain, part, import_id)
        values (p_city, p_code, p_name, v.kind, v.plain, v.part, p_import) returning street.id into s.id;
        perform varta.alias_store(p_city, s.id, p_import, 'name', p_name);
    elsif s.code = '' and p_code <> '' or p_named and s.name <> p_name and s.import_id <> p_import then
        outcome := 'changed';
        if s.name <> p_name then
            update varta.street_alias set use = 'old' where city_id = p_city and street_id = s.id and use = 'name' and name <> p_name;
            delete from varta.street_alias where city_id = p_city and street_id = s.id and name = p_name;
            perform varta.alias_store(p_city, s.id, p_import, 'name', p_name);
        end if;
        update varta.street t set code = coalesce(nullif(p_code, ''), t.code), name = p_name, kind = v.kind, plain = v.plain, part = v.part, import_id = p_import
        where t.city_id = p_city and t.id = s.id;
    elsif p_named and s.import_id <> p_import then
        update varta.street t set import_id = p_import where t.city_id = p_city and t.id = s.id;
        update varta.street_alias a set import_id = p_import where a.city_id = p_city and a.street_id = s.id and a.use = 'name';
    end if;
    id := s.id;
end
$$;
comment on function varta.street_store is
'in: city, import, number in a register, name, whether the file is one of streets, and so says what they are called now. out: the street, found or
made; null where the name says nothing. A street with that number and another name is renamed';

-- Houses ----------------------------------------------------------------------------------------

create type varta.parsed_house as (number integer, letter text, fraction text, block text);
comment on type varta.parsed_house is 'of 12А/3 корп. 2: 12, а, 3, 2';

create or replace function varta.house_parts(p_label text) returns varta.parsed_house
language plpgsql immutable parallel safe as $$
declare
    v text := case when length(p_label) <= 40 then translate(lower(p_label), 'abceikmhoptxyn"№«»', 'авсеікмнортхуп') end;
    m text[];
begin
    -- nearly all are so, and a small pattern is ten times faster than the whole one
    m := regexp_match(v, '^(\d{1,4})(?:-?([а-яіїєґ]))?()()$');
    if m is null then
        m := regexp_match(v, '^(\d{1,4})()(/\d+)()$');
    end if;
    if m is null then
        m := regexp_match(v, '^\s*(?:будинок|буд\.?|дом|д\.?)?\s*(\d{1,4})(?:\s*-?\s*([а-яіїєґ]{1,2}))?((?:\s*[/-]\s*\d+\s*-?[а-яіїєґ]?|\s*/\s*[а-яіїєґ])*)(?:[\s,-]*(?:корпус|корп|кор|к|літера|літ|секція|секц|будівля|строение|стр|блок)\.?\s*([0-9а-яіїєґ]+(?:-[0-9а-яіїєґ]+)?))?\s*$');
    end if;
    return (m[1]::integer, coalesce(m[2], ''), regexp_replace(coalesce(m[3], ''), '^\s*[/-]|[- ]', '', 'g'), coalesce(replace(m[4], '-', ''), ''))::varta.parsed_house;
end
$$;
comment on function varta.house_parts is 'in: a number of a house as it is written. out: its parts; number null where it is none';

create or replace function varta.places_renew() returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_rules text := (select md5((select string_agg(p.prosrc, '' order by p.proname) from pg_proc p
                                 where p.pronamespace = 'varta'::regnamespace
                                   and p.proname = any('{place_plain,place_letters,place_sound,place_stem,place_numbers,place_tokens,place_name,place_near,alias_store}'))
                                || (select string_agg(w.word || w.means, '' order by w.word) from varta.place_word w)
                                || (select string_agg(k.word || k.kind, '' order by k.word) from varta.place_kind k)));
begin
    if (select place_rules from varta.installation) is not distinct from v_rules then
        return;
    end if;
    update varta.street s set kind = v.kind, plain = v.plain, part = v.part
    from (select city_id, id, (varta.place_name(name)).* from varta.street) v
    where s.city_id = v.city_id and s.id = v.id and (s.kind, s.plain, s.part) <> (v.kind, v.plain, v.part);
    update varta.street_alias a
    set kind = v.kind, words = v.words, key = array_to_string(v.words, ' '), near = varta.place_near(v.city_id, v.words)
    from (select x.city_id, x.id, coalesce(nullif(n.kind, ''), s.kind) as kind, n.words
          from varta.street_alias x
          join varta.street s on s.city_id = x.city_id and s.id = x.street_id
          cross join lateral varta.place_name(x.name) n) v
    where a.city_id = v.city_id and a.id = v.id and (a.kind, a.words) <> (v.kind, v.words);
    update varta.place p
    set words = v.words, key = array_to_string(v.words, ' '), near = varta.place_near(v.city_id, v.words)
    from (select city_id, id, (varta.place_name(name)).* from varta.place) v
    where p.city_id = v.city_id and p.id = v.id and p.words <> v.words;
    update varta.installation set place_rules = v_rules;
end
$$;
comment on function varta.places_renew is
'takes the names of all places apart anew where the rules are not those by which it was done; each installation of code calls it';

-- Lines -----------------------------------------------------------------------------------------

create or replace function varta.street_class(p_class text) returns smallint
language sql immutable as $$
    select case when p_class ~ '^[1-9]$' then p_class::smallint
        else coalesce((array[1, 2, 2, 3, 4, 6, 6, 7, 8, 9, 9, 9, 9])[array_position(array['motorway', 'trunk', 'primary', 'secondary', 'tertiary',
            'living_street', 'pedestrian', 'service', 'track', 'footway', 'path', 'steps', 'cycleway'], regexp_replace(p_class, '_link$', ''))], 5) end::smallint
$$;
comment on function varta.street_class is 'in: highway of OpenStreetMap, or a digit. out: varta.street.class';

create or replace function varta.lines_store(p_city smallint, p_import integer, p_street integer, p_class smallint, p_code text, p_shape public.geometry)
returns boolean
language plpgsql set search_path = varta, pg_temp as $$
declare
    d record;
    v_code text;
    l varta.street_line;
    v_news boolean := false;
begin
    for d in select geom, coalesce(path[1], 1) as n from public.st_dump(p_shape) where public.st_npoints(geom) > 1 loop
        v_code := case when p_code = '' then md5(coalesce(p_street, 0) || public.st_astext(d.geom)) else p_code || '#' || d.n end;
        select * into l from varta.street_line where city_id = p_city and code = v_code;
        v_news := v_news or l.id is null or (l.street_id, l.class) is distinct from (p_street, p_class) or not public.st_orderingequals(l.shape, d.geom);
        insert into varta.street_line (city_id, street_id, code, class, shape, import_id)
        values (p_city, p_street, v_code, p_class, d.geom, p_import)
        on conflict (city_id, code) do update set street_id = excluded.street_id, class = excluded.class, shape = excluded.shape, import_id = excluded.import_id;
    end loop;
    return v_news;
end
$$;
comment on function varta.lines_store is 'in: city, import, street (null: they have no name), class, what the source calls the line (empty: nothing), its shape. out: whether that is news';

create or replace function varta.shapes_renew(p_city smallint) returns void
language sql set search_path = varta, pg_temp as $$
    update varta.street s set shape = n.shape, class = n.class
    from (select t.id, public.st_multi(public.st_collect(l.shape order by l.id)) as shape, coalesce(min(l.class), t.class) as class
          from varta.street t left join varta.street_line l on l.city_id = t.city_id and l.street_id = t.id
          where t.city_id = p_city group by t.id, t.class) n
    where s.city_id = p_city and s.id = n.id
      and (s.class <> n.class or (s.shape is null) <> (n.shape is null) or not public.st_orderingequals(s.shape, n.shape))
$$;
comment on function varta.shapes_renew is 'in: city. Makes the shapes of its streets of their lines';

-- Others ----------------------------------------------------------------------------------------

create or replace function varta.place_sort(p_kind text) returns text
language sql immutable as $$
    select case when p_kind ~* 'stop|platform|station|зупин|останов' then 'stop' when p_kind ~* 'square|площ|майдан' then 'square' else 'place' end
$$;
comment on function varta.place_sort is 'in: what a file calls the kind of a place. out: stop, square or place';

create or replace function varta.import_date(p_text text) returns date
language plpgsql immutable as $$
begin
    return case when p_text ~ '^\d{4}$' then make_date(p_text::integer, 1, 1) when p_text ~ '^\d{4}-\d\d-\d\d' then left(p_text, 10)::date
                when p_text ~ '^\d\d?\.\d\d?\.\d{4}$' then to_date(p_text, 'DD.MM.YYYY') end;
exception when data_exception then
    return null;
end
$$;
comment on function varta.import_date is 'in: 2016-02-19, 19.02.2016 or 2016. out: the day, of a year its first; null where it is none';
