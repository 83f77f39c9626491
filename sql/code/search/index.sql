-- The index of texts. It follows the requests within seconds: triggers note what changed, the daemon's
-- indexer calls sync.index_texts(). A document holds the lemmas of a request, marked ~ the words that the
-- dictionary does not know, numbers, and marked # what a search can be narrowed by, so that one GIN scan
-- answers all of it at once: #c city, #k kind, #s status, #g category's code, #d district, and #9 #12 #15
-- #18 the block of 2^9, … 2^18 consecutive numbers that the request is in, by which a search goes back in
-- time.

-- What makes a text stale ------------------------------------------------------------------------

create or replace function varta.search_added() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    insert into varta.search_todo (city_id, request_id) select city_id, id from added;
    if found then
        perform varta.tell('index');
    end if;
    return null;
end
$$;

create trigger search_added after insert on varta.request
    referencing new table as added for each statement execute function varta.search_added();

create or replace function varta.search_changed() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    insert into varta.search_todo (city_id, request_id)
    select n.city_id, n.id from old_rows o join new_rows n using (city_id, id)
    where (o.kind, o.category_id, o.status, o.district_id, o.title, o.titled, o.body, o.address)
          is distinct from (n.kind, n.category_id, n.status, n.district_id, n.title, n.titled, n.body, n.address);
    if found then
        perform varta.tell('index');
    end if;
    return null;
end
$$;

create trigger search_changed after update on varta.request
    referencing old table as old_rows new table as new_rows for each statement execute function varta.search_changed();

create or replace function varta.search_answered() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    insert into varta.search_todo (city_id, request_id)
    select n.city_id, n.request_id from old_rows o join new_rows n using (city_id, id)
    where varta.response_published() in (o.state, n.state) and (o.state, o.public, o.body) is distinct from (n.state, n.public, n.body);
    if found then
        perform varta.tell('index');
    end if;
    return null;
end
$$;

create trigger search_answered after update on varta.response
    referencing old table as old_rows new table as new_rows for each statement execute function varta.search_answered();

-- The worker -------------------------------------------------------------------------------------

create or replace function varta.request_words(r varta.request) returns text[]
language sql stable as $$
    select varta.words(concat_ws(E'\n', r.title, r.body, r.address,
        (select string_agg(p.body, E'\n') from varta.response p
         where p.city_id = r.city_id and p.request_id = r.id and p.state = varta.response_published() and p.public)))
$$;
comment on function varta.request_words is 'out: the words of a request: title, text, address, published answers';

create or replace function varta.request_facts(r varta.request, p_category text) returns text[]
language sql stable as $$
    select array['#c' || r.city_id, '#k' || r.kind, '#s' || r.status, '#g' || p_category, '#d' || coalesce(r.district_id, 0),
                 '#9.' || (r.id >> 9), '#12.' || (r.id >> 12), '#15.' || (r.id >> 15), '#18.' || (r.id >> 18)]
$$;

create or replace function varta.forget_forms(p_lexemes text[]) returns void
language plpgsql set search_path = varta, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
    v_lexeme text;
    v_gone text[] := '{}';
    v_query tsquery;
begin
    foreach v_lexeme in array p_lexemes loop
        v_query := ('''' || v_lexeme || '''')::tsquery;
        if not exists (select from varta.search where doc @@ v_query) then
            v_gone := v_gone || v_lexeme;
        end if;
    end loop;
    if v_gone <> '{}' then
        delete from varta.form f
        where f.lemmas && v_gone and not exists (
            select from unnest(f.lemmas) l where l <> all(v_gone) and exists (select from varta.search where doc @@ ('''' || l || '''')::tsquery));
    end if;
end
$$;
comment on function varta.forget_forms is
'in: lexemes that left a document. Forms of which none is in another go too: what was erased, perhaps a name, leaves no trace';

create type varta.request_text as (city_id smallint, id bigint, words text[], facts text[]);

create or replace function varta.index_requests(p_cities smallint[], p_ids bigint[]) returns void
language plpgsql set search_path = varta, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
    v_lost text[];
    v_texts varta.request_text[];
begin
    select array_agg(row(r.city_id, r.id, varta.request_words(r), varta.request_facts(r, g.code))::varta.request_text) into v_texts
    from rows from (unnest(p_cities), unnest(p_ids)) k (city_id, id)
    join varta.request r on r.city_id = k.city_id and r.id = k.id
    join varta.category g on g.city_id = r.city_id and g.id = r.category_id;
    perform varta.store_forms(array(select distinct w from unnest(v_texts) t cross join unnest(t.words) w), varta.dictionary());
    with request as materialized (
        select * from unnest(v_texts)),
    lexeme as materialized (
        select w.word, l
        from (select distinct w as word from request cross join unnest(words) w) w
        left join varta.form f on f.form = w.word
        cross join unnest(coalesce(f.lemmas, array[case when varta.stem(w.word) is null then '' else '~' end || w.word])) l
        where not exists (select from varta.stop_word s where s.word = w.word)),
    fresh as materialized (
        select r.city_id, r.id, array_to_tsvector(r.facts || coalesce(d.lexemes, '{}')) as doc
        from request r
        left join (select city_id, id, array_agg(l) as lexemes
                   from request cross join unnest(words) w join lexeme on word = w group by city_id, id) d using (city_id, id)),
    lost as materialized (
        select distinct l from fresh f join varta.search s on s.city_id = f.city_id and s.id = f.id
        cross join unnest(tsvector_to_array(ts_delete(s.doc, tsvector_to_array(f.doc)))) l
        where l !~ '^[#~]'),
    stored as (
        insert into varta.search (city_id, id, doc) select city_id, id, doc from fresh
        on conflict (city_id, id) do update set doc = excluded.doc where search.doc <> excluded.doc)
    select array_agg(l) into v_lost from lost;
    if v_lost is not null then
        perform varta.forget_forms(v_lost);
    end if;
end
$$;
comment on function varta.index_requests is 'in: keys of requests, each once. Makes their documents anew';
