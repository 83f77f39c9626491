-- What a commission found, place by place, until its act is signed.

create or replace function varta.finding_point(c varta.city, p_place text, p_lat double precision, p_long double precision) returns public.geometry
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_point public.geometry := case when p_lat is null and p_long is null then (select point from varta.address_place(c.id, p_place)) else varta.point_at(p_lat, p_long) end;
begin
    if v_point is null then
        perform varta.fail('VA003', format('it is not known where %L is', p_place), 'place', left(p_place, 80), 'an address that the city has, or latitude and longitude');
    elsif (select area from varta.locate(c.id, v_point)) <> 0 then
        perform varta.fail('VA003', 'the place is not in the city', 'place', left(p_place, 80), c.code);
    end if;
    return v_point;
end
$$;
comment on function varta.finding_point is 'in: city, a place in words, latitude and longitude (null: those of the words). out: the point. errors: VA003 where it is not known, or not in the city';

create or replace function api.finding_add(p_campaign bigint, p_object text, p_what text, p_place text, p_lat double precision default null, p_long double precision default null,
                                           p_dangerous boolean default false, p_measured text default '') returns api.campaign_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    k varta.campaign := varta.begin_campaign('finding_add', p_campaign, null);
    v_measured jsonb := varta.measures_of_text(p_measured);
begin
    perform varta.measured_check(v_measured);
    insert into varta.finding (city_id, campaign_id, n, object_id, dangerous, what, place, point, measured, operator_id)
    select k.city_id, k.id, coalesce((select max(n) from varta.finding where city_id = k.city_id and campaign_id = k.id), 0) + 1, (varta.object_of(p_object)).id,
           coalesce(p_dangerous, false), varta.check_text('what', p_what, 2000), varta.check_text('place', p_place, 500),
           varta.finding_point((select c from varta.city c where c.id = k.city_id), p_place, p_lat, p_long), v_measured, (varta.me()).id;
    update varta.campaign set version = version + 1 where city_id = k.city_id and id = k.id;
    return (select l from varta.campaign_row(k.city_id, k.id) l);
end
$$;
comment on function api.finding_add is
'in: campaign, kind of thing (code), what is wrong, where in words, latitude and longitude (null: those of the words), whether it is dangerous now, measures as typed (''depth=12 length=2.5''). out: the
campaign''s line. errors: VA001 to VA004';

create or replace function api.finding_drop(p_campaign bigint, p_n integer) returns api.campaign_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    k varta.campaign := varta.begin_campaign('finding_drop', p_campaign, null);
begin
    delete from varta.finding where city_id = k.city_id and campaign_id = k.id and n = p_n;
    if not found then
        perform varta.fail('VA001', format('the campaign has no finding %s', p_n), 'finding', coalesce(p_n::text, ''));
    end if;
    update varta.campaign set version = version + 1 where city_id = k.city_id and id = k.id;
    return (select l from varta.campaign_row(k.city_id, k.id) l);
end
$$;
comment on function api.finding_drop is 'in: campaign, number of a finding in it. out: the campaign''s line. errors: VA001, VA002, VA004';

create or replace function api.findings(p_campaign bigint)
returns table (n smallint, object text, object_name text, dangerous boolean, what text, place text, measured text, latitude double precision, longitude double precision,
               owner text, owner_name text, defect bigint, "order" bigint, order_name text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    k varta.campaign := varta.campaign_of(p_campaign);
    v_name text := (select c.name from varta.city c where c.id = k.city_id);
begin
    return query
    select f.n, t.code, varta.localized(t.name, t.name_en), f.dangerous, f.what, f.place, varta.measured_said(f.measured), public.st_y(f.point), public.st_x(f.point),
           i.code, varta.localized(i.name, i.name_en), f.defect_id, o.id, coalesce(varta.order_name(o), '')
    from varta.finding f join varta.object_kind t on t.id = f.object_id
    left join lateral (select x.* from varta.order_defect y join varta.orders x on x.city_id = y.city_id and x.id = y.order_id
                       where y.city_id = f.city_id and y.defect_id = f.defect_id order by x.id desc limit 1) o on true
    left join varta.institution i on i.city_id = f.city_id and i.id = coalesce(o.institution_id, varta.owner(f.city_id, f.object_id, f.point, varta.parse_address(f.place, v_name)))
    where f.city_id = k.city_id and f.campaign_id = k.id order by f.n;
end
$$;
comment on function api.findings is
'in: campaign. out: what was found, in the order in which it was: who gets or would get the order (null: not known), the defect and the newest order that came of it. errors: VA001';

create or replace function varta.finding_take(k varta.campaign, p_row jsonb) returns text
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform varta.settings_check(p_row, '{line,object,what,place,latitude,longitude,dangerous,measured}');
    if coalesce(p_row ->> 'dangerous', '') not in ('', 'yes', 'no') then
        perform varta.fail('VA003', format('dangerous: %L is neither yes nor no', p_row ->> 'dangerous'), 'dangerous', p_row ->> 'dangerous', 'yes | no');
    elsif exists (select from varta.finding f where f.city_id = k.city_id and f.campaign_id = k.id and f.what = p_row ->> 'what' and f.place = p_row ->> 'place'
                  and f.object_id = (varta.object_of(p_row ->> 'object')).id) then
        return 'same';
    end if;
    perform api.finding_add(k.id, p_row ->> 'object', p_row ->> 'what', p_row ->> 'place', varta.imported_number(p_row, 'latitude'), varta.imported_number(p_row, 'longitude'),
                            p_row ->> 'dangerous' = 'yes', p_row ->> 'measured');
    return 'added';
end
$$;
comment on function varta.finding_take is 'in: campaign, row of a table. out: added, or same where it has that finding. errors: VA001, VA003';

create or replace function api.finding_import(p_campaign bigint, p_rows jsonb) returns table (line integer, what text, outcome text, reason text)
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    k varta.campaign := varta.begin_campaign('finding_add', p_campaign, null);
begin
    return query select t.line, t.name, t.outcome, t.reason
                 from varta.take_table(format('varta.finding_take(k, $1) from varta.campaign k where k.city_id = %s and k.id = %s', k.city_id, k.id), p_rows, 'what') t;
end
$$;
comment on function api.finding_import is
'in: campaign, JSON array of rows of a table: object (code), what, place, latitude, longitude, dangerous (yes, no), measured (''depth=12''), and line, its number. out: each row with added, same (the
campaign has it) or refused and why; where one is refused nothing is kept, and the others are held. errors: VA001, VA002, VA004';
