-- What the queue shows: a JSON object, parsed into numbers and moments once, and a condition that is put
-- into whichever statement looks for requests. What the filter leaves out costs nothing, because the
-- condition is inlined and the filter is a constant there.

create or replace function varta.filter_flag(p_filter jsonb, p_key text) returns boolean
language plpgsql immutable as $$
begin
    if coalesce(jsonb_typeof(p_filter -> p_key), 'boolean') <> 'boolean' then
        perform varta.fail('VA003', format('%s is true or false', p_key), p_key, left(p_filter ->> p_key, 40), 'true or false');
    end if;
    return coalesce((p_filter ->> p_key)::boolean, false);
end
$$;
comment on function varta.filter_flag is 'out: false where it is missing. errors: VA003';

create or replace function varta.filter_times(f varta.filter, p_filter jsonb) returns varta.filter
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_tz text;
    v_key text;
begin
    if not p_filter ?| '{due,received,late}' then
        return f;
    end if;
    v_tz := coalesce((select tz from varta.city where id = f.cities[1]), 'UTC');
    foreach v_key in array array['due', 'received'] loop
        if p_filter ? v_key and (jsonb_typeof(p_filter -> v_key) <> 'object' or (p_filter -> v_key) - 'from' - 'to' <> '{}') then
            perform varta.fail('VA003', format('%s has a beginning or an end', v_key), v_key, left(p_filter ->> v_key, 40), '{"from": …, "to": …}');
        end if;
    end loop;
    f.due_from := varta.filter_time('due', p_filter #>> '{due,from}', v_tz, false);
    f.due_to := varta.filter_time('due', p_filter #>> '{due,to}', v_tz, true);
    f.received_from := varta.filter_time('received', p_filter #>> '{received,from}', v_tz, false);
    f.received_to := varta.filter_time('received', p_filter #>> '{received,to}', v_tz, true);
    if varta.filter_flag(p_filter, 'late') then
        f.due_to := least(f.due_to, now() - interval '1 microsecond');
    end if;
    return f;
end
$$;

create or replace function varta.filter_place(f varta.filter, p_near jsonb) returns varta.filter
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_lat double precision;
    v_long double precision;
begin
    if p_near ? 'id' then
        f.point := (select r.point from varta.request r
                    where r.id = (p_near ->> 'id')::bigint and r.city_id = varta.find((p_near ->> 'id')::bigint) and varta.may_read(r));
    else
        v_lat := p_near ->> 'lat';
        v_long := p_near ->> 'long';
        f.point := case when v_lat between -90 and 90 and v_long between -180 and 180
                        then public.st_setsrid(public.st_point(v_long, v_lat), 4326) end;
    end if;
    f.radius := coalesce(p_near ->> 'm', '300');
    if f.point is null or not f.radius between 0 and 20000 then
        raise invalid_parameter_value;
    end if;
    return f;
exception when data_exception then
    perform varta.fail('VA003', 'there is no such place', 'near', left(p_near::text, 60), 'a place or a request with one, and at most 20000 m');
end
$$;
comment on function varta.filter_place is 'in: {"lat", "long", "m"}, or {"id", "m"}: around a request. errors: VA003';

create or replace function varta.filter_people(f varta.filter, p_filter jsonb) returns varta.filter
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_codes text[] := varta.filter_codes(p_filter, 'operator');
    v_known text[];
begin
    if not p_filter ?| '{operator,unit,draft,comment,returned}' then
        return f;
    end if;
    if v_codes = '{none}' then
        f.unassigned := true;
    elsif v_codes is not null then
        select array_agg(distinct o.id) filter (where o.login = any(v_codes)), array_agg(o.login) into f.operators, v_known
        from varta.operator o join varta.operator_city oc on oc.operator_id = o.id where oc.city_id = any(f.cities);
        perform varta.filter_check('operator', v_codes, v_known || '{me}');
        if 'me' = any(v_codes) then
            f.operators := coalesce(f.operators, '{}') || coalesce((varta.me()).id, 0);
        end if;
    end if;
    if p_filter ? 'unit' then
        f.units := (select varta.filter_ids(p_filter, 'unit', array_agg(u.id), array_agg(u.code))
                    from (select id::integer, code from varta.unit where city_id = any(f.cities)
                          union all select m.unit_id, 'me' from varta.me() m where m.unit_id is not null) u (id, code));
    end if;
    v_codes := varta.filter_codes(p_filter, 'draft');
    if v_codes is not null then
        select array_agg(id) filter (where code = any(v_codes) or 'any' = any(v_codes)), array_agg(code) into f.drafts, v_known
        from varta.response_state where code <> 'published';
        perform varta.filter_check('draft', v_codes, v_known || '{any}');
    end if;
    v_codes := varta.filter_codes(p_filter, 'comment');
    perform varta.filter_check('comment', v_codes, '{new,mine}');
    f.comments := case when 'new' = any(v_codes) then 0 when v_codes is not null then coalesce((varta.me()).id, -1) end;
    f.returned := nullif(varta.filter_flag(p_filter, 'returned'), false);
    f.untaken := nullif(varta.filter_flag(p_filter, 'untaken'), false);
    return f;
end
$$;

create or replace function varta.filter_check_keys(p_filter jsonb) returns void
language plpgsql immutable as $$
declare
    v_key text;
begin
    select key into v_key from jsonb_object_keys(p_filter) key
    where key not in ('city', 'status', 'kind', 'category', 'district', 'unit', 'operator', 'area', 'draft', 'due', 'received', 'late', 'near',
                      'comment', 'returned', 'untaken', 'snoozed', 'street', 'text', 'sort', 'id') limit 1;
    if found then
        perform varta.fail('VA006', format('unknown key %L in the filter', v_key), v_key);
    end if;
end
$$;

create or replace function varta.parse_filter(p_filter jsonb) returns varta.filter
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    f varta.filter;
    v_codes text[];
    v_known text[];
    v_sight record := varta.sight();
    v_cities smallint[] := v_sight.cities;
    v_kinds smallint[] := v_sight.kinds;
begin
    perform varta.filter_check_keys(p_filter);
    p_filter := varta.filter_neutral(p_filter, v_cities);
    f.hidden := v_sight.hidden;
    f.snoozed := varta.filter_flag(p_filter, 'snoozed');

    v_codes := varta.filter_codes(p_filter, 'city');
    select array_agg(id order by id) filter (where v_codes is null or code = any(v_codes)), array_agg(code)
    into f.cities, v_known from varta.city where id = any(v_cities);
    perform varta.filter_check('city', v_codes, v_known);

    v_codes := coalesce(varta.filter_codes(p_filter, 'status'), case when not p_filter ? 'comment' then '{new,pending}'::text[] end);
    select array_agg(id) filter (where v_codes is null or code = any(v_codes)), array_agg(code) into f.statuses, v_known from varta.status;
    perform varta.filter_check('status', v_codes, v_known);

    v_codes := varta.filter_codes(p_filter, 'kind');
    select array_agg(id) filter (where id = any(v_kinds) and (v_codes is null or code = any(v_codes))), array_agg(code)
    into f.kinds, v_known from varta.kind;
    perform varta.filter_check('kind', v_codes, v_known);

    if p_filter ? 'category' then
        f.categories := (select varta.filter_ids(p_filter, 'category', array_agg(id::integer), array_agg(code))
                         from varta.category where city_id = any(f.cities));
    end if;
    if p_filter ? 'district' then
        f.districts := (select varta.filter_ids(p_filter, 'district', array_agg(id::integer), array_agg(code))
                        from varta.district where city_id = any(f.cities));
    end if;
    if p_filter ? 'street' then
        f.streets := (select array_agg(s) from unnest(varta.filter_codes(p_filter, 'street')) c cross join lateral unnest(varta.streets_named(f.cities, c)) s);
        if f.streets is null then
            perform varta.filter_check('street', varta.filter_codes(p_filter, 'street'), null);
        end if;
    end if;
    if p_filter ? 'area' then
        f.areas := varta.filter_ids(p_filter, 'area', '{0,1,2,3}', '{inside,other_city,outside,none}');
    end if;

    f := varta.filter_times(varta.filter_people(f, p_filter), p_filter);
    if p_filter ? 'near' then
        f := varta.filter_place(f, p_filter -> 'near');
    end if;
    if p_filter ? 'text' then
        f.words := varta.text_query(varta.search_words(p_filter ->> 'text'));
        f.facts := varta.facts_query(f, p_filter);
    end if;
    f.sort := coalesce(p_filter ->> 'sort', case when f.words is not null then '-received' when num_nonnulls(f.received_from, f.received_to) > 0 then 'received' else 'due' end);
    perform varta.filter_check('sort', array[f.sort], '{due,-due,received,-received}');
    return f;
end
$$;
comment on function varta.parse_filter is
'in: an object; what is absent does not narrow, but the status is then new or pending, with comment any. city, status, kind, category, district, unit (to which it
is referred, with me for the operator''s own), comment (new: a resident wrote later, and nobody has dealt with it; mine: that, and the operator has the request or
answered it), returned: true (by a unit, with unit by that one, and nobody has dealt with it), untaken: true (referred to a unit, with unit to that one, which has not taken it on yet), area
(inside, other_city, outside, none), street (names, with _ for blanks: see varta.streets_named()), draft (draft, submitted, approved, recalled, any): lists of codes; operator: logins, with me for who asks,
or none for what is nobody''s; due, received: {"from", "to"}, see varta.filter_time; late: true; near: see varta.filter_place; snoozed: true for those and no others; text: words that
all have to be there; sort: due, -due, received, -received (default: due; with received: received; with text: -received); id: see varta.filter_id.
out: numbers, of the operator''s own cities and kinds only. errors: VA006 unknown key, VA003 unknown code or wrong value';

create or replace function varta.passes(r varta.request, f varta.filter) returns boolean
language sql stable as $$
    select r.kind = any(f.kinds) and (f.hidden is null or r.city_id * 16 + r.kind <> all(f.hidden)) and (f.categories is null or r.category_id = any(f.categories))
       and (f.districts is null or r.district_id = any(f.districts) and (r.kind <> varta.kind_message() or varta.may_read(r)))
       and (f.streets is null or varta.on_street(r.city_id, r.id, f.streets) and (r.kind <> varta.kind_message() or varta.may_read(r)))
       and (f.operators is null or r.operator_id = any(f.operators)) and (f.unassigned is null or r.operator_id is null)
       and (f.areas is null or r.area = any(f.areas))
       and (f.due_from is null or r.due_at >= f.due_from) and (f.due_to is null or r.due_at <= f.due_to)
       and (f.received_from is null or r.received_at >= f.received_from) and (f.received_to is null or r.received_at <= f.received_to)
       and (f.point is null or public.st_dwithin(r.point::public.geography, f.point::public.geography, f.radius, false)
            and (r.kind <> varta.kind_message() or varta.may_read(r)))
       and (f.units is null or case when f.returned is null then varta.has_unit(r.city_id, r.id, r.status, f.units)
                                    else varta.returned_by(r.city_id, r.id, f.units) end)
       and (f.untaken is null or varta.untaken_by(r.city_id, r.id, f.units))
       and (f.drafts is null or varta.draft_state(r.city_id, r.id) = any(f.drafts))
       and (f.returned is null or r.rank = -1) and (f.comments is null or varta.unseen(r.city_id, r.id, r.operator_id, f.comments))
$$;
comment on function varta.passes is
'whether a request passes the filter, apart from its city, its status, its words and whether it is snoozed. Where a
sealed request is, finds only who may read it. Inlined: keep it free of subqueries';

create or replace function varta.fits(r varta.request, f varta.filter) returns boolean
language sql stable as $$
    select r.status = any(f.statuses) and varta.passes(r, f)
$$;
comment on function varta.fits is 'the same with the status';

create or replace function varta.filter_id(p_filter jsonb) returns bigint
language plpgsql immutable as $$
begin
    if coalesce(p_filter ->> 'id', '0') !~ '^\d{1,18}$' then
        perform varta.fail('VA003', 'id is not a number', 'id', p_filter ->> 'id', 'a number');
    end if;
    return (p_filter ->> 'id')::bigint;
end
$$;
comment on function varta.filter_id is 'out: the filter''s id, null where it has none. errors: VA003';
