-- What everybody may know of an order that was issued, where its city switches that on: number, things and places, institution,
-- days, state. No text, no note, no person: a place is a street and a house.

create or replace function varta.street_called(p_city smallint, p_name text) returns text
language sql stable set search_path = varta, pg_temp as $$
    select s.name from varta.place_name(p_name) v
    join varta.street_alias a on a.city_id = p_city and a.key = array_to_string(v.words, ' ') and v.words <> '{}' and (v.kind in ('', a.kind))
    join varta.street s on s.city_id = a.city_id and s.id = a.street_id
    order by v.kind <> a.kind, a.use <> 'name', s.class, s.id limit 1
$$;
comment on function varta.street_called is 'in: city, a name as people write it, also an old one. out: the name of the street; null: there is none that is called exactly so';

create or replace function varta.street_written(p_part text) returns text
language sql stable set search_path = varta, pg_temp as $$
    select left(x.words, 60)
    from (select btrim(regexp_replace(regexp_replace(p_part, '[(\[].*$', ''), '\s+(біля|навпроти|напротив|коло|возле|поруч|поряд|поблизу|між|перед|до|від|при|у|в|на|за|де|і|й|та|по)\M.*$', '', 'i')) as words) x
    where x.words !~ '[@+\d]' and (varta.street_name(x.words)).kind <> '' and array_length(regexp_split_to_array(x.words, '\s+'), 1) between 2 and 5
$$;
comment on function varta.street_written is 'in: part of an address. out: of a street as somebody wrote it its kind and name, without what stands behind; null: that is no street';

create or replace function varta.public_place(p_city smallint, p_text text, p_point public.geometry) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_house constant text := '(\d{1,4}(?:\s?-?[А-ЯІЇЄҐа-яіїєґ](?![[:alpha:]]))?(?:/\d{1,3}[А-ЯІЇЄҐа-яіїєґ]?)?)(?![[:alnum:]])';
    v_known boolean := exists (select from varta.street where city_id = p_city);
    v_parts text[] := regexp_split_to_array(btrim(left(p_text, 500)), '\s*[,;\n]\s*');
    v_name text;
    v_number text;
begin
    for i in 1 .. cardinality(v_parts) loop
        v_number := substring(v_parts[i] from '\S\s+(?:буд\.?|будинок|№)?\s*' || v_house || '$');
        v_name := case when v_number is null then v_parts[i] else regexp_replace(v_parts[i], '\s+(?:буд\.?|будинок|№)?\s*' || v_house || '$', '') end;
        v_name := case when v_known then varta.street_called(p_city, v_name) else varta.street_written(v_name) end;
        continue when v_name is null;
        v_number := coalesce(v_number, substring(v_parts[i + 1] from '^(?:буд\.?|будинок|б\.|д\.|№)?\s*' || v_house));
        return concat_ws(', ', v_name, v_number);
    end loop;
    return coalesce(case when v_known then varta.near_point(p_city, p_point) end, '');
end
$$;
comment on function varta.public_place is
'in: city, place of a defect as somebody wrote it, its point. out: the street, by its present name, and the house that are said there; where no street of the city is, what one finds the point by; empty: neither.
Nothing else that somebody wrote. Where the city''s streets are not known: kind and name of a street, as they were written';

create or replace function varta.in_language(p_lang text, p_name text, p_name_en text) returns text
language sql immutable as $$
    select case p_lang when 'en' then coalesce(nullif(p_name_en, ''), p_name) else p_name end
$$;
comment on function varta.in_language is 'in: language of a source, a name, the English one or nothing. out: the one to show. Inlined';

create or replace view varta.public_order as
select o.city_id, o.id, o.unit_id, o.institution_id, o.state, o.issued_at, o.due_at, o.replaces_id, varta.order_name(o) as name, s.waits, s.open, s.waits and o.due_at < now() as late,
       to_char(o.issued_at at time zone c.tz, 'YYYY-MM') as month, c.tz
from varta.orders o
join varta.city c on c.id = o.city_id and c.orders_public
join varta.order_state s on s.id = o.state
where o.issued_at is not null;
comment on view varta.public_order is 'orders that everybody may know of: issued ones, in cities that show them. Drafts have no moment of issue';

create or replace function varta.public_things(p_city smallint, p_order bigint, p_lang text, p_limit integer) returns json
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(json_agg(json_build_object('object', varta.in_language(p_lang, k.name, k.name_en), 'place', varta.public_place(d.city_id, d.place, d.point)) order by x.n), '[]')
    from (select * from varta.order_defect x where x.city_id = p_city and x.order_id = p_order order by x.n limit p_limit) x
    join varta.defect d on d.city_id = x.city_id and d.id = x.defect_id join varta.object_kind k on k.id = d.object_id
$$;
comment on function varta.public_things is 'in: order, language, how many at most. out: what things it is about, and where they are';

