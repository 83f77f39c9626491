-- Deploy varta:calendar
-- Holidays are data; from them comes varta.workday, where a due date is one look-up by ordinal.
-- Holidays: Labour Code of Ukraine, article 73 as changed by laws 3107-IX and 3258-IX of 2023
-- (25 December for 7 January, 8 May for 9 May, 15 July for 28 July, 1 October for 14 October); Easter and
-- Trinity by the Julian reckoning. A holiday on a weekend moves the day off to the next working day (article 67).
-- Under martial law holidays are working days and nothing moves (law 2136-IX, article 6).
begin;
set local role varta_owner;

create table varta.holiday (
    country text not null,
    day date not null,
    name text not null,
    name_en text not null,
    working boolean not null default false,
    moved boolean not null default false,
    primary key (country, day),
    constraint holiday_moved check (not (working and moved))
);
comment on column varta.holiday.working is 'the other way round: a weekend that the government made a working day';
comment on column varta.holiday.moved is 'a day off because the holiday itself fell on a weekend';
comment on constraint holiday_moved on varta.holiday is 'a day is either off or made a working day';

create table varta.workday (
    country text not null,
    martial_law boolean not null,
    day date not null,
    ordinal integer not null,
    primary key (country, martial_law, day),
    unique (country, martial_law, ordinal)
);
comment on table varta.workday is 'the working days in their order, without gaps in the ordinal, with and without martial law';

create function varta.easter(p_year integer) returns date
language sql immutable as $$
    -- J. Meeus, Astronomical Algorithms, chapter 8: Julian Easter; the calendars differ by 13 days until 2099
    select make_date(p_year, (d + e + 114) / 31, (d + e + 114) % 31 + 1) + 13
    from (select (19 * (p_year % 19) + 15) % 30 as d) a,
         lateral (select (2 * (p_year % 4) + 4 * (p_year % 7) - d + 34) % 7 as e) b
$$;
comment on function varta.easter is 'in: year 1900 to 2099. out: the Sunday of Orthodox Easter';

insert into varta.holiday (country, day, name, name_en)
select 'UA', make_date(y, month, day), name, name_en
from generate_series(2024, 2040) y,
     (values (1, 1, 'Новий рік', 'New Year'),
             (3, 8, 'Міжнародний жіночий день', 'International Women''s Day'),
             (5, 1, 'День праці', 'Labour Day'),
             (5, 8, 'День пам''яті та перемоги над нацизмом', 'Day of Remembrance and Victory'),
             (6, 28, 'День Конституції України', 'Constitution Day'),
             (7, 15, 'День Української Державності', 'Statehood Day'),
             (8, 24, 'День незалежності України', 'Independence Day'),
             (10, 1, 'День захисників і захисниць України', 'Defenders'' Day'),
             (12, 25, 'Різдво Христове', 'Christmas')) fixed (month, day, name, name_en)
union all
select 'UA', varta.easter(y) + days, name, name_en
from generate_series(2024, 2040) y,
     (values (0, 'Великдень', 'Easter'), (49, 'Трійця', 'Trinity')) moving (days, name, name_en)
on conflict do nothing;

do $$
declare
    v_holiday varta.holiday;
    v_day date;
begin
    for v_holiday in select * from varta.holiday where extract(isodow from day) >= 6 order by day loop
        v_day := v_holiday.day + 1;
        while extract(isodow from v_day) >= 6 or exists (select from varta.holiday h where h.day = v_day) loop
            v_day := v_day + 1;
        end loop;
        insert into varta.holiday (country, day, name, name_en, moved)
        values ('UA', v_day, v_holiday.name || ' (перенесено)', v_holiday.name_en || ' (moved)', true);
    end loop;
end
$$;

create function varta.calendar_renew(p_country text) returns bigint
language sql set search_path = varta, pg_temp as $$
    delete from varta.workday where country = p_country;
    with inserted as (
        insert into varta.workday (country, martial_law, day, ordinal)
        select p_country, m.martial_law, d.day, row_number() over (partition by m.martial_law order by d.day)
        from (select generate_series(min(date_trunc('year', day)), max(date_trunc('year', day)) + interval '1 year - 1 day',
                                     '1 day')::date as day
              from varta.holiday where country = p_country) d
        cross join (values (false), (true)) m (martial_law)
        left join varta.holiday h on h.country = p_country and h.day = d.day
        where case when m.martial_law or h.day is null then extract(isodow from d.day) < 6 else h.working end
        returning 1)
    select count(*) from inserted;
$$;
comment on function varta.calendar_renew is
'in: country. out: rows written. Call it after a change of varta.holiday; covers the whole years from its first day to its last';
do $$ begin perform varta.calendar_renew('UA'); end $$;

