-- What is asked: a text in which a place is said ('ріг Сумської та Пушкінської', 'пр-т Науки, 12А корп. 2') taken apart.

create type varta.asked_place as (kind text, words text[], tokens text[], near text[], house varta.parsed_house, house_label text, stop boolean, rest text[]);
comment on type varta.asked_place is
'kind of the street (empty: none is said), stems of the name, the words that they were, varta.place_near() of them, the house (number null: none), as it
was written, whether a stop is meant, what else was said';

create or replace function varta.asked_tokens(p_text text) returns table (n bigint, word text, house text, comma boolean)
language sql immutable as $$
    select x.n, m[1], m[2], m[3] is not null
    from regexp_matches(
        -- flats, floors, postcodes and telephones are no part of the place
        regexp_replace(regexp_replace(translate(varta.place_plain(p_text), ';()[]:' || chr(10), ',,,,,,,'), '\m(?:кв|квартира|прим|приміщення|кімн|кімната|гурт|гуртожиток|під|підїзд|подъезд|оф|офіс|офис|пов|поверх|этаж)\.?\s*№?\s*\d+[а-я]?\M', ',', 'g'),
                       '\m\d{5,}\M', ',', 'g'),
        '(\d{1,3}-?(?:ша|га|та|тя|ма|ва|го|ий|ій|й|ї|ше|ге|те|му|ой|ая|ья)(?![а-яіїєґ])|[a-zа-яіїєґё][a-zа-яіїєґё0-9/-]*\.?)|(\d{1,4}(?:\s?-?[абвгґдеєжзиіклмнопрстуфхцчшюя](?![а-яіїєґa-z])|-?[a-z](?![а-яіїєґa-z]))?(?:\s?[/-]\s?\d{1,3}(?:-?[а-яіїєґ](?![а-яіїєґ]))?|/[а-яіїєґ](?![а-яіїєґ]))*(?:,?\s*(?:корпус|корп|кор|к|секція|секц|літера|літ|блок)\.?\s*№?\s*\d{1,3}[а-яіїєґ]?(?![а-яіїєґ0-9]))?)(?![а-яіїєґa-z0-9])|([,/×&+–—]+)', 'g')
        with ordinality x (m, n)
$$;
comment on function varta.asked_tokens is 'in: text. out: its words, what may be numbers of houses, and what separates, in their order';

create or replace function varta.city_pattern(p_city smallint) returns text
language sql stable set search_path = varta, pg_temp as $$
    select '^' || regexp_replace(regexp_replace(varta.place_stem(varta.place_plain(name)), '[^[:alnum:]]', '.', 'g'), 'и([[:alpha:]])$', '(?:и|о|е|ие)\1')
    from varta.city where id = p_city
$$;
comment on function varta.city_pattern is 'out: how the stem of a city''s name begins, in all its cases and in Russian: of Харків also that of Харкові and Харьков';

create or replace function varta.place_asked(p_city smallint, p_text text) returns varta.asked_place
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    a varta.asked_place := ('', '{}', '{}', '{}', null, '', false, '{}');
    v_city text := varta.city_pattern(p_city);
    v_passed constant text[] := '{по,на,біля,возле,коло,навпроти,напротив,поруч,поряд,поблизу,між,в,у,за,із,з,від,до,адреса,адресою,адрес,україна,украина,ukraine,м,місто,місті,міста,город,г,с,село,смт,область,обл,область.,район,районі,р-н,рн,будинок,будинку,будинка,буд,дом,дома,доме,д,б,ріг,рогу,розі,кут,куту,угол,углу,перехрестя,перехресті,перетин,перетині,перекресток,перекрестке,та,і,й,и,and,дорозі,дорогу,дороги,дорогою,дороге,имени,имені}';
    -- behind a name of a street begins what is near it: no street has these in its name
    v_beside constant text[] := '{біля,возле,коло,навпроти,напротив,поруч,поряд,поблизу,між,при,перед,до,від,зі,із,з}';
    v_begin integer := 1;     -- where the name begins
    v_words text[] := '{}';   -- of the part that is being read
    v_kind text;              -- of that part
    v_of_kind boolean := false;
    v_house integer;          -- of the tokens: the house
    v_said boolean := false;  -- something before
    t record;
    v_all record;
    w text;
    k text;
    v_tokens text[];
    v_houses text[];
    v_commas boolean[];
    n integer;
