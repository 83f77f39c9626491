-- Which unit could be responsible: rules as data (category, district, an institution's area of
-- responsibility), best first, with the reason in words. They only suggest; the moderator decides.

create or replace function varta.responsible(p_city smallint, p_unit integer, p_point public.geometry, p_address varta.address) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if exists (select from varta.unit_piece where city_id = p_city and unit_id = p_unit and public.st_covers(area, p_point)) then
        return varta.localized('територія відповідальності', 'area of responsibility');
    end if;
    return (select varta.localized('список вулиць: ', 'list of streets: ') || s.name from varta.unit_street s
            where s.city_id = p_city and s.unit_id = p_unit and s.street = p_address.street
              and varta.street_fits(p_address, s.kind, s.low, s.high, s.parity)
            order by s.kind <> p_address.kind, s.id limit 1);
end
$$;
comment on function varta.responsible is 'in: unit, point and address of a request. out: why its area holds the place, in words; null where it does not';

create or replace function varta.suggest(r varta.request) returns table (unit_id integer, code text, name text, reason text, priority smallint)
language plpgsql stable set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    v_address varta.address := varta.parse_address(r.address, (select name from varta.city where id = r.city_id));
begin
    return query
    select s.id, s.code, s.name, s.reason, s.priority
    from (select distinct on (u.id) u.id, u.code, varta.localized(u.name, u.name_en) as name, c.reason, c.priority, c.wide
          from (select q.unit_id, q.priority,
                       (q.category_id is null)::int + (q.district_id is null)::int + (not q.by_area)::int as wide,
                       varta.localized('правило: ', 'rule: ')
                       || coalesce(nullif(concat_ws(', ', varta.localized(g.name, g.name_en), varta.localized(d.name, d.name_en), a.held), ''),
                                   varta.localized('будь-яке звернення', 'any request')) as reason
                from varta.referral_rule q
                left join varta.category g on g.city_id = q.city_id and g.id = q.category_id
                left join varta.district d on d.city_id = q.city_id and d.id = q.district_id
                cross join lateral (select case when q.by_area then varta.responsible(q.city_id, q.unit_id, r.point, v_address) end as held) a
                where q.city_id = r.city_id and q.active and (q.category_id is null or q.category_id = r.category_id)
                  and (q.district_id is null or q.district_id = r.district_id) and (not q.by_area or a.held is not null)
                union all
                select g.unit_id, null, 4, varta.localized('вид: ' || g.name, 'category: ' || coalesce(nullif(g.name_en, ''), g.name))
                from varta.category g where g.city_id = r.city_id and g.id = r.category_id) c
          join varta.unit u on u.city_id = r.city_id and u.id = c.unit_id and u.active
          order by u.id, c.priority nulls last, c.wide) s
    order by s.priority nulls last, s.wide, s.id;
end
$$;
comment on function varta.suggest is
'in: request. out: the units that could be responsible, each once, best first: by the priority of the rule, then what is said more closely,
and last the unit of the category (priority null). Abolished units never';

create or replace function varta.suggest_unit(r varta.request) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select jsonb_build_object('code', s.code, 'name', s.name, 'reason', s.reason) from varta.suggest(r) s limit 1);
end
$$;
comment on function varta.suggest_unit is 'which unit could be responsible, and why; the moderator decides';

create or replace function api.suggestions(p_id bigint) returns table (code text, name text, reason text, priority smallint)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    return query select s.code, s.name, s.reason, s.priority from varta.request_of(p_id) r cross join lateral varta.suggest(r) s where varta.may_read(r);
end
$$;
comment on function api.suggestions is
'in: number. out: the units that could be responsible, best first, and why (priority null: by the category alone); none to who
may not read it, as the place would tell. errors: VA001';
