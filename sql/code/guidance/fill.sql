-- Templates of answers: the steps a resident can take, by category, unit and language. A change adds a
-- version; the highest one counts. Placeholders that are known are filled from the request, the others stay
-- as {…} for the moderator, and an answer in which one still stands is not published.

create or replace function varta.guidance_now(p_city smallint) returns setof varta.guidance
language sql stable set search_path = varta, pg_temp as $$
    select distinct on (g.id) g.* from varta.guidance g
    where g.city_id = p_city or g.city_id is null
    order by g.id, g.version desc
$$;
comment on function varta.guidance_now is 'in: city. out: the newest version of each of its templates and of those of all cities';

create or replace function varta.guidance_unit(r varta.request) returns text
language sql stable set search_path = varta, pg_temp as $$
    select coalesce((select u.code from varta.referral f join varta.referral_state s on s.id = f.state and s.open
                     join varta.unit u on u.city_id = f.city_id and u.id = f.unit_id
                     where f.city_id = r.city_id and f.request_id = r.id order by f.id desc limit 1),
                    varta.suggest_unit(r) ->> 'code')
$$;
comment on function varta.guidance_unit is 'out: code of the unit that has the request, otherwise of the one that is suggested';

create or replace function api.guidance(p_id bigint)
returns table (id integer, version integer, title text, body text, lang text, category text, unit text, city text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    r varta.request := varta.request_as(p_id, 'guidance', 'moderator', 'officer', 'traffic', 'expert');
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
comment on function api.guidance is
'in: number of a request. out: the templates for it: those in the language of its source first, then by category and unit, category, unit,
general; the city''s own before those of all. errors: VA001, VA004';

-- Filling ---------------------------------------------------------------------------------------

create or replace function varta.guidance_values(r varta.request, p_lang text) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select jsonb_build_object(
        'number', r.id, 'address', nullif(btrim(r.address), ''),
        'category', case p_lang when 'en' then coalesce(nullif(g.name_en, ''), g.name) else g.name end,
        'district', case p_lang when 'en' then coalesce(nullif(d.name_en, ''), d.name) else d.name end,
        'unit', case p_lang when 'en' then coalesce(nullif(u.name_en, ''), u.name) else u.name end,
        'due', case when isfinite(r.due_at)
                    then to_char(varta.last_day(r.due_at, c.tz), case p_lang when 'en' then 'FMDD FMMonth YYYY' else 'DD.MM.YYYY' end) end,
        'moderator', (varta.me()).full_name)
    from varta.city c
    join varta.category g on g.city_id = r.city_id and g.id = r.category_id
    left join varta.district d on d.city_id = r.city_id and d.id = r.district_id
    left join varta.unit u on u.city_id = r.city_id and u.code = varta.guidance_unit(r)
    where c.id = r.city_id
$$;
comment on function varta.guidance_values is 'in: request, language. out: placeholder -> value; null where the request has none';

create or replace function varta.fill(p_body text, p_values jsonb) returns text
language sql immutable as $$
    select coalesce(string_agg(coalesce(p_values ->> substring(m[1] from '^\{([a-z_]+)\}$'), m[1]), '' order by n), '')
    from regexp_matches(p_body, '\{[a-z_]+\}|[^{]+|\{', 'g') with ordinality x (m, n)
$$;
comment on function varta.fill is 'in: text, placeholder -> value. out: the text with the known ones filled, in one pass: values are not filled again';

create or replace function varta.guidance_of(p_guidance integer) returns varta.guidance
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    g varta.guidance;
begin
    select * into g from varta.guidance t
    where t.id = p_guidance and (t.city_id is null or t.city_id = any(varta.my_cities()) or varta.is_super())
    order by t.version desc limit 1;
    if not found then
        perform varta.fail('VA001', format('there is no guidance %s', p_guidance), 'guidance', p_guidance::text);
    end if;
    return g;
end
$$;
comment on function varta.guidance_of is 'in: id. out: its newest version, of the operator''s cities or of all. errors: VA001';

create or replace function api.guidance_fill(p_id bigint, p_guidance integer) returns text
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.request_as(p_id, 'guidance', 'moderator', 'officer', 'traffic', 'expert');
    g varta.guidance := varta.guidance_of(p_guidance);
begin
    if g.city_id <> r.city_id or not varta.may_read(r) then
        perform varta.fail('VA001', format('there is no guidance %s for this request', p_guidance), 'guidance', p_guidance::text);
    end if;
    return varta.fill(g.body, varta.guidance_values(r, g.lang));
end
$$;
comment on function api.guidance_fill is
'in: request, template. out: its text with {number} {address} {district} {unit} {category} {due} {moderator} filled from the request; what is
not known there, and other placeholders, stay. errors: VA001, VA004';

create or replace function api.guidance_filled(p_id bigint) returns table (title text, category text, unit text, lang text, text text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    return query select g.title, g.category, g.unit, g.lang, api.guidance_fill(p_id, g.id) from api.guidance(p_id) g;
end
$$;
comment on function api.guidance_filled is 'in: number of a request. out: its templates as of api.guidance(), each filled as of api.guidance_fill(). errors: VA001';