begin
    select array_agg(x.word order by x.n), array_agg(x.house order by x.n), array_agg(x.comma order by x.n) into v_tokens, v_houses, v_commas
    from varta.asked_tokens(p_text) x;
    n := coalesce(cardinality(v_tokens), 0);
    -- the house: the one that is called so; else the first number behind a word of a name, before the end, a comma or another number
    for i in 1 .. n loop
        if v_houses[i] is not null and rtrim(v_tokens[i - 1], '.') = any('{буд,будинок,будинку,дом,дома,доме,д,б}') then
            v_house := i;
            exit;
        elsif v_tokens[i] ~ '^\d+-?го$' and rtrim(v_tokens[i + 1], '.') = any('{будинку,будинка,дома}') then
            v_house := i;
            v_houses[i] := substring(v_tokens[i] from '^\d+');
            v_tokens[i] := null;
            exit;
        end if;
    end loop;
    for i in 1 .. n loop
        exit when v_house is not null;
        if v_houses[i] is not null and v_said and (i = n or v_commas[i + 1] or v_houses[i + 1] is not null) then
            v_house := i;
        end if;
        w := rtrim(v_tokens[i], '.');
        v_said := v_said or w is not null and not w = any(v_passed) and not exists (select from varta.place_kind pk where pk.word = varta.place_letters(w));
    end loop;
    if v_house is null and v_said then
        v_said := false;
        for i in 1 .. n loop
            if v_houses[i] is not null and v_said then
                v_house := i;
                exit;
            end if;
            w := rtrim(v_tokens[i], '.');
            v_said := v_said or w is not null and not w = any(v_passed) and not exists (select from varta.place_kind pk where pk.word = varta.place_letters(w));
        end loop;
    end if;
    if v_house is not null then
        a.house_label := v_houses[v_house];
        a.house := varta.house_parts(v_houses[v_house]);
    end if;
    -- the name: words of the part that has a kind; without one, all of them. '12-й будинок по Пушкіна': what follows
    for i in coalesce(v_house, n) + 1 .. n loop
        if v_tokens[i] = 'по' then
            a.rest := array(select v_tokens[j] from generate_series(1, v_house - 1) j where rtrim(v_tokens[j], '.') <> all(v_passed));
            v_begin := i + 1;
            exit;
        end if;
    end loop;
    for i in v_begin .. n + 1 loop
        w := rtrim(v_tokens[i], '.');
        if i > n or v_commas[i] or i = v_house or v_of_kind and v_words <> '{}' and w = any(v_beside) then
            if v_of_kind and a.kind <> '' and v_words <> '{}' then
                a.rest := a.rest || a.tokens;
                a.tokens := v_words;
                v_words := '{}';
                -- what follows the name is about something else
                a.rest := a.rest || array(select v_tokens[j] from generate_series(i + 1, n) j where v_tokens[j] is not null and rtrim(v_tokens[j], '.') <> all(v_passed));
                exit;
            end if;
            if i = v_house and (a.tokens <> '{}' or v_words <> '{}') then
                a.tokens := a.tokens || v_words;
                a.rest := a.rest || array(select v_tokens[j] from generate_series(i + 1, n) j where v_tokens[j] is not null and rtrim(v_tokens[j], '.') <> all(v_passed));
                exit;
            end if;
            a.tokens := a.tokens || v_words;
            v_words := '{}';
            continue;
        end if;
        if v_houses[i] is not null then
            v_words := v_words || v_houses[i];
            continue;
        end if;
        continue when w is null;
        if w = any('{зупинка,зупинці,зупинки,остановка,остановке,зуп,ост}') then
            a.stop := true;
            continue;
        end if;
        if w = any('{область,обл,район,районі,р-н,рн}') then
            -- the adjective before it is its name
            if cardinality(v_words) > 0 and v_words[cardinality(v_words)] ~ '(ськ|ск|цьк|цк|зьк)|ий$|ый$' then
                a.rest := a.rest || v_words[cardinality(v_words)];
                v_words := v_words[:cardinality(v_words) - 1];
            end if;
            continue;
        end if;
        continue when w = any(v_passed);
        select pk.kind into k from varta.place_kind pk where pk.word = varta.place_letters(w);
        if found then
            if not v_of_kind then
                a.kind := k;
                v_of_kind := true;
            else
                v_words := v_words || w;
            end if;
            continue;
        end if;
        if n > 1 and varta.place_stem(w) ~ (v_city || '$') then
            -- 'Харківська, Харків, Перемоги': what is called after the city is the region, where a name follows
            if not v_of_kind and exists (select from unnest(v_tokens[i + 1:]) x where length(x) > 3 and x <> all(v_passed)) then
                a.rest := a.rest || array(select x from unnest(a.tokens || v_words) x where varta.place_stem(x) ~ (v_city || 'ск$'));
                a.tokens := array(select x from unnest(a.tokens) x where varta.place_stem(x) !~ (v_city || 'ск$'));
                v_words := array(select x from unnest(v_words) x where varta.place_stem(x) !~ (v_city || 'ск$'));
            end if;
            continue;
        end if;
        v_words := v_words || v_tokens[i];
    end loop;
    if a.tokens = '{}' and a.kind <> '' then
        a.tokens := array[varta.place_letters(a.kind)];
    end if;
    select coalesce(array_agg(s order by o), '{}'), coalesce(array_agg(p order by o), '{}') into a.words, a.tokens
    from (select row_number() over (order by y.n, z.n) as o, varta.place_stem(rtrim(z.p, '.')) as s, z.p
          from unnest(a.tokens) with ordinality y (token, n)
          cross join lateral regexp_split_to_table(case when y.token ~ '^\d+-[а-яіїєґ]+$' then y.token else regexp_replace(y.token, '[-./](?=.)', ' ', 'g') end, ' ') with ordinality z (p, n)
          where z.p <> '') x
    where s <> '';
    if varta.place_numbers(a.words) <> a.words then
        a.words := varta.place_numbers(a.words);
        a.tokens := a.words;
    end if;
    -- of many words, those that no name here has say nothing
    if cardinality(a.words) > 2 then
        for i in reverse cardinality(a.words) .. 1 loop
            if not exists (select from varta.street_alias s where s.near && varta.place_near(p_city, a.words[i:i]))
               and not exists (select from varta.place q where q.near && varta.place_near(p_city, a.words[i:i])) then
                a.rest := a.rest || a.tokens[i];
                a.words := a.words[:i - 1] || a.words[i + 1:];
                a.tokens := a.tokens[:i - 1] || a.tokens[i + 1:];
            end if;
        end loop;
    end if;
    a.rest := array(select x from unnest(a.rest) with ordinality r (x, o) where varta.place_stem(x) !~ (v_city || '$') order by o);
    a.near := varta.place_near(p_city, a.words);
    return a;
end
$$;
comment on function varta.place_asked is
'in: city, a text in which a street, a house or a place is said. out: it taken apart. The words of the part that names a kind of street are the name,
without one all are; what follows the number of the house is something else';
