-- vartactl streets import: a file comes in batches of rows [line, {…}], all in one transaction. What a row cannot be used for is
-- told with its line; the rest is stored.

create type varta.import_counts as (added integer, changed integer, unchanged integer, refused jsonb);
comment on type varta.import_counts is 'of a batch: how many rows were what, and [[line, reason], …]';

create or replace function varta.import_street(p_city smallint, p_import integer, p_fields jsonb, p_row jsonb, p_box public.box2d, out outcome text, out reason text)
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_name text := varta.import_field(p_row, p_fields, 'name', 'name:uk', 'name', 'назва', 'street');
    v_kind text := varta.import_field(p_row, p_fields, 'kind', 'kind');
    v_code text := varta.import_code(varta.import_field(p_row, p_fields, 'code', 'street_id', 'street_code'));
    v_class smallint := varta.street_class(varta.import_field(p_row, p_fields, 'class', 'highway', 'class'));
    v_id text := varta.import_code(varta.import_field(p_row, p_fields, 'id', '@id', 'id', 'osm_id'));
    v_street record;
    g record;
    v_news boolean;
begin
    outcome := 'refused';
    select * into g from varta.import_shape(varta.import_field(p_row, p_fields, 'lat', 'lat', 'latitude', 'широта', 'y'),
        varta.import_field(p_row, p_fields, 'lon', 'lon', 'lng', 'long', 'longitude', 'довгота', 'x'), p_row -> 'geometry');
    if g.reason is not null then
        reason := g.reason;
    elsif v_name is null and g.shape is null then
        reason := 'it has no name';
    elsif g.shape is not null and public.st_dimension(g.shape) <> 1 then
        reason := format('geometry is %s, not LineString or MultiLineString', p_row -> 'geometry' ->> 'type');
    elsif varta.is_far(g.shape, p_box) then
        reason := format('it is far from the city: %s', public.st_astext(public.st_centroid(g.shape), 4));
    elsif v_name is not null then
        select * into v_street from varta.street_store(p_city, p_import, v_code, concat_ws(' ', (select k.kind from varta.place_kind k where k.word = lower(v_kind)), v_name), true);
        if v_street.id is null then
            reason := format('"%s" is no name of a street', left(v_name, 60));
        end if;
    end if;
    if reason is not null then
        return;
    end if;
    if v_name is null then
        outcome := case when exists (select from varta.street_line where city_id = p_city and code = v_id || '#1') then 'changed' else 'added' end;
        if not varta.lines_store(p_city, p_import, null, v_class, v_id, g.shape) then
            outcome := 'unchanged';
        end if;
        return;
    end if;
    v_news := varta.aliases_store(p_city, v_street.id, p_import, 'old', concat_ws(';', varta.import_field(p_row, p_fields, 'old', 'old_name:uk', 'old'),
                                  case when not p_fields ? 'old' then p_row ->> 'old_name' end));
    v_news := varta.aliases_store(p_city, v_street.id, p_import, 'other', varta.import_field(p_row, p_fields, 'other', 'other')) or v_news;
    if not p_fields ? 'other' then
        v_news := varta.aliases_store(p_city, v_street.id, p_import, 'other', concat_ws(';', p_row ->> 'name', p_row ->> 'alt_name', p_row ->> 'loc_name',
            p_row ->> 'official_name', p_row ->> 'short_name', p_row ->> 'name:ru', p_row ->> 'name:en', p_row ->> 'int_name')) or v_news;
    end if;
    if g.shape is not null then
        v_news := varta.lines_store(p_city, p_import, v_street.id, v_class, v_id, g.shape) or v_news;
    end if;
    outcome := case when v_street.outcome = 'unchanged' and v_news then 'changed' else v_street.outcome end;
end
$$;
comment on function varta.import_street is
'in: city, import, names of the fields, a row of a file of streets, varta.city_box(). out: added, changed or unchanged, or refused and why. A line without
a name is only drawn on maps';

create or replace function varta.import_renaming(p_city smallint, p_import integer, p_fields jsonb, p_row jsonb, out outcome text, out reason text)
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_kind text := (select k.kind from varta.place_kind k where k.word = lower(varta.import_field(p_row, p_fields, 'kind', 'kind', 'type')));
    v_old text := varta.import_field(p_row, p_fields, 'old', 'old', 'old_name', 'стара назва');
    v_new text := varta.import_field(p_row, p_fields, 'new', 'new', 'name', 'нова назва');
    v_date text := varta.import_field(p_row, p_fields, 'date', 'date', 'дата');
    v_until date;
    s varta.street;
