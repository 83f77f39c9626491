-- Templates for those who write them.

-- Keeping ---------------------------------------------------------------------------------------

create or replace function varta.guidance_check(p_city smallint, p_category text, p_unit text) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if p_category is not null and not exists (select from varta.category where code = p_category and city_id = p_city
                                              union all select from varta.default_category where code = p_category and p_city is null) then
        perform varta.fail('VA001', format('there is no category %L', p_category), 'category', p_category);
    elsif p_unit is not null and not exists (select from varta.unit where code = p_unit and city_id = p_city
                                             union all select from varta.default_unit where code = p_unit and p_city is null) then
        perform varta.fail('VA001', format('there is no unit %L', p_unit), 'unit', p_unit);
    elsif p_city is null and not varta.is_super() then
        perform varta.fail('VA004', 'what all cities have is not for your role', 'guidance_save', 'super');
    end if;
end
$$;
comment on function varta.guidance_check is 'errors: VA001 category or unit that the city (null: no city has), VA004 templates of all cities';

create or replace function api.guidance_save(p_guidance integer, p_version integer, p_city text, p_category text, p_unit text, p_lang text,
                                  p_title text, p_body text, p_active boolean default true)
returns table (id integer, version integer)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    c varta.city;
    g varta.guidance;
begin
    if p_city is not null then
        c := varta.city_of(p_city, 'moderator', 'admin');
    end if;
    perform varta.guidance_check(c.id, p_category, p_unit);
    if p_guidance is not null then
        perform pg_advisory_xact_lock(7304, p_guidance);
        g := varta.guidance_of(p_guidance);
        perform varta.guidance_check(g.city_id, null, null);
        if g.city_id is not null then
            perform varta.need_role(g.city_id, 'guidance_save', 'moderator', 'admin');
        end if;
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
'in: template (null: a new one) and the version seen; city (null: all, for super-administrators), category and unit (codes, null: any), language,
title, text, whether it is offered. out: id and the version that was added. errors: VA001, VA003, VA004, 40001';

create or replace function api.guidance_list(p_city text default null)
returns table (id integer, version integer, city text, category text, unit text, lang text, title text, body text, active boolean,
               author text, at bigint)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    v_cities smallint[] := case when p_city is null then varta.cities_as('moderator', 'admin')
                           else array[(varta.city_of(p_city, 'moderator', 'admin')).id] end;
begin
    return query
    select g.id, g.version, c.code, g.category, g.unit, g.lang, g.title, g.body, g.active, o.full_name, varta.epoch(g.at)
    from (select distinct on (t.id) t.* from varta.guidance t order by t.id, t.version desc) g
    left join varta.city c on c.id = g.city_id
    left join varta.operator o on o.id = g.author_id
    where g.city_id = any(v_cities) or g.city_id is null or p_city is null and varta.is_super()
    order by c.code nulls first, g.category nulls last, g.unit nulls last, g.lang desc, g.title, g.id;
end
$$;
comment on function api.guidance_list is
'in: city (null: all of the operator''s). out: its templates and those of all cities, in their newest version. errors: VA001, VA004';

create or replace function api.guidance_versions(p_guidance integer)
returns table (id integer, version integer, city text, category text, unit text, lang text, title text, body text, active boolean, author text, at bigint)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    v varta.guidance := varta.guidance_of(p_guidance);
begin
    if v.city_id is not null then
        perform varta.need_role(v.city_id, 'guidance_versions', 'moderator', 'admin');
    end if;
    return query
    select g.id, g.version, c.code, g.category, g.unit, g.lang, g.title, g.body, g.active, o.full_name, varta.epoch(g.at)
    from varta.guidance g left join varta.city c on c.id = g.city_id left join varta.operator o on o.id = g.author_id
    where g.id = p_guidance order by g.version desc;
end
$$;
comment on function api.guidance_versions is 'in: template. out: its number and versions, newest first, with author and time. errors: VA001, VA004';
