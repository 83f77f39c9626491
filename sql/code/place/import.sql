-- The calls of vartactl streets.

create or replace function api.streets_begin(p_city text, p_source text, p_licence text, p_dated text) returns integer
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_lock(p_city);
    v_dated date := varta.import_date(p_dated);
    v_id integer;
begin
    perform varta.check_text('source', p_source, 200);
    if p_dated is not null and v_dated is null then
        perform varta.fail('VA003', format('%L is not a date', p_dated), 'date', left(p_dated, 40), '2026-11-22');
    end if;
    insert into varta.place_import (city_id, source, licence, dated) values (c.id, p_source, left(coalesce(p_licence, ''), 200), v_dated) returning id into v_id;
    return v_id;
end
$$;
comment on function api.streets_begin is
'in: city, who made the data, their licence, of which day they are (both may be null). out: number of the import, for the rest of this transaction. errors:
VA001, VA004, VA003';

create or replace function varta.import_of(p_city text, p_import integer) returns varta.place_import
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    i varta.place_import;
begin
    select * into i from varta.place_import
    where city_id = (varta.city_of(p_city, 'admin')).id and id = p_import and imported_at = now();
    if not found then
        perform varta.fail('VA001', 'there is no such import in this transaction', 'import', p_import::text);
    end if;
    return i;
end
$$;
comment on function varta.import_of is 'in: city, number. out: the import that this transaction has begun. errors: VA001, VA004';

create or replace function varta.places_analyze() returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    analyze varta.street, varta.street_alias, varta.street_line, varta.house, varta.place;
end
$$;
comment on function varta.places_analyze is
'counts what the gazetteer has. Where a city is not known to have thousands of houses, each is looked for among all that it has';

create or replace function api.streets_take(p_city text, p_import integer, p_what text, p_fields jsonb, p_rows jsonb)
returns table (line integer, reason text)
language plpgsql security definer set search_path = varta, pg_temp set enable_seqscan = off as $$
declare
    i varta.place_import := varta.import_of(p_city, p_import);
    c varta.import_counts;
begin
    if not coalesce(p_what in ('streets', 'houses', 'renamings', 'places'), false) then
        perform varta.fail('VA003', format('%L is not what a file holds', p_what), 'kind', coalesce(p_what, ''), 'streets | houses | renamings | places');
    end if;
    perform varta.settings_check(p_fields, '{name,old,other,kind,class,id,code,street,number,postcode,lat,lon,new,date}');
    c := case p_what when 'houses' then varta.import_houses(i.city_id, i.id, p_fields, p_rows)
                     else varta.import_rows(i.city_id, i.id, p_what, p_fields, p_rows) end;
    if (i.added, i.changed, i.unchanged) = (0, 0, 0) then
        perform varta.places_analyze();
    end if;
    update varta.place_import m
    set added = m.added + c.added, changed = m.changed + c.changed, unchanged = m.unchanged + c.unchanged, refused = m.refused + jsonb_array_length(c.refused)
    where m.city_id = i.city_id and m.id = i.id;
    return query select (r ->> 0)::integer, r ->> 1 from jsonb_array_elements(c.refused) r;
end
$$;
comment on function api.streets_take is
'in: city, an import of this transaction, streets, houses, renamings or places, {"name": what the file calls it, …} for fields that go by another name than
the usual, a batch of [[line, {…}], …]: the columns of a table, or the properties of a GeoJSON feature with its geometry. out: the lines that were refused,
and why. errors: VA001, VA004, VA003';

create or replace function varta.gone_delete(p_city smallint, p_imports integer[], p_what text) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    case p_what
        when 'streets' then
            delete from varta.street_line where city_id = p_city and import_id = any(p_imports);
            delete from varta.street_alias where city_id = p_city and import_id = any(p_imports) and use <> 'name';
        when 'houses' then
            delete from varta.house where city_id = p_city and import_id = any(p_imports);
        when 'places' then
            delete from varta.place where city_id = p_city and import_id = any(p_imports);
        else
            delete from varta.street_alias where city_id = p_city and import_id = any(p_imports) and use <> 'name';
    end case;
    delete from varta.street s
    where s.city_id = p_city and s.import_id = any(p_imports)
      and not exists (select from varta.street_line l where l.city_id = s.city_id and l.street_id = s.id)
      and not exists (select from varta.house h where h.city_id = s.city_id and h.street_id = s.id);
end
$$;
comment on function varta.gone_delete is 'in: city, earlier imports of a source, what is imported. Deletes what only they had, and streets that are left with nothing';

create or replace function api.streets_end(p_city text, p_import integer, p_what text, p_whole boolean)
returns table (added integer, changed integer, unchanged integer, gone integer, refused integer, streets integer)
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    i varta.place_import := varta.import_of(p_city, p_import);
    v_before integer[] := array(select m.id from varta.place_import m where m.city_id = i.city_id and m.source = i.source and m.id <> i.id);
    v_gone integer;
begin
    case p_what
        when 'streets' then select count(*) into v_gone from varta.street_line t where t.city_id = i.city_id and t.import_id = any(v_before);
        when 'houses' then select count(*) into v_gone from varta.house t where t.city_id = i.city_id and t.import_id = any(v_before);
        when 'places' then select count(*) into v_gone from varta.place t where t.city_id = i.city_id and t.import_id = any(v_before);
        else v_gone := 0;
    end case;
    if p_whole then
        perform varta.gone_delete(i.city_id, v_before, p_what);
    end if;
    if p_what = 'streets' then
        perform varta.shapes_renew(i.city_id);
        if i.added + i.changed > 0 or p_whole and v_gone > 0 then
            perform varta.want_map(array[i.city_id]);
        end if;
    end if;
    update varta.place_import m set gone = v_gone where m.city_id = i.city_id and m.id = i.id returning m.* into i;
    -- what was just stored is found at once as quickly as later
    perform gin_clean_pending_list(x::regclass) from unnest('{varta.street_alias_near,varta.street_alias_key,varta.place_near,varta.place_key}'::text[]) x;
    perform varta.places_analyze();
    perform varta.place_again(i.city_id);
    perform varta.config_event(array[i.city_id], 'streets_imported', null, to_jsonb(i) - '{city_id,id,imported_at}'::text[] || jsonb_build_object('what', p_what));
    return query select i.added, i.changed, i.unchanged, i.gone, i.refused,
                        (select count(*)::integer from varta.street s where s.city_id = i.city_id and s.import_id = i.id);
end
$$;
comment on function api.streets_end is
'in: city, an import of this transaction, what it brought, whether the file was all there is of its source: then what the source had before and has no
more is deleted. out: how many rows were what, how many the source has no more (lines of streets, houses, places), how many streets it named or made. The
history of the city has it.
errors: VA001, VA004';

create or replace function api.streets_list(p_city text)
returns table (source text, licence text, dated date, imported_at timestamptz, added integer, changed integer, unchanged integer, gone integer, refused integer)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    return query
    select i.source, i.licence, i.dated, i.imported_at, i.added, i.changed, i.unchanged, i.gone, i.refused
    from varta.place_import i where i.city_id = (varta.city_of(p_city)).id order by i.id;
end
$$;
comment on function api.streets_list is 'in: city. out: its imports of streets, houses and places, the first one first. errors: VA001';
