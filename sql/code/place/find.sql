-- Finding a place by its name: candidates by stems of which they have one in common, but for one error, else by trigrams; then each is
-- compared word by word.

create or replace function varta.one_error(a text, b text) returns boolean
language plpgsql immutable parallel safe as $$
declare
    n integer := length(a);
    d integer := length(b) - n;
    i integer := 1;
begin
    if d not between -1 and 1 then
        return false;
    end if;
    while i <= n and substr(a, i, 1) = substr(b, i, 1) loop
        i := i + 1;
    end loop;
    return case d when 1 then substr(a, i) = substr(b, i + 1) when -1 then substr(a, i + 1) = substr(b, i)
        else substr(a, i + 1) = substr(b, i + 1)
             or substr(a, i, 1) = substr(b, i + 1, 1) and substr(a, i + 1, 1) = substr(b, i, 1) and substr(a, i + 2) = substr(b, i + 2) end;
end
$$;
comment on function varta.one_error is 'out: whether two words differ by at most one letter: another one, one too many, one missing, two that changed places';

create or replace function varta.word_fit(p_word text, p_short boolean, p_name text) returns real
language plpgsql immutable parallel safe as $$
begin
    if p_word = p_name then
        return 1;
    elsif p_word ~ '^\d' or p_name ~ '^\d' then
        return 0;
    elsif length(p_word) = 1 or p_short then
        return case when p_name like p_word || '%' then 0.9 else 0 end;
    elsif length(p_word) > 2 and length(p_name) > 2 and varta.one_error(p_word, p_name) then
        return case when length(p_word) > 3 then 0.85 else 0.6 end;
    elsif length(p_word) > 3 and (p_name like p_word || '%' or p_word like p_name || '%' and length(p_name) > 3) then
        return 0.7;
    end if;
    return case when public.similarity(p_word, p_name) >= 0.4 then 0.75 * public.similarity(p_word, p_name) else 0 end;
end
$$;
comment on function varta.word_fit is
'in: a stem that was asked, whether it was cut short by a full stop, one of a name. out: how well they fit, 0 to 1; numbers fit or do not';

create or replace function varta.name_fit(a varta.asked_place, p_kind text, p_words text[], out score real, out missed text[])
language plpgsql stable parallel safe set search_path = varta, pg_temp as $$
declare
    v_fits real[] := array_fill(0::real, array[cardinality(p_words)]);
    v_sum real := 0;
    v_weight real := 0;
    v_best real;
    v_at integer;
    f real;
    w real;
begin
    missed := '{}';
    for i in 1 .. cardinality(a.words) loop
        v_best := 0;
        v_at := null;
        w := case when length(a.words[i]) = 1 and a.words[i] !~ '\d' then 0.4 else 1 end;
        for j in 1 .. cardinality(p_words) loop
            continue when v_fits[j] > 0 and v_fits[j] >= v_best and v_fits[j] = 1;
            f := varta.word_fit(a.words[i], a.tokens[i] like '%.', p_words[j]);
            if f > v_best then
                v_best := f;
                v_at := j;
            end if;
            exit when f = 1;
        end loop;
        if v_at is null and p_kind <> '' and varta.place_stem(p_kind) = a.words[i] then
            v_best := 0.8;
        end if;
        if v_at is not null then
            v_fits[v_at] := greatest(v_fits[v_at], v_best);
        end if;
        if v_best = 0 then
            missed := missed || a.tokens[i];
        end if;
        v_sum := v_sum + w * v_best;
        v_weight := v_weight + w;
    end loop;
    score := v_sum / greatest(v_weight, 1)
             * (0.75 + 0.25 * (select coalesce(sum(x), 0) from unnest(v_fits) x) / greatest(cardinality(p_words), 1));
    -- the same letters, differently divided: Мало-Гончарівська, Малогончарівська
    if score < 0.8 and array_to_string(a.words, '') = array_to_string(p_words, '') then
        score := 0.9;
        missed := '{}';
    end if;
end
$$;
comment on function varta.name_fit is 'in: what was asked, kind and stems of a name. out: how well it fits, 0 to 1, and the words that are not in it';

create or replace function varta.kind_fit(p_asked text, p_kind text) returns real
language sql immutable parallel safe as $$
    select case when p_kind = '' then 0 when p_asked = '' then case p_kind when 'вулиця' then 0.04 when 'проспект' then 0.02 else 0 end when p_asked = p_kind or p_asked in ('площа', 'майдан') and p_kind in ('площа', 'майдан') then 0.06
                when p_asked = 'вулиця' then -0.08 else -0.12 end::real
$$;
comment on function varta.kind_fit is 'in: kinds of streets, as asked and as it is. out: what that adds to the score; people say street of whatever kind it is, and leave it out
where it is one';