begin
    outcome := 'refused';
    if v_old is null or v_new is null then
        reason := format('the %s name is missing', case when v_old is null then 'old' else 'new' end);
        return;
    end if;
    v_until := varta.import_date(v_date);
    if v_date is not null and v_until is null then
        reason := format('"%s" is not a date', left(v_date, 40));
        return;
    end if;
    v_old := concat_ws(' ', v_kind, v_old);
    v_new := concat_ws(' ', v_kind, v_new);
    s := varta.street_find(p_city, '', varta.place_name(v_new));
    if s.id is null then
        -- the source of the streets still has the old name
        s := varta.street_find(p_city, '', varta.place_name(v_old));
        if s.id is null then
            reason := format('there is no street "%s", nor "%s"', left(v_new, 60), left(v_old, 60));
            return;
        end if;
        outcome := 'changed';
        perform varta.alias_store(p_city, s.id, p_import, 'other', v_new);
    else
        outcome := case when exists (select from varta.street_alias a where a.city_id = p_city and a.street_id = s.id and a.name = v_old)
                   then 'unchanged' else 'added' end;
    end if;
    if varta.alias_store(p_city, s.id, p_import, 'old', v_old, v_until) and outcome = 'unchanged' then
        outcome := 'changed';
    end if;
end
$$;
comment on function varta.import_renaming is
'in: city, import, names of the fields, a row of a file of renamings. out: added, changed or unchanged, or refused and why. Where the streets know only
the old name, the new one is another name of it';

create or replace function varta.import_place(p_city smallint, p_import integer, p_fields jsonb, p_row jsonb, p_box public.box2d, out outcome text, out reason text)
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_name text := varta.import_field(p_row, p_fields, 'name', 'name:uk', 'name', 'назва');
    v_kind text := varta.place_sort(varta.import_field(p_row, p_fields, 'kind', 'kind', 'type', 'public_transport', 'highway', 'place'));
    v_code text := varta.import_code(varta.import_field(p_row, p_fields, 'id', '@id', 'id', 'osm_id', 'code'));
    v varta.parsed_name := varta.place_name(v_name);
    p varta.place;
    g record;
begin
    outcome := 'refused';
    select * into g from varta.import_shape(varta.import_field(p_row, p_fields, 'lat', 'lat', 'latitude', 'широта', 'y'),
        varta.import_field(p_row, p_fields, 'lon', 'lon', 'lng', 'long', 'longitude', 'довгота', 'x'), p_row -> 'geometry');
    reason := case when v_name is null then 'it has no name'
                   when v.words = '{}' then format('"%s" is no name', left(v_name, 60))
                   when g.shape is null then coalesce(g.reason, 'it has no point')
                   when varta.is_far(g.shape, p_box) then format('it is far from the city: %s', public.st_astext(public.st_centroid(g.shape), 4)) end;
    if reason is not null then
        return;
    end if;
    if public.st_geometrytype(g.shape) <> 'ST_Point' then
        g.shape := public.st_pointonsurface(g.shape);
    end if;
    v_code := v_kind || ' ' || coalesce(nullif(v_code, ''), md5(v.plain || public.st_astext(g.shape, 4)));
    select * into p from varta.place where city_id = p_city and code = v_code;
    outcome := case when p.id is null then 'added' when p.name = v_name and public.st_equals(p.point, g.shape) then 'unchanged' else 'changed' end;
    insert into varta.place (city_id, code, kind, name, words, key, near, point, import_id)
    values (p_city, v_code, v_kind, v_name, v.words, array_to_string(v.words, ' '), varta.place_near(p_city, v.words), g.shape, p_import)
    on conflict (city_id, code) do update set name = excluded.name, words = excluded.words, key = excluded.key, near = excluded.near,
        point = excluded.point, import_id = excluded.import_id;
end
$$;
comment on function varta.import_place is
'in: city, import, names of the fields, a row of a file of stops and squares, varta.city_box(). out: added, changed or unchanged, or refused and why';

create or replace function varta.import_rows(p_city smallint, p_import integer, p_what text, p_fields jsonb, p_rows jsonb) returns varta.import_counts
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_box public.box2d := varta.city_box(p_city);
    c varta.import_counts := (0, 0, 0, '[]');
    v_row jsonb;
    r record;
begin
    for v_row in select jsonb_array_elements(p_rows) loop
        case p_what
            when 'streets' then select * into r from varta.import_street(p_city, p_import, p_fields, v_row -> 1, v_box);
            when 'renamings' then select * into r from varta.import_renaming(p_city, p_import, p_fields, v_row -> 1);
            when 'places' then select * into r from varta.import_place(p_city, p_import, p_fields, v_row -> 1, v_box);
        end case;
        case r.outcome
            when 'added' then c.added := c.added + 1;
            when 'changed' then c.changed := c.changed + 1;
            when 'unchanged' then c.unchanged := c.unchanged + 1;
            else c.refused := c.refused || jsonb_build_array(jsonb_build_array(v_row -> 0, r.reason));
        end case;
    end loop;
    return c;