-- Due dates -------------------------------------------------------------------------------------

create function varta.due_work(p_city smallint, p_from timestamptz, p_days integer) returns timestamptz
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_city varta.city;
    v_local timestamp;
    v_begin varta.workday;
    v_day date;
begin
    select * into v_city from varta.city where id = p_city;
    v_local := p_from at time zone v_city.tz;
    select * into v_begin from varta.workday
    where country = v_city.country and martial_law = v_city.martial_law and day <= v_local::date
    order by day desc limit 1;
    if v_begin.day < v_local::date then  -- a day off: the count begins with the next working day
        v_local := date_trunc('day', v_local);
        p_days := p_days + 1;
    end if;
    select day into v_day from varta.workday
    where country = v_city.country and martial_law = v_city.martial_law and ordinal = v_begin.ordinal + p_days;
    if v_day is null then
        perform varta.fail('VA003', 'the calendar does not reach that far', 'calendar', v_local::text, 'a day within the calendar');
    end if;
    return (v_day + v_local::time) at time zone v_city.tz;
end
$$;
comment on function varta.due_work is
'in: city, moment, number of working days. out: the same time of day so many working days later by the city''s calendar and
clock; from a day off the count begins at the start of the next working day. errors: VA003 beyond the calendar';

create function varta.due_days(p_city smallint, p_from timestamptz, p_days integer) returns timestamptz
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_city varta.city;
    v_last date;
    v_day date;
begin
    select * into v_city from varta.city where id = p_city;
    v_last := (p_from at time zone v_city.tz)::date + p_days;
    select day into v_day from varta.workday
    where country = v_city.country and martial_law = v_city.martial_law and day >= v_last
    order by day limit 1;
    if v_day is null then
        perform varta.fail('VA003', 'the calendar does not reach that far', 'calendar', v_last::text, 'a day within the calendar');
    end if;
    return (v_day + 1)::timestamp at time zone v_city.tz;
end
$$;
comment on function varta.due_days is
'in: city, moment, number of calendar days. out: the end (24:00 local) of the last day, which, if it is a day off, is the next
working day (Civil Code of Ukraine, articles 253 to 255). errors: VA003 beyond the calendar';

create function varta.due_answer(p_city smallint, p_kind smallint, p_from timestamptz) returns timestamptz
language sql stable set search_path = varta, pg_temp as $$
    select case when answer_working then varta.due_work(p_city, p_from, answer_days) else varta.due_days(p_city, p_from, answer_days) end
    from varta.kind where id = p_kind
$$;
comment on function varta.due_answer is 'in: city, kind, moment. out: until when a request of that kind has to be answered. errors: VA003 beyond the calendar';

-- Working time: what has passed of the working days, all 24 hours of each by the city's clock ----

create function varta.work_clock(p_city varta.city, p_at timestamptz) returns bigint
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_local timestamp := p_at at time zone p_city.tz;
    w varta.workday;
begin
    select * into w from varta.workday
    where country = p_city.country and martial_law = p_city.martial_law and day <= v_local::date
    order by day desc limit 1;
    return w.ordinal * 86400000000
        + case when w.day = v_local::date then (extract(epoch from v_local::time) * 1000000)::bigint else 86400000000 end;
end
$$;
comment on function varta.work_clock is
'in: city, moment. out: microseconds of working days from the beginning of its calendar until then; stands still on days off';

create function varta.due_resume(p_city smallint, p_due timestamptz, p_from timestamptz, p_until timestamptz) returns timestamptz
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    c varta.city;
    v_paused bigint;
    v_clock bigint;
    v_rest bigint;
    v_day date;
begin
    select * into c from varta.city where id = p_city;
    v_paused := varta.work_clock(c, p_until) - varta.work_clock(c, p_from);
    if v_paused = 0 then
        return p_due;
    end if;
    v_clock := varta.work_clock(c, p_due) + v_paused - 1;  -- so that 24:00 is of the day that ends
    v_rest := v_clock % 86400000000 + 1;
    select day into v_day from varta.workday
    where country = c.country and martial_law = c.martial_law and ordinal = v_clock / 86400000000;
    if v_day is null then
        perform varta.fail('VA003', 'the calendar does not reach that far', 'calendar', (p_until at time zone c.tz)::text, 'a day within the calendar');
    end if;
    return (v_day + v_rest / 1000000 * interval '1 second' + v_rest % 1000000 * interval '1 microsecond') at time zone c.tz;
end
$$;
comment on function varta.due_resume is
'in: city, due date, beginning and end of a pause. out: the due date moved by the working time of the pause, by the city''s calendar and
clock; the due date itself where the pause was all on days off. errors: VA003 beyond the calendar';

commit;
