-- Due dates: working days of the Ukrainian calendar by the city's clock, with and without martial law,
-- checked against dates counted by hand and against a reference that walks day by day.
\ir ../../lib/tap.sql
select plan(24);

create function pg_temp.due(p_from text, p_days int, p_martial boolean default false) returns text language plpgsql as $$
begin
    update varta.city set martial_law = p_martial where code = 'kyiv';
    return to_char(varta.due_work((select id from varta.city where code = 'kyiv'), p_from::timestamp at time zone 'Europe/Kyiv', p_days)
                   at time zone 'Europe/Kyiv', 'YYYY-MM-DD HH24:MI');
end
$$;
create function pg_temp.days(p_from text, p_days int, p_martial boolean default false) returns text language plpgsql as $$
begin
    update varta.city set martial_law = p_martial where code = 'kyiv';
    return to_char(varta.due_days((select id from varta.city where code = 'kyiv'), p_from::timestamp at time zone 'Europe/Kyiv', p_days)
                   at time zone 'Europe/Kyiv', 'YYYY-MM-DD HH24:MI');
end
$$;

select is(pg_temp.due('2026-11-24 10:30', 1), '2026-11-25 10:30', 'Tuesday and a working day is Wednesday at the same time');
select is(pg_temp.due('2026-11-20 18:45', 1), '2026-11-23 18:45', 'a Friday evening and a working day is Monday evening');
select is(pg_temp.due('2026-11-21 12:00', 1), '2026-11-24 00:00', 'from a Saturday all of Monday counts');
select is(pg_temp.due('2026-11-22 23:59', 1), '2026-11-24 00:00', 'from a Sunday too');
select is(pg_temp.due('2026-11-20 18:45', 2), '2026-11-24 18:45', 'two working days from a Friday');

select is(pg_temp.due('2026-12-24 09:00', 1), '2026-12-28 09:00', 'Christmas on a Friday is a day off');
select is(pg_temp.due('2026-12-24 09:00', 1, true), '2026-12-25 09:00', 'under martial law it is a working day');
select is(pg_temp.due('2026-11-20 09:00', 1, true), '2026-11-23 09:00', 'weekends remain under martial law');
select is(pg_temp.due('2027-01-06 09:00', 1), '2027-01-07 09:00', '7 January is no holiday since 2023');
select is(pg_temp.due('2026-05-07 09:00', 1), '2026-05-11 09:00', '8 May is one, 9 May is not');
select is(pg_temp.due('2026-07-14 09:00', 1), '2026-07-16 09:00', '15 July is Statehood Day');
select is(pg_temp.due('2026-04-10 09:00', 1), '2026-04-14 09:00', 'Easter 2026 (12 April) moves its day off to Monday');
select is(pg_temp.due('2026-04-10 09:00', 1, true), '2026-04-13 09:00', 'and under martial law nothing moves');
select is(pg_temp.due('2027-12-31 09:00', 1), '2028-01-04 09:00', 'New Year 2028, a Saturday, moves to Monday');

select is(pg_temp.due('2026-03-27 03:30', 1), '2026-03-30 03:30', 'over the night when clocks go forward the time of day stays');
select is(pg_temp.due('2026-10-23 03:30', 1), '2026-10-26 03:30', 'and over the night when they go back');

select is(pg_temp.days('2026-11-02 10:00', 15), '2026-11-18 00:00', 'fifteen days end at the end of the fifteenth');
select is(pg_temp.days('2026-11-06 10:00', 15), '2026-11-24 00:00', 'and if that is a Saturday, with the next working day');
select is(pg_temp.days('2026-12-10 10:00', 15), '2026-12-29 00:00', 'or after the holiday');
select is(pg_temp.days('2026-12-10 10:00', 15, true), '2026-12-26 00:00', 'which under martial law is a working day');

select matches(pg_temp.error_of($$select pg_temp.due('2040-12-31 10:00', 5)$$), '^VA003 \["calendar"', 'the end of the calendar is an error');

select results_eq($$select easter from unnest(array[2024, 2025, 2026, 2027, 2028, 2029, 2030]) y, varta.easter(y)$$,
    $$values ('2024-05-05'::date), ('2025-04-20'), ('2026-04-12'), ('2027-05-02'), ('2028-04-16'), ('2029-04-08'), ('2030-04-28')$$,
    'Easter of the years 2024 to 2030');

-- The reference: one day after the other, by the table of holidays.
create function pg_temp.reference(p_from timestamp, p_days int, p_martial boolean) returns timestamp language plpgsql as $$
declare
    d date := p_from::date;
    n int := p_days;
    t time := p_from::time;
begin
    if not pg_temp.works(d, p_martial) then
        t := '00:00';
        while not pg_temp.works(d, p_martial) loop
            d := d + 1;
        end loop;
    end if;
    while n > 0 loop
        d := d + 1;
        while not pg_temp.works(d, p_martial) loop
            d := d + 1;
        end loop;
        n := n - 1;
    end loop;
    return d + t;
end
$$;
create function pg_temp.works(p_day date, p_martial boolean) returns boolean language sql as $$
    select extract(isodow from p_day) < 6
           and (p_martial or not exists (select from varta.holiday where country = 'UA' and day = p_day and not working))
$$;
select setseed(0.5);
create temp table sample as
select '2024-01-01'::timestamp + random() * 2500 * interval '1 day' as at, (random() * 12)::int as days from generate_series(1, 400);
update varta.city set martial_law = false where code = 'kyiv';
select is_empty($$
    select * from (select at, days, pg_temp.reference(at, days, false) as expected,
                          varta.due_work((select id from varta.city where code = 'kyiv'), at at time zone 'Europe/Kyiv', days) as got
                   from sample) s
    where expected at time zone 'Europe/Kyiv' is distinct from got and days > 0$$, '400 random cases agree with the day-by-day reference');
update varta.city set martial_law = true where code = 'kyiv';
select is_empty($$
    select * from (select at, days, pg_temp.reference(at, days, true) as expected,
                          varta.due_work((select id from varta.city where code = 'kyiv'), at at time zone 'Europe/Kyiv', days) as got
                   from sample) s
    where expected at time zone 'Europe/Kyiv' is distinct from got and days > 0$$, 'also under martial law');

select * from finish();
