-- What a person is recognised by in a text: keys, each of them a letter that says of what kind, and a text.
-- A word of a name is matched by its forms: its stems with the endings of the declensions, fleeting vowels
-- and changing consonants included, and the lemmas that the dictionary knows. Nothing that a resident wrote
-- is ever made a pattern.
--
--   t token      an e-mail address or an identifier, as it stands between blanks
--   p digits     the last nine of a telephone number
--   = word       a whole word          ~ stem    a word without its ending         ^ letter   how one begins in Latin

create type varta.trace as (salt uuid, marks bytea[]);

create or replace function varta.mark(p_salt uuid, p_key text) returns bytea
language sql stable as $$
    select sha256(uuid_send(p_salt) || sha256(uuid_send(p_salt) || convert_to(p_key, 'UTF8')))
$$;
comment on function varta.mark is 'the keyed digest of a key';

create or replace function varta.plain_word(p_word text) returns text
language sql immutable as $$
    select translate(lower(normalize(p_word)), E'ёґ''’ʼ`´\u0301\u00ad\u200b\u200c\u200d', 'ег')
$$;
comment on function varta.plain_word is 'in: a word. out: it in small letters, without apostrophes, stress marks and what nobody sees';

create or replace function varta.stem_forms(p_stem text) returns setof text
language sql immutable as $$
    select s from (values
        (p_stem),
        (case when length(p_stem) > 3 then regexp_replace(p_stem, '[еєоі]([^аеєиіїоуюя]{1,2})$', '\1') end),   -- Кравець, Кравця; Орел, Орла
        (regexp_replace(p_stem, 'і([^аеєиіїоуюя]{1,2})$', 'о\1')),                                               -- Сокіл, Сокола
        (regexp_replace(p_stem, '[іє]([^аеєиіїоуюя]{1,2})$', 'е\1')),                                            -- Лебідь, Лебедя
        (regexp_replace(p_stem, 'ї([^аеєиіїоуюя]{1,2})$', 'є\1')),
        (regexp_replace(p_stem, 'є([^аеєиіїоуюя]{1,2})$', 'й\1')),                                               -- Заєць, Зайця
        (regexp_replace(p_stem, 'л[ео]([^аеєиіїоуюя])$', 'ль\1')),                                               -- Лев, Льва
        (regexp_replace(p_stem, '^([^аеєиіїоуюя])([^аеєиіїоуюя])ец$', '\1е\2ц'))) v (s)                          -- Швець, Шевця
    where s is not null group by s
$$;
comment on function varta.stem_forms is 'in: stem of a name in the nominative. out: it and the stems of its other cases';

create or replace function varta.latin_word(p_word text) returns text
language sql immutable as $$
    select translate(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
               case left(p_word, 1) when 'є' then 'ye' when 'ї' then 'yi' when 'й' then 'y' when 'ю' then 'yu' when 'я' then 'ya' else left(p_word, 1) end
               || substr(p_word, 2),
               'зг', 'zgh'), 'щ', 'shch'), 'ж', 'zh'), 'х', 'kh'), 'ц', 'ts'), 'ч', 'ch'), 'ш', 'sh'), 'ю', 'iu'), 'я', 'ia'), 'є', 'ie'),
           'абвгґдезиіїйклмнопрстуфь', 'abvhgdezyiiiklmnoprstuf')
$$;
comment on function varta.latin_word is 'in: a word as of varta.plain_word(). out: it as passports write it (Cabinet of Ministers, No. 55 of 2010)';

create or replace function varta.initial_key(p_word text) returns text
language sql immutable as $$
    select '^' || translate(left(p_word, 1), 'абвгдеєжзиіїйклмнопрстуфхцчшщюя', 'abvhdeyzzyiyyklmnoprstufktcssyy')
$$;
comment on function varta.initial_key is 'in: a word as of varta.plain_word(). out: the key of how it begins in Latin letters: a cheap look before all its keys are made';

create or replace function varta.name_keys(p_name text) returns setof text
language sql stable set search_path = varta, pg_temp as $$
    with word as (
        select distinct varta.plain_word(m[1]) as w
        from regexp_matches(left(p_name, 2000), E'([[:alpha:]\u0300-\u036f\u00ad\u200b-\u200d]+(?:[''’ʼ`´][[:alpha:]\u0300-\u036f]+)*)', 'g') m)
    select x from word
    cross join lateral (
        select unnest(array['=' || w, '=' || varta.latin_word(w), varta.initial_key(w)])
        union all
        select '~' || f from unnest(array['', 'а', 'я', 'о', 'е', 'є', 'и', 'і', 'ь', 'й', 'ий', 'ой', 'ей', 'ая', 'яя', 'ній']) e
        cross join lateral varta.stem_forms(left(w, length(w) - length(e) + (e = 'ній')::integer)) f
        where w like '%' || e and length(w) - length(e) > 1 and (e <> '' or w ~ '[^аеєиіїоуюяьйыэaeiouy]$')) k (x)
    where length(w) > 1 and not exists (select from varta.stop_word s where s.word = w)
$$;
comment on function varta.name_keys is 'in: a name of one or more words. out: the keys of all their forms; none for single letters';