create or replace function varta.public_order_doc(p varta.public_order, p_lang text) returns json
language sql stable set search_path = varta, pg_temp as $$
    select json_build_object('id', p.id, 'name', p.name, 'unit', varta.in_language(p_lang, u.name, u.name_en), 'institution', varta.in_language(p_lang, i.name, i.name_en), 'institution_code', i.code,
        'state', s.code, 'state_name', varta.in_language(p_lang, s.name, s.name_en), 'late', p.late, 'issued', (p.issued_at at time zone p.tz)::date, 'due', varta.last_day(p.due_at, p.tz),
        'done', (varta.order_done_at(p.city_id, p.id) at time zone p.tz)::date, 'things', varta.public_things(p.city_id, p.id, p_lang, 200),
        'replaces', (select json_build_array(x.id, x.name) from varta.public_order x where x.city_id = p.city_id and x.id = p.replaces_id),
        'replaced_by', (select json_build_array(x.id, x.name) from varta.orders y join varta.public_order x on x.city_id = y.city_id and x.id = y.id
                        where y.city_id = p.city_id and y.replaces_id = p.id order by y.id limit 1))
    from varta.unit u cross join varta.institution i cross join varta.order_state s
    where u.city_id = p.city_id and u.id = p.unit_id and i.city_id = p.city_id and i.id = p.institution_id and s.id = p.state
$$;
comment on function varta.public_order_doc is 'in: a public order, language. out: all that its page says';

create or replace function varta.public_order_line(p varta.public_order, p_lang text) returns json
language sql stable set search_path = varta, pg_temp as $$
    select json_build_object('id', p.id, 'name', p.name, 'state', s.code, 'state_name', varta.in_language(p_lang, s.name, s.name_en), 'late', p.late, 'issued', (p.issued_at at time zone p.tz)::date,
        'due', varta.last_day(p.due_at, p.tz), 'things', varta.public_things(p.city_id, p.id, p_lang, 1))
    from varta.order_state s where s.id = p.state
$$;
comment on function varta.public_order_line is 'in: a public order, language. out: what lists say of it; things: the first';

-- Institutions ------------------------------------------------------------------------------------

create or replace function varta.public_counts(p_city smallint, p_institution integer) returns json
language sql stable set search_path = varta, pg_temp as $$
    with lately as materialized (
        select o.state, o.issued_at, o.due_at, varta.order_done_at(o.city_id, o.id) as done_at from varta.public_order o
        where o.city_id = p_city and o.institution_id = p_institution and o.issued_at >= now() - interval '1 year')
    select json_build_object('issued', (select count(*) from lately), 'in_time', (select count(*) from lately where done_at <= due_at), 'late', (select count(*) from lately where done_at > due_at),
        'median_days', (select round((percentile_cont(0.5) within group (order by extract(epoch from done_at - issued_at)) / 86400)::numeric, 1) from lately),
        'open', (select count(*) from varta.order_state s join varta.public_order o on o.city_id = p_city and o.institution_id = p_institution and o.state = s.id where s.open),
        'overdue', (select count(*) from varta.order_state s join varta.public_order o on o.city_id = p_city and o.institution_id = p_institution and o.state = s.id where s.waits and o.late))
$$;
comment on function varta.public_counts is
'in: institution. out: how many orders it has that are open and overdue now; of those that were issued in the last year how many there are, how many were verified done in time and late, and after how many days half of them were done';

create or replace function varta.institution_front(i varta.institution, p_lang text) returns json
language sql stable set search_path = varta, pg_temp as $$
    select json_build_object('name', varta.in_language(p_lang, i.name, i.name_en), 'code', i.code, 'counts', varta.public_counts(i.city_id, i.id),
        'open', (select coalesce(json_agg(varta.public_order_line(p, p_lang) order by p.due_at, p.id), '[]')
                 from (select o.* from varta.order_state s join varta.public_order o on o.city_id = i.city_id and o.institution_id = i.id and o.state = s.id
                       where s.open order by o.due_at, o.id limit 100) p),
        'months', (select json_agg(json_build_array(m.month, m.n) order by m.month desc)
                   from (select o.month, count(*) as n from varta.public_order o where o.city_id = i.city_id and o.institution_id = i.id group by o.month) m))
    where exists (select from varta.public_order o where o.city_id = i.city_id and o.institution_id = i.id)
$$;
comment on function varta.institution_front is 'in: institution, language. out: what its page says: counts, the first hundred of its open orders, those that are due first at the top, and how many were issued in which month; null: it has none';

create or replace function varta.institution_month(i varta.institution, p_month text, p_lang text) returns json
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_begin timestamptz := (p_month || '-01')::timestamp at time zone (select tz from varta.city where id = i.city_id);
    v_end timestamptz := ((p_month || '-01')::timestamp + interval '1 month') at time zone (select tz from varta.city where id = i.city_id);
begin
    return (select json_build_object('name', varta.in_language(p_lang, i.name, i.name_en), 'code', i.code, 'month', p_month, 'orders', json_agg(varta.public_order_line(p, p_lang) order by p.issued_at, p.id))
            from varta.public_order p where p.city_id = i.city_id and p.institution_id = i.id and p.issued_at >= v_begin and p.issued_at < v_end having count(*) > 0);
end
$$;
comment on function varta.institution_month is 'in: institution, month (2026-03), language. out: its orders that were issued then, in their order; null: none';

create or replace function varta.institution_index(p_city smallint, p_lang text) returns json
language sql stable set search_path = varta, pg_temp as $$
    select json_build_object('institutions', json_agg(json_build_object('name', varta.in_language(p_lang, i.name, i.name_en), 'code', i.code, 'counts', varta.public_counts(i.city_id, i.id))
                                                      order by varta.in_language(p_lang, i.name, i.name_en), i.code))
    from varta.institution i
    where i.city_id = p_city and exists (select from varta.public_order o where o.city_id = i.city_id and o.institution_id = i.id)
    having count(*) > 0
$$;
comment on function varta.institution_index is 'in: city, language. out: its institutions that got orders, with their counts; null: there is none, or the city does not show orders';
