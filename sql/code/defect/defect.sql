-- Defects are entered, put together with requests, and looked at.

create or replace function varta.join_request(p_verb text, d varta.defect, p_request bigint) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.request_of(p_request);
begin
    if r.city_id <> d.city_id then
        perform varta.fail('VA003', 'the request is of another city', 'request', p_request::text, 'one of the defect''s city');
    elsif not varta.may_read(r) then
        perform varta.fail('VA004', format('%s is only for who may read the request', p_verb), p_verb, 'officer');
    end if;
    insert into varta.defect_request values (d.city_id, d.id, r.id) on conflict do nothing;
    if found then
        perform varta.record_event(d.city_id, 'defect_join', null, null, jsonb_build_object('defect', d.id, 'request', r.id));
    end if;
end
$$;
comment on function varta.join_request is 'in: verb, defect, request. From now on the request is about the defect. errors: VA001, VA003, VA004';

create or replace function varta.defect_entered(d varta.defect) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform varta.record_event(d.city_id, 'defect_enter', null, null, jsonb_build_object('defect', d.id, 'object', (select code from varta.object_kind where id = d.object_id), 'what', d.what,
                               'place', d.place, 'dangerous', d.dangerous, 'latitude', public.st_y(d.point), 'longitude', public.st_x(d.point)));
end
$$;
comment on function varta.defect_entered is 'in: defect, just entered. Its event is written';

create or replace function api.defect_add(p_city text, p_object text, p_what text, p_place text, p_lat double precision, p_long double precision,
                                          p_dangerous boolean default false, p_request bigint default null) returns api.defect_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city);
    v_unit integer := varta.issuing_unit(c.id, 'defect_add');
    o varta.object_kind := varta.object_of(p_object);
    v_point public.geometry := public.st_setsrid(public.st_makepoint(p_long, p_lat), 4326);
    p record;
    d varta.defect;
begin
    if p_lat is null or p_long is null or p_lat not between -90 and 90 or p_long not between -180 and 180 then
        perform varta.fail('VA003', 'a defect has a point', 'point', concat_ws(', ', p_lat, p_long), 'latitude, longitude');
    end if;
    select * into p from varta.locate(c.id, v_point);
    if p.area <> 0 then
        perform varta.fail('VA003', 'the place is not in the city', 'point', concat_ws(', ', p_lat, p_long), c.code);
    end if;
    insert into varta.defect (city_id, unit_id, object_id, dangerous, what, place, point, district_id, operator_id)
    values (c.id, v_unit, o.id, coalesce(p_dangerous, false), varta.check_text('what', p_what, 2000), varta.check_text('place', p_place, 500), v_point, p.district_id, (varta.me()).id)
    returning * into d;
    perform varta.defect_entered(d);
    if p_request is not null then
        perform varta.join_request('defect_add', d, p_request);
    end if;
    return (select l from varta.defect_row(d.city_id, d.id) l);
end
$$;
comment on function api.defect_add is
'in: city, kind of thing (code), what is wrong (in the unit''s own words, never a resident''s), where in words, latitude and longitude, whether it is dangerous now, the request
that it comes from (null: the officer saw it). out: its line. It is to be verified. errors: VA001, VA003, VA004';

create or replace function varta.touch_defect(d varta.defect, p_state smallint, p_reopened boolean default false) returns void
language sql set search_path = varta, pg_temp as $$
    update varta.defect set state = p_state, version = version + 1, changed_at = now(), reopened = reopened + p_reopened::integer
    where city_id = d.city_id and id = d.id
$$;
comment on function varta.touch_defect is 'in: defect, its state now, whether it was there again. Its version is one more';

create or replace function api.defect_join(p_id bigint, p_version integer, p_request bigint) returns api.defect_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    d varta.defect := varta.begin_defect('defect_join', p_id, p_version);
begin
    perform varta.join_request('defect_join', d, p_request);
    perform varta.touch_defect(d, d.state);
    return (select l from varta.defect_row(d.city_id, d.id) l);
end
$$;
comment on function api.defect_join is 'in: number, version seen, request. out: the line. The request is about this defect, too. errors: VA001, VA003, VA004, 40001';

create or replace function api.defect_split(p_id bigint, p_version integer, p_request bigint) returns api.defect_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    d varta.defect := varta.begin_defect('defect_split', p_id, p_version);
begin
    delete from varta.defect_request where city_id = d.city_id and defect_id = d.id and request_id = p_request;
    if not found then
        perform varta.fail('VA001', format('request %s is not about defect %s', p_request, d.id), 'request', p_request::text);
    end if;
    perform varta.record_event(d.city_id, 'defect_split', null, jsonb_build_object('defect', d.id, 'request', p_request), null);
    perform varta.touch_defect(d, d.state);
    return (select l from varta.defect_row(d.city_id, d.id) l);
end
$$;
comment on function api.defect_split is 'in: number, version seen, request. out: the line. The request is about it no more. errors: VA001, VA004, 40001';

