-- Where a text names a person: given and family name, a patronymic, initials and a family name.

create or replace function varta.is_capital(p_word text) returns boolean
language sql immutable parallel safe as $$
    select left(p_word, 1) <> lower(left(p_word, 1)) and length(p_word) > 1
           and (substr(p_word, 2, 1) = lower(substr(p_word, 2, 1)) or length(p_word) > 2 and p_word = upper(p_word))
$$;
comment on function varta.is_capital is 'in: a word. out: whether it begins with a capital, or has capitals only';

create or replace function varta.named_after(w varta.text_word[], p_from integer, p_to integer) returns boolean
language plpgsql immutable parallel safe set search_path = varta, pg_temp as $$
declare
    n integer := p_from;
begin
    if left(ltrim(w[p_to].gap, ', №'), 1) between '0' and '9' and not coalesce(w[p_to + 1].form, '') = any('{р,рік,роки,року,років,год,лет}') then
        return true;  -- a house number follows
    end if;
    while n > 1 and n > p_from - 5 loop
        n := n - 1;
        exit when translate(w[n].gap, E'. \u00a0«"„-', '') <> '' or length(w[n].gap) > 3;
        if varta.place_before_name(w[n].form) then
            return true;
        end if;
        exit when not (varta.title_in_place(w[n].form) or varta.is_capital(w[n].word));
    end loop;
    return false;
end
$$;
comment on function varta.named_after is 'in: the words of a text, of which to which a name. out: whether it is that of a street, a school or another place';

create or replace function varta.guard_people(p_text text) returns table (start integer, length integer)
language plpgsql immutable parallel safe set search_path = varta, pg_temp as $$
declare
    w varta.text_word[] := varta.text_words(p_text);
    v_blank constant text := E' \u00a0';
    v_count integer := coalesce(cardinality(w), 0);
    v_capital boolean[];
    v_initial boolean[];
    v_given boolean[];
    v_patronymic boolean[];
    v_joined boolean[];  -- a word with the next one
    v_opens boolean[];  -- a sentence
    n integer := 1;
    a integer;
    z integer;
begin
    select array_agg(varta.is_capital(u.word) order by i),
           array_agg(length(u.word) = 1 and varta.is_capital(u.word || lower(u.word)) and ltrim(u.gap) like '.%' order by i),
           array_agg(varta.is_capital(u.word) and varta.is_given_name(u.form) order by i),
           array_agg(varta.is_capital(u.word) and varta.patronymic_like(u.form) order by i),
           array_agg(case when length(u.word) = 1 then btrim(u.gap, v_blank) = '.' else length(u.gap) < 3 and btrim(u.gap, v_blank) = '' end order by i),
           array_agg(translate(coalesce(w[i - 1].gap, '.'), E'.!?:;•\n"«(…', '') <> coalesce(w[i - 1].gap, '.') order by i)
      into v_capital, v_initial, v_given, v_patronymic, v_joined, v_opens
    from unnest(w) with ordinality u (word, form, start, gap, i);
    while n <= v_count loop
        a := n;
        z := n;
        if v_initial[n] then
            while z < v_count and v_initial[z] and v_joined[z] loop
                z := z + 1;
            end loop;
            if v_capital[z] and z > n then  -- Т. Г. Шевченко
                if z = n + 1 and (v_opens[n] or not v_joined[n]) and not varta.surname_like(w[z].form) then
                    z := 0;
                end if;
            elsif n > 1 and v_joined[n - 1] and v_capital[n - 1] and (not v_opens[n - 1] or varta.surname_like(w[n - 1].form)) then  -- Шевченко Т. Г.
                a := n - 1;
                z := n;
                while z < v_count and v_joined[z] and v_initial[z + 1] loop
                    z := z + 1;
                end loop;
            else
                z := 0;
            end if;
        elsif v_given[n] or v_patronymic[n] or n < v_count and v_capital[n] and v_joined[n] and v_patronymic[n + 1] then
            while z < v_count and z < n + 2 and v_joined[z] and v_capital[z + 1] loop
                z := z + 1;
            end loop;
            if n > 1 and v_joined[n - 1] and v_capital[n - 1] and (z = n or v_patronymic[z]) and (not v_opens[n - 1] or varta.surname_like(w[n - 1].form)) then
                a := n - 1;
            elsif a = z and not v_patronymic[n] then
                z := 0;
            end if;
        else
            z := 0;
        end if;
        if z > 0 and not varta.named_after(w, a, z) then
            start := w[a].start;
            length := w[z].start + length(w[z].word) + case when v_initial[z] then position('.' in w[z].gap) else 0 end - start;
            return next;
        end if;
        n := greatest(z, n) + 1;
    end loop;
end
$$;
comment on function varta.guard_people is 'in: a text. out: from which character (1: the first) and how many name a person; what is named after one, as streets are, is none';
