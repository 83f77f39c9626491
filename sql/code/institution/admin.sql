-- Institutions, what they own, and the grounds of orders, for administrators.

select varta.audit_table(t::regclass) from unnest(array['varta.institution', 'varta.ownership', 'varta.order_ground', 'varta.unit_head']) t;

create or replace function varta.own(i varta.institution, p_object varta.object_kind, p_where jsonb) returns boolean
language plpgsql set search_path = varta, pg_temp as $$
declare
    w varta.ownership;
    v_id integer;
    v_area public.geometry;
    v_note text;
    v_lines jsonb := '[]';
begin
    if jsonb_typeof(p_where) = 'object' then
        select area, note into v_area, v_note from varta.polygons(p_where);
        if v_area is null then
            perform varta.fail('VA003', format('%s: %s', p_object.code, v_note), 'owns', p_object.code, 'a polygon');
        end if;
    elsif jsonb_typeof(p_where) = 'array' then
        v_lines := (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from varta.street_lines(p_where) s);
    elsif p_where <> '"everywhere"' then
        perform varta.fail('VA003', format('where is %s owned?', p_object.code), 'owns', left(p_where::text, 60), '"everywhere", a list of streets, or a polygon');
    end if;
    select * into w from varta.ownership where city_id = i.city_id and institution_id = i.id and object_id = p_object.id;
    if found and w.everywhere = (jsonb_typeof(p_where) = 'string') and (w.area is null and v_area is null or public.st_orderingequals(w.area, v_area))
       and v_lines = (select coalesce(jsonb_agg(to_jsonb(s) - '{city_id,id,ownership_id}'::text[] order by s.id), '[]') from varta.ownership_street s
                      where s.city_id = w.city_id and s.ownership_id = w.id) then
        return false;
    end if;
    delete from varta.ownership where city_id = w.city_id and id = w.id;
    insert into varta.ownership (city_id, institution_id, object_id, everywhere, area)
    values (i.city_id, i.id, p_object.id, jsonb_typeof(p_where) = 'string', v_area) returning id into v_id;
    insert into varta.ownership_street (city_id, ownership_id, name, kind, street, low, high, parity)
    select i.city_id, v_id, s.name, s.kind, s.street, s.low, s.high, s.parity from jsonb_populate_recordset(null::varta.ownership_street, v_lines) s;
    return true;
end
$$;
comment on function varta.own is
'in: institution, kind of thing, "everywhere", a list of streets (varta.street_lines()) or a GeoJSON polygon. out: whether that is new. errors: VA003';

create or replace function varta.own_all(i varta.institution, p_owns jsonb) returns boolean
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_changed boolean;
begin
    if jsonb_typeof(p_owns) <> 'object' then
        perform varta.fail('VA003', 'what is owned is not said by kinds of things', 'owns', left(p_owns::text, 60), '{"light": "everywhere"}');
    end if;
    delete from varta.ownership w using varta.object_kind k
    where w.city_id = i.city_id and w.institution_id = i.id and k.id = w.object_id and not p_owns ? k.code;
    v_changed := found;
    return (select coalesce(bool_or(varta.own(i, varta.object_of(key), value)), false) from jsonb_each(p_owns)) or v_changed;
end
$$;
comment on function varta.own_all is 'in: institution, {kind of thing: where}. It owns that and nothing else. out: whether that is new. errors: VA003';

create or replace function varta.email_check(p_email text) returns void
language plpgsql as $$
begin
    if p_email <> '' and (p_email !~ '^[^@\s,;<>"]+@[^@\s,;<>"]+\.[^@\s,;<>"]+$' or length(p_email) > 254) then
        perform varta.fail('VA003', format('%L is no e-mail address', left(p_email, 80)), 'email', left(p_email, 80), 'name@example.org');
    end if;
end
$$;
comment on function varta.email_check is 'in: address, or nothing. errors: VA003';

