-- A city's own rules of the guard.

create or replace function varta.guard_pattern_check(p_pattern text) returns void
language plpgsql immutable set search_path = varta, pg_temp as $$
begin
    if '' ~ p_pattern then
        perform varta.fail('VA003', 'the pattern finds nothing at all everywhere', 'pattern', left(p_pattern, 200), 'a pattern that an empty text does not match');
    end if;
exception when invalid_regular_expression then
    perform varta.fail('VA003', sqlerrm, 'pattern', left(p_pattern, 200), 'a regular expression: ' || sqlerrm);
end
$$;
comment on function varta.guard_pattern_check is 'errors: VA003 where the pattern is none, or matches an empty text';

create or replace function api.guard_rule_set(p_city text, p_code text, p_settings jsonb) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_lock(p_city);
    r record;
begin
    perform varta.code_check(p_code);
    perform varta.settings_check(p_settings, '{kind,pattern,proof,active}');
    select * into r from varta.guard_rules_of(c.id) where code = p_code;
    if r.code is null and not (p_settings ? 'kind' and p_settings ? 'pattern') then
        perform varta.fail('VA001', format('there is no rule %L', p_code), 'rule', p_code);
    end if;
    if p_settings ? 'pattern' then
        perform varta.guard_pattern_check(p_settings ->> 'pattern');
    end if;
    delete from varta.guard_rule where city_id = c.id and code = p_code;
    insert into varta.guard_rule (city_id, code, kind, pattern, proof, active)
    values (c.id, p_code, coalesce(p_settings ->> 'kind', r.kind), coalesce(p_settings ->> 'pattern', r.pattern),
            coalesce(p_settings ->> 'proof', case when not p_settings ? 'pattern' then r.proof end, 'none'), coalesce((p_settings ->> 'active')::boolean, r.active, true));
exception when check_violation or invalid_text_representation then
    perform varta.fail('VA003', sqlerrm, 'settings', left(p_settings::text, 200),
                       'kind=phone pattern=… proof=none; kind: phone, mail, plate, tax-number, passport, card, flat, name, insult, emergency, military, other');
end
$$;
comment on function api.guard_rule_set is
'in: city, code, {"kind", "pattern" (a regular expression of PostgreSQL, without regard to case; a group in parentheses is what is found), "proof" (none, phone, tax-number, card),
"active"}. Adds a rule of the guard, or changes one; also one that every city begins with. errors: VA001, VA003, VA004';

create or replace function api.guard_rules(p_city text) returns table (code text, kind text, active boolean, own boolean, proof text, pattern text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city, 'moderator', 'auditor', 'admin');
begin
    return query select r.code, r.kind, r.active, r.own, r.proof, r.pattern from varta.guard_rules_of(c.id) r order by r.kind, r.code;
end
$$;
comment on function api.guard_rules is 'in: city. out: what the guard looks for in its texts, and whether the city itself says so. errors: VA001, VA004';

create or replace function api.guard_test(p_city text, p_texts jsonb) returns table (line integer, kind text, rule text, start integer, length integer, found text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    c varta.city := varta.city_of(p_city, 'moderator', 'auditor', 'admin');
begin
    return query
    select t.n::integer, f.kind, f.rule, f.start, f.length, substr(t.text, f.start, f.length)
    from jsonb_array_elements_text(p_texts) with ordinality t (text, n)
    cross join lateral varta.guard_find(c.id, left(t.text, 20000)) f
    order by t.n, f.start;
end
$$;
comment on function api.guard_test is
'in: city, an array of texts. out: what the guard finds in each, from 1 on, with the words themselves; nothing is kept. errors: VA001, VA004';
