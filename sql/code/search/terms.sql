-- From what is typed, and from a filter, to the query of the index.

create or replace function varta.query_of(p_word text) returns tsquery
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_lemmas text[] := (select lemmas from varta.form where form = p_word);
    v_stem text;
begin
    if v_lemmas is null then
        v_stem := varta.stem(p_word);
        v_lemmas := array(
            select distinct l
            from (select lemmas from varta.form where form ~>=~ v_stem and form ~<~ (v_stem || e'\U0010ffff') order by length(form) limit 32) f
            cross join unnest(f.lemmas) l);
    end if;
    return (select string_agg(part, '|') from (
        select format('''%s''', l) as part from unnest(v_lemmas) l
        union all select format('''~%s'':*', v_stem) where v_stem is not null
        union all select format('''%s''', p_word) where v_lemmas = '{}' and v_stem is null) p)::tsquery;
end
$$;
comment on function varta.query_of is
'in: one of varta.words(). out: what finds it in the index: one of its lemmas; for an unknown word whatever begins so, of the words that
the dictionary knows and of the others (marked ~); for a number itself';

create or replace function varta.any_fact(p_letter text, p_values text[]) returns tsquery
language sql immutable as $$
    select string_agg(format('''#%s%s''', p_letter, v), '|')::tsquery from unnest(p_values) v
$$;
comment on function varta.any_fact is 'out: finds documents with one of these facts; null for no values';

create or replace function varta.facts_query(f varta.filter, p_filter jsonb) returns tsquery
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

create or replace function varta.text_query(p_words text[]) returns tsquery
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

create or replace function varta.search_words(p_text text) returns text[]
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

create or replace function varta.ask_forms(p_words text[]) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    if current_setting('transaction_read_only') = 'on' then
        return;
    end if;
    insert into varta.form_asked
    select w from unnest(p_words) w where w ~ '^[а-щьюяєіїґʼ]{3,40}$' and not exists (select from varta.form f where f.form = w)
    on conflict do nothing;
    if found then
        perform varta.tell('index');
    end if;
end
$$;
comment on function varta.ask_forms is
'in: words that are looked for. Those that no text has in this form yet the indexer looks up, for the next search a moment later';
