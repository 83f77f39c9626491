-- Where a text has what the guard looks for: places in it, each with the rule that found it.

create or replace function varta.guard_matches(p_text text, p_pattern text, p_proof text) returns table (start integer, length integer)
language plpgsql immutable parallel safe set search_path = varta, pg_temp as $$
declare
    v_group integer := (position('(' in replace(replace(p_pattern, '\(', ''), '(?', '')) > 0)::integer;
    v_from integer := 1;
    v_end integer;
begin
    if p_proof = 'people' then
        return query select * from varta.guard_people(p_text);
    elsif p_proof = 'insults' then
        return query select * from varta.guard_insults(p_text);
    else
        loop
            start := regexp_instr(p_text, p_pattern, v_from, 1, 0, 'i', v_group);
            exit when start = 0;
            v_end := regexp_instr(p_text, p_pattern, v_from, 1, 1, 'i', v_group);
            length := v_end - start;
            if length > 0 and varta.guard_proved(p_proof, substr(p_text, start, length)) then
                return next;
            end if;
            v_from := greatest(v_end, v_from + 1);
        end loop;
    end if;
end
$$;
comment on function varta.guard_matches is
'in: text, pattern, proof. out: from which character (1: the first) and how many match and pass the proof, in their order. Where the pattern has a group in parentheses, it is
that which is found';

create or replace function varta.guard_rules_of(p_city smallint) returns table (code text, kind text, pattern text, proof text, active boolean, own boolean)
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(r.code, b.code), coalesce(r.kind, b.kind), coalesce(r.pattern, b.pattern), coalesce(r.proof, b.proof), coalesce(r.active, true), r.code is not null
    from varta.guard_builtin() b
    full join (select * from varta.guard_rule where city_id = p_city) r on r.code = b.code
$$;
comment on function varta.guard_rules_of is 'in: city. out: its rules: those that every city begins with, and its own, also in their place';

create or replace function varta.guard_find(p_city smallint, p_text text) returns table (kind text, rule text, start integer, length integer)
language sql stable set search_path = varta, pg_temp as $$
    with found as materialized (
        select r.kind, r.code as rule, m.start, m.length
        from varta.guard_rules_of(p_city) r
        cross join lateral varta.guard_matches(p_text, r.pattern, r.proof) m
        where r.active)
    select distinct on (f.start, f.length) f.kind, f.rule, f.start, f.length
    from found f
    where not exists (select from found o where o.start <= f.start and o.start + o.length >= f.start + f.length and o.length > f.length)
    order by f.start, f.length, f.kind, f.rule
$$;
comment on function varta.guard_find is
'in: city, text. out: what of it is not to become public unseen: its kind, the rule, from which character (1: the first) and how many. What lies within something longer is not said, nor the same twice';