create or replace function varta.phone_keys(p_phone text) returns setof text
language sql immutable as $$
    select 'p:' || right(d, 9) from regexp_split_to_table(left(p_phone, 500), '[,;/]') n
    cross join lateral regexp_replace(n, '\D', '', 'g') d where length(d) between 7 and 15
$$;
comment on function varta.phone_keys is 'in: one or more numbers. out: their keys';

create or replace function varta.token_key(p_token text, p_least integer) returns text
language sql immutable as $$
    select 't' || lower(t) from btrim(p_token) t where length(t) between p_least and 400
$$;

create or replace function varta.identifier_key(p_id text) returns text
language sql stable set search_path = varta, pg_temp as $$
    select varta.token_key(i, 6) from btrim(p_id) i
    where i !~ '^\d{1,8}$' and (i !~ '^[[:alpha:]]+$' or varta.lemmas(lower(i), varta.dictionary_there()) is null)
$$;
comment on function varta.identifier_key is
'in: number of an account or a device. out: its key; none where it could be taken for something else in a text: a word of the dictionary, or so few
characters or digits as a number of a house, a date or a request has';

create or replace function varta.person_trace(p_email text, p_phone text, p_first text, p_last text, p_account text, p_device text) returns varta.trace
language sql volatile set search_path = varta, pg_temp as $$
    select row(s.salt, array_agg(varta.mark(s.salt, x)))::varta.trace
    from (select gen_random_uuid() as salt) s
    cross join (
        select varta.token_key(p_email, 3) where p_email like '%_@_%'
        union select varta.identifier_key(p_account)
        union select varta.identifier_key(p_device)
        union select varta.phone_keys(p_phone)
        union select varta.name_keys(p_first)
        union select varta.name_keys(p_last)) k (x)
    where x is not null group by s.salt
$$;
comment on function varta.person_trace is 'out: what that person is recognised by; null where there is nothing';

create or replace function varta.hit(p_keys text[], p_traces varta.trace[]) returns boolean
language sql immutable as $$
    select exists (select from unnest(p_traces) t cross join unnest(p_keys) k where varta.mark(t.salt, k) = any(t.marks))
$$;
comment on function varta.hit is 'whether one of the keys is one of these people''s';

create or replace function varta.word_keys(p_word text, p_dictionary regdictionary) returns text[]
language sql stable set search_path = varta, pg_temp as $$
    select array_agg(k)
    from varta.plain_word(p_word) w
    cross join lateral (select left(p_word, 1) <> lower(left(p_word, 1)) as capital) c
    cross join lateral (
        select w, unnest(array['=' || w, '=' || varta.latin_word(w)])
        union all
        select l, unnest(array['=' || varta.plain_word(l), '=' || varta.latin_word(varta.plain_word(l))]) from unnest(varta.lemmas(replace(lower(p_word), '''', 'ʼ'), p_dictionary)) l
        union all
        select s, '~' || v
        from unnest(array['', 'а', 'я', 'о', 'е', 'є', 'и', 'і', 'ї', 'у', 'ю', 'ь', 'й', 'ом', 'ем', 'єм', 'им', 'ім', 'ам', 'ям', 'ах', 'ях', 'ів', 'їв',
                          'ий', 'ій', 'ої', 'єї', 'ою', 'ею', 'єю', 'ого', 'ього', 'ому', 'ьому', 'их', 'ими', 'іх', 'іми', 'ами', 'ями', 'ові', 'еві', 'єві', 'ьою',
                          'ы', 'ой', 'ей', 'ая', 'яя', 'ую', 'юю', 'ым', 'ых', 'ыми', 'его', 'ему', 'ии', 'ию', 's']) e
        cross join lateral (select left(w, length(w) - length(e)) as s) x
        cross join lateral (
            select s
            union all
            select left(s, -1) || a.other
            from (values ('і', 'з', 'г'), ('і', 'ц', 'к'), ('і', 'с', 'х'), ('е', 'ж', 'г'), ('е', 'ч', 'к'), ('е', 'ч', 'ц'), ('е', 'ш', 'х')) a (ending, letter, other)
            where a.ending = e and right(s, 1) = a.letter) y (v)  -- Ольга, Ользі; Кравець, Кравче
        where w like '%' || e and length(s) > 1 and (e <> '' or w ~ '[^аеєиіїоуюяьйыэaeiouy]$')) z (form, k)
    where length(form) > 3 or capital
$$;
comment on function varta.word_keys is
'in: a word of a text, the dictionary or null. out: the keys of the names of which it can be a form. Short ones need a capital letter: Ян, not яна';

create or replace function varta.token_keys(p_token text) returns text[]
language sql immutable as $$
    select array_agg(varta.token_key(x, 3)) from regexp_split_to_table(left(p_token, 1000), '[:/=|&?]') x
    where length(x) > 2
    having count(*) > 0
$$;
comment on function varta.token_keys is 'in: what stands between blanks. out: its keys: that of each part of an address of the web, too';

create or replace function varta.erased_id(p_source integer, p_id text) returns text
language sql stable set search_path = varta, pg_temp as $$
    select 'erased:' || encode(varta.mark(key, p_id), 'hex') from varta.erasure_key where source_id = p_source
$$;
comment on function varta.erased_id is 'in: source, an identifier that it sends. out: what stands for it where it was erased; null where none of the source was';
