-- From a request to its defect: what it can be, for an officer to choose with one key.

create or replace function api.defect_proposals(p_request bigint) returns table (code text, name text, text text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    r varta.request := varta.request_of(p_request);
    v_object smallint;
begin
    perform varta.issuing_unit(r.city_id, 'defect_add');
    if not varta.may_read(r) then
        perform varta.fail('VA004', 'defect_add is only for who may read the request', 'defect_add', 'officer');
    end if;
    select c.object_id into v_object from varta.category_object c join varta.category g on g.code = c.category where g.city_id = r.city_id and g.id = r.category_id limit 1;
    return query
    select 'open:' || l.id, concat_ws(' · ', l.id, l.state_name, l.what, l.place), ''
    from varta.defect_request x cross join lateral varta.defect_row(x.city_id, x.defect_id) l where x.city_id = r.city_id and x.request_id = r.id order by l.id;
    return query
    select 'join:' || (n.defect).id, format(varta.localized('це той самий дефект %s (%s м): %s', 'the same defect %s (%s m): %s'), (n.defect).id, n.metres, (n.defect).what), ''
    from api.defects_near((select c.code from varta.city c where c.id = r.city_id), null, public.st_y(r.point), public.st_x(r.point)) n
    where r.point is not null and (n.defect).state in ('reported', 'confirmed', 'ordered') and n.metres <= 50
      and not exists (select from varta.defect_request x where x.city_id = r.city_id and x.request_id = r.id and x.defect_id = (n.defect).id)
    order by n.metres limit 5;
    return query
    select 'new:' || w.id, w.text || case when w.dangerous then varta.localized(' · небезпечно', ' · dangerous') else '' end, ''
    from varta.wording w order by w.object_id is distinct from v_object, w.object_id, w.sort;
end
$$;
comment on function api.defect_proposals is
'in: request. out: what can be done about it, likeliest first: open:DEFECT that it is about already, join:DEFECT within 50 m that is open, new:WORDING of what is wrong with the kind of thing that its category
is about, then of the others. errors: VA001, VA004';

create or replace function varta.defect_of_wording(r varta.request, p_wording text, p_what text) returns api.defect_row
language plpgsql set search_path = varta, pg_temp as $$
declare
    w varta.wording;
begin
    select * into w from varta.wording where id::text = p_wording;
    if not found then
        perform varta.fail('VA003', format('there is no wording %L', p_wording), 'choice', left(p_wording, 40), 'one of api.defect_proposals()');
    end if;
    return api.defect_add((select code from varta.city where id = r.city_id), (select code from varta.object_kind where id = w.object_id), coalesce(nullif(btrim(p_what), ''), w.text),
                          coalesce(nullif(btrim(r.address), ''), (select varta.localized(d.name, d.name) from varta.district d where d.city_id = r.city_id and d.id = r.district_id), '—'),
                          public.st_y(r.point), public.st_x(r.point), w.dangerous, r.id);
end
$$;
comment on function varta.defect_of_wording is 'in: request, number of a wording, other words for it (empty: none). out: the line of the new defect at the request''s place. errors: VA003, VA004';

create or replace function api.defect_take(p_request bigint, p_choice text, p_what text default '') returns api.defect_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.request_of(p_request);
    m text[] := regexp_match(p_choice, '^(open|join|new):(\d{1,18})$');
begin
    perform varta.issuing_unit(r.city_id, 'defect_add');
    return case m[1]
        when 'open' then (select l from varta.defect_row(r.city_id, (varta.defect_of(m[2]::bigint)).id) l)
        when 'join' then api.defect_about(m[2]::bigint, r.id)
        else varta.defect_of_wording(r, coalesce(m[2], p_choice), p_what) end;
end
$$;
comment on function api.defect_take is
'in: request, code out of api.defect_proposals(), other words for what is wrong (of new ones). out: the line of the defect that it is about now. errors: VA001, VA003, VA004, 40001';

create or replace function varta.found_typed(p_text text, out note text, out measured jsonb)
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_words text[] := regexp_split_to_array(btrim(coalesce(p_text, '')), '\s+');
begin
    measured := varta.measures_of_text((select string_agg(coalesce(m.code, split_part(w, '=', 1)) || '=' || replace(split_part(w, '=', 2), ',', '.'), ' ')
                                        from unnest(v_words) w left join varta.measure m on split_part(w, '=', 1) in (m.code, m.name) where w ~ '^[^=]+=\d+([.,]\d+)?$'));
    note := coalesce((select string_agg(w, ' ' order by n) from unnest(v_words) with ordinality x (w, n) where w !~ '^[^=]+=\d+([.,]\d+)?$'), '');
end
$$;
comment on function varta.found_typed is
'in: a line as it is typed: measures among the words of a note (''глибина=12 біля люка'', ''depth=12 at the manhole''). out: the note without them; the measures by code. errors: VA003';
