-- Walks the index of texts back in time, block by block. The statement of a block is planned once in a session:
-- planning it for each block took most of the time of a search.

create or replace function varta.search_scan(p_query tsquery, p_cities smallint[], p_before bigint, p_limit integer)
returns table (city_id smallint, id bigint)
language sql stable rows 50 set search_path = varta, pg_temp set enable_seqscan = off set enable_indexscan = off as $$
    select s.city_id, s.id from varta.search s
    where s.doc @@ p_query and s.city_id + 0 = any(p_cities) and s.id + 0 < p_before
    order by s.id desc limit p_limit
$$;
comment on function varta.search_scan is 'one scan of the GIN index and nothing else, the primary key being kept out by + 0: the newest of the matches';

create or replace function varta.search_level(p_before bigint, p_seen bigint) returns integer
language sql immutable as $$
    select coalesce(max(l), 9) from unnest(array[12, 15, 18]) l where p_before % (1::bigint << l) = 0 and p_seen * 4 >= 1::bigint << l
$$;
comment on function varta.search_level is
'in: where the next block ends, how many numbers are done. out: its size as a power of two, at most four times what is done';

create or replace function varta.search_keys(p_words tsquery, p_facts tsquery, f varta.filter, p_before bigint, p_limit integer)
returns table (city_id smallint, id bigint)
language plpgsql stable rows 50 set search_path = varta, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
    v_query tsquery := case when p_facts is null then p_words else p_words && p_facts end;
    v_next bigint := (select last_value + 1 from varta.request_id);
    v_begin bigint;
    v_seen bigint := 0;
    v_level integer;
    v_hits integer;
    v_found integer := 0;
    v_given integer := 0;
    v_last bigint;
    k record;
begin
    v_next := least(v_next, p_before);
    v_begin := v_next;
    while v_next > 0 and v_given < p_limit loop
        v_level := varta.search_level(v_next, v_seen);
        v_hits := 0;
        if v_seen >= 2048 and v_found::numeric * v_next / v_seen <= 4000 then
            v_level := 63;
        end if;
        for k in
            select s.city_id, s.id, varta.fits(r, f) and varta.may_read(r) as fits
            from varta.search_scan(case v_level when 63 then v_query else v_query &&
                     format('''#%s.%s''', v_level, (v_next - 1) >> v_level)::tsquery end, f.cities, v_next, p_limit) s
            join varta.request r on r.city_id = s.city_id and r.id = s.id
            order by s.id desc
        loop
            v_hits := v_hits + 1;
            v_last := k.id;
            if k.fits and v_given < p_limit then
                v_given := v_given + 1;
                city_id := k.city_id;
                id := k.id;
                return next;
            end if;
        end loop;
        v_found := v_found + v_hits;
        v_next := case when v_hits = p_limit then v_last when v_level = 63 then 0 else ((v_next - 1) >> v_level) << v_level end;
        v_seen := v_begin - v_next;
    end loop;
end
$$;
comment on function varta.search_keys is
'in: words and facts to look for, filter, before which number (null: from the newest), limit. out: keys of what fits, newest first';
