-- Deploy varta:search
-- A search goes back in time, from the newest request or from the cursor, block by block of numbers: each
-- block is one GIN scan for the words, what narrows the search, and the block. So a common word is found in
-- the first blocks without sorting all that have it. As soon as little is expected in what is left, a rare
-- word that is, one scan takes all of it. Whether the operator may see what was found is decided by the
-- requests themselves: the index may be behind.
begin;
set local role varta_owner;

create function varta.any_fact(p_letter text, p_values text[]) returns tsquery
language sql immutable as $$
    select string_agg(format('''#%s%s''', p_letter, v), '|')::tsquery from unnest(p_values) v
$$;
comment on function varta.any_fact is 'out: finds documents with one of these facts; null for no values';

create function varta.facts_query(f varta.filter, p_filter jsonb) returns tsquery
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_query tsquery;
    v_part tsquery;
begin
    foreach v_part in array array[
        case when f.cities is distinct from (select array_agg(id order by id) from varta.city) then varta.any_fact('c', f.cities::text[]) end,
        case when p_filter -> 'kind' is not null then varta.any_fact('k', f.kinds::text[]) end,
        case when p_filter -> 'status' is not null then varta.any_fact('s', f.statuses::text[]) end,
        varta.any_fact('g', varta.filter_codes(p_filter, 'category')), varta.any_fact('d', f.districts::text[])] loop
        v_query := case when v_query is null then v_part when v_part is null then v_query else v_query && v_part end;
    end loop;
    return v_query;
end
$$;
comment on function varta.facts_query is 'in: filter, parsed and as it was given. out: how the index narrows the search; null: not at all';

create function varta.text_query(p_words text[]) returns tsquery
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_query tsquery;
    v_word text;
begin
    foreach v_word in array p_words loop
        v_query := case when v_query is null then varta.query_of(v_word) else v_query && varta.query_of(v_word) end;
    end loop;
    return v_query;
end
$$;
comment on function varta.text_query is 'in: words. out: finds documents with all of them';

create function varta.search_words(p_text text) returns text[]
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_words text[];
begin
    select array_agg(w) into v_words
    from (select w from unnest(varta.words(left(p_text, 400))) w where not exists (select from varta.stop_word where word = w) limit 12) t;
    if v_words is null then
        perform varta.fail('VA003', 'there is no word to look for', 'text', left(p_text, 40), 'a word or a number');
    end if;
    return v_words;
end
$$;
comment on function varta.search_words is 'out: the words to look for, at most 12. errors: VA003 where there is none';

create function varta.ask_forms(p_words text[]) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    if current_setting('transaction_read_only') = 'on' then
        return;
    end if;
    insert into varta.form_asked
    select w from unnest(p_words) w where w ~ '^[а-щьюяєіїґʼ]{3,40}$' and not exists (select from varta.form f where f.form = w)
    on conflict do nothing;
    if found then
        notify varta_index;
    end if;
end
$$;
comment on function varta.ask_forms is
'in: words that are looked for. Those that no text has in this form yet the indexer looks up, for the next search a moment later';

create function varta.search_scan(p_query tsquery, p_cities smallint[], p_before bigint, p_limit integer)
returns table (city_id smallint, id bigint)
language sql stable rows 50 set search_path = varta, pg_temp set enable_seqscan = off set enable_indexscan = off as $$
    select s.city_id, s.id from varta.search s
    where s.doc @@ p_query and s.city_id + 0 = any(p_cities) and s.id + 0 < p_before
    order by s.id desc limit p_limit
$$;
comment on function varta.search_scan is 'one scan of the GIN index and nothing else, the primary key being kept out by + 0: the newest of the matches';

create function varta.search_level(p_before bigint, p_seen bigint) returns integer
language sql immutable as $$
    select coalesce(max(l), 9) from unnest(array[12, 15, 18]) l where p_before % (1::bigint << l) = 0 and p_seen * 4 >= 1::bigint << l
$$;
comment on function varta.search_level is
'in: where the next block ends, how many numbers are done. out: its size as a power of two, at most four times what is done';

create function varta.search_keys(p_words tsquery, p_facts tsquery, f varta.filter, p_before bigint, p_limit integer)
returns table (city_id smallint, id bigint)
language plpgsql stable rows 50 set search_path = varta, pg_temp as $$
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

create function api.search(p_filter jsonb, p_text text, p_limit integer default 50, p_before bigint default null)
returns setof api.queue_row
language plpgsql security definer set search_path = varta, pg_temp set enable_seqscan = off as $$
declare
    v_all jsonb := jsonb_build_object('status', (select jsonb_agg(code) from varta.status));
    v_filter jsonb := coalesce(jsonb_strip_nulls(p_filter), '{}') - '{id,text,sort}'::text[];
    f varta.filter := varta.parse_filter(v_all || v_filter);
    v_limit integer := least(greatest(coalesce(p_limit, 50), 1), 500);
    v_number bigint := substring(p_text from '^\s*[№#]?\s*(\d{1,18})\s*$');
    v_words text[];
    v_first integer := 0;
begin
    if v_number is not null and p_before is null then
        return query select l.* from varta.queue_line(varta.find(v_number), v_number) l;
        get diagnostics v_first = row_count;
    end if;
    v_words := varta.search_words(p_text);
    perform varta.ask_forms(v_words);
    return query
    select l.*
    from varta.search_keys(varta.text_query(v_words), varta.facts_query(f, v_filter), f, p_before, v_limit) with ordinality k (city_id, id, n)
    cross join lateral varta.queue_line(k.city_id, k.id) l
    where v_first = 0 or k.id <> v_number
    order by k.n limit v_limit - v_first;
end
$$;
comment on function api.search is
'in: filter as of api.queue_page (no status: all of them; without text and sort), words, all of which have to be there in whatever form, or a number; rows wanted
(1 to 500); before which number (that of the last row, for the next page). out: requests, newest first; for a number its request before
them. The text of a sealed request is found by none but who may read it. errors: VA003 (also where there is no word to look for), VA006';

commit;
