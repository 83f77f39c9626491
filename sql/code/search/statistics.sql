-- What came in lately and what became of it. The requests of a period are those that residents sent in it.

create or replace function varta.any_status(p_filter jsonb) returns varta.filter
language sql stable set search_path = varta, pg_temp as $$
    select varta.parse_filter(coalesce(jsonb_strip_nulls(p_filter), '{}') - 'id' - 'snoozed'
                              || jsonb_build_object('status', (select jsonb_agg(code) from varta.status)))
$$;
comment on function varta.any_status is 'in: a filter. out: it, for every status';

create or replace function api.statistics(p_filter jsonb default '{}', p_days integer default 30)
returns table (part text, code text, name text, received bigint, answered bigint, rejected bigint, open bigint, late bigint,
               median_hours double precision)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    f varta.filter := varta.any_status(p_filter);
    v_from timestamptz;
begin
    if p_days is null or p_days not between 1 and 3660 then
        perform varta.fail('VA003', 'this is no period', 'days', coalesce(p_days::text, ''), 'days from 1 to 3660');
    end if;
    v_from := now() - make_interval(days => p_days);
    return query
    with r as materialized (
        select q.city_id, q.category_id, q.district_id, (q.requested_at at time zone c.tz)::date as day, q.status, s.open,
               s.open and q.due_at < now() as late,
               case when q.status = varta.status_answered() then
                   (select extract(epoch from min(p.visible_at) - q.requested_at)::double precision / 3600 from varta.response p
                    where p.city_id = q.city_id and p.request_id = q.id and p.state = varta.response_published()) end as hours
        from varta.request q
        join varta.city c on c.id = q.city_id
        join varta.status s on s.id = q.status
        where q.city_id = any(f.cities) and q.requested_at >= v_from and varta.fits(q, f)),
    counted as (
        select grouping(r.city_id, r.category_id, r.district_id, r.day) as g, r.city_id, r.category_id, r.district_id, r.day,
               count(*) as received, count(*) filter (where r.status = varta.status_answered()) as answered,
               count(*) filter (where r.status = varta.status_rejected()) as rejected,
               count(*) filter (where r.open) as open, count(*) filter (where r.late) as late,
               percentile_cont(0.5) within group (order by r.hours) as hours
        from r
        group by grouping sets ((), (r.city_id, r.category_id), (r.city_id, r.district_id), (r.day))),
    named as (
        select 1 as place, 'total' as part, '' as code, '' as name, n.received, n.answered, n.rejected, n.open, n.late, n.hours
        from counted n where n.g = 15
        union all
        select 2, 'category', k.code, varta.localized(k.name, k.name_en), n.received, n.answered, n.rejected, n.open, n.late, n.hours
        from counted n join varta.category k on k.city_id = n.city_id and k.id = n.category_id where n.g = 3
        union all
        select 3, 'district', coalesce(d.code, ''), coalesce(varta.localized(d.name, d.name_en), ''),
               n.received, n.answered, n.rejected, n.open, n.late, n.hours
        from counted n left join varta.district d on d.city_id = n.city_id and d.id = n.district_id where n.g = 5
        union all
        select 4, 'unit', u.code, varta.localized(u.name, u.name_en), count(*), count(*) filter (where t.state = varta.referral_answered()),
               count(*) filter (where t.state = varta.referral_returned()), count(*) filter (where ts.open),
               count(*) filter (where ts.open and t.due_at < now()),
               percentile_cont(0.5) within group (order by case when t.state = varta.referral_answered() then extract(epoch from t.changed_at - t.created_at)::double precision / 3600 end)
        from varta.referral t
        join varta.referral_state ts on ts.id = t.state
        join varta.unit u on u.city_id = t.city_id and u.id = t.unit_id
        join varta.request q on q.city_id = t.city_id and q.id = t.request_id
        where t.city_id = any(f.cities) and t.created_at >= v_from and t.state <> varta.referral_cancelled() and varta.fits(q, f)
        group by u.city_id, u.id
        union all
        select 5, 'day', n.day::text, n.day::text, n.received, n.answered, n.rejected, n.open, n.late, n.hours
        from counted n where n.g = 14)
    select n.part, n.code, n.name, n.received, n.answered, n.rejected, n.open, n.late, round(n.hours::numeric, 1)::double precision
    from named n
    order by n.place, case when n.part = 'day' then n.code end, n.received desc, n.name, n.code;
end
$$;
comment on function api.statistics is
'in: filter as of api.queue_page (status, snoozed and id do not matter), days until now (1 to 3660). out: lines of the parts total, category,
district (the empty code: in none), unit and day (in the city''s time; days without requests are left out): requests received in that time, and of them
answered, rejected, open, open and late; the median of the hours until the answer is visible. Of a unit: what was referred to it in that time and not undone,
and of that answered, given back (in the place of rejected), open, open and late. errors: VA003, VA006';
