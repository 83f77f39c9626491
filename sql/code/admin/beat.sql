-- Beats, their streets and who holds them, for administrators.

create or replace function varta.beat_of(p_city smallint, p_code text) returns varta.beat
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    b varta.beat;
begin
    select * into b from varta.beat where city_id = p_city and code = p_code;
    if not found then
        perform varta.fail('VA001', format('there is no beat %L', p_code), 'beat', p_code);
    end if;
    return b;
end
$$;
comment on function varta.beat_of is 'in: city, code. out: the beat. errors: VA001';

create or replace function varta.officer_of(p_login text) returns varta.operator
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    o varta.operator := varta.operator_seen(p_login);
begin
    if not o.active or not pg_has_role(o.login, 'varta_officer', 'member') then
        perform varta.fail('VA003', format('%s is not an officer', p_login), 'operator', p_login, 'an active officer');
    end if;
    return o;
end
$$;
comment on function varta.officer_of is 'in: login. out: the officer, of one of the administrator''s cities at least. errors: VA001, VA003';

create or replace function varta.period(p_from timestamptz, p_to timestamptz) returns tstzrange
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_from timestamptz := coalesce(p_from, clock_timestamp());
begin
    if p_to <= v_from then
        perform varta.fail('VA003', 'it ends before it begins', 'to', p_to::text, 'later than from');
    end if;
    return tstzrange(v_from, p_to);
end
$$;
comment on function varta.period is 'in: begin (null: now), end (null: open). out: the range, without its end. errors: VA003';

create or replace function varta.requests_without_beat(p_city smallint) returns setof varta.request
language sql stable set search_path = varta, pg_temp as $$
    select * from varta.request
    where city_id = p_city and beat_id is null and status = any((select array_agg(id) from varta.status where open)::smallint[])
      and kind = any((select array_agg(id) from varta.kind where sealed)::smallint[])
$$;
comment on function varta.requests_without_beat is 'out: the open messages of a city that are of no beat';

create or replace function varta.lock_requests_without_beat(p_city smallint) returns void
language sql set search_path = varta, pg_temp as $$
    select from varta.request where (city_id, id) in (select city_id, id from varta.requests_without_beat(p_city)) order by id for no key update
$$;
comment on function varta.lock_requests_without_beat is 'locks them, in the order of their numbers';

create or replace function varta.reassign_beats(p_city smallint) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform varta.describe_action('beat', 'beat import');
    update varta.request q
    set beat_id = b.id, operator_id = coalesce(q.operator_id, varta.beat_holder(p_city, b.id)), version = q.version + 1, updated_at = now()
    from (select * from varta.request where (city_id, id) in (select city_id, id from varta.requests_without_beat(p_city))
          for no key update skip locked) r
    cross join lateral varta.beat_for(r.city_id, r.point, r.address) b (id)
    where b.id is not null and q.city_id = r.city_id and q.id = r.id;
    perform set_config('varta.act', '', true);
end
$$;
comment on function varta.reassign_beats is
'gives the city''s open messages that are nobody''s to the beats that hold them now; waits for nobody, as varta.relocate_requests()';

create or replace function api.beat_import(p_city text, p_geojson jsonb) returns table (code text, name text, outcome text, reason text)
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_lock(p_city);
begin
    perform varta.lock_requests_without_beat(c.id);
    return query
    select s.code, s.name, s.outcome, s.reason
    from varta.features(p_geojson) f cross join lateral varta.area_store('beat', c.id, f) s;
    perform varta.reassign_beats(c.id);
end
$$;
comment on function api.beat_import is
'in: city, GeoJSON FeatureCollection as of api.district_import; the code from the property code, else @id, else the name. out: a row for
each feature. Open messages of no beat get theirs. errors: VA001, VA004, VA003';

create or replace function api.beat_set(p_city text, p_beat text, p_settings jsonb) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    b varta.beat := varta.beat_of((varta.city_lock(p_city)).id, p_beat);
begin
    perform varta.lock_requests_without_beat(b.city_id);
    perform varta.settings_check(p_settings, '{name,name_en,active,streets}');
    update varta.beat
    set name = coalesce(p_settings ->> 'name', name), name_en = coalesce(p_settings ->> 'name_en', name_en),
        active = coalesce((p_settings ->> 'active')::boolean, active)
    where city_id = b.city_id and id = b.id;
    if p_settings ? 'streets' then
        delete from varta.beat_street where city_id = b.city_id and beat_id = b.id;
        insert into varta.beat_street (city_id, beat_id, name, kind, street, low, high, parity)
        select b.city_id, b.id, s.* from varta.street_lines(p_settings -> 'streets') s;
        perform varta.reassign_beats(b.city_id);
    end if;
exception when check_violation or invalid_text_representation then
    perform varta.fail('VA003', sqlerrm, 'settings', left(p_settings::text, 200), 'a name, true or false, a list of streets');
end
$$;
comment on function api.beat_set is
'in: city, code, {"name", "name_en", "active": false where it is abolished, "streets": see varta.street_lines(), all of them}. errors: VA001, VA004,
VA003';

create or replace function api.beat_assign(p_city text, p_beat text, p_login text, p_from timestamptz default null, p_to timestamptz default null)
returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    b varta.beat := varta.beat_of((varta.city_lock(p_city)).id, p_beat);
    v_period tstzrange := varta.period(p_from, p_to);
    o varta.operator;
    a varta.beat_officer;
begin
    if p_login is not null then
        o := varta.officer_of(p_login);
        if not exists (select from varta.operator_city c where c.operator_id = o.id and c.city_id = b.city_id
                       and varta.is_officer(o.login, c.roles)) then
            perform varta.fail('VA003', format('%s has not that city', p_login), 'operator', p_login, 'an officer of the city');
        end if;
    end if;
    for a in delete from varta.beat_officer where city_id = b.city_id and beat_id = b.id and period && v_period returning * loop
        insert into varta.beat_officer (city_id, beat_id, operator_id, period)
        select a.city_id, a.beat_id, a.operator_id, rest from unnest(tstzmultirange(a.period) - tstzmultirange(v_period)) rest
        -- what began and ended in this transaction was never anybody's
        where lower(rest) < now() or upper(rest) is null or upper(rest) > clock_timestamp();
    end loop;
    if o.id is not null then
        insert into varta.beat_officer (city_id, beat_id, operator_id, period) values (b.city_id, b.id, o.id, v_period);
    end if;
end
$$;
comment on function api.beat_assign is
'in: city, beat, officer (null: nobody), from (null: now), to (null: until further notice). The beat is the officer''s for that time; who
held it keeps it before and after. errors: VA001, VA004, VA003';
