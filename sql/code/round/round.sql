-- Rounds: what an officer looks at on one day, in which order, and what was found, noted in one go.

create type api.round_row as (
    city text, id bigint, version integer, title text, day date, officer text, places integer, seen integer, metres integer, closed boolean, unit_name text);
comment on type api.round_row is 'one line of a list of rounds. places: how many there are; seen: at how many somebody has been; metres: how long the way is';

create or replace function varta.round_row(p_city smallint, p_id bigint) returns setof api.round_row
language sql stable as $$
    select c.code, r.id, r.version, r.title, r.day, p.full_name,
           (select count(*)::integer from varta.round_place x where x.city_id = r.city_id and x.round_id = r.id),
           (select count(x.verification_id)::integer from varta.round_place x where x.city_id = r.city_id and x.round_id = r.id),
           r.metres, r.closed_at is not null, varta.localized(u.name, u.name_en)
    from varta.round r join varta.city c on c.id = r.city_id join varta.operator p on p.id = r.operator_id
    join varta.unit u on u.city_id = r.city_id and u.id = r.unit_id
    where r.city_id = p_city and r.id = p_id
$$;
comment on function varta.round_row is 'in: key of a round. out: its line';

create or replace function varta.round_of(p_id bigint) returns varta.round
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    r varta.round;
begin
    select * into r from varta.round where city_id = any(varta.order_cities()) and id = p_id;
    if not found then
        perform varta.fail('VA001', format('there is no round %s', p_id), 'round', p_id::text);
    end if;
    return r;
end
$$;
comment on function varta.round_of is 'in: number. out: the round, as far as the operator sees it. errors: VA001';

create or replace function varta.begin_round(p_verb text, p_id bigint, p_version integer) returns varta.round
language plpgsql set search_path = varta, pg_temp as $$
declare
    r varta.round := varta.round_of(p_id);
begin
    perform varta.own_unit_check(r.city_id, r.unit_id, p_verb);
    select * into r from varta.round where city_id = r.city_id and id = r.id for no key update;
    perform varta.version_check('round', r.id, coalesce(p_version, r.version), r.version);
    if r.closed_at is not null then
        perform varta.fail('VA002', 'the round is closed', p_verb, 'closed', r.id::text, 'the round is closed');
    end if;
    return r;
end
$$;
comment on function varta.begin_round is 'in: verb, number, the version that the operator saw (null: whichever it has). out: the round, locked, open, of the operator''s own unit. errors: VA001, VA002, VA004, 40001';

create or replace function varta.to_look_at(p_city smallint, p_unit integer, p_district text) returns bigint[]
language sql stable set search_path = varta, pg_temp as $$
    select array(select d.id from varta.defect d left join varta.district t on t.city_id = d.city_id and t.id = d.district_id
                 where d.city_id = p_city and d.unit_id = p_unit and d.point is not null and (p_district is null or t.code = p_district)
                   and (d.state = varta.defect_reported()
                        or d.state = varta.defect_ordered() and exists (select from varta.order_defect x join varta.orders o on o.city_id = x.city_id and o.id = x.order_id
                                                                        where x.city_id = d.city_id and x.defect_id = d.id and o.state = varta.order_reported_done()))
                   and not exists (select from varta.round_place x join varta.round r on r.city_id = x.city_id and r.id = x.round_id
                                   where x.city_id = d.city_id and x.defect_id = d.id and x.verification_id is null and r.closed_at is null)
                 order by d.dangerous desc, d.created_at, d.id limit 40)
$$;
comment on function varta.to_look_at is
'in: city, unit, code of a district (null: all). out: the 40 defects that wait longest for somebody to look, dangerous ones first: to be verified, or said to be mended; not those of a round that is open';

create or replace function varta.check_round_defects(p_city smallint, p_unit integer, p_defects bigint[]) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_bad bigint := (select x from unnest(p_defects) x where not exists (select from varta.defect d where d.city_id = p_city and d.id = x and d.unit_id = p_unit) limit 1);
    v_nowhere bigint := (select d.id from varta.defect d where d.city_id = p_city and d.id = any(p_defects) and d.point is null limit 1);
