-- Deploy varta:guidance
-- Templates of answers: the steps a resident can take, by category, unit and language. A change adds a
-- version; the highest one counts. Placeholders that are known are filled from the request, the others
-- stay as {…} for the moderator, and an answer in which one still stands is not published.
begin;
set local role varta_owner;

create sequence varta.guidance_id as integer;
create table varta.guidance (
    id integer not null,
    version integer not null,
    city_id smallint references varta.city,
    category text,
    unit text,
    lang text not null constraint guidance_lang check (lang in ('uk', 'en')),
    title text not null constraint guidance_title check (length(btrim(title)) between 1 and 120),
    body text not null constraint guidance_body check (length(btrim(body)) between 1 and 10000),
    active boolean not null default true,
    author_id integer references varta.operator,
    at timestamptz not null default now(),
    primary key (id, version)
);
alter sequence varta.guidance_id owned by varta.guidance.id;
comment on table varta.guidance is 'every version of every template; rows are only added';
comment on column varta.guidance.city_id is 'null: all cities';
comment on column varta.guidance.category is 'code; null: any. A code, so that it can stand for all cities';
comment on column varta.guidance.unit is 'code; null: any';
comment on column varta.guidance.author_id is 'null: came with the city';
comment on constraint guidance_lang on varta.guidance is 'the languages of sources';
comment on constraint guidance_title on varta.guidance is 'what the moderator picks by: a line';
comment on constraint guidance_body on varta.guidance is 'shorter than an answer may be';
create index guidance_city on varta.guidance (city_id, id, version);
create trigger refuse before update or delete or truncate on varta.guidance
    for each statement execute function varta.refuse();
alter table varta.guidance enable row level security;

create function varta.guidance_now(p_city smallint) returns setof varta.guidance
language sql stable set search_path = varta, pg_temp as $$
    select distinct on (g.id) g.* from varta.guidance g
    where g.city_id = p_city or g.city_id is null
    order by g.id, g.version desc
$$;
comment on function varta.guidance_now is 'in: city. out: the newest version of each of its templates and of those of all cities';

create function varta.guidance_unit(r varta.request) returns text
language sql stable set search_path = varta, pg_temp as $$
    select coalesce((select u.code from varta.referral f join varta.referral_state s on s.id = f.state and s.open
                     join varta.unit u on u.city_id = f.city_id and u.id = f.unit_id
                     where f.city_id = r.city_id and f.request_id = r.id order by f.id desc limit 1),
                    varta.suggest_unit(r) ->> 'code')
$$;
comment on function varta.guidance_unit is 'out: code of the unit that has the request, otherwise of the one that is suggested';

create function api.guidance(p_id bigint)
returns table (id integer, version integer, title text, body text, lang text, category text, unit text, city text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
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
comment on function api.guidance is
'in: number of a request. out: the templates for it: those in the language of its source first, then by category and unit, category, unit,
general; the city''s own before those of all. errors: VA001';

-- Filling ---------------------------------------------------------------------------------------

create function varta.guidance_values(r varta.request, p_lang text) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
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
comment on function varta.guidance_values is 'in: request, language. out: placeholder -> value; null where the request has none';

create function varta.fill(p_body text, p_values jsonb) returns text
language sql immutable as $$
    select coalesce(string_agg(coalesce(p_values ->> substring(m[1] from '^\{([a-z_]+)\}$'), m[1]), '' order by n), '')
    from regexp_matches(p_body, '\{[a-z_]+\}|[^{]+|\{', 'g') with ordinality x (m, n)
$$;
comment on function varta.fill is 'in: text, placeholder -> value. out: the text with the known ones filled, in one pass: values are not filled again';

create function varta.guidance_of(p_guidance integer) returns varta.guidance
language plpgsql stable set search_path = varta, pg_temp as $$
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
comment on function varta.guidance_of is 'in: id. out: its newest version, of the operator''s cities or of all. errors: VA001';

create function api.guidance_fill(p_id bigint, p_guidance integer) returns text
language plpgsql stable security definer set search_path = varta, pg_temp as $$
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
comment on function api.guidance_fill is
'in: request, template. out: its text with {number} {address} {district} {unit} {category} {due} {moderator} filled from the request; what is
not known there, and other placeholders, stay. errors: VA001';

-- Keeping ---------------------------------------------------------------------------------------

create function varta.guidance_check(p_city smallint, p_category text, p_unit text) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
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
comment on function varta.guidance_check is 'errors: VA001 category or unit that the city (null: no city has), VA004 templates of all cities';

create function api.guidance_save(p_guidance integer, p_version integer, p_city text, p_category text, p_unit text, p_lang text,
                                  p_title text, p_body text, p_active boolean default true)
returns table (id integer, version integer)
language plpgsql security definer set search_path = varta, pg_temp as $$
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
comment on function api.guidance_save is
'in: template (null: a new one) and the version seen; city (null: all, for administrators), category and unit (codes, null: any), language,
title, text, whether it is offered. out: id and the version that was added. errors: VA001, VA003, VA004, 40001';

create function api.guidance_list(p_city text default null)
returns table (id integer, version integer, city text, category text, unit text, lang text, title text, body text, active boolean,
               author text, at bigint)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
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
comment on function api.guidance_list is
'in: city (null: all of the operator''s). out: its templates and those of all cities, in their newest version. errors: VA001';

create function api.guidance_versions(p_guidance integer)
returns table (version integer, city text, category text, unit text, lang text, title text, body text, active boolean, author text, at bigint)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
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
comment on function api.guidance_versions is 'in: template. out: its versions, newest first, with author and time. errors: VA001';

commit;
