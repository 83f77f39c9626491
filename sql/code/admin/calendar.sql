-- Days off and moved working days, for administrators.

create or replace function api.calendar_set(p_country text, p_day date, p_name text, p_name_en text default '', p_working boolean default false)
returns bigint
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    v_first date;
    v_last date;
    v_days bigint;
begin
    lock table varta.holiday in share row exclusive mode;
    select date_trunc('year', min(day)), date_trunc('year', max(day)) + interval '2 years' - interval '1 day' into v_first, v_last
    from varta.holiday where country = p_country;
    if v_first is null then
        perform varta.fail('VA001', format('there is no calendar of %L', p_country), 'country', p_country);
    elsif p_day is null or p_day not between v_first and v_last then
        perform varta.fail('VA003', 'the day is beyond the calendar', 'day', coalesce(p_day::text, ''), 'a day from {4} to {5}',
                           v_first::text, v_last::text);
    elsif btrim(p_name) = '' then
        perform varta.fail('VA003', 'the day has no name', 'name', '', 'a name');
    end if;
    delete from varta.holiday where country = p_country and day = p_day;
    if p_name is not null then
        insert into varta.holiday (country, day, name, name_en, working)
        values (p_country, p_day, p_name, coalesce(p_name_en, ''), coalesce(p_working, false));
    end if;
    v_days := varta.calendar_renew(p_country);
    if not exists (select from varta.workday where country = p_country and day >= v_first) then
        perform varta.fail('VA003', 'the calendar would be empty', 'day', p_day::text, 'a day from which the calendar goes on');
    end if;
    return v_days;
end
$$;
comment on function api.calendar_set is
'in: country, day, name (null: an ordinary day again) and English name, whether it is a weekend made a working day; otherwise it is a day off.
out: working days in the calendar now, with and without martial law. A calendar grows by at most a year at a time. Due dates that stand
already do not move. errors: VA001 no such calendar, VA003';

create or replace function api.calendar(p_country text, p_from date, p_to date)
returns table (day date, name text, working boolean, moved boolean)
language sql stable security definer set search_path = varta, pg_temp as $$
    select day, varta.localized(name, name_en), working, moved from varta.holiday
    where country = p_country and day between p_from and p_to order by day
$$;
comment on function api.calendar is 'in: country, first and last day. out: days off besides weekends, and weekends that are working days. errors: none';
