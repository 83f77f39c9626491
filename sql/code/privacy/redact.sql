-- Takes people out of texts: the text falls into pieces by patterns that never change, and … stands for each
-- piece that is somebody's.

create or replace function varta.is_name(p_word text, p_traces varta.trace[], p_dictionary regdictionary) returns boolean
language sql stable as $$
    select varta.hit(array[varta.initial_key(varta.plain_word(p_word))], p_traces) and varta.hit(varta.word_keys(p_word, p_dictionary), p_traces)
$$;
comment on function varta.is_name is 'in: a word, people, the dictionary or null. out: whether it can be a form of one of their names';

create or replace function varta.names_in(p_text text, p_traces varta.trace[], p_dictionary regdictionary) returns bigint
language sql stable set search_path = varta, pg_temp as $$
    select count(distinct varta.plain_word(m[1]))
    from regexp_matches(p_text, E'([[:alpha:]][[:alpha:]''’ʼ`´\u0300-\u036f\u00ad\u200b-\u200d]*)', 'g') m
    where varta.is_name(initcap(m[1]), p_traces, p_dictionary)
$$;
comment on function varta.names_in is 'out: how many different words of a text are forms of their names, in letters of any size';

create or replace function varta.redact_pieces(p_text text, p_pattern text, p_kind text, p_traces varta.trace[]) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_dictionary regdictionary := case when p_kind = 'word' then varta.dictionary_there() end;
begin
    return (
        with piece as materialized (
            select m[1] as t, o from regexp_matches(p_text, p_pattern, 'g') with ordinality x (m, o)),
        hit as materialized (
            select t from (select distinct t from piece) d
            where case p_kind
                when 'word' then t ~ '^[[:alpha:]]' and case when t ~ '@' then varta.names_in(t, p_traces, v_dictionary) > 1
                                                             else varta.is_name(t, p_traces, v_dictionary) end
                else length(t) > 2 and varta.hit(varta.token_keys(t), p_traces) end)
        select string_agg(case when h.t is null then p.t else '…' end, '' order by o) from piece p left join hit h using (t));
end
$$;
comment on function varta.redact_pieces is 'in: text; how it falls into pieces, all of it; what the pieces are: word or token; people. out: the text without them';

create or replace function varta.redact_number(p_digits text, p_traces varta.trace[]) returns text
language plpgsql immutable set search_path = varta, pg_temp as $$
declare
    v_places integer[] := array(select o from regexp_split_to_table(p_digits, '') with ordinality x (c, o) where c ~ '\d' order by o);
    d text := regexp_replace(p_digits, '\D', '', 'g');
    v_from integer;
begin
    if length(d) < 9 then
        return case when length(d) > 6 and varta.hit(array['p:' || d], p_traces) then '…' else p_digits end;
    end if;
    for i in 1..length(d) - 8 loop
        if varta.hit(array['p:' || substr(d, i, 9)], p_traces) then
            v_from := i - (substr(d, i - 1, 1) = '0' and i > 1)::integer;
            v_from := v_from - case when v_from > 2 and substr(d, v_from - 2, 2) = '38' then 2 else 0 end;
            return rtrim(left(p_digits, v_places[v_from] - 1), '+(') || '…'
                   || varta.redact_number(substr(p_digits, v_places[i + 8] + 1), p_traces);
        end if;
    end loop;
    return p_digits;
end
$$;
comment on function varta.redact_number is
'in: digits with what stands between them, people. out: without their telephone numbers, however they are written, with or without +38';

create or replace function varta.redact_phones(p_text text, p_traces varta.trace[]) returns text
language sql immutable set search_path = varta, pg_temp as $$
    select string_agg(case when length(m[1]) between 7 and 1000 and m[1] ~ '\d' then varta.redact_number(m[1], p_traces) else m[1] end, '' order by o)
    from regexp_matches(p_text, E'(\\+?\\(?\\d(?:[\\s().\u2013-]{0,3}\\d)*|[^\\d+(]+|[+(])', 'g') with ordinality x (m, o)
$$;

create or replace function varta.redact_contacts(p_text text, p_traces varta.trace[]) returns text
language sql stable set search_path = varta, pg_temp as $$
    select varta.redact_phones(varta.redact_pieces(
        p_text, E'([^][\\s,;<>()"{}\\\\!«»“”.]+(?:\\.[^][\\s,;<>()"{}\\\\!«»“”.]+)*|[][\\s,;<>()"{}\\\\!«»“”.]+)', 'token', p_traces), p_traces)
$$;
comment on function varta.redact_contacts is 'in: text, people. out: it with … for their addresses and numbers; names stay';

create or replace function varta.redact(p_text text, p_traces varta.trace[]) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_text text := p_text;
begin
    if p_text <> '' and p_traces <> '{}' then
        v_text := varta.redact_contacts(v_text, p_traces);
        v_text := varta.redact_pieces(v_text, E'([[:alpha:]][^][\\s,;<>()"{}\\\\!«»“”:/=]*@[^][\\s,;<>()"{}\\\\!«»“”:/=]+|[[:alpha:]](?:[''’ʼ`´]?[[:alpha:]\u0300-\u036f\u00ad\u200b-\u200d])*|[^[:alpha:]]+)', 'word', p_traces);
    end if;
    return v_text;
end
$$;
comment on function varta.redact is 'in: text, people. out: it with … for every form of their names, addresses and numbers';

create or replace function varta.names_person(p_text text, p_traces varta.trace[]) returns boolean
language sql stable set search_path = varta, pg_temp as $$
    select varta.redact_contacts(p_text, p_traces) <> p_text or varta.names_in(p_text, p_traces, varta.dictionary_there()) > 1
$$;
comment on function varta.names_person is
'in: a text that is about no request, people. out: whether it tells one of them from others: by an address, a number, or more than one word of
the name. One alone could be anybody''s: Мороз is a name, and frost';

create or replace function varta.redact_json(p_json jsonb, p_traces varta.trace[]) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_text text := p_json #>> '{}';
begin
    return case jsonb_typeof(p_json)
        when 'object' then (select coalesce(jsonb_object_agg(varta.redact(key, p_traces), varta.redact_json(value, p_traces)), '{}') from jsonb_each(p_json))
        when 'array' then (select coalesce(jsonb_agg(varta.redact_json(value, p_traces) order by o), '[]') from jsonb_array_elements(p_json) with ordinality x (value, o))
        when 'string' then to_jsonb(varta.redact(v_text, p_traces))
        when 'number' then case when varta.redact(v_text, p_traces) <> v_text then '"…"' else p_json end
        else p_json end;
end
$$;
comment on function varta.redact_json is 'the same for every name and value in it';

create or replace function varta.redacting(p_table text, p_column text) returns text
language sql stable as $$
    select format(case a.atttypid when 'jsonb'::regtype then 'varta.redact_json(%I, $3)' else 'varta.redact(%I, $3)' end, p_column)
    from pg_attribute a where a.attrelid = to_regclass(format('varta.%I', p_table)) and a.attname = p_column
$$;
comment on function varta.redacting is 'in: table and column of varta.text_place. out: an expression for its value without the people of $3';
