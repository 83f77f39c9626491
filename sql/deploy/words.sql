-- Deploy varta:words
-- From a text to the words that are looked for, and from a word to its lemmas. Loading the Ukrainian
-- dictionary costs a session half a second and 58 MB: only the daemon's indexer does (sync.index_texts).
-- It keeps in varta.form what the dictionary said of each form, and everyone else reads that.
begin;
set local role varta_owner;

create text search configuration varta.plain (parser = pg_catalog.default);
alter text search configuration varta.plain
    add mapping for asciiword, word, numword, uint, int, float, sfloat with simple;
comment on text search configuration varta.plain is 'words as they are; call varta.words()';

create table varta.stop_word (
    word text primary key
);
comment on table varta.stop_word is 'words that say nothing of the subject: neither indexed nor looked for';
insert into varta.stop_word select distinct regexp_split_to_table($$
    а або авжеж адже але бо біля був буде будемо будуть була були було бути в вам вами вас ваш ваша ваше ваші ви від він вона
    вони воно все вже всі всього всіх де для до дуже є ж за завжди зі з замість зараз звідки і із інша інше інший інші й
    його йому її їй їм їх його ким коли кому кого коло крізь крім куди лише ледве майже мене мені ми між мій моя моє мої на над
    нам нами нас наш наша наше наші не нема немає неї нею нього ні ніби ним них ними однак ось от перед під після по поки
    при про просто проте раз разом сам сама самі свій своя своє свої себе собі та так така таке такий такі також там те теж
    тебе ти тим тих то тобі тобто того той тому тоді тут ту тільки у усе усі хай хоч хоча хто це цей цим цих ця ці цього
    цьому цю чи чим чого чому через що щоб щодо як яка яке який які якась якийсь якщо якщоб яку яких якого
    вул вулиця вулиці вулицю вулицею просп проспект проспекті бульв бул пров буд
    и в но как он она они что это для из к от уже или же бы был была было были его ее ещё еще мы вы не на по
$$, '\s+') as word;
delete from varta.stop_word where word = '';
alter table varta.stop_word enable row level security;

create table varta.form (
    form text primary key,
    lemmas text[] not null constraint form_lemmas check (cardinality(lemmas) > 0)
);
comment on table varta.form is
'forms of words that the dictionary knows, with what it takes them for (дорозі: дорога). Forms that it does not know stand for
themselves and are not kept: names are among them';
create index form_prefix on varta.form (form text_pattern_ops);
comment on constraint form_lemmas on varta.form is 'what it does not know is not here';
alter table varta.form enable row level security;

create unlogged table varta.form_asked (
    form text primary key
);
comment on table varta.form_asked is
'forms that an operator looked for and that no text has yet: the indexer asks the dictionary and deletes them';
alter table varta.form_asked enable row level security;

create function varta.words(p_text text) returns text[]
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(array_agg(distinct btrim(w, 'ʼ')) filter (where btrim(w, 'ʼ') <> ''), '{}')
    from unnest(tsvector_to_array(to_tsvector('varta.plain', translate(
        lower(normalize(left(p_text, 200000))),
        E'’''`‘´′.-/@:_&<+\u0301\u00ad\u200b\u200c\u200d\ufeff', 'ʼʼʼʼʼʼ         ')))) w
$$;
comment on function varta.words is
'in: a text. out: its words in small letters, each once. All signs for the apostrophe become ʼ, which counts as a letter; what the
parser would take for parts of addresses and numbers separates words; stress marks and invisible characters go';

create function varta.dictionary_there() returns regdictionary
language sql stable as $$
    select oid::regdictionary from pg_ts_dict where dictnamespace = 'varta'::regnamespace and dictname = 'ukrainian'
$$;

create function varta.dictionary() returns regdictionary
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

create function varta.lemmas(p_form text, p_dictionary regdictionary) returns text[]
language sql stable set search_path = varta, pg_temp as $$
    select array_agg(distinct replace(l, '''', 'ʼ'))
    from unnest(ts_lexize(p_dictionary, replace(p_form, 'ʼ', ''''))) l
    where p_form ~ '^[а-щьюяєіїґʼ]{2,40}$'
$$;
comment on function varta.lemmas is 'in: a form, the dictionary or null. out: its lemmas; null where the dictionary does not know it';

create function varta.learn(p_forms text[], p_dictionary regdictionary) returns void
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
comment on function varta.learn is
'adds to varta.form what the dictionary knows of these forms, and their lemmas, which are forms too: what people look for most';

create function varta.stem(p_word text) returns text
language sql immutable as $$
    select case when p_word ~ '^[[:alpha:]ʼ]{3,}$'
                then coalesce(substring(p_word from '^(.{3,}?)[аеєиіїйоуьюяыэё]*$'), p_word) end
$$;
comment on function varta.stem is
'in: a word that the dictionary does not know: Russian, a name, the beginning of a word. out: with which letters what it finds begins;
null: only the word itself';

create function varta.query_of(p_word text) returns tsquery
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

-- 0.4 s once, so that the first text does not wait for it and a missing dictionary shows at once.
do $$ begin perform varta.dictionary(); end $$;

commit;
