-- Figures of orders. Each is defined once, here, and counts orders that a filter of the register finds again.

create or replace function api.order_statistics(p_city text, p_from date, p_to date, p_by text default 'institution')
returns table (code text, name text, issued bigint, open bigint, overdue bigint, in_time bigint, late bigint, rejected bigint, cancelled bigint, median_days numeric,
               protocols bigint, rulings bigint, enforced bigint, repeated bigint)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city, 'traffic', 'moderator', 'expert', 'auditor');
    v_today date := (now() at time zone c.tz)::date;
    v_from timestamptz := coalesce(p_from, date_trunc('year', v_today)::date)::timestamp at time zone c.tz;
    v_to timestamptz := (coalesce(p_to, v_today) + 1)::timestamp at time zone c.tz;
begin
    perform varta.filter_check('by', array[p_by], '{institution,district,object,month}');
    return query
    with told as (
        select o.*, s.code as state_code, s.waits, s.open as is_open, i.code as institution, varta.localized(i.name, i.name_en) as institution_name,
               varta.order_done_at(o.city_id, o.id) as done_at
        from varta.orders o join varta.order_state s on s.id = o.state
        join varta.institution i on i.city_id = o.city_id and i.id = o.institution_id
        where o.city_id = c.id and o.issued_at >= v_from and o.issued_at < v_to),
    grouped as (
        select t.*, case p_by when 'institution' then t.institution when 'district' then e.code when 'object' then k.code else to_char(t.issued_at at time zone c.tz, 'YYYY-MM') end as by_code,
               case p_by when 'institution' then t.institution_name when 'district' then varta.localized(e.name, e.name_en) when 'object' then varta.localized(k.name, k.name_en)
                    else to_char(t.issued_at at time zone c.tz, 'MM.YYYY') end as by_name
        from told t
        -- an order counts wherever one of its defects is, once, as the register finds it
        left join lateral (select distinct case p_by when 'district' then d.district_id end as district_id, case p_by when 'object' then d.object_id end as object_id
                           from varta.order_defect x join varta.defect d on d.city_id = x.city_id and d.id = x.defect_id
                           where p_by in ('district', 'object') and x.city_id = t.city_id and x.order_id = t.id) d on true
        left join varta.district e on e.city_id = t.city_id and e.id = d.district_id left join varta.object_kind k on k.id = d.object_id)
    select coalesce(g.by_code, ''), coalesce(g.by_name, '—'), count(*), count(*) filter (where g.is_open), count(*) filter (where g.waits and g.due_at < now()),
           count(*) filter (where g.done_at <= g.due_at), count(*) filter (where g.done_at > g.due_at), count(*) filter (where g.state = varta.order_rejected()),
           count(*) filter (where g.state = varta.order_cancelled()),
           round((percentile_cont(0.5) within group (order by extract(epoch from g.done_at - g.issued_at)) / 86400)::numeric, 1),
           (select count(*) from varta.enforcement x where x.city_id = c.id and x.kind = 'protocol' and x.order_id = any(array_agg(g.id))),
           (select count(*) from varta.enforcement x where x.city_id = c.id and x.kind = 'ruling' and x.order_id = any(array_agg(g.id))),
           count(*) filter (where exists (select from varta.enforcement x where x.city_id = g.city_id and x.order_id = g.id)),
           count(*) filter (where varta.order_repeated(g.city_id, g.id))
    from grouped g group by g.by_code, g.by_name order by count(*) desc, g.by_code;
end
$$;
comment on function api.order_statistics is
'in: city, first and last day (null: of this year, today, by the city''s clock), by what (institution, district, object, month; an order about several districts or kinds of things counts in each). out: of the orders issued in these days: how many there are, are open, are overdue now,
were verified done in time or late, are rejected by the owner, are cancelled; median days from issue to verified done; protocols and rulings about them; how many of them ended in one (enforced), and are about a place where it was before (varta.order_repeated()). errors: VA001, VA003, VA004';
