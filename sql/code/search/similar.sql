-- Candidates come from one place: within 500 m of the point, the nearest of all times and more of those of
-- the same half year, or, where a request has no point, those of its city with the same words in the
-- address (in the title, where there is no address). What they have in common is then weighed.

create or replace function varta.nearby(p_point public.geometry, p_max double precision, f varta.filter, p_limit integer,
                           p_from timestamptz default '-infinity', p_to timestamptz default 'infinity')
returns table (city_id smallint, id bigint, distance double precision)
language sql stable rows 100 set search_path = varta, pg_temp set enable_seqscan = off set enable_sort = off as $$
    select q.city_id, q.id, q.point::public.geography operator(public.<->) p_point::public.geography
    from varta.request q
    where public.st_dwithin(q.point::public.geography, p_point::public.geography, p_max, false) and q.city_id = any(f.cities)
      and q.requested_at between p_from and p_to and varta.fits(q, f) and varta.may_read(q)
    order by q.point::public.geography operator(public.<->) p_point::public.geography
    limit p_limit
$$;
comment on function varta.nearby is 'in: point (WGS 84), metres, filter, limit, when it was requested. out: requests and their distance in metres, nearest first';

create or replace function varta.same_place(r varta.request, f varta.filter, p_limit integer)
returns table (city_id smallint, id bigint, distance double precision)
language plpgsql stable rows 100 set search_path = varta, pg_temp as $$
declare
    v_words tsquery := varta.text_query(array(
        select w from unnest(varta.words(coalesce(nullif(r.address, ''), r.title))) w
        where not exists (select from varta.stop_word where word = w) limit 12));
begin
    f.cities := array[r.city_id];
    return query
    select k.city_id, k.id, null::double precision
    from varta.search_keys(v_words, varta.any_fact('c', f.cities::text[]), f, null, p_limit) k where v_words is not null;
end
$$;
comment on function varta.same_place is 'out: requests of the same city with the same address, or title, newest first; without a distance';

create or replace function varta.all_visible() returns varta.filter
language sql stable set search_path = varta, pg_temp as $$
    select varta.parse_filter(jsonb_build_object('status', (select jsonb_agg(code) from varta.status)))
$$;
comment on function varta.all_visible is 'out: the filter that leaves everything that the operator may see';

create or replace function api.similar(p_id bigint, p_limit integer default 10)
returns table (id bigint, version integer, city text, kind text, category_name text, status text, title text, address text,
               received bigint, distance_m double precision, days double precision, score real, answer text)
language plpgsql stable security definer set search_path = varta, pg_temp set join_collapse_limit = 12 as $$
#variable_conflict use_column
declare
    r varta.request := varta.request_of(p_id);
    f varta.filter := varta.all_visible();
    v_lexemes text[];
begin
    if varta.may_read(r) then
        select array_agg(l) into v_lexemes from varta.search s cross join unnest(tsvector_to_array(s.doc)) l
        where s.city_id = r.city_id and s.id = r.id and l !~ '^[#0-9]';
    end if;
    return query
    with candidate as materialized (
        select * from varta.nearby(r.point, 500, f, 60)
        union
        select * from varta.nearby(r.point, 500, f, 120, r.requested_at - interval '90 days', r.requested_at + interval '90 days')
        union
        select * from varta.same_place(r, f, 150) where r.point is null and varta.may_read(r)),
    weighed as (
        select c.city_id, c.id, c.distance, abs(extract(epoch from q.requested_at - r.requested_at))::float8 / 86400 as days,
               case when v_lexemes is null then 0 else greatest(m.share, public.similarity(q.title, r.title)) end as alike,
               (q.category_id = r.category_id)::int as same
        from candidate c join varta.request q on q.city_id = c.city_id and q.id = c.id
        cross join lateral (
            select count(*) filter (where l = any(v_lexemes)) / sqrt(count(*) * cardinality(v_lexemes)::float8) as share
            from varta.search s cross join unnest(tsvector_to_array(s.doc)) l
            where s.city_id = c.city_id and s.id = c.id and l !~ '^[#0-9]' having count(*) > 0
            union all select 0 limit 1) m
        where c.id <> r.id),
    best as (
        select w.*, (0.35 * (1 - coalesce(w.distance, 250) / 500) + 0.2 * greatest(0, 1 - w.days / 90) + 0.35 * w.alike
                     + 0.1 * w.same)::real as score
        from weighed w order by score desc, w.id desc limit least(greatest(coalesce(p_limit, 10), 1), 100))
    select l.id, l.version, l.city, l.kind, l.category_name, l.status, l.title, q.address, l.received,
           round(b.distance::numeric, 1)::float8, round(b.days::numeric, 2)::float8, b.score,
           coalesce((select left(p.body, 200) from varta.response p
                     where p.city_id = b.city_id and p.request_id = b.id and p.state = varta.response_published() and p.public order by p.id desc limit 1), '')
    from best b join varta.request q on q.city_id = b.city_id and q.id = b.id
    cross join lateral varta.queue_row(b.city_id, b.id) l
    order by b.score desc, b.id desc;
