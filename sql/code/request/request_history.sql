-- The whole history of one request, page by page; api.request() has the newest of it.

create or replace function varta.event_why(e varta.event) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return nullif(concat_ws(': ', (select varta.localized(r.name, r.name_en) from varta.reason r where r.code = e.after ->> 'reason'),
                            nullif(e.why, ''), case when e.verb = 'follow' then e.after ->> 'text' end), '');
end
$$;
comment on function varta.event_why is 'out: why, as people are told: the reason of a rejection by its name, and the note beside it; what was told of the place';

create or replace function varta.event_told(p_city smallint, p jsonb) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return p || jsonb_strip_nulls(jsonb_build_object(
        'operator', case when p ->> 'operator' is not null then varta.name_of(p ->> 'operator') end,
        'unit', (select varta.localized(u.name, u.name_en) from varta.unit u where u.city_id = p_city and u.code = p ->> 'unit'),
        'category', (select varta.localized(g.name, g.name_en) from varta.category g where g.city_id = p_city and g.code = p ->> 'category'),
        'district', (select varta.localized(d.name, d.name_en) from varta.district d where d.city_id = p_city and d.code = p ->> 'district'),
        'reason', (select varta.localized(r.name, r.name_en) from varta.reason r where r.code = p ->> 'reason')));
end
$$;
comment on function varta.event_told is 'in: city, what an event tells as before or after. out: the same with names in the place of codes and logins';

create or replace function api.history(p_id bigint, p_before bigint default null, p_limit integer default 100)
returns table (id bigint, at bigint, login text, name text, origin text, verb text, why text, before jsonb, after jsonb)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    r varta.request := varta.request_of(p_id);
    v_read boolean := varta.may_read(r);
begin
    return query
    select e.id, varta.epoch(e.at), e.who, varta.name_of(e.who), e.origin, e.verb, case when v_read then varta.event_why(e) end,
           case when v_read then varta.event_told(e.city_id, e.before) end, case when v_read then varta.event_told(e.city_id, e.after - 'digests') end
    from varta.event e
    where e.city_id = r.city_id and e.request_id = r.id and e.id < coalesce(p_before, 9223372036854775807)
    order by e.id desc limit least(greatest(coalesce(p_limit, 100), 1), 1000);
end
$$;
comment on function api.history is
'in: number, the event before which to go on (null: the newest), events wanted (1 to 1000). out: events, newest first: when (epoch s), who, from
where, what, why, and what was before and after, with names instead of codes and logins; of what the operator may not read, no content. errors: VA001';
