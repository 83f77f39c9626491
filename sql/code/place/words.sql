-- Names of places as they are compared: in small letters, Ukrainian and Russian spelling brought together, without the
-- endings of cases, in stems. Rules and small tables, no dictionary: it works in any session at once.

create or replace function varta.place_plain(p_text text) returns text
language sql immutable parallel safe as $$
    select translate(lower(p_text), '’ʼ''`′‘"«»„“”' || chr(769) || chr(173), '')
$$;
comment on function varta.place_plain is 'in: text. out: in small letters, without apostrophes, quotation marks and accents';

create or replace function varta.place_letters(p_word text) returns text
language sql immutable parallel safe as $$
    select case when p_word ~ '[а-яіїєґ]' then translate(p_word, 'abceikmhoptxyn', 'авсеікмнортхуп') else p_word end
$$;
comment on function varta.place_letters is 'in: a word in small letters. out: Latin letters that look like Cyrillic ones are those, where there are any Cyrillic ones';

create or replace function varta.place_sound(p_word text) returns text
language plpgsql immutable parallel safe as $$
declare
    v text := translate(varta.place_letters(p_word), 'ґёєэіїыйьъ', 'геееииии');
    v_pair text;
begin
    foreach v_pair in array '{нн,ии,лл,сс,тт,зз,ее,дд,жж,рр,кк,мм,пп,аа,вв,цц,чч,оо,фф,бб}'::text[] loop
        v := replace(v, v_pair, left(v_pair, 1));
    end loop;
    return v;
end
$$;
comment on function varta.place_sound is 'in: a word in small letters. out: letters that Ukrainian and Russian write for one another are one, doubled ones single';

create or replace function varta.place_stem(p_word text) returns text
language plpgsql stable parallel safe set search_path = varta, pg_temp as $$
declare
    v text;
begin
    if p_word ~ '^\d' then
        return coalesce(substring(p_word from '^(\d+)-?[а-яіїєґ]{0,3}$'), p_word);
    end if;
    select means into v from varta.place_word where word = varta.place_letters(p_word);
    if found then
        return v;
    end if;
    v := varta.place_sound(p_word);
    return case
        when length(v) > 5 and right(v, 3) = any('{ого,ому,ими,ами,ями,ием,иею,иях}') then left(v, -3)
        when length(v) > 4 and right(v, 2) = any('{ия,ию,ие,ое,ои,ою,ею,ая,яя,ую,юю,ах,ях,ом,ем,их,им}') then left(v, -2)
        when length(v) > 3 and right(v, 1) = any('{а,я,и,у,ю,е,о}') then left(v, -1)
        else v end;
end
$$;
comment on function varta.place_stem is 'in: a word in small letters. out: its stem; of 1-ша the number; empty: the word says nothing';

create type varta.parsed_name as (kind text, plain text, part text, words text[]);
comment on type varta.parsed_name is
'a name taken apart: kind of street (empty: none is named), the rest in small letters, what stands in brackets, the stems of its words';

create or replace function varta.place_tokens(p_text text) returns text[]
language sql immutable parallel safe as $$
    select coalesce(array_agg(btrim(m[1], '-/') order by n) filter (where btrim(m[1], '-/') <> ''), '{}')
    from regexp_matches(varta.place_plain(p_text), '([[:alnum:]]+(?:[-/][[:alnum:]]+)*)', 'g') with ordinality x (m, n)
$$;
comment on function varta.place_tokens is 'in: text. out: its words in small letters, those with hyphens and strokes whole';

create or replace function varta.place_numbers(p_words text[]) returns text[]
language plpgsql immutable parallel safe as $$
begin
    for i in reverse cardinality(p_words) - 1 .. 1 loop
        if p_words[i] ~ '^[2-9]0$' and p_words[i + 1] ~ '^[1-9]$' then
            p_words := p_words[:i - 1] || (p_words[i]::integer + p_words[i + 1]::integer)::text || p_words[i + 2:];
        end if;
    end loop;
    return p_words;
end
$$;
comment on function varta.place_numbers is 'in: stems. out: with 20 and 3 as 23, which is said in two words';

create or replace function varta.place_name(p_name text) returns varta.parsed_name
language plpgsql stable parallel safe set search_path = varta, pg_temp as $$
declare
    r varta.parsed_name := ('', '', coalesce(btrim(varta.place_plain(substring(p_name from '\(([^)]*)\)'))), ''), '{}');
    v_kinds text[] := '{}';
    v_second text[] := '{}';
    v_rest text[] := '{}';
    v_token text;
    v_kind text;
begin
    if length(p_name) > 200 then
        return r;
    end if;
    foreach v_token in array varta.place_tokens(regexp_replace(p_name, '\([^)]*\)?', ' ')) loop
        select k.kind into v_kind from varta.place_kind k where k.word = varta.place_letters(v_token);
        if found then
            v_kinds := v_kinds || v_kind;
            v_second := v_second || v_token;
        else
            v_rest := v_rest || v_token;
        end if;
    end loop;
    -- 'вулиця Набережна' and 'Набережна вулиця' are a street; 'Кільцева дорога' is a road
    if cardinality(v_kinds) > 0 then
        r.kind := coalesce((select k from unnest(v_kinds) with ordinality x (k, n)
                            order by k not in ('вулиця', 'провулок', 'проспект', 'бульвар', 'в’їзд', 'проїзд', 'узвіз'), n limit 1), '');
        v_second := array(select w from unnest(v_kinds, v_second) with ordinality x (k, w, n) where k <> r.kind order by n);
        v_rest := v_rest || v_second;
    end if;
    r.plain := array_to_string(v_rest, ' ');
    r.words := array(select s from unnest(v_rest) with ordinality t (token, n)
                     cross join lateral regexp_split_to_table(case when token ~ '^\d+-[а-яіїєґ]+$' then token else replace(token, '-', ' ') end, '[ /]') w
                     cross join lateral varta.place_stem(w) s where s <> '' order by n);
    r.words := varta.place_numbers(r.words);
    if r.words = '{}' and r.kind <> '' then
        r.plain := varta.place_letters(r.kind);
        r.words := array[varta.place_stem(r.kind)];
    end if;
    return r;
end
$$;
comment on function varta.place_name is
'in: a name as it is written (''вул. Героїв Праці''). out: it taken apart. The word of a second kind is a word of the name (''вулиця Набережна''). What
is longer than 200 characters is no name, and has no words';

create or replace function varta.place_near(p_city smallint, p_words text[]) returns text[]
language plpgsql immutable parallel safe as $$
declare
    v_city text := p_city || ':';
    v_near text[] := '{}';
    w text;
    n integer;
begin
    for i in 1 .. cardinality(p_words) loop
        foreach w in array case when i < cardinality(p_words) and length(p_words[i]) > 2 then array[p_words[i], p_words[i] || p_words[i + 1]] else array[p_words[i]] end loop
            n := length(w);
            v_near := v_near || (v_city || w);
            if n between 4 and 40 and w !~ '\d' then
                for k in 1 .. n loop
                    v_near := v_near || (v_city || left(w, k - 1) || substr(w, k + 1));
                end loop;
            end if;
        end loop;
    end loop;
    return v_near;
end
$$;
comment on function varta.place_near is
'in: city, stems. out: each, and each two neighbours as one word, whole and with any one letter left out, behind the number of the city.
Numbers only whole';