end
$$;
comment on function api.similar is
'in: number, rows wanted (1 to 100). out: requests that the operator may read and that could be about the same: within 500 m (without a
point: with the same address or title), with distance in metres (null without points), days between them, and a score from 0 to 1: place 0.35, time
(none left after 90 days) 0.2, words in common 0.35, same category 0.1; answer: the beginning of what was published. errors: VA001';

create or replace function api.merge_candidates(p_id bigint)
returns table (id bigint, version integer, status text, category_name text, title text, distance_m double precision, days integer)
language sql stable security definer set search_path = varta, pg_temp as $$
    select s.id, s.version, s.status, s.category_name, s.title, s.distance_m, s.days::integer
    from varta.request_as(p_id, 'merge', 'moderator') r cross join lateral api.similar(r.id, 30) s
    where s.status in ('new', 'pending', 'answered', 'merged')
$$;
comment on function api.merge_candidates is
'in: number. out: what it could be merged into, the most similar first, as of api.similar(): what was neither rejected nor withdrawn. errors: VA001,
VA004';

create or replace function api.answers_alike(p_id bigint)
returns table (id bigint, status text, title text, address text, received bigint, distance_m double precision, text text)
language sql stable security definer set search_path = varta, pg_temp as $$
    select s.id, s.status, s.title, s.address, s.received, s.distance_m, p.body
    from api.similar(p_id, 30) s
    cross join lateral (select body from varta.response r
                        where r.city_id = varta.find(s.id) and r.request_id = s.id and r.public and r.state = varta.response_published() order by r.id desc limit 1) p
    where s.answer <> '' order by s.score desc limit 9
$$;
comment on function api.answers_alike is
'in: number. out: the answers that were published to the most similar requests (api.similar()), 9 at most, whole. errors: VA001';

create or replace function api.nearest(p_filter jsonb, p_lat double precision, p_long double precision, p_limit integer default 50,
                            p_max_m double precision default 1000)
returns table (id bigint, version integer, city text, kind text, category_name text, status text, title text, address text,
               received bigint, due_state text, distance_m double precision, lat double precision, long double precision)
language plpgsql stable security definer set search_path = varta, pg_temp set join_collapse_limit = 12 as $$
declare
    f varta.filter := varta.parse_filter(coalesce(jsonb_strip_nulls(p_filter), '{}') - 'id');
begin
    if p_lat is null or p_lat not between -90 and 90 then
        perform varta.fail('VA003', 'lat is not a latitude', 'lat', coalesce(p_lat::text, ''), 'degrees from -90 to 90');
    elsif p_long is null or p_long not between -180 and 180 then
        perform varta.fail('VA003', 'long is not a longitude', 'long', coalesce(p_long::text, ''), 'degrees from -180 to 180');
    end if;
    return query
    select l.id, l.version, l.city, l.kind, l.category_name, l.status, l.title, q.address, l.received, l.due_state,
           round(n.distance::numeric, 1)::float8, public.st_y(q.point), public.st_x(q.point)
    from varta.nearby(public.st_setsrid(public.st_point(p_long, p_lat), 4326), least(greatest(coalesce(p_max_m, 1000), 0), 5000), f,
                    least(greatest(coalesce(p_limit, 50), 1), 1000)) n
    join varta.request q on q.city_id = n.city_id and q.id = n.id
    cross join lateral varta.queue_row(n.city_id, n.id) l
    order by n.distance, l.id desc;
end
$$;
comment on function api.nearest is
'in: filter as of api.queue_page, place (WGS 84), rows wanted (1 to 1000), metres (at most 5000). out: requests there, nearest first.
errors: VA003, VA006';