create or replace function varta.institution_store(p_city smallint, p_code text, p_settings jsonb, p_new boolean) returns text
language plpgsql set search_path = varta, pg_temp as $$
declare
    i varta.institution;
    v_old varta.institution;
    v_heir varta.institution;
    v_owns boolean;
begin
    perform varta.code_check(p_code);
    perform varta.settings_check(p_settings, '{name,name_en,address,email,phone,contact,successor,active,owns}');
    select * into v_old from varta.institution where city_id = p_city and code = p_code;
    if v_old.id is not null and p_new then
        perform varta.fail('VA005', format('institution %L already exists', p_code), 'institution', p_code);
    elsif v_old.id is null and not coalesce(p_new, true) then
        perform varta.institution_of(p_city, p_code);
    elsif v_old.id is null and btrim(coalesce(p_settings ->> 'name', '')) = '' then
        perform varta.fail('VA003', 'the name is empty', 'name', '', 'a name');
    end if;
    perform varta.email_check(coalesce(p_settings ->> 'email', ''));
    if coalesce(p_settings ->> 'successor', '') <> '' then
        v_heir := varta.institution_of(p_city, p_settings ->> 'successor');
        if varta.successor_of(p_city, v_heir.id) = v_old.id or v_heir.id = v_old.id then
            perform varta.fail('VA003', format('%L would be its own successor', p_code), 'successor', p_settings ->> 'successor', 'another institution');
        end if;
    end if;
    insert into varta.institution as t (city_id, code, name) values (p_city, p_code, coalesce(nullif(btrim(p_settings ->> 'name'), ''), v_old.name))
    on conflict (city_id, code) do update set
        name = coalesce(nullif(btrim(p_settings ->> 'name'), ''), t.name), name_en = coalesce(p_settings ->> 'name_en', t.name_en),
        address = coalesce(p_settings ->> 'address', t.address), email = coalesce(p_settings ->> 'email', t.email),
        phone = coalesce(p_settings ->> 'phone', t.phone), contact = coalesce(p_settings ->> 'contact', t.contact),
        successor_id = case when p_settings ? 'successor' then v_heir.id else t.successor_id end,
        active = case when v_heir.id is not null then false else coalesce((p_settings ->> 'active')::boolean, t.active) end
    returning * into i;
    if v_old.id is null then
        perform varta.institution_store(p_city, p_code, p_settings, false);
        return 'added';
    end if;
    v_owns := p_settings ? 'owns' and varta.own_all(i, p_settings -> 'owns');
    return case when v_owns or i is distinct from v_old then 'changed' else 'same' end;
exception when check_violation or invalid_text_representation then
    perform varta.fail('VA003', sqlerrm, 'settings', left(p_settings::text, 200), 'texts, true or false');
end
$$;
comment on function varta.institution_store is
'in: city, code, settings as of api.institution_set(), whether it has to be new (null: either). out: added, changed or same. errors: VA001, VA003, VA005';

create or replace function api.institution_add(p_city text, p_code text, p_settings jsonb) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
begin
    perform varta.institution_store((varta.city_lock(p_city)).id, p_code, p_settings, true);
end
$$;
comment on function api.institution_add is 'in: city, code, settings as of api.institution_set(), with a name. errors: VA001, VA003, VA004, VA005';

create or replace function api.institution_set(p_city text, p_code text, p_settings jsonb) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
begin
    perform varta.institution_store((varta.city_lock(p_city)).id, p_code, p_settings, false);
end
$$;
comment on function api.institution_set is
'in: city, code, {"name", "name_en", "address", "email", "phone", "contact", "successor": code of who has its duties (it is active no more), "active", "owns": {kind of
thing: "everywhere", a list of streets as of varta.street_lines(), or a GeoJSON polygon}, all that it owns}. errors: VA001, VA003, VA004';

create or replace function varta.owns_of_text(p_text text) returns jsonb
language plpgsql immutable as $$
declare
    v_part text;
    v_owns jsonb := '{}';
    m text[];
