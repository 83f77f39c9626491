-- Which district officer is in charge, where and when to find them, and who is away: for every operator.

create or replace function varta.hours_of(p_operator integer) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('weekday', weekday, 'from', to_char(opens, 'HH24:MI'), 'to', to_char(closes, 'HH24:MI'),
                                                 'place', place) order by weekday, opens), '[]')
    from varta.office_hours where operator_id = p_operator
$$;
comment on function varta.hours_of is 'out: [{weekday (1 is Monday), from, to, place}]';

create or replace function varta.officer_in_charge(p_city smallint, p_beat integer, p_at timestamptz)
returns table (beat text, beat_name text, officer text, officer_name text, deputy text, deputy_name text, away_until bigint, hours jsonb)
language sql stable set search_path = varta, pg_temp as $$
    select b.code, varta.localized(b.name, b.name_en), o.login, o.full_name, d.login, d.full_name, varta.epoch(upper(a.period)),
           varta.hours_of(coalesce(d.id, o.id))
    from varta.beat b
    left join varta.operator o on o.id = varta.beat_holder(p_city, b.id, p_at)
    left join varta.absence a on a.operator_id = o.id and a.period @> p_at
    left join varta.operator d on d.id = varta.deputy_of(o.id, p_at)
    where b.city_id = p_city and b.id = p_beat
$$;
comment on function varta.officer_in_charge is
'in: city, beat, moment. out: the beat, its officer and, while the officer is away, until when and the deputy; office hours of whoever is there';

create or replace function api.officer_of(p_city text, p_lat double precision, p_long double precision, p_at timestamptz default clock_timestamp())
returns table (beat text, beat_name text, officer text, officer_name text, deputy text, deputy_name text, away_until bigint, hours jsonb)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city);
begin
    return query
    select i.* from varta.beat_for(c.id, public.st_setsrid(public.st_point(p_long, p_lat), 4326), '') b (beat_id)
    cross join lateral varta.officer_in_charge(c.id, b.beat_id, p_at) i
    where b.beat_id is not null;
end
$$;
comment on function api.officer_of is
'in: city, point (WGS 84), moment. out: one row, or none where no beat covers the point: beat, officer, deputy in force, end of the absence
(epoch s), office hours [{weekday, from, to, place}] of whoever is there. errors: VA001';

create or replace function api.officer_of_address(p_city text, p_address text, p_at timestamptz default clock_timestamp())
returns table (beat text, beat_name text, officer text, officer_name text, deputy text, deputy_name text, away_until bigint, hours jsonb)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city);
begin
    return query select i.* from varta.officer_in_charge(c.id, varta.beat_of_address(c.id, p_address), p_at) i;
end
$$;
comment on function api.officer_of_address is 'in: city, address by street and house, moment. out: as api.officer_of. errors: VA001';

create or replace function api.beats(p_city text, p_at timestamptz default clock_timestamp())
returns table (code text, name text, officer text, officer_name text, deputy text, active boolean, streets jsonb)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city);
begin
    return query
    select b.code, varta.localized(b.name, b.name_en), i.officer, i.officer_name, i.deputy, b.active,
           (select coalesce(jsonb_agg(jsonb_build_object('street', s.name, 'from', s.low, 'to', s.high, 'parity', s.parity)
                                      order by s.street, s.low), '[]')
            from varta.beat_street s where s.city_id = b.city_id and s.beat_id = b.id)
    from varta.beat b cross join lateral varta.officer_in_charge(b.city_id, b.id, p_at) i
    where b.city_id = c.id order by b.code;
end
$$;
comment on function api.beats is 'in: city, moment. out: its beats and who is in charge then. errors: VA001';

create or replace function api.beat_officers(p_city text)
returns table (beat text, officer text, officer_name text, since timestamptz, until timestamptz)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city);
begin
    return query
    select b.code, o.login, o.full_name, lower(a.period), upper(a.period)
    from varta.beat_officer a
    join varta.beat b on b.city_id = a.city_id and b.id = a.beat_id
    join varta.operator o on o.id = a.operator_id
    where a.city_id = c.id order by b.code, a.period;
end
$$;
comment on function api.beat_officers is 'in: city. out: who held, holds and will hold which beat (until null: until further notice). errors: VA001';

create or replace function api.absences(p_city text, p_from timestamptz default clock_timestamp())
returns table (id integer, officer text, officer_name text, deputy text, deputy_name text, since timestamptz, until timestamptz)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city);
begin
    return query
    select a.id, o.login, o.full_name, d.login, d.full_name, lower(a.period), upper(a.period)
    from varta.absence a
    join varta.operator o on o.id = a.operator_id
    join varta.operator_city oc on oc.operator_id = o.id and oc.city_id = c.id
    left join varta.operator d on d.id = a.deputy_id
    where coalesce(upper(a.period), 'infinity') > p_from
    order by lower(a.period), o.login;
end
$$;
comment on function api.absences is 'in: city, moment. out: absences of its officers that end after that moment. errors: VA001';

create or replace function api.office_hours(p_city text) returns table (officer text, officer_name text, hours jsonb)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city);
begin
    return query
    select o.login, o.full_name, varta.hours_of(o.id)
    from varta.operator o join varta.operator_city oc on oc.operator_id = o.id and oc.city_id = c.id
    where o.active and exists (select from varta.office_hours h where h.operator_id = o.id)
    order by o.full_name;
end
$$;
comment on function api.office_hours is 'in: city. out: its officers who have office hours, [{weekday, from, to, place}]. errors: VA001';