begin
    if cardinality(p_defects) = 0 then
        perform varta.fail('VA003', 'there is nothing to look at', 'defects', '', 'numbers of defects');
    elsif cardinality(p_defects) > 100 then
        perform varta.fail('VA003', 'a round has 1 to 100 places', 'defects', cardinality(p_defects)::text, '1 to 100');
    elsif v_bad is not null then
        perform varta.fail('VA001', format('the unit has no defect %s', v_bad), 'defect', v_bad::text);
    elsif v_nowhere is not null then
        perform varta.fail('VA003', format('defect %s has no point', v_nowhere), 'defect', v_nowhere::text, 'a defect with a point');
    end if;
end
$$;
comment on function varta.check_round_defects is 'in: city, unit, numbers of defects. errors: VA001 where one is not the unit''s, VA003 where there are none or too many, or one has no point';

create or replace function api.round_make(p_city text, p_day date, p_defects bigint[] default null, p_title text default '', p_district text default null,
                                          p_lat double precision default null, p_long double precision default null) returns api.round_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city);
    v_unit integer := varta.issuing_unit(c.id, 'round_make');
    v_start public.geometry := public.st_setsrid(public.st_makepoint(p_long, p_lat), 4326);
    v_day date := coalesce(p_day, (now() at time zone c.tz)::date);
    v_defects bigint[];
    r varta.round;
begin
    if p_district is not null then
        perform varta.filter_check('district', array[p_district], array(select code from varta.district where city_id = c.id order by code));
    end if;
    if v_day not between (now() at time zone c.tz)::date - 7 and (now() at time zone c.tz)::date + 60 then
        perform varta.fail('VA003', 'a round is of these days', 'day', v_day::text, 'from a week ago to two months ahead');
    elsif p_lat not between -90 and 90 or p_long not between -180 and 180 or (p_lat is null) <> (p_long is null) then
        perform varta.fail('VA003', 'this is no point', 'start', concat_ws(', ', p_lat, p_long), 'latitude, longitude');
    end if;
    v_defects := coalesce(array(select x from unnest(p_defects) with ordinality u (x, n) group by x order by min(n)), '{}');
    if p_defects is null then
        v_defects := varta.to_look_at(c.id, v_unit, p_district);
    end if;
    perform varta.check_round_defects(c.id, v_unit, v_defects);
    insert into varta.round (city_id, unit_id, operator_id, day, title, start, metres)
    values (c.id, v_unit, (varta.me()).id, v_day, varta.check_longest('title', coalesce(p_title, ''), 200), v_start, 0) returning * into r;
    insert into varta.round_place (city_id, round_id, n, defect_id, metres)
    select c.id, r.id, w.n, v_defects[w.place], w.metres
    from varta.shortest_way(array(select d.point from unnest(v_defects) with ordinality u (id, n) join varta.defect d on d.city_id = c.id and d.id = u.id order by u.n), v_start) w;
    update varta.round set metres = (select sum(x.metres) from varta.round_place x where x.city_id = r.city_id and x.round_id = r.id) where city_id = r.city_id and id = r.id;
    return (select l from varta.round_row(r.city_id, r.id) l);
end
$$;
comment on function api.round_make is
'in: city, day (null: today), numbers of defects (null: what waits longest for somebody to look, at most 40, dangerous ones first), title, code of a district (of what waits; null: all), where
it begins (null: at the first of them). out: the line. Its places stand in the order of the way. errors: VA001, VA003, VA004';

create or replace function api.rounds(p_city text, p_all boolean default false) returns setof api.round_row
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city, 'traffic', 'moderator', 'expert', 'auditor');
begin
    return query
    select l.* from (select r.city_id, r.id, r.day from varta.round r where r.city_id = c.id and (p_all or r.closed_at is null) order by r.day desc, r.id desc limit 200) k
    cross join lateral varta.round_row(k.city_id, k.id) l order by k.day desc, k.id desc;
end
$$;
comment on function api.rounds is 'in: city, whether closed ones are wanted, too. out: the newest 200 rounds. errors: VA001, VA004';

