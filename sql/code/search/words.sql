-- From a text to the words that are looked for, and from a word to its lemmas. Loading the Ukrainian
-- dictionary costs a session half a second and 58 MB: only the daemon's indexer does (sync.index_texts). It
-- keeps in varta.form what the dictionary said of each form, and everyone else reads that.

create or replace function varta.words(p_text text) returns text[]
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(array_agg(distinct btrim(w, 'ʼ')) filter (where btrim(w, 'ʼ') <> ''), '{}')
    from unnest(tsvector_to_array(to_tsvector('varta.plain', translate(
        lower(normalize(left(p_text, 200000))),
        E'’''`‘´′.-/@:_&<+\u0301\u00ad\u200b\u200c\u200d\ufeff', 'ʼʼʼʼʼʼ         ')))) w
$$;
comment on function varta.words is
'in: a text. out: its words in small letters, each once. All signs for the apostrophe become ʼ, which counts as a letter; what the
parser would take for parts of addresses and numbers separates words; stress marks and invisible characters go';

create or replace function varta.dictionary_there() returns regdictionary
language sql stable as $$
    select oid::regdictionary from pg_ts_dict where dictnamespace = 'varta'::regnamespace and dictname = 'ukrainian'
$$;

create or replace function varta.dictionary() returns regdictionary
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_file text;
    v_why text;
begin
    if varta.dictionary_there() is not null then
        return varta.dictionary_there();
    elsif current_setting('varta.no_dictionary', true) = 'said' then
        return null;
    end if;
    foreach v_file in array array['uk_ua', 'system_uk_ua'] loop
        begin
            execute format('create text search dictionary varta.ukrainian (template = pg_catalog.ispell, dictfile = %s, afffile = %1$s)',
                           v_file);
            return varta.dictionary_there();
        exception when config_file_error or undefined_file then
            v_why := sqlerrm;
        end;
    end loop;
    raise warning 'Ukrainian words are found in the form in which they stand only: %', v_why
        using hint = 'Install hunspell-uk on the database server; the texts are then indexed again.';
    perform set_config('varta.no_dictionary', 'said', false);
    return null;
end
$$;
comment on function varta.dictionary is
'out: the Ukrainian dictionary, made from the files that Debian''s hunspell-uk leaves for PostgreSQL; null where there are none, with a
warning once a session';

create or replace function varta.lemmas(p_form text, p_dictionary regdictionary) returns text[]
language sql stable set search_path = varta, pg_temp as $$
    select array_agg(distinct replace(l, '''', 'ʼ'))
    from unnest(ts_lexize(p_dictionary, replace(p_form, 'ʼ', ''''))) l
    where p_form ~ '^[а-щьюяєіїґʼ]{2,40}$'
$$;
comment on function varta.lemmas is 'in: a form, the dictionary or null. out: its lemmas; null where the dictionary does not know it';

create or replace function varta.store_forms(p_forms text[], p_dictionary regdictionary) returns void
language sql set search_path = varta, pg_temp as $$
    with fresh as materialized (
        select f as form, varta.lemmas(f, p_dictionary) as lemmas
        from (select distinct f from unnest(p_forms) f where not exists (select from varta.form k where k.form = f)) w),
    base as materialized (
        select b as form, varta.lemmas(b, p_dictionary) as lemmas
        from (select distinct b from fresh cross join unnest(lemmas) b
              where b <> all(p_forms) and not exists (select from varta.form k where k.form = b)) w)
    insert into varta.form
    select form, lemmas from fresh where lemmas is not null
    union all
    select form, lemmas from base where lemmas is not null
    on conflict do nothing
$$;
comment on function varta.store_forms is
'adds to varta.form what the dictionary knows of these forms, and their lemmas, which are forms too: what people look for most';

create or replace function varta.stem(p_word text) returns text
language sql immutable as $$
    select case when p_word ~ '^[[:alpha:]ʼ]{3,}$'
                then coalesce(substring(p_word from '^(.{3,}?)[аеєиіїйоуьюяыэё]*$'), p_word) end
$$;
comment on function varta.stem is
'in: a word that the dictionary does not know: Russian, a name, the beginning of a word. out: with which letters what it finds begins;
null: only the word itself';
