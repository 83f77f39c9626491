-- What concerns an officer, and the own absence. Those of others are an administrator's (admin/absence.sql), hours stand in beat/hours.sql.
-- Days are the city's, and the last one counts: who is away until Friday is back on Saturday.

create or replace function api.duty() returns table (what text, id integer, name text, since bigint, until bigint, login text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    o varta.operator := varta.me();
begin
    return query
    select 'beat', b.id, varta.localized(b.name, b.name_en), varta.epoch(lower(h.period)), varta.epoch(upper(h.period)), b.code
    from varta.beat_officer h join varta.beat b on b.city_id = h.city_id and b.id = h.beat_id
    where h.operator_id = o.id and h.period @> clock_timestamp() and b.active order by b.city_id, b.code;
    return query
    select 'hours', (row_number() over (order by h.weekday, h.opens))::integer, varta.hours_line(h), null::bigint, null::bigint, null::text
    from varta.office_hours h where h.operator_id = o.id order by 2;
    return query
    select case when a.operator_id = o.id then 'away' else 'deputy' end, a.id, p.full_name, varta.epoch(lower(a.period)), varta.epoch(upper(a.period)), p.login
    from varta.absence a left join varta.operator p on p.id = case when a.operator_id = o.id then a.deputy_id else a.operator_id end
    where (a.operator_id = o.id or a.deputy_id = o.id) and coalesce(upper(a.period), 'infinity') > clock_timestamp()
    order by a.operator_id <> o.id, lower(a.period);
end
$$;
comment on function api.duty is
'out: what concerns the officer who asks. beat: one that is the officer''s now (name, code as login); hours: a line of office hours (id: which one, from 1);
away: an absence that has not ended, its deputy (null: nobody); deputy: an absence in which the officer stands in, and for whom. since and until (null: until
further notice) in epoch s. errors: none';

create or replace function api.deputies() returns table (login text, name text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    o varta.operator := varta.me();
begin
    return query
    select d.login, concat_ws(' · ', d.full_name, (select string_agg(varta.localized(b.name, b.name_en), ', ' order by b.code)
                                                   from varta.beat_officer h join varta.beat b on b.city_id = h.city_id and b.id = h.beat_id and b.active
                                                   where h.operator_id = d.id and h.period @> clock_timestamp()))
    from varta.operator d
    where d.active and d.id <> o.id and varta.is_officer(d.login, null) and varta.cities_of(d.id) && varta.cities_as('officer')
    order by d.full_name, d.login;
end
$$;
comment on function api.deputies is 'out: who can stand in for the officer who asks: other officers of the same cities, with their beats. errors: none';

create or replace function api.away(p_first date, p_last date, p_deputy text default null) returns integer
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.operator := varta.me();
    d varta.operator;
    v_now timestamptz := clock_timestamp();
    v_from timestamptz := greatest(coalesce(p_first::timestamp at time zone varta.own_zone(o), v_now), v_now);
begin
    select p.* into d from varta.operator p join api.deputies() x on x.login = p.login where p.login = p_deputy;
    if p_deputy is not null and d.id is null then
        perform varta.fail('VA003', format('%s cannot stand in', p_deputy), 'deputy', p_deputy, 'another officer of the same city');
    end if;
    return varta.absence_store(o, d, varta.period(v_from, (p_last + 1)::timestamp at time zone varta.own_zone(o)));
end
$$;
comment on function api.away is
'in: first day (null: from now), last day (null: until further notice), deputy (null: nobody). out: number of the absence of the officer who asks, of all the
officer''s cities. errors: VA003, VA005 where the officer is away already';

create or replace function api.back(p_id integer default null) returns integer
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.operator := varta.me();
    a varta.absence;
begin
    select x.* into a from varta.absence x
    where x.operator_id = o.id and coalesce(upper(x.period), 'infinity') > clock_timestamp()
      and (x.id = p_id or p_id is null and x.period @> clock_timestamp()) for no key update;
    if a.id is null and p_id is null then
        perform varta.fail('VA002', 'you are not away', 'come back', '', '', 'you are not away');
    elsif a.id is null then
        perform varta.fail('VA001', format('there is no absence %s', p_id), 'absence', p_id::text);
    end if;
    perform varta.absence_stop(a, null);
    return a.id;
end
$$;
comment on function api.back is
'in: number of an own absence (null: the one that is now). It ends now; one that has not begun is taken back. out: its number. errors: VA001, VA002 who is there';