end
$$;
comment on function varta.import_rows is 'takes a batch of streets, renamings or places, row by row';

create or replace function varta.import_houses(p_city smallint, p_import integer, p_fields jsonb, p_rows jsonb) returns varta.import_counts
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_box public.box2d := varta.city_box(p_city);
    k_street text := varta.import_key(p_rows, p_fields, 'street', 'street', 'addr:street', 'вулиця');
    k_code text := varta.import_key(p_rows, p_fields, 'code', 'street_id', 'street_code');
    k_number text := varta.import_key(p_rows, p_fields, 'number', 'number', 'house', 'housenumber', 'addr:housenumber', 'будинок', 'номер');
    k_postcode text := varta.import_key(p_rows, p_fields, 'postcode', 'postcode', 'addr:postcode', 'zip', 'індекс');
    k_lat text := varta.import_key(p_rows, p_fields, 'lat', 'lat', 'latitude', 'широта', 'y');
    k_lon text := varta.import_key(p_rows, p_fields, 'lon', 'lon', 'lng', 'long', 'longitude', 'довгота', 'x');
    c varta.import_counts;
begin
    with line as materialized (
        select (r ->> 0)::integer as n, nullif(btrim(r -> 1 ->> k_street), '') as street, varta.import_code(btrim(r -> 1 ->> k_code)) as code,
               nullif(btrim(r -> 1 ->> k_number), '') as label, coalesce(btrim(r -> 1 ->> k_postcode), '') as postcode,
               r -> 1 ->> k_lat as lat, r -> 1 ->> k_lon as lon, r -> 1 -> 'geometry' as geometry
        from jsonb_array_elements(p_rows) r),
    named as materialized (
        select x.street, x.code, s.id
        from (select street, code, min(n) as n from line where street is not null group by street, code order by min(n)) x
        cross join lateral varta.street_store(p_city, p_import, x.code, x.street, false) s),
    checked as materialized (
        select w.n, w.label, w.postcode, s.id as street_id, (h.p).*, g.shape,
               case when w.street is null then 'the street is missing'
                    when s.id is null then format('"%s" is no name of a street', left(w.street, 60))
                    when w.label is null then 'the number of the house is missing'
                    when coalesce((h.p).number, 0) = 0 then format('"%s" is no number of a house', left(w.label, 40))
                    when g.shape is null then coalesce(g.reason, 'it has no point')
                    when varta.is_far(g.shape, v_box) then format('it is far from the city: %s', public.st_astext(public.st_centroid(g.shape), 4)) end as reason
        from line w
        left join named s on s.street = w.street and s.code = w.code
        left join lateral (select varta.house_parts(w.label) as p offset 0) h on true
        left join lateral varta.import_shape(w.lat, w.lon, w.geometry) g on true),
    fresh as materialized (
        select distinct on (street_id, number, letter, fraction, block) street_id, number, letter, fraction, block, label, postcode,
               case public.st_geometrytype(shape) when 'ST_Point' then shape else public.st_pointonsurface(shape) end as point
        from checked where reason is null order by street_id, number, letter, fraction, block, n),
    old as materialized (
        select f.street_id, f.number, f.letter, f.fraction, f.block, (h.label, h.postcode) = (f.label, f.postcode) and public.st_equals(h.point, f.point) as same
        from fresh f join varta.house h on h.city_id = p_city and h.street_id = f.street_id and h.number = f.number
             and h.letter = f.letter and h.fraction = f.fraction and h.block = f.block
        where h.import_id <> p_import),
    stored as (
        insert into varta.house as t (city_id, street_id, number, letter, fraction, block, label, postcode, point, import_id)
        select p_city, street_id, number, letter, fraction, block, label, postcode, point, p_import from fresh order by street_id, number
        on conflict (city_id, street_id, number, letter, fraction, block) do update
            set label = excluded.label, postcode = excluded.postcode, point = excluded.point, import_id = excluded.import_id
            where t.import_id <> excluded.import_id
        returning street_id, number, letter, fraction, block)
    select n.added, n.changed, n.taken - n.added - n.changed, n.refused into c
    from (select (select count(*) from stored) - (select count(*) from old) as added, (select count(*) from old where not same) as changed,
                 (select count(*) from checked where reason is null) as taken,
                 (select coalesce(jsonb_agg(jsonb_build_array(k.n, k.reason) order by k.n), '[]') from checked k where k.reason is not null) as refused) n;
    return c;
end
$$;
comment on function varta.import_houses is
'takes a batch of houses at once; their streets are found or made. A house that the file has twice is taken as it was first';
