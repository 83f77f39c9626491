-- Why a request is due when it is, in words.

create or replace function varta.plural(n bigint, p_one text, p_few text, p_many text) returns text
language sql stable as $$
    select n || ' ' || case when n % 10 = 1 and n % 100 <> 11 then p_one
                            when n % 10 between 2 and 4 and n % 100 not between 12 and 14 then p_few
                            else p_many end
$$;
comment on function varta.plural is 'in: a number, the Ukrainian word with 1, with 2 to 4, with 5. out: both';

create or replace function varta.say_days(n integer, p_working boolean) returns text
language sql stable as $$
    select varta.localized(
        case when p_working then varta.plural(n, 'робочий день', 'робочі дні', 'робочих днів')
             else varta.plural(n, 'календарний день', 'календарні дні', 'календарних днів') end,
        format('%s %s day%s', n, case when p_working then 'working' else 'calendar' end, case when n = 1 then '' else 's' end))
$$;

create or replace function varta.say_moment(p_at timestamptz, p_tz text) returns text
language sql stable set search_path = varta, pg_temp as $$
    select case when t::time = '00:00' then format(varta.localized('кінця %s', 'the end of %s'), to_char(varta.last_day(p_at, p_tz), 'DD.MM.YYYY'))
                else to_char(t, 'DD.MM.YYYY HH24:MI') end
    from (select p_at at time zone p_tz as t) x
$$;
comment on function varta.say_moment is 'in: a moment after "until", a time zone. out: midnight as the end of the day before';

create or replace function varta.say_days_off(c varta.city, p_from date, p_to date) returns text
language sql stable set search_path = varta, pg_temp as $$
    select string_agg(to_char(d.day, 'DD.MM') || ' '
                      || coalesce(varta.localized(h.name, h.name_en),
                                  case extract(isodow from d.day) when 6 then varta.localized('субота', 'Saturday') else varta.localized('неділя', 'Sunday') end),
                      ', ' order by d.day)
    from (select generate_series(p_from, p_to, '1 day')::date as day) d
    left join varta.holiday h on h.country = c.country and h.day = d.day and not h.working and not c.martial_law
    where not exists (select from varta.workday w where w.country = c.country and w.martial_law = c.martial_law and w.day = d.day)
$$;
comment on function varta.say_days_off is 'in: city, first and last day. out: the days off among them and why they are; null where there are none';

create or replace function varta.say_holidays(c varta.city, p_from date, p_to date) returns text
language sql stable set search_path = varta, pg_temp as $$
    select string_agg(to_char(h.day, 'DD.MM') || ' ' || varta.localized(h.name, h.name_en), ', ' order by h.day)
    from varta.holiday h
    where h.country = c.country and h.day between p_from and p_to and not h.working and extract(isodow from h.day) < 6
$$;

create or replace function varta.explain_rule(r varta.request, c varta.city, k varta.kind, p_days integer, p_working boolean) returns text[]
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_from timestamptz := coalesce(r.due_from, r.received_at);
    v_first date := (v_from at time zone c.tz)::date;
    v_due timestamptz := case when p_working then varta.due_work(c.id, v_from, p_days) else varta.due_days(c.id, v_from, p_days) end;
    v_last date := varta.last_day(v_due, c.tz);
    v_lines text[];
    v_off text := varta.say_days_off(c, case when p_working then v_first else v_first + p_days end, v_last);