create or replace function varta.streets_like(p_city smallint, a varta.asked_place, p_limit integer)
returns table (street_id integer, score real, missed text[])
language plpgsql stable set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    v_key text := array_to_string(a.words, ' ');
begin
    if a.words = '{}' then
        return;
    end if;
    return query
    select distinct on (s.street_id) s.street_id, s.fit, s.missed
    from (select c.street_id, f.missed,
                 (f.score + varta.kind_fit(a.kind, c.kind)
                  - case c.use when 'name' then 0 when 'other' then 0.01 else 0.03 end)::real as fit
          from (select n.* from varta.street_alias n where n.near && a.near
                order by public.similarity(n.key, v_key) + public.word_similarity(n.key, v_key) + case when n.kind = a.kind then 0.1 else 0 end desc, n.id limit 30) c
          cross join lateral varta.name_fit(a, c.kind, c.words) f
          where f.score > 0.3) s
    order by s.street_id, s.fit desc;
    if not found then
        return query
        select distinct on (s.street_id) s.street_id, s.fit, s.missed
        from (select c.street_id, f.missed,
                     (greatest(f.score, 0.7 * c.likeness) + varta.kind_fit(a.kind, c.kind))::real as fit
              from (select n.*, public.similarity(n.key, v_key) as likeness from varta.street_alias n where n.city_id = p_city and n.key operator(public.%) v_key
                    order by public.similarity(n.key, v_key) desc, n.id limit 15) c
              cross join lateral varta.name_fit(a, c.kind, c.words) f) s
        order by s.street_id, s.fit desc;
    end if;
end
$$;
comment on function varta.streets_like is 'in: city, what was asked. out: streets with a name like it, how well it fits, which words are not in it';

create or replace function varta.house_like(p_city smallint, p_street integer, p_house varta.parsed_house)
returns table (id integer, label text, point public.geometry, fit real)
language plpgsql stable set search_path = varta, pg_temp as $$
#variable_conflict use_column
begin
    return query
    (select h.id, h.label, h.point,
            (1 - case when h.letter = p_house.letter then 0 when p_house.letter = '' or h.letter = '' then 0.2 else 0.4 end
               - case when h.fraction = p_house.fraction then 0 when p_house.fraction = '' or h.fraction = '' then 0.2 else 0.3 end
               - case when h.block = p_house.block then 0 else 0.1 end)::real as fit
     from varta.house h
     where h.city_id = p_city and h.street_id = p_street and h.number = p_house.number
     order by 4 desc, h.letter, h.fraction, h.block limit 1)
    union all
    (select h.id, h.label, h.point, 0::real
     from varta.house h
     where h.city_id = p_city and h.street_id = p_street and h.number between p_house.number - 8 and p_house.number + 8 and h.number <> p_house.number
       and h.number % 2 = p_house.number % 2
     order by abs(h.number - p_house.number), h.letter, h.fraction, h.block limit 1)
    limit 1;
end
$$;
comment on function varta.house_like is
'in: city, street, number of a house. out: the house (fit 1), one of that number with another letter (less), or the nearest number on the same side (0); no row
where there is none near it';

create or replace function varta.street_point(p_city smallint, p_street integer) returns public.geometry
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (
    select coalesce(
        (select public.st_closestpoint(s.shape, public.st_centroid(s.shape)) from varta.street s where s.city_id = p_city and s.id = p_street),
        (select h.point from varta.house h where h.city_id = p_city and h.street_id = p_street
         order by h.number offset (select count(*) / 2 from varta.house c where c.city_id = p_city and c.street_id = p_street) limit 1)));
end
$$;
comment on function varta.street_point is 'out: the middle of a street, by its lines or its houses; null where neither is known';

create or replace function varta.crossing_point(p_city smallint, p_one integer, p_other integer) returns public.geometry
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (
    select coalesce(
        (select case when public.st_distance(a.shape, b.shape) < 0.0005
                     then public.st_closestpoint(a.shape, b.shape) end
         from varta.street a, varta.street b
         where a.city_id = p_city and a.id = p_one and b.city_id = p_city and b.id = p_other and a.shape is not null and b.shape is not null),
        (select public.st_lineinterpolatepoint(public.st_makeline(p.a, p.b), 0.5)
         from (select x.point as a, y.point as b from varta.house x
               cross join lateral (select h.point from varta.house h where h.city_id = p_city and h.street_id = p_other order by h.point operator(public.<->) x.point limit 1) y
               where x.city_id = p_city and x.street_id = p_one order by x.point operator(public.<->) y.point limit 1) p
         where public.st_distancesphere(p.a, p.b) < 400
           and not exists (select from varta.street s where s.city_id = p_city and s.id in (p_one, p_other) and s.shape is not null having count(*) = 2))));
