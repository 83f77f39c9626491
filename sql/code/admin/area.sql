-- Areas from GeoJSON, for administrators: districts, and what beats and units share with them.

-- Districts -------------------------------------------------------------------------------------

create or replace function varta.slug(p_name text) returns text
language sql immutable as $$
    -- the national transliteration (resolution 55 of 2010), without its special beginnings of words
    select left(btrim(regexp_replace(
        replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
            translate(lower(p_name), 'абвгґдезиіїйклмнопрстуфь''’ʼ', 'abvhgdezyiiiklmnoprstuf'),
            'зг', 'zgh'), 'є', 'ie'), 'ж', 'zh'), 'х', 'kh'), 'ц', 'ts'), 'ч', 'ch'), 'ш', 'sh'), 'щ', 'shch'), 'ю', 'iu'), 'я', 'ia'),
            'ё', 'io'), 'ы', 'y'),
        '[^a-z0-9]+', '-', 'g'), '-'), 60)
$$;
comment on function varta.slug is 'in: a name. out: lower-case Latin letters, digits and hyphens';

create or replace function varta.polygons(p_geometry jsonb, out area public.geometry, out note text)
language plpgsql immutable set search_path = varta, pg_temp as $$
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
comment on function varta.polygons is
'in: a GeoJSON geometry. out: a valid MultiPolygon and what had to be repaired, or null and why not';

create or replace function varta.features(p_geojson jsonb) returns setof jsonb
language plpgsql immutable set search_path = varta, pg_temp as $$
begin
    if p_geojson ->> 'type' is distinct from 'FeatureCollection' or jsonb_typeof(p_geojson -> 'features') is distinct from 'array' then
        perform varta.fail('VA003', 'not a GeoJSON FeatureCollection', 'type', coalesce(p_geojson ->> 'type', ''), 'FeatureCollection');
    end if;
    return query select jsonb_array_elements(p_geojson -> 'features');
end
$$;
comment on function varta.features is 'out: the features of a GeoJSON FeatureCollection. errors: VA003';

create or replace function varta.area_store(p_table text, p_city smallint, p_feature jsonb, out code text, out name text, out outcome text, out reason text)
language plpgsql set search_path = varta, pg_temp as $$
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
$$;
comment on function varta.area_store is
'in: table (district or beat), city, GeoJSON feature. out: code, name, outcome added, changed, same or refused; reason: why refused, or
what was repaired';

create or replace function varta.relocate_requests() returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform varta.describe_action('place', 'district import');
    update varta.request q
    set area = p.area, district_id = p.district_id
    from (select city_id, id, point from varta.request where district_id is null and point is not null
          for no key update skip locked) r
    cross join lateral varta.locate(r.city_id, r.point) p
    where q.city_id = r.city_id and q.id = r.id and q.area <> p.area;
    perform set_config('varta.act', '', true);
end
$$;
comment on function varta.relocate_requests is
'places the requests without a district anew, in any city: what lay in no known city may lie in one now. Waits for nobody';

create or replace function api.district_import(p_city text, p_geojson jsonb)
returns table (code text, name text, outcome text, reason text)
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    c varta.city;
begin
    c := varta.city_lock(p_city);
    perform from varta.request where district_id is null and point is not null order by city_id, id for no key update;
    return query
    select s.code, s.name, s.outcome, s.reason
    from varta.features(p_geojson) f cross join lateral varta.area_store('district', c.id, f) s;
    perform varta.relocate_requests();
end
$$;
comment on function api.district_import is
'in: city, GeoJSON FeatureCollection of Polygons and MultiPolygons (WGS 84); name from name:uk or name, English from name:en, code from
katotth, else @id, else the name. out: a row for each feature: added, changed, same or refused, with the reason or the repair. Requests
without a district are placed anew. errors: VA001, VA004, VA003';