begin
    v_lines := array[format(varta.localized('Строк рахується від %s: %s.', 'The time counts from %s: %s.'), to_char(v_from at time zone c.tz, 'DD.MM.YYYY HH24:MI'),
                            case when r.due_from is null then varta.localized('надійшло звернення', 'the report came in')
                                 else varta.localized('розгляд відкрито знову', 'the request was reopened') end),
                     format(varta.localized('Правило: %s – %s.', 'Rule: %s – %s.'),
                            case when r.status = varta.status_new() then varta.localized('модерація', 'moderation') else varta.localized('відповідь', 'answer') end,
                            varta.say_days(p_days, p_working)
                            || case when p_working then '' else varta.localized(' (закон 393/96-ВР, стаття 20)', ' (law 393/96-BP, article 20)') end)];
    if v_off is not null then
        v_lines := v_lines || format(case when p_working then varta.localized('Вихідні не рахуються: %s.', 'Days off do not count: %s.')
                                          else varta.localized('Останній день вихідний, тому строк переходить на наступний робочий день: %s.',
                                                         'The last day is a day off, so the next working day is the last: %s.') end, v_off);
    end if;
    v_off := varta.say_holidays(c, v_first, v_last);
    if c.martial_law and v_off is not null then
        v_lines := v_lines || format(varta.localized('Діє воєнний стан, святкові дні є робочими (закон 2136-IX, стаття 6): %s.',
                                               'Under martial law holidays are working days (law 2136-IX, article 6): %s.'), v_off);
    end if;
    return v_lines;
end
$$;
comment on function varta.explain_rule is 'in: request, its city and kind, days, whether working days. out: sentences: from when, which rule, what was skipped';

create or replace function varta.say_worked(c varta.city, p_from timestamptz, p_until timestamptz) returns text
language sql stable set search_path = varta, pg_temp as $$
    select format(varta.localized('%s год %s хв робочих днів', '%s h %s min of working days'), m / 60, m % 60)
    from (select (varta.work_clock(c, p_until) - varta.work_clock(c, p_from)) / 60000000 as m) x
$$;

create or replace function varta.explain_changes(r varta.request, c varta.city) returns text[]
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(array_agg(line order by at), '{}')
    from (select p.from_at as at,
                 case when p.until_at is null
                      then format(varta.localized('Від %s строк зупинено: чекаємо на відповідь мешканця.', 'Since %s the clock stands still: the resident was asked back.'),
                                  to_char(p.from_at at time zone c.tz, 'DD.MM.YYYY HH24:MI'))
                      else format(varta.localized('Від %s до %s строк було зупинено (запитання до мешканця): %s додано.',
                                            'From %s to %s the clock stood still (a question to the resident): %s were added.'),
                                  to_char(p.from_at at time zone c.tz, 'DD.MM.YYYY HH24:MI'), to_char(p.until_at at time zone c.tz, 'DD.MM.YYYY HH24:MI'),
                                  varta.say_worked(c, p.from_at, p.until_at)) end as line
          from varta.pause p
          where p.city_id = r.city_id and p.request_id = r.id and p.from_at >= coalesce(r.due_from, r.received_at)
          union all
          select e.at, format(varta.localized('Продовжено на %s: %s.', 'Prolonged by %s: %s.'), varta.say_days((e.after ->> 'days')::integer, false),
                              case when varta.may_read(r) then e.why else '…' end)
          from varta.event e
          where e.city_id = r.city_id and e.request_id = r.id and e.verb = 'prolong' and e.after ? 'days'
            and e.at >= coalesce(r.due_from, r.received_at)) x
$$;
comment on function varta.explain_changes is 'out: pauses and prolongations of the present time for the answer, in their order';

create or replace function api.explain_due(p_id bigint) returns text
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.request_of(p_id);
    c varta.city;
    k varta.kind;
    v_lines text[];
begin
    select * into c from varta.city where id = r.city_id;
    select * into k from varta.kind where id = r.kind;
    if not (select open from varta.status where id = r.status) then
        return varta.localized('Звернення закрите: строку немає.', 'The request is closed: nothing is due.');
    end if;
    v_lines := case when r.status = varta.status_new() then varta.explain_rule(r, c, k, k.moderation_days, true)
                    else varta.explain_rule(r, c, k, k.answer_days, k.answer_working) end
        || varta.explain_changes(r, c);
    if isfinite(r.due_at) then
        v_lines := v_lines || format(varta.localized('Отже, до %s.', 'Hence, until %s.'), varta.say_moment(r.due_at, c.tz));
    end if;
    return array_to_string(v_lines, E'\n');
end
$$;
comment on function api.explain_due is
'in: number. out: sentences, one a line, in the language of the session: from when the time counts, which rule, how many days, which days off were
skipped and why, martial law, pauses, prolongations, and the date that comes of it. errors: VA001';
