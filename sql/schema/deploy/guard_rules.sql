-- Deploy varta:guard_rules
-- What the guard of a city looks for in a text before it becomes public, beside what every city begins with.
begin;
set local role varta_owner;

create table varta.guard_rule (
    city_id smallint not null references varta.city,
    code text not null constraint guard_rule_code check (code ~ '^[a-z][a-z0-9_-]{0,39}$'),
    kind text not null constraint guard_rule_kind check (kind in ('phone', 'mail', 'plate', 'tax-number', 'passport', 'card', 'flat', 'name', 'insult', 'emergency', 'military', 'other')),
    pattern text not null constraint guard_rule_pattern check (length(pattern) <= 2000),
    proof text not null constraint guard_rule_proof check (proof in ('none', 'phone', 'tax-number', 'card', 'people', 'insults')),
    active boolean not null default true,
    primary key (city_id, code)
);
comment on table varta.guard_rule is 'what a city adds to the rules of the guard, or puts in the place of one by its code';
comment on column varta.guard_rule.pattern is 'a regular expression, without regard to case; a group in parentheses is what is found';
comment on column varta.guard_rule.proof is 'what a match has to pass, see varta.guard_proved(); people and insults look without a pattern';
comment on constraint guard_rule_code on varta.guard_rule is 'codes stand in commands';
comment on constraint guard_rule_kind on varta.guard_rule is 'what is found has a name in the console';
comment on constraint guard_rule_pattern on varta.guard_rule is 'a pattern that a person can read';
comment on constraint guard_rule_proof on varta.guard_rule is 'the proofs that there are';
alter table varta.guard_rule enable row level security;

commit;