begin
    for v_part in select btrim(x) from regexp_split_to_table(p_text, ';') x where btrim(x) <> '' loop
        m := regexp_match(v_part, '^([a-z-]+)\s*(?::\s*(.+))?$');
        if m is null then
            perform varta.fail('VA003', format('what is owned is not understood: %L', v_part), 'owns', left(v_part, 60), 'light; sign: вул. Лісова, непарні 1-33 | вул. Садова');
        end if;
        v_owns := v_owns || jsonb_build_object(m[1], case when m[2] is null then '"everywhere"'::jsonb
            else (select jsonb_agg(btrim(s)) from regexp_split_to_table(m[2], '\|') s) end);
    end loop;
    return v_owns;
end
$$;
comment on function varta.owns_of_text is
'in: kinds of things as a table has them: ''light; sign: вул. Лісова, непарні 1-33 | вул. Садова''. out: the same as api.institution_set() takes it. errors: VA003';

create or replace function varta.settings_of_row(p_row jsonb, p_key text) returns jsonb
language sql immutable as $$
    select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(p_row) where key <> p_key and value <> '""'
$$;
comment on function varta.settings_of_row is 'in: a row of a table, by column, the column that is its key. out: the others, as far as they say something';

create or replace function varta.institution_take(p_city smallint, p_row jsonb) returns text
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_settings jsonb := varta.settings_of_row(p_row - 'line', 'code');
begin
    return varta.institution_store(p_city, p_row ->> 'code', v_settings
        || case when v_settings ? 'owns' then jsonb_build_object('owns', varta.owns_of_text(v_settings ->> 'owns')) else '{}' end, null);
end
$$;
comment on function varta.institution_take is 'in: city, row of a table. out: added, changed or same. errors: VA001, VA003';

create or replace function api.institution_import(p_city text, p_rows jsonb) returns table (line integer, code text, outcome text, reason text)
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_lock(p_city);
begin
    return query select t.line, t.name, t.outcome, t.reason from varta.take_table(format('varta.institution_take(%s::smallint, $1)', c.id), p_rows, 'code') t;
end
$$;
comment on function api.institution_import is
'in: city, JSON array of rows of a table: code, name, name_en, address, email, phone, contact, successor, owns (see varta.owns_of_text()), and line, its number. out: each row with
added, changed, same or refused and why; where one is refused nothing is kept, and the others are held. An empty column changes nothing. errors: VA001, VA004';

create or replace function api.institutions(p_city text)
returns table (code text, name text, address text, email text, phone text, contact text, active boolean, successor text, owns jsonb, open_orders bigint,
    objects jsonb)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city, 'traffic', 'moderator', 'expert', 'auditor', 'admin');
begin
    return query
    select i.code, varta.localized(i.name, i.name_en), i.address, i.email, i.phone, i.contact, i.active,
           (select h.code from varta.institution h where h.city_id = i.city_id and h.id = i.successor_id),
           (select coalesce(jsonb_object_agg(k.code, case when w.everywhere then '"everywhere"'::jsonb when w.area is not null then '"area"'
                            else (select jsonb_agg(concat_ws(' ', s.name, nullif(concat_ws('-', s.low, s.high), ''), nullif(s.parity, 'all')) order by s.id)
                                  from varta.ownership_street s where s.city_id = w.city_id and s.ownership_id = w.id) end), '{}')
            from varta.ownership w join varta.object_kind k on k.id = w.object_id where w.city_id = i.city_id and w.institution_id = i.id),
           (select count(*) from varta.orders o join varta.order_state t on t.id = o.state and t.open
            where o.city_id = i.city_id and o.institution_id = i.id),
           (select coalesce(jsonb_object_agg(k.code, varta.localized(k.name, k.name_en)), '{}')
            from varta.ownership w join varta.object_kind k on k.id = w.object_id where w.city_id = i.city_id and w.institution_id = i.id)
    from varta.institution i where i.city_id = c.id order by i.active desc, i.name, i.code;
end
$$;
comment on function api.institutions is
'in: city. out: its institutions, those that are active first, with what they own, how many of their orders are open, and what the kinds of things that they own
are called: {code: name}. errors: VA001, VA004';