end
$$;
comment on function varta.crossing_point is
'in: city, two streets. out: where they meet: their lines, or the two houses that are nearest to each other where not both have lines; null: nowhere';

create type varta.candidate as (kind text, street_id integer, house_id integer, place_id integer, address text, point public.geometry, score real, missed text);
comment on type varta.candidate is
'what may be meant: house, near (a house not far from the number that was asked), street, crossing, stop, square or place; what it is called, where it is, how
well it fits (0 to 1), which words were not understood';

create or replace function varta.find_crossing(p_city smallint, p_text text) returns setof varta.candidate
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_text text := varta.place_plain(p_text);
    v_word constant text := '\m(?:ріг|розі|рогу|кут|куту|угол|углу|перехрест[а-яіїє]*|перехрес[а-яіїє]*|перетин[а-яіїє]*|перекр[её]ст[а-яіїє]*)\M';
    v_said boolean := v_text ~ v_word;
    v_sides text[];
    a varta.asked_place;
    b varta.asked_place;
begin
    if v_said then
        v_sides := regexp_match(v_text, '^(.*?)[,\s]*(?:на\s+)?' || v_word || '\.?\s*(.*)$');
        if btrim(v_sides[1], ' ,.') !~ '[а-яіїєґ]{3}' or v_sides[1] ~ '\m(яма|на|біля)\s*$' then
            v_sides := regexp_match(v_sides[2], '^(.*?)\s*(?:\m(?:та|і|й|и|з|із|с|x|х)\M|[/,×&+–—-]\s)\s*(.*)$');
            v_sides := coalesce(v_sides, regexp_match(regexp_replace(v_text, '^.*?' || v_word || '\.?\s*', ''), '^(.*?)\s*[/×&+–—]\s*(.*)$'));
        end if;
        v_sides[2] := regexp_replace(v_sides[2], ',.*$', '');
    else
        v_sides := regexp_match(v_text, '^([^,]*?[а-яіїєґ]{3}[^,0-9]*?)\s*(?:\s(?:та|і|й|и|x|х)\s|[/×&+]|\s[–—-]\s)\s*([^,0-9]*[а-яіїєґ]{3}[^,]*)$');
    end if;
    if v_sides is null or coalesce(v_sides[2], '') = '' then
        return;
    end if;
    a := varta.place_asked(p_city, v_sides[1]);
    b := varta.place_asked(p_city, v_sides[2]);
    -- 'вул. Сумська та Пушкінська', 'ріг вулиць Сумської та Пушкінської'
    return query
    select 'crossing', x.street_id, null::integer, null::integer, x.name || ' / ' || y.name, p.point,
           (least(x.score, y.score) + case when v_said then 0.1 else 0 end)::real, array_to_string(x.missed || y.missed, ' ')
    from (select l.*, s.name from varta.streets_like(p_city, a, 10) l join varta.street s on s.city_id = p_city and s.id = l.street_id where l.score > 0.5 order by l.score desc limit 5) x
    cross join (select l.*, s.name from varta.streets_like(p_city, b, 10) l join varta.street s on s.city_id = p_city and s.id = l.street_id where l.score > 0.5 order by l.score desc limit 5) y
    cross join lateral (select varta.crossing_point(p_city, x.street_id, y.street_id) as point offset 0) p
    where x.street_id <> y.street_id and p.point is not null
    order by 7 desc limit 5;
end
$$;
comment on function varta.find_crossing is 'in: city, text. out: crossings of two streets that it may name; none where it names none';

create or replace function varta.find_houses(p_city smallint, a varta.asked_place) returns setof varta.candidate
language plpgsql stable set search_path = varta, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select case when a.house is null or (a.house).number is null or h.id is null then 'street' when h.fit > 0 then 'house' else 'near' end,
           l.street_id, h.id, null::integer,
           s.name || case when h.id is null then '' else ', ' || h.label end,
           coalesce(h.point, varta.street_point(p_city, l.street_id)),
           (l.score + case when (a.house).number is null then 0 when h.fit > 0 then 0.06 * h.fit when h.id is null then -0.06 else -0.04 end)::real,
           array_to_string(l.missed || case when (a.house).number is not null and coalesce(h.fit, 0) < 1 then a.house_label end || a.rest, ' ')
    from (select * from varta.streets_like(p_city, a, 20) order by score desc, street_id limit 12) l
    join varta.street s on s.city_id = p_city and s.id = l.street_id
    left join lateral varta.house_like(p_city, l.street_id, a.house) h on (a.house).number is not null;
end
$$;
comment on function varta.find_houses is 'in: city, what was asked. out: streets and their houses that may be meant';

