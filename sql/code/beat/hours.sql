-- Office hours: when and where residents find an officer. A line of them is added and deleted by itself, so that two who change the same
-- officer's hours lose nothing of each other; the officer does it, or an administrator.

-- Lines as people write them ----------------------------------------------------------------------

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
    select concat_ws(' ', varta.weekday_short(h.weekday), to_char(h.opens, 'HH24:MI') || '–' || to_char(h.closes, 'HH24:MI'), h.place)
$$;
comment on function varta.hours_line is 'out: ''вт 17:00–19:00 вул. Хорива, 20'', which varta.hours_parsed() reads';

create or replace function varta.hours_parsed(p_operator integer, p_line text) returns varta.office_hours
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_part text[] := regexp_match(p_line, '^\s*(\S+)\s+(\d{1,2})[:.](\d\d)\s*[-–—]\s*(\d{1,2})[:.](\d\d)[\s,;·]+(\S.*?)\s*$');
    h varta.office_hours;
begin
    h := row(p_operator, varta.weekday_of(v_part[1]), v_part[2] || ':' || v_part[3], v_part[4] || ':' || v_part[5], v_part[6]);
    if h.weekday is null or h.place is null or h.closes <= h.opens then
        raise invalid_datetime_format;
    end if;
    return h;
exception when invalid_datetime_format or datetime_field_overflow then
    perform varta.fail('VA003', format('%L is not a day, hours and a place', p_line), 'office hours', left(p_line, 60), 'tue 17:00-19:00 and the place');
end
$$;
comment on function varta.hours_parsed is 'in: officer, a line of varta.hours_line(), the day in either language. errors: VA003, naming the line';

create or replace function varta.hours_of_json(p_operator integer, p_hours jsonb) returns setof varta.office_hours
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return query
    select p_operator, h.weekday, h."from", h."to", h.place
    from jsonb_to_recordset(p_hours) h (weekday smallint, "from" time, "to" time, place text);
exception when invalid_text_representation or invalid_datetime_format or datetime_field_overflow or invalid_parameter_value or numeric_value_out_of_range then
    perform varta.fail('VA003', sqlerrm, 'office hours', left(p_hours::text, 200), 'weekday 1 to 7, from before to, a place');
end
$$;
comment on function varta.hours_of_json is 'in: officer, [{"weekday", "from", "to", "place"}]. errors: VA003';

-- Keeping them ------------------------------------------------------------------------------------

create or replace function varta.hours_add(h varta.office_hours) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    insert into varta.office_hours select h.*;
exception
    when exclusion_violation or unique_violation then
        perform varta.fail('VA003', 'two of the times overlap', 'office hours', left(varta.hours_line(h), 60), 'times that do not overlap');
    when check_violation or not_null_violation then
        perform varta.fail('VA003', sqlerrm, 'office hours', left(varta.hours_line(h), 60), 'weekday 1 to 7, from before to, a place');
end
$$;
comment on function varta.hours_add is 'errors: VA003, naming the line';

create or replace function varta.hours_delete(h varta.office_hours) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    delete from varta.office_hours o
    where (o.operator_id, o.weekday, o.opens, o.closes) = (h.operator_id, h.weekday, h.opens, h.closes)
      and varta.hours_parsed(o.operator_id, varta.hours_line(o)) = h;
    if not found then
        perform varta.fail('VA001', 'there are no such office hours', 'office hours', left(varta.hours_line(h), 60));
    end if;
end
$$;
comment on function varta.hours_delete is 'errors: VA001 where that line is not there, or has another place';

create or replace function varta.hours_store(o varta.operator, p_all varta.office_hours[]) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform from varta.operator where id = o.id for no key update;
    delete from varta.office_hours where operator_id = o.id;
    perform varta.hours_add(h) from unnest(p_all) h;
end
$$;
comment on function varta.hours_store is 'in: officer, all office hours. errors: VA003, naming the line';

-- For the officer ---------------------------------------------------------------------------------

create or replace function api.my_hours_add(p_line text) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
begin
    perform varta.hours_add(varta.hours_parsed((varta.me()).id, p_line));
end
$$;
comment on function api.my_hours_add is
'in: a line of office hours that the officer who asks has from now on, too: ''вт 17:00–19:00 вул. Хорива, 20'', the day in either language. errors: VA003, naming
the line';

create or replace function api.my_hours_delete(p_line text) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
begin
    perform varta.hours_delete(varta.hours_parsed((varta.me()).id, p_line));
end
$$;
comment on function api.my_hours_delete is
'in: a line of office hours that the officer who asks does not have any more, as api.duty() gives it. errors: VA001 where it is not there, VA003';

create or replace function api.my_hours(p_lines text[]) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.operator := varta.me();
begin
    perform varta.hours_store(o, array(select varta.hours_parsed(o.id, l) from unnest(p_lines) l where btrim(l) <> ''));
end
$$;
comment on function api.my_hours is
'in: all office hours of the officer who asks, a line for each, as in api.my_hours_add(). errors: VA003, naming the line';

-- For an administrator ----------------------------------------------------------------------------

create or replace function api.office_hours_add(p_login text, p_line text) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
begin
    perform varta.hours_add(varta.hours_parsed((varta.own_officer(p_login)).id, p_line));
end
$$;
comment on function api.office_hours_add is 'in: officer, a line as in api.my_hours_add(). errors: VA001, VA003, VA004 who is of other cities too';

create or replace function api.office_hours_delete(p_login text, p_line text) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
begin
    perform varta.hours_delete(varta.hours_parsed((varta.own_officer(p_login)).id, p_line));
end
$$;
comment on function api.office_hours_delete is
'in: officer, a line as in api.my_hours_add(). errors: VA001 where it is not there, VA003, VA004 who is of other cities too';

create or replace function api.office_hours_set(p_login text, p_hours jsonb) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    o varta.operator := varta.own_officer(p_login);
begin
    perform varta.hours_store(o, array(select h from varta.hours_of_json(o.id, p_hours) h));
end
$$;
comment on function api.office_hours_set is
'in: officer, [{"weekday": 1 (Monday) to 7, "from": "09:00", "to": "13:00", "place"}]: all of them. errors: VA001, VA003';
