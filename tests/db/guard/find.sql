-- What the guard finds in a text, and what it leaves alone: identifiers by form and check digits, names in every case form
-- and not those of streets, insults however they are written; rules of a city beside and in the place of those that every
-- city begins with.
\ir ../../lib/tap.sql
select * from no_plan();

create function pg_temp.finds(p_text text) returns text language sql as $$
    select string_agg(kind || ': ' || substr(p_text, start, length), '; ' order by start) from varta.guard_find((select id from varta.city where code = 'kyiv'), p_text)
$$;

-- Identifiers
select is(pg_temp.finds(text), expected, text) from (values
    ('дзвоніть +38 (067) 000-00-12 увечері', 'phone: +38 (067) 000-00-12'),
    ('мій 0\u200b50 000 00 34', null),
    (E'мій 0\u200b50\u00ad 000 00 34', E'phone: 0\u200b50\u00ad 000 00 34'),
    ('тел. 32-11-22', 'phone: 32-11-22'),
    ('гаряча лінія 0 800 500 000, або 1551, або 102', null),
    ('пишіть на ivan@example.com', 'mail: ivan@example.com'),
    ('пишіть ivan (собака) example.com', 'mail: ivan (собака) example.com'),
    ('телеграм @ivan_petrenko', 'mail: @ivan_petrenko'),
    ('синя Škoda AA1234BB', 'plate: AA1234BB'),
    ('синя АА 1234 вв', 'plate: АА 1234 вв'),
    ('авто CE6118IA', 'plate: CE6118IA'),
    ('старі номери 123-45 КА', 'plate: 123-45 КА'),
    ('номер «АВОСЕТ» на джипі', 'plate: АВОСЕТ'),
    ('рейс АН-24, траса М-06, опора № 1234', null),
    ('ІПН 3184710691', 'tax-number: 3184710691'),
    ('звернення 3184710692', null),
    ('паспорт КН 123456 загублено', 'passport: КН 123456'),
    ('картка 4111 1111 1111 1111', 'card: 4111 1111 1111 1111'),
    ('замовлення 4111 1111 1111 1112', null),
    ('шумлять у кв. 12', 'flat: кв. 12'),
    ('площа 400 кв. м', null)) v (text, expected);

-- People
select is(pg_temp.finds(text), expected, text) from (values
    ('Мене звати Олена Петренко.', 'name: Олена Петренко'),
    ('сусіда Петренка Олексія Івановича', 'name: Петренка Олексія Івановича'),
    ('з Оленою Іванівною', 'name: Оленою Іванівною'),
    ('дільничний Т. Г. Бондар', 'name: Т. Г. Бондар'),
    ('дільничний Бондар Т.Г.', 'name: Бондар Т.Г.'),
    ('говорила з Ольгою Коваль', 'name: Ольгою Коваль'),
    ('яма на вул. Тараса Шевченка', null),
    ('яма: Тараса Шевченка, 12', null),
    ('перехрестя Івана Франка й вулиці Героя Степана Бандери', null),
    ('школа імені Лесі Українки', null),
    ('Вчора Олег поїхав', null),
    ('у Києві на Подолі', null)) v (text, expected);

-- Insults
select is(pg_temp.finds(text), expected, text) from (values
    ('вони ідіоти', 'insult: ідіоти'),
    ('вони ідііііоти', 'insult: ідііііоти'),
    ('вони і-д-і-о-т-и', 'insult: і-д-і-о-т-и'),
    ('вони І Д І О Т И', 'insult: І Д І О Т И'),
    ('вони iдi0ти', 'insult: iдi0ти'),
    ('вони ід***и', 'insult: ід***и'),
    ('суп із кури, сумка соку, застрахуйте', null)) v (text, expected);

-- What is not for this line, or not for everybody's eyes
select is(pg_temp.finds('у під’їзді пожежа'), 'emergency: пожежа', 'what 102 is for');
select is(pg_temp.finds('бачив колону танків'), 'military: колону танк', 'troops');

-- Rules of a city
set session authorization t_admin;
select lives_ok($$select api.guard_rule_set('kyiv', 'post', '{"kind": "other", "pattern": "опор[аи] № ?\\d+"}')$$, 'a rule of its own');
select lives_ok($$select api.guard_rule_set('kyiv', 'flat', '{"active": false}')$$, 'one that it does not want');
select results_eq($$select line, kind, rule, found from api.guard_test('kyiv', '["кв. 12, опора № 7", "нічого", "тел. 32-11-22"]')$$,
                  $$values (1, 'other', 'post', 'опора № 7'), (3, 'phone', 'short-number', '32-11-22')$$, 'tried on texts');
select is((select (active, own, pattern <> '')::text from api.guard_rules('kyiv') where code = 'flat'), '(f,t,t)', 'switched off, with its pattern');
select lives_ok($$select api.guard_rule_set('kyiv', 'flat', '{"active": true}')$$, 'and on again');
select is((select count(*) from api.guard_test('kyiv', '["кв. 12"]')), 1::bigint, 'which finds as before');
select is(pg_temp.error_of($$select api.guard_rule_set('kyiv', 'x', '{"kind": "other", "pattern": "("}')$$) ~ '^VA003 \["pattern","\("', true, 'no pattern');
select is(pg_temp.error_of($$select api.guard_rule_set('kyiv', 'x', '{"kind": "other", "pattern": "a*"}')$$) ~ '^VA003 \["pattern","a\*"', true, 'one that finds nothing everywhere');
select is(pg_temp.error_of($$select api.guard_rule_set('kyiv', 'x', '{"kind": "colour", "pattern": "a"}')$$) ~ '^VA003 \["settings"', true, 'no kind');
select is(pg_temp.error_of($$select api.guard_rule_set('kyiv', 'x', '{"active": false}')$$), 'VA001 ["rule","x"]', 'no rule');
select is(pg_temp.error_of($$select api.guard_rule_set('nowhere', 'x', '{"kind": "other", "pattern": "a"}')$$) ~ '^VA001', true, 'no city');
set session authorization t_moderator;
select is((select count(*) > 15 from api.guard_rules('kyiv')), true, 'moderators read them');
select is(pg_temp.error_of($$select api.guard_rule_set('kyiv', 'flat', '{"active": false}')$$) ~ '^42501', true, 'and change none');
reset session authorization;
select is((select string_agg(verb, ' ' order by id) from varta.event where verb like 'guard%'), 'guard_rule_added guard_rule_added guard_rule_removed guard_rule_added', 'in the history');
select * from finish();
