-- A search goes back in time, from the newest request or from the cursor, block by block of numbers: each
-- block is one GIN scan for the words, what narrows the search, and the block. So a common word is found in
-- the first blocks without sorting all that have it. As soon as little is expected in what is left, a rare
-- word that is, one scan takes all of it. Whether the operator may see what was found is decided by the
-- requests themselves: the index may be behind.

create or replace function api.search(p_filter jsonb, p_text text, p_limit integer default 50, p_before bigint default null)
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
        return query select l.* from varta.queue_row(varta.find(v_number), v_number) l;
        get diagnostics v_first = row_count;
    end if;
    v_words := varta.search_words(p_text);
    perform varta.ask_forms(v_words);
    return query
    select l.*
    from varta.search_keys(varta.text_query(v_words), varta.facts_query(f, v_filter), f, p_before, v_limit) with ordinality k (city_id, id, n)
    cross join lateral varta.queue_row(k.city_id, k.id) l
    where v_first = 0 or k.id <> v_number
    order by k.n limit v_limit - v_first;
end
$$;
comment on function api.search is
'in: filter as of api.queue_page (no status: all of them; without text and sort), words, all of which have to be there in whatever form, or a number; rows wanted
(1 to 500); before which number (that of the last row, for the next page). out: requests, newest first; for a number its request before
them. The text of a sealed request is found by none but who may read it. errors: VA003 (also where there is no word to look for), VA006';
