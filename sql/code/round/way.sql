-- The order in which places are gone to: the nearest one next, then no two legs that a turned piece would shorten (2-opt).

create or replace function varta.metres_between(ax float8, ay float8, bx float8, by float8) returns float8
language sql immutable parallel safe as $$
    select sqrt((ax - bx) * (ax - bx) + (ay - by) * (ay - by))
$$;
comment on function varta.metres_between is 'in: two points in metres. out: how far apart they are';

create or replace function varta.nearest_first(x float8[], y float8[]) returns integer[]
language plpgsql immutable set search_path = varta, pg_temp as $$
declare
    v_way integer[] := '{1}';
    v_left integer[] := array(select generate_series(2, cardinality(x)));
    v_at integer := 1;
begin
    while cardinality(v_left) > 0 loop
        select i into v_at from unnest(v_left) i order by varta.metres_between(x[v_at], y[v_at], x[i], y[i]), i limit 1;
        v_way := v_way || v_at;
        v_left := array_remove(v_left, v_at);
    end loop;
    return v_way;
end
$$;
comment on function varta.nearest_first is 'in: points in metres. out: their numbers as a way that begins with the first and goes to the nearest next';

create or replace function varta.turn_gain(x float8[], y float8[], w integer[], i integer, j integer) returns float8
language sql immutable as $$
    select varta.metres_between(x[w[i - 1]], y[w[i - 1]], x[w[i]], y[w[i]]) - varta.metres_between(x[w[i - 1]], y[w[i - 1]], x[w[j]], y[w[j]])
         + case when j < cardinality(w) then varta.metres_between(x[w[j]], y[w[j]], x[w[j + 1]], y[w[j + 1]]) - varta.metres_between(x[w[i]], y[w[i]], x[w[j + 1]], y[w[j + 1]]) else 0 end
$$;
comment on function varta.turn_gain is 'in: points in metres, a way, the places of a piece of it. out: how much shorter the way is when that piece is gone the other way round';

create or replace function varta.shortened(x float8[], y float8[], p_way integer[]) returns integer[]
language plpgsql immutable set search_path = varta, pg_temp as $$
declare
    w integer[] := p_way;
    v_better boolean := cardinality(p_way) > 2;
begin
    while v_better loop
        v_better := false;
        for i in 2 .. cardinality(w) - 1 loop
            for j in i + 1 .. cardinality(w) loop
                if varta.turn_gain(x, y, w, i, j) > 0.01 then
                    w := w[: i - 1] || array(select w[k] from generate_series(j, i, -1) k) || w[j + 1 :];
                    v_better := true;
                end if;
            end loop;
        end loop;
    end loop;
    return w;
end
$$;
comment on function varta.shortened is 'in: points in metres, a way. out: the way of which no piece is better gone the other way round; it begins where it began, and ends anywhere';

create or replace function varta.shortest_way(p_points public.geometry[], p_start public.geometry, out n integer, out place integer, out metres integer) returns setof record
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_all public.geometry[] := case when p_start is not null then array[p_start] else '{}' end || p_points;
    v_east float8 := 111320 * cos(radians(public.st_y(v_all[1])));
    x float8[] := array(select public.st_x(p) * v_east from unnest(v_all) with ordinality u (p, i) order by i);
    y float8[] := array(select public.st_y(p) * 111320 from unnest(v_all) with ordinality u (p, i) order by i);
    w integer[] := varta.shortened(x, y, varta.nearest_first(x, y));
    v_skip integer := (p_start is not null)::integer;
begin
    return query select (u.i - v_skip)::integer, u.p - v_skip,
                        case when u.i = 1 then 0 else round(varta.metres_between(x[w[u.i - 1]], y[w[u.i - 1]], x[u.p], y[u.p]))::integer end
                 from unnest(w) with ordinality u (p, i) where u.i > v_skip order by u.i;
end
$$;
comment on function varta.shortest_way is
'in: points (longitude, latitude), where the way begins (null: at the first of them). out: for each of them which one it is on the way, its place in the array, metres from the one before, as the crow flies';