create or replace function varta.find_places(p_city smallint, a varta.asked_place) returns setof varta.candidate
language plpgsql stable set search_path = varta, pg_temp as $$
#variable_conflict use_column
begin
    return query
    select p.kind, null::integer, null::integer, p.id, p.name, p.point,
           (f.score + case when a.stop then case p.kind when 'stop' then 0.08 else -0.1 end
                           when p.kind = 'square' and a.kind in ('площа', 'майдан') then 0.06 else -0.08 end
                    - case when (a.house).number is not null then 0.15 else 0 end)::real,
           array_to_string(f.missed || a.rest || case when (a.house).number is not null then a.house_label end, ' ')
    from (select q.* from varta.place q where q.near && a.near
          order by public.similarity(q.key, array_to_string(a.words, ' ')) desc, q.id limit 10) p
    cross join lateral varta.name_fit(a, '', p.words) f
    where f.score > 0.4;
end
$$;
comment on function varta.find_places is 'in: city, what was asked. out: stops, squares and other places that may be meant';

create or replace function varta.find_address(p_city smallint, p_text text, p_limit integer) returns setof varta.candidate
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    a varta.asked_place := varta.place_asked(p_city, left(p_text, 300));
begin
    return query
    select x.kind, x.street_id, x.house_id, x.place_id, x.address, x.point, x.score, coalesce(x.missed, '')
    from (select * from varta.find_houses(p_city, a)
          union all select * from varta.find_places(p_city, a)
          union all select * from varta.find_crossing(p_city, left(p_text, 300))) x
    where x.score > 0.25
    order by x.score desc, x.kind, x.street_id, x.place_id limit p_limit;
end
$$;
comment on function varta.find_address is 'in: city, text, how many. out: what may be meant, the likeliest first';

create or replace function varta.address_place(p_city smallint, p_address text, out street_id integer, out point public.geometry)
language plpgsql stable set search_path = varta, pg_temp set enable_seqscan = off as $$
declare
    f varta.candidate;
    g varta.candidate;
    c varta.candidate;
begin
    for c in select * from varta.find_address(p_city, p_address, 3) loop
        if f is null then
            f := c;
        elsif g is null and not (c.street_id is not distinct from f.street_id and public.st_distancesphere(c.point, f.point) < 200) then
            g := c;
        end if;
    end loop;
    -- what two places fit alike is neither
    if f.score >= 0.8 and coalesce(f.score - g.score >= 0.03, true) then
        street_id := f.street_id;
        point := case when f.score >= 0.85 and f.kind <> 'street' then f.point end;
    end if;
end
$$;
comment on function varta.address_place is
'in: city, address. out: its street, null where that is not certain; its point, null where no house, crossing or stop is certain: the middle of a street is no place';

create or replace function varta.addresses_like(p_city smallint, p_text text, p_limit integer)
returns table (kind text, address text, lat double precision, long double precision, score real, missed text)
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return query
    select f.kind, f.address, public.st_y(f.point), public.st_x(f.point), least(f.score, 1)::real, f.missed
    from varta.find_address(p_city, p_text, least(greatest(coalesce(p_limit, 5), 1), 20)) f;
end
$$;
comment on function varta.addresses_like is 'in: city, text, how many (1 to 20; null: 5). out: what may be meant, as people who ask are shown it';

create or replace function api.address_find(p_city text, p_text text, p_limit integer default 5)
returns table (kind text, address text, lat double precision, long double precision, score real, missed text)
language plpgsql stable security definer set search_path = varta, pg_temp set enable_seqscan = off as $$
begin
    return query select f.* from varta.addresses_like((varta.city_of(p_city)).id, p_text, p_limit) f;
end
$$;
comment on function api.address_find is
'in: city, text as people say a place (''пр-т Науки, 12А корп. 2'', ''ріг Сумської та Пушкінської'', a stop, an old name), how many (1 to 20). out: what may be
meant, the likeliest first: house, near (the nearest number on that side), street, crossing, stop, square or place; its name; its point (null: not known); how well
it fits (0 to 1); the words that were not understood. errors: VA001';

create or replace function varta.on_street(p_city smallint, p_id bigint, p_streets integer[]) returns boolean
language sql stable cost 1000 as $$
    select exists (select from varta.request_place p where p.city_id = p_city and p.request_id = p_id and p.street_id = any(p_streets))
$$;
comment on function varta.on_street is 'whether a request is on one of these streets';

create or replace function varta.streets_named(p_cities smallint[], p_name text) returns integer[]
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(array_agg(l.street_id), '{}')
    from (select x.street_id, x.score, max(x.score) over () as best
          from unnest(p_cities) c cross join lateral varta.streets_like(c, varta.place_asked(c, replace(p_name, '_', ' ')), 10) x) l
    where l.score >= 0.8 and l.score > l.best - 0.1
$$;
comment on function varta.streets_named is 'in: cities, a name as it is typed in a filter, with _ for blanks. out: the streets that it may be; also those of another kind';
