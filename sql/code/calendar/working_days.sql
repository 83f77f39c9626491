-- The table of working days, computed from the holidays.

create or replace function varta.calendar_renew(p_country text) returns bigint
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
