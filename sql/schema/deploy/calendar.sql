-- Deploy varta:calendar
-- Holidays are data; from them comes varta.workday, where a due date is one look-up by ordinal. Holidays:
-- Labour Code of Ukraine, article 73 as changed by laws 3107-IX and 3258-IX of 2023 (25 December for 7
-- January, 8 May for 9 May, 15 July for 28 July, 1 October for 14 October); Easter and Trinity by the
-- Julian reckoning. A holiday on a weekend moves the day off to the next working day (article 67). Under
-- martial law holidays are working days and nothing moves (law 2136-IX, article 6).
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
comment on table varta.holiday is 'days off, and weekends that are worked';
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

alter table varta.holiday enable row level security;
alter table varta.workday enable row level security;

commit;