create or replace function api.defect_change(p_id bigint, p_version integer, p_settings jsonb) returns api.defect_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    d varta.defect := varta.begin_defect('defect_change', p_id, p_version);
    v_object smallint := d.object_id;
    v_before jsonb := jsonb_build_object('object', (select code from varta.object_kind where id = d.object_id), 'what', d.what, 'place', d.place, 'dangerous', d.dangerous);
    v_new jsonb;
begin
    perform varta.settings_check(p_settings, '{object,what,place,dangerous}');
    if p_settings ? 'object' then
        v_object := (varta.object_of(p_settings ->> 'object')).id;
    end if;
    v_new := v_before || p_settings;
    update varta.defect set object_id = v_object, what = varta.check_text('what', v_new ->> 'what', 2000), place = varta.check_text('place', v_new ->> 'place', 500),
        dangerous = (v_new ->> 'dangerous')::boolean
    where city_id = d.city_id and id = d.id;
    perform varta.touch_defect(d, d.state);
    perform varta.record_event(d.city_id, 'defect_change', null, v_before || jsonb_build_object('defect', d.id), v_new || jsonb_build_object('defect', d.id));
    return (select l from varta.defect_row(d.city_id, d.id) l);
exception when invalid_text_representation then
    perform varta.fail('VA003', sqlerrm, 'settings', left(p_settings::text, 200), 'object, what, place, dangerous=true');
end
$$;
comment on function api.defect_change is
'in: number, version seen, {"object", "what", "place", "dangerous"}. out: the line. An order that was issued stays as it was. errors: VA001, VA003, VA004, 40001';

create or replace function api.defect_detail(p_id bigint) returns jsonb
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    d varta.defect := varta.defect_of(p_id);
begin
    return to_jsonb((select l from varta.defect_row(d.city_id, d.id) l)) || jsonb_build_object('verbs', varta.defect_verbs(d),
        'requests', (select coalesce(jsonb_agg(x.request_id order by x.request_id), '[]') from varta.defect_request x where x.city_id = d.city_id and x.defect_id = d.id
                     and varta.find(x.request_id) is not null),
        'verifications', (select coalesce(jsonb_agg(jsonb_build_object('outcome', v.outcome, 'outcome_name', varta.localized(u.name, u.name_en), 'note', v.note, 'measured', v.measured,
                                 'seen', varta.epoch(v.seen_at), 'operator', p.full_name) order by v.id), '[]')
                          from varta.verification v join varta.verification_outcome u on u.code = v.outcome join varta.operator p on p.id = v.operator_id
                          where v.city_id = d.city_id and v.defect_id = d.id and varta.stands(v)),
        'orders', (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'name', varta.order_name(o), 'state', s.code, 'state_name', varta.localized(s.name, s.name_en)) order by o.id), '[]')
                   from varta.order_defect x join varta.orders o on o.city_id = x.city_id and o.id = x.order_id join varta.order_state s on s.id = o.state
                   where x.city_id = d.city_id and x.defect_id = d.id),
        'photos', varta.photo_counts(d.city_id, array[d.id], varta.orders_about(d.city_id, d.id)),
        'owners', (select coalesce(jsonb_agg(jsonb_build_object('code', i.code, 'name', varta.localized(i.name, i.name_en), 'reason', w.reason) order by w.closeness, i.code), '[]')
                   from varta.owners(d.city_id, d.object_id, d.point, varta.parse_address(d.place, (select name from varta.city where id = d.city_id))) w
                   join varta.institution i on i.city_id = d.city_id and i.id = w.institution_id));
end
$$;
comment on function api.defect_detail is
'in: number. out: its line as JSON, and what belongs to it: requests (numbers, in the place of their count), verifications, orders, how many photos show it, owners with the reason, and verbs: what the operator can do with it now. errors: VA001';

create or replace function api.defects_near(p_city text, p_object text, p_lat double precision, p_long double precision)
returns table (metres integer, defect api.defect_row)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city, 'traffic', 'moderator', 'expert', 'auditor');
    v_point public.geometry := public.st_setsrid(public.st_makepoint(p_long, p_lat), 4326);
begin
    return query
    select n.metres::integer, l
    from (select d.city_id, d.id, public.st_distance(d.point::public.geography, v_point::public.geography) as metres
          from varta.defect d
          where d.city_id = c.id and public.st_dwithin(d.point, v_point, 0.002) and (p_object is null or d.object_id = (varta.object_of(p_object)).id)
            and (d.state < varta.defect_mended() or d.changed_at > now() - interval '1 year')) n
    cross join lateral varta.defect_row(n.city_id, n.id) l
    where n.metres <= 100 order by n.metres, n.id limit 50;
end
$$;
comment on function api.defects_near is
'in: city, kind of thing (code, null: any), latitude, longitude. out: the defects within 100 m that are open, or were so in the last year, the nearest first. errors: VA001, VA003, VA004';
