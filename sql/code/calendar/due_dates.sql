-- Due dates and paused deadlines, by the working days of the city.

-- Due dates -------------------------------------------------------------------------------------

create or replace function varta.last_day(p_due timestamptz, p_tz text) returns date
language sql stable as $$ select ((p_due - interval '1 microsecond') at time zone p_tz)::date $$;
comment on function varta.last_day is
'in: a due date, a time zone. out: the last day on which it is not late yet, as people are told: the end of a day is kept as the midnight behind
it. The same as lib/base/when_zone.c says';

create or replace function varta.due_work(p_city smallint, p_from timestamptz, p_days integer) returns timestamptz
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

create or replace function varta.due_days(p_city smallint, p_from timestamptz, p_days integer) returns timestamptz
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

create or replace function varta.due_answer(p_city smallint, p_kind smallint, p_from timestamptz) returns timestamptz
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    -- no function of SQL, which would be planned anew by each act
    return (select case when answer_working then varta.due_work(p_city, p_from, answer_days) else varta.due_days(p_city, p_from, answer_days) end
            from varta.kind where id = p_kind);
end
$$;
comment on function varta.due_answer is 'in: city, kind, moment. out: until when a request of that kind has to be answered. errors: VA003 beyond the calendar';

-- Working time: what has passed of the working days, all 24 hours of each by the city's clock ----

create or replace function varta.work_clock(p_city varta.city, p_at timestamptz) returns bigint
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

create or replace function varta.due_resume(p_city smallint, p_due timestamptz, p_from timestamptz, p_until timestamptz) returns timestamptz
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