create or replace function api.round_places(p_id bigint)
returns table (n smallint, metres integer, outcome text, outcome_name text, note text, waits_for text, defect bigint, state text, object text, object_name text, dangerous boolean, what text,
               place text, latitude double precision, longitude double precision, order_name text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    r varta.round := varta.round_of(p_id);
begin
    return query
    select x.n, x.metres, v.outcome, varta.localized(u.name, u.name_en), coalesce(v.note, ''), case when l.state = 'reported' then 'verify' when v.id is null then 'check' else '' end,
           l.id, l.state, l.object, l.object_name, l.dangerous, l.what, l.place, l.latitude, l.longitude, l.order_name
    from varta.round_place x cross join lateral varta.defect_row(x.city_id, x.defect_id) l
    left join varta.verification v on v.city_id = x.city_id and v.id = x.verification_id
    left join varta.verification_outcome u on u.code = v.outcome
    where x.city_id = r.city_id and x.round_id = r.id order by x.n;
end
$$;
comment on function api.round_places is
'in: number of a round. out: its places in the order of the way: metres from the one before, what was found there (null: nobody has been there), what for one goes there (verify: what a resident saw;
check: what is said to be mended), and of the defect its number, state, kind of thing, what, place, point, and the number of its newest order. errors: VA001';

create or replace function api.round_close(p_id bigint, p_version integer) returns api.round_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.round := varta.begin_round('round_close', p_id, p_version);
begin
    update varta.round set closed_at = now(), version = version + 1 where city_id = r.city_id and id = r.id;
    return (select l from varta.round_row(r.city_id, r.id) l);
end
$$;
comment on function api.round_close is 'in: number, version seen (null: whichever it has). out: the line. Where nobody has been is free for another round. errors: VA001, VA002, VA004, 40001';

create or replace function varta.round_line(p_city smallint, p_id bigint) returns api.work_row
language sql stable set search_path = varta, pg_temp as $$
    select row(case when r.closed then 'closed' else 'round' end, null, 'round', r.city, r.id, r.version, r.seen || '/' || r.places, '', '', false, r.unit_name,
               concat_ws(' · ', nullif(r.title, ''), round(r.metres / 1000.0, 1) || varta.localized(' км', ' km')), to_char(r.day, 'DD.MM.YYYY'), r.officer, null, '', null)::api.work_row
    from varta.round_row(p_city, p_id) r
$$;
comment on function varta.round_line is 'in: key of a round. out: its line among the unit''s things; section: round (open) or closed, name: at how many of its places somebody has been';

create or replace function api.round_work(p_id bigint) returns setof api.work_row
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    r varta.round := varta.round_of(p_id);
    p record;
    l api.work_row;
begin
    for p in select x.n, x.defect_id, v.id is not null as seen, varta.localized(u.name, u.name_en) as outcome
             from varta.round_place x left join varta.verification v on v.city_id = x.city_id and v.id = x.verification_id
             left join varta.verification_outcome u on u.code = v.outcome
             where x.city_id = r.city_id and x.round_id = r.id order by v.id is not null, x.n
    loop
        l := varta.work_line(r.city_id, 'defect', p.defect_id);
        l.section := case when p.seen then p.outcome when l.state = 'reported' then 'verify' else 'done' end;
        l.due_state := case when p.seen then 'seen' else '' end;
        return next l;
    end loop;
end
$$;
comment on function api.round_work is
'in: number of a round. out: the defects at its places as lines of the unit''s work, in the order of the way, those where somebody has been at the end. section: verify (to verify), done (said to be mended, to
look), or what was found; due_state: seen where it was. errors: VA001';

create or replace function varta.round_verbs(r varta.round) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select case when r.closed_at is null and r.unit_id = (varta.me()).unit_id and 'traffic' = any(varta.roles_in(r.city_id)) then '["round_close"]' else '[]' end::jsonb
$$;
comment on function varta.round_verbs is 'in: round. out: what the operator can do with it now';

create or replace function api.round_detail(p_id bigint) returns jsonb
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    r varta.round := varta.round_of(p_id);
begin
    return to_jsonb(varta.round_line(r.city_id, r.id)) || jsonb_build_object('verbs', varta.round_verbs(r),
        'places', (select coalesce(jsonb_agg(jsonb_build_object('id', p.defect, 'state_name', coalesce(p.outcome_name, ''), 'what', p.what, 'place', p.place, 'dangerous', p.dangerous) order by p.n), '[]')
                   from api.round_places(r.id) p));
end
$$;
comment on function api.round_detail is 'in: number. out: its line as JSON, its places with what was found there, and verbs: what the operator can do with it now. errors: VA001';
