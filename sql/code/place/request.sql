-- Where requests are in the gazetteer of their city. The daemon's indexer does it, seconds after they came: an address without a point gets
-- one, a point without an address gets one, both marked as computed, and each request its street.

create or replace function varta.place_request(r varta.request) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_at public.geometry; -- of the address
    v_street integer;
    v_computed text;
    v_point public.geometry := r.point;
    v_address text := r.address;
begin
    if r.address <> '' then
        select a.street_id, a.point into v_street, v_at from varta.address_place(r.city_id, r.address) a;
    end if;
    if r.point is not null then
        v_street := coalesce(v_street, varta.point_street(r.city_id, r.point));
        v_address := coalesce(nullif(r.address, ''), varta.near_point(r.city_id, r.point), '');
        v_computed := case when v_address <> r.address then 'address' end;
    elsif v_at is not null and r.area = 3 then
        v_point := v_at;
        v_computed := 'point';
    end if;
    insert into varta.request_place (city_id, request_id, street_id, computed) values (r.city_id, r.id, v_street, v_computed) on conflict do nothing;
    if v_computed is not null then
        perform varta.describe_action('place', v_computed);
        update varta.request q
        set point = v_point, address = v_address, area = l.area, district_id = l.district_id,
            beat_id = coalesce(q.beat_id, b.beat_id), operator_id = coalesce(q.operator_id, b.operator_id)
        from varta.locate(r.city_id, v_point) l
        left join lateral (select x.beat_id, varta.beat_holder(r.city_id, x.beat_id) as operator_id from varta.beat_at(r.city_id, v_point) x
                           where r.kind = any((select array_agg(id) from varta.kind where sealed)::smallint[])
                             and r.beat_id is null and r.operator_id is null and v_computed = 'point') b on true
        where q.city_id = r.city_id and q.id = r.id;
        perform varta.republish(r.city_id, r.id);
        perform set_config('varta.act', '', true);
    end if;
end
$$;
comment on function varta.place_request is 'in: a request, locked, that has not been looked at. Finds its street, and the point or the address that it lacks';

create or replace function varta.place_requests(p_cities smallint[], p_ids bigint[]) returns integer
language plpgsql set search_path = varta, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
    v_cities smallint[] := array(select c from (select distinct c from unnest(p_cities) c) d where exists (select from varta.street s where s.city_id = d.c));
    v_left integer;
    r varta.request;
begin
    if v_cities = '{}' then
        return 0;
    end if;
    for r in select q.* from rows from (unnest(p_cities), unnest(p_ids)) k (city_id, id)
             join varta.request q on q.city_id = k.city_id and q.id = k.id
             where q.city_id = any(v_cities) and q.erased_at is null
               and not exists (select from varta.request_place p where p.city_id = q.city_id and p.request_id = q.id)
             order by q.city_id, q.id for no key update of q skip locked loop
        perform varta.place_request(r);
    end loop;
    insert into varta.search_todo (city_id, request_id)
    select q.city_id, q.id from rows from (unnest(p_cities), unnest(p_ids)) k (city_id, id)
    join varta.request q on q.city_id = k.city_id and q.id = k.id
    where q.city_id = any(v_cities) and q.erased_at is null
      and not exists (select from varta.request_place p where p.city_id = q.city_id and p.request_id = q.id)
    order by q.city_id, q.id;
    get diagnostics v_left = row_count;
    return v_left;
end
$$;
comment on function varta.place_requests is
'in: keys of requests, each once. Places those of cities with streets that have not been looked at. out: how many it left because somebody else
works on them: nobody waits for them, and the indexer takes them up when it is called next';

create or replace function varta.place_again(p_city smallint) returns void
language sql set search_path = varta, pg_temp as $$
    insert into varta.search_todo (city_id, request_id)
    select r.city_id, r.id from varta.request r
    where r.city_id = p_city and r.status = any((select array_agg(id) from varta.status where open)::smallint[]) and r.erased_at is null
      and not exists (select from varta.request_place p where p.city_id = r.city_id and p.request_id = r.id and p.street_id is not null)
    order by r.id;
    delete from varta.request_place p
    where p.city_id = p_city and p.street_id is null and p.computed is null
      and exists (select from varta.request r where r.city_id = p.city_id and r.id = p.request_id and r.status = any((select array_agg(id) from varta.status where open)::smallint[]));
    select varta.tell('index');
$$;
comment on function varta.place_again is 'in: a city that has got streets or houses. Its open requests without a street are looked at by the indexer';
