-- Orders from an older register, a row of a table each, with what became of them.

create or replace function varta.imported_day(p_row jsonb, p_key text, p_tz text) returns timestamptz
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_text text := coalesce(p_row ->> p_key, '');
begin
    if v_text !~ '^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?$' and v_text <> '' then
        perform varta.fail('VA003', format('%s: %L is no day', p_key, left(v_text, 40)), p_key, left(v_text, 40), '2026-03-01');
    end if;
    return case when v_text ~ '(Z|[+-]\d\d(:?\d\d)?)$' and length(v_text) > 10 then v_text::timestamptz else nullif(v_text, '')::timestamp at time zone p_tz end;
exception when datetime_field_overflow or invalid_datetime_format then
    perform varta.fail('VA003', format('%s: %L is no day', p_key, left(v_text, 40)), p_key, left(v_text, 40), '2026-03-01');
end
$$;
comment on function varta.imported_day is 'in: row of a table, a column, time zone. out: the moment; a day begins at midnight; null where the column is empty. errors: VA003';

create or replace function varta.imported_end(p_row jsonb, p_key text, p_tz text) returns timestamptz
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_at timestamptz := varta.imported_day(p_row, p_key, p_tz);
begin
    return case when length(p_row ->> p_key) > 10 then v_at else ((v_at at time zone p_tz)::date + 1)::timestamp at time zone p_tz end;
end
$$;
comment on function varta.imported_end is 'in: row of a table, a column, time zone. out: until when, as orders have it: of a day the midnight behind it; null where the column is empty. errors: VA003';

create or replace function varta.imported_number(p_row jsonb, p_key text) returns double precision
language plpgsql immutable set search_path = varta, pg_temp as $$
begin
    if coalesce(p_row ->> p_key, '') !~ '^(-?\d+(\.\d+)?)?$' then
        perform varta.fail('VA003', format('%s: %L is no number', p_key, left(p_row ->> p_key, 40)), p_key, left(p_row ->> p_key, 40), '50.4600');
    end if;
    return nullif(p_row ->> p_key, '')::double precision;
end
$$;
comment on function varta.imported_number is 'in: row of a table, a column. out: the number in it; null where it is empty. errors: VA003';

create or replace function varta.order_take(p_city varta.city, u varta.unit, p_row jsonb) returns text
language plpgsql set search_path = varta, pg_temp as $$
declare
    i varta.institution := varta.institution_of(p_city.id, p_row ->> 'institution');
    k varta.object_kind := varta.object_of(p_row ->> 'object');
    s varta.order_state;
    v_number text := varta.check_text('number', p_row ->> 'number', 100);
    v_issued timestamptz := varta.imported_day(p_row, 'issued', p_city.tz);
    v_due timestamptz := varta.imported_end(p_row, 'due', p_city.tz);
    v_done timestamptz := varta.imported_day(p_row, 'done', p_city.tz);
    v_point public.geometry := public.st_setsrid(public.st_makepoint(varta.imported_number(p_row, 'longitude'), varta.imported_number(p_row, 'latitude')), 4326);
    v_defect bigint;
    o varta.orders;
begin
    perform varta.settings_check(p_row, '{line,number,issued,due,done,institution,object,what,place,latitude,longitude,law,demand,state}');
    select * into s from varta.order_state where code = coalesce(nullif(p_row ->> 'state', ''), 'issued') and id <> varta.order_draft();
    if not found then
        perform varta.fail('VA003', format('%L is no state', p_row ->> 'state'), 'state', p_row ->> 'state', (select string_agg(code, ' | ' order by id) from varta.order_state where id <> varta.order_draft()));
    elsif v_issued is null or v_issued > now() or v_done < v_issued then
        perform varta.fail('VA003', 'an order was issued on a day, not later than it was done', 'issued', coalesce(p_row ->> 'issued', ''), '2026-03-01');
    elsif (s.id = varta.order_verified_done()) <> (v_done is not null) then
        perform varta.fail('VA003', 'verified-done has the day in done, and nothing else has', 'done', coalesce(p_row ->> 'done', ''), '2026-03-01');
    elsif exists (select from varta.orders x where x.city_id = u.city_id and x.unit_id = u.id and x.paper_number = v_number) then
        return 'same';
    end if;
    insert into varta.defect (city_id, unit_id, object_id, what, place, point, district_id, state, created_at, changed_at)
    select u.city_id, u.id, k.id, varta.check_text('what', p_row ->> 'what', 2000), varta.check_text('place', p_row ->> 'place', 500), v_point,
           (select district_id from varta.locate(u.city_id, v_point)),
           case when v_done is not null then varta.defect_mended() when s.open then varta.defect_ordered() else varta.defect_confirmed() end, v_issued, coalesce(v_done, v_issued)
    returning id into v_defect;
    insert into varta.orders (city_id, unit_id, institution_id, state, law, demand, days, working, paper_number, issued_at, due_at, created_at)
    values (u.city_id, u.id, i.id, s.id, coalesce(nullif(p_row ->> 'law', ''), '—'), coalesce(nullif(p_row ->> 'demand', ''), p_row ->> 'what'), 1, false, v_number, v_issued,
            coalesce(v_due, v_issued + interval '30 days'), v_issued)
    returning * into o;
    insert into varta.order_defect values (o.city_id, o.id, v_defect, 1);
    perform varta.write_step(o, 'order_import', null, s.id, 'unit', '', '', v_issued);
    if v_done is not null then
        perform varta.write_step(o, 'order_verify', varta.order_shown(o), s.id, 'unit', '', '', v_done);
    end if;
    return 'added';
end
$$;
comment on function varta.order_take is 'in: city, unit, row of an older register. out: added, or same where the unit has an order of that number. errors: VA001, VA003';

create or replace function api.order_import(p_city text, p_unit text, p_rows jsonb) returns table (line integer, number text, outcome text, reason text)
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_lock(p_city);
    u varta.unit := varta.unit_of(c.id, p_unit);
begin
    return query select t.line, t.name, t.outcome, t.reason
                 from varta.take_table(format('varta.order_take(c, u, $1) from varta.city c join varta.unit u on u.city_id = c.id where c.id = %s and u.id = %s', c.id, u.id), p_rows, 'number') t;
end
$$;
comment on function api.order_import is
'in: city, unit, JSON array of rows of an older register: number (as on paper), issued, due, done (days, the last only of what is verified-done), institution and object (codes), what, place,
latitude, longitude, law, demand, state (a code of varta.order_state), and line, its number. out: each row with added, same (the unit has an order of that number) or refused and why; where one is
refused nothing is kept, and the others are held. errors: VA001, VA004';
