-- What an officer sets alone: hours and absence. Those of others are an administrator's (admin/absence.sql). Days are the city's, and
-- the last one counts: who is away until Friday is back on Saturday.

-- Hours as people write them ----------------------------------------------------------------------

create or replace function varta.weekday_of(p_word text) returns smallint
language sql immutable as $$
    select d.n from (values (1::smallint, '^(пн|пон|mon)'), (2::smallint, '^(вт|вів|tue)'), (3::smallint, '^(ср|сер|wed)'), (4::smallint, '^(чт|чет|thu)'),
                            (5::smallint, '^(пт|п.?ят|fri)'), (6::smallint, '^(сб|суб|sat)'), (7::smallint, '^(нд|нед|sun)')) d (n, begins)
    where lower(p_word) ~ d.begins
$$;
comment on function varta.weekday_of is 'in: Ukrainian or English name of a day, short or long. out: 1 (Monday) to 7, or null';

create or replace function varta.weekday_short(p_weekday smallint) returns text
language sql stable set search_path = varta, pg_temp as $$
    select varta.localized(('{пн,вт,ср,чт,пт,сб,нд}'::text[])[p_weekday], ('{Mon,Tue,Wed,Thu,Fri,Sat,Sun}'::text[])[p_weekday])
$$;

create or replace function varta.hours_line(h varta.office_hours) returns text
language sql stable set search_path = varta, pg_temp as $$
    select varta.weekday_short(h.weekday) || ' ' || to_char(h.opens, 'HH24:MI') || '–' || to_char(h.closes, 'HH24:MI') || ' ' || h.place
$$;
comment on function varta.hours_line is 'out: ''вт 17:00–19:00 вул. Хорива, 20'', which varta.hours_parsed() reads';

create or replace function varta.hours_parsed(p_lines text[]) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_all jsonb := '[]';
    v_line text;
    v_part text[];
begin
    foreach v_line in array coalesce(p_lines, '{}') loop
        continue when btrim(v_line) = '';
        v_part := regexp_match(v_line, '^\s*(\S+)\s+(\d{1,2})[:.](\d\d)\s*[-–—]\s*(\d{1,2})[:.](\d\d)[\s,;·]+(\S.*?)\s*$');
        if v_part is null or varta.weekday_of(v_part[1]) is null then
            perform varta.fail('VA003', format('%L is not a day, hours and a place', v_line), 'hours', left(v_line, 60), 'tue 17:00-19:00 and the place');
        end if;
        v_all := v_all || jsonb_build_object('weekday', varta.weekday_of(v_part[1]), 'from', v_part[2] || ':' || v_part[3],
                                             'to', v_part[4] || ':' || v_part[5], 'place', v_part[6]);
    end loop;
    return v_all;
end
$$;
comment on function varta.hours_parsed is 'in: lines of varta.hours_line(), the day in either language. out: as api.office_hours_set() takes them. errors: VA003, naming the line';

-- For the officer ---------------------------------------------------------------------------------

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

create or replace function api.my_hours(p_lines text[]) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
begin
    perform varta.hours_store(varta.me(), varta.hours_parsed(p_lines));
end
$$;
comment on function api.my_hours is
'in: all office hours of the officer who asks, a line for each: ''вт 17:00–19:00 вул. Хорива, 20'', the day in either language. errors: VA003, naming the line';
