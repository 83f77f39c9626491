-- Addresses as residents write them, and lists of streets as institutions keep them: which house numbers of
-- which street. Both are brought to the same form here.

create type varta.address as (kind text, street text, house integer);
comment on type varta.address is 'kind of the street (empty: not said), its name in small letters without signs, number of the house or null';

create or replace function varta.street_name(p_text text, out kind text, out street text)
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_word text;
begin
    kind := '';
    for v_word in select w from regexp_split_to_table(lower(translate(p_text, '''’ʼ`"«».', '       .')), '[\s.]+') w where w <> '' loop
        if kind = '' and exists (select from varta.street_kind k where k.word = v_word) then
            kind := (select k.kind from varta.street_kind k where k.word = v_word);
        else
            street := concat_ws(' ', street, nullif(btrim(regexp_replace(v_word, '[^[:alnum:]]+', ' ', 'g')), ''));
        end if;
    end loop;
    street := coalesce(street, '');
end
$$;
comment on function varta.street_name is 'in: ''вул. Межигірська''. out: its kind in full (empty where none is named) and its name';

create or replace function varta.parse_address(p_text text, p_city text) returns varta.address
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    a varta.address;
    v_part text;
    v_house text;
    v_name record;
begin
    for v_part in select btrim(p) from regexp_split_to_table(p_text, '[,;\n]') p loop
        if a.street is not null then
            v_house := substring(lower(v_part) from '^(?:будинок|буд\.?|б\.|д\.|№)?\s*(\d{1,4})(?!\d)');
            exit;
        end if;
        continue when v_part ~ '^\d{5}$' or v_part ~* '\m(область|обл\.?|район|р-н)$' or v_part ~* '^(україна|ukraine|м\.|місто\M|м\s)'
            or lower(v_part) = lower(p_city);
        v_house := substring(v_part from '\S\s+(?:буд\.?|№)?\s*(\d{1,4})(?:\s?[/-]?\s?[[:alnum:]]{0,3})?$');
        v_name := varta.street_name(case when v_house is null then v_part
            else regexp_replace(v_part, '\s+(?:буд\.?|№)?\s*\d{1,4}(?:\s?[/-]?\s?[[:alnum:]]{0,3})?$', '') end);
        continue when v_name.street = '';
        a.kind := v_name.kind;
        a.street := v_name.street;
        exit when v_house is not null;
    end loop;
    a.house := v_house::integer;
    return a;
end
$$;
comment on function varta.parse_address is
'in: an address as people write it (''Київ, вул. Межигірська, 12-А''), the name of the city. out: kind, street, house; street null where
there is none. Parts such as country, city, district and postcode are passed over; letters and blocks of a house do not count';

create or replace function varta.street_fits(p_address varta.address, p_kind text, p_low integer, p_high integer, p_parity text) returns boolean
language sql immutable as $$
    select (p_kind = p_address.kind or p_kind = '' or p_address.kind = '')
           and case when p_address.house is null then p_low is null and p_high is null and p_parity = 'all'
               else p_address.house between coalesce(p_low, 0) and coalesce(p_high, 2147483647)
                    and (p_parity = 'all' or (p_parity = 'odd') = (p_address.house % 2 = 1)) end
$$;
comment on function varta.street_fits is
'in: an address, a line of a street list of the same name. out: whether the line holds it. A house without a number is only in whole streets';

create or replace function varta.street_ranges(p_text text) returns setof jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    m text[] := regexp_match(lower(translate(p_text, '–—−', '---')), '^\s*(.*?)\s*(?:[,:;(]\s*((?:не)?парн.*|\d.*|з\s.*|від\s.*|усі.*|весь.*|вся.*)|\s((?:не)?парн.*))?$');
    v_rest text := coalesce(m[2], m[3], '');
    v_street text := left(btrim(p_text), length(m[1]));
    v_line jsonb := jsonb_build_object('street', v_street, 'parity', case when v_rest ~ '\mнепарн' then 'odd' when v_rest ~ '\mпарн' then 'even' else 'all' end);
    v_found boolean := false;
    r text[];
begin
    if regexp_replace(v_rest, '\m(не)?парн[а-яії]*|\m(будинки|будинок|буд|номери|номер|сторона|бік|з|від|по|до|кінця|усі|всі|весь|вся|та|і|й)\M|№|\d+[а-яіїєґ]?\M|[-,.:;()/\s]', '', 'g') <> '' then
        perform varta.fail('VA003', format('the houses are not understood in %L', p_text), 'street', left(p_text, 100), 'вул. Лісова, непарні 1-33');
    end if;
    for r in select x from regexp_matches(v_rest, '(?:(?:з|від)\s+)?(\d{1,4})[а-яіїєґ]?\s*(?:-|до|по)\s*(\d{1,4})|(?:з|від)\s+(\d{1,4})|(\d{1,4})', 'g') x loop
        v_found := true;
        return next v_line || case when r[3] is not null then jsonb_build_object('from', r[3]::integer)
            when r[4] is not null then jsonb_build_object('from', r[4]::integer, 'to', r[4]::integer, 'parity', 'all')
            else jsonb_build_object('from', r[1]::integer, 'to', r[2]::integer) end;
    end loop;
    if not v_found then
        return next v_line;
    end if;
end
$$;
comment on function varta.street_ranges is
'in: a line of a list as people write it: ''вул. Лісова, непарні 1-33, 40''. out: the same as objects, one for each range. errors: VA003';

create or replace function varta.street_lines(p_streets jsonb)
returns table (name text, kind text, street text, low integer, high integer, parity text)
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_line jsonb;
    v_name record;
begin
    if jsonb_typeof(p_streets) is distinct from 'array' then
        perform varta.fail('VA003', 'the streets are not a list', 'streets', left(p_streets::text, 60), 'a list');
    end if;
    for v_line in select x.line from jsonb_array_elements(p_streets) e
                  cross join lateral (select e as line where jsonb_typeof(e) <> 'string'
                                      union all select g from varta.street_ranges(case when jsonb_typeof(e) = 'string' then e #>> '{}' end) g
                                      where jsonb_typeof(e) = 'string') x loop
        v_name := varta.street_name(v_line ->> 'street');
        if coalesce(v_name.street, '') = '' then
            perform varta.fail('VA003', format('no street is named in %s', v_line), 'street', v_line::text, 'a name');
        end if;
        return query select btrim(v_line ->> 'street'), v_name.kind, v_name.street, (v_line ->> 'from')::integer, (v_line ->> 'to')::integer,
                            coalesce(v_line ->> 'parity', 'all');
    end loop;
exception when invalid_text_representation or numeric_value_out_of_range or invalid_parameter_value then
    perform varta.fail('VA003', format('%s: %s', v_line, sqlerrm), 'street', v_line::text, 'from and to are numbers of houses');
end
$$;
comment on function varta.street_lines is
'in: [{"street": "вул. Межигірська", "from": 1, "to": 35, "parity": "odd"}], the last three may be missing; or as people
write it, see varta.street_ranges(). out: the lines of a street
list. errors: VA003, naming the line';
