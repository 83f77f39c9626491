-- What the guard looks for in a text before it becomes public: patterns, each with what proves a match. A city adds its
-- own, or puts a pattern of its own in the place of one of these by its code (varta.guard_rule).

create or replace function varta.guard_separator() returns text
language sql immutable parallel safe as $$ select '[\s().\u2010-\u2015\u00ad\u200b-\u200d\u2060\ufeff-]{0,3}' $$;
comment on function varta.guard_separator is 'out: the pattern of what people write between the digits of a number, also what is not seen';

create or replace function varta.guard_plate_letters(n integer) returns text
language sql immutable parallel safe as $$ select repeat('[ABCEHIKMOPTXYАВСЕНІКМОРТХУ]', n) $$;
comment on function varta.guard_plate_letters is 'out: the pattern of letters on a number plate, Ukrainian or those that look the same';

create or replace function varta.guard_builtin() returns table (code text, kind text, pattern text, proof text)
language sql immutable parallel safe as $$
    select code, kind, replace(replace(replace(pattern, '~', varta.guard_separator()), 'LL', varta.guard_plate_letters(2)), 'SEP', '[\s\u2010-\u2015-]?'), proof
    from (values
        ('mobile', 'phone', '(?<![\d\w])(?:\+?38|8)?~0~(?:39|50|6[3678]|7[357]|89|9[1-9])(?:~\d){7}(?!\d)', 'phone'),
        ('landline', 'phone', '(?<![\d.,:/])(?:\+?38)?~\(?0[3-6]\d{1,3}\)?[\s-]{0,2}\d{1,3}[\s-]?\d{2}[\s-]?\d{2}(?![\d.:])', 'phone'),
        ('short-number', 'phone', '(?:тел[а-яіїєґ]*|дзвон[а-яіїєґ]*)[\s.:№]{1,3}(\d{1,3}[\s-]\d{2}[\s-]\d{2})(?!\d)', 'none'),
        ('mail', 'mail', '[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[[:alpha:]]{2,}', 'none'),
        ('mail-spelled', 'mail', '[\w.+-]+\s*(?:\((?:собака|at|а?т)\)|\[(?:собака|at|а?т)\]|\mсобака\M)\s*[\w-]+(?:\.[\w-]+)*\.[[:alpha:]]{2,}', 'none'),
        ('account', 'mail', '(?:https?://)?(?:www\.)?(?:t\.me|telegram\.me|wa\.me|instagram\.com|facebook\.com|fb\.com|vk\.com|tiktok\.com)/[\w.@-]{3,}|(?:viber|tg|whatsapp)://\S{3,}|(?<![\w.])@[[:alpha:]]\w{3,}', 'none'),
        ('plate', 'plate', '(?<!\w)LLSEP\d{4}SEPLL(?!\w)', 'none'),
        ('plate-cycle', 'plate', '(?<!\w)LL\s?\d{3}\s?LL(?!\w)', 'none'),
        ('plate-trailer', 'plate', '(?c)(?<![\w.-])\d{4}\s?LL(?!\w)', 'none'),
        ('plate-old', 'plate', '(?c)(?<!\w)\d{3,5}-\d{2}\s?[А-ЯІЇЄA-Z]{2}(?!\w)', 'none'),
        ('plate-own', 'plate', '(?:номер|д\.?н\.?з)[а-яіїєґ]*\.?\s+[«"„]([ABCEHIKMOPTXYАВСЕНІКМОРТХУIЄ\d]{3,8})[»"“]', 'none'),
        ('tax-number', 'tax-number', '(?<![\d.,-])\d{10}(?![\d]|[.,-]\d)', 'tax-number'),
        ('passport', 'passport', '(?:паспорт|сері[яїю])[^.;\n\d]{0,24}?\m([[:alpha:]]{2}\s?№?\s?\d{6})(?!\d)', 'none'),
        ('id-card', 'passport', '(?:(?:ID|ІД|айді)[\s-]?карт|паспорт)[^\d\n]{0,16}(\d{9})(?!\d)', 'none'),
        ('record', 'passport', '(?<!\d)(?:19|20)\d{6}-\d{5}(?!\d)', 'none'),
        ('card', 'card', '(?<!\d)(?:\d{4}[\s-]?){3}\d{4}(?!\d)', 'card'),
        ('account-number', 'card', '(?<!\w)UA(?:\s?\d){27}(?!\d)', 'none'),
        ('flat', 'flat', '(?<!\w)(?:кв(?:артир[аиіу])?\.?|кімн(?:ат[аиіу])?\.?)\s?№?\s?\d{1,3}(?![\d.,]*\d|\s?(?:м\M|кв|року|р\.))', 'none'),
        ('emergency', 'emergency', '\m(?:пожеж[аіу]\M|гори(?:ть|мо)|палає|стріля(?:ють|є|нин)|вбива(?:ють|є)|ріже(?:ться)?\M|непритомн|задиха|викрал[иа]|душить|ґвалту|тоне\M|вибух(?:нув|нуло)|заміну?в(?:али|ан)|вибухівк|гранат[аоуи]|пах(?:не|тить) газом|витік газу|запах газу|самогуб|повіси(?:вся|лась)|помира(?:є|ю)|рятуйте)', 'none'),
        ('troops', 'military', '\m(?:ппо|зсу|сзр|рсзв|зеніт(?:к|н)|блокпост|хаймарс|himars|патріот(?:у|и|ів)? (?:сто|прац)|шахед|гераньк?|дрон[иаів]* ?(?:камікадзе|влуч)|приліт|прильот|прилет|влучанн|влучил|ракет[аиоу]\M|касетн|військов(?:а|ої|у|ої) (?:частин|техні|колон|баз)|колон[аиу] (?:танк|військ|техні)|танк[иів]*\M|бтр|бмп|артилері|позиці[їя] (?:військ|зсу|ппо)|мобільн(?:а|ої) вогнев|розташуванн[яі] (?:військ|підрозділ)|дислок|тцк|казарм)', 'none'),
        ('people', 'name', '', 'people'),
        ('insults', 'insult', '', 'insults')
    ) r (code, kind, pattern, proof)
$$;
comment on function varta.guard_builtin is
'out: the rules that every city begins with: a code, the kind of what it finds, a pattern (without regard to case; a group in parentheses is what is found) and the proof that a
match must pass, see varta.guard_proved(). Names and insults have no pattern: varta.guard_people(), varta.guard_insults()';

create or replace function varta.guard_digits(p_text text) returns integer[]
language sql immutable parallel safe as $$ select string_to_array(regexp_replace(p_text, '\D', '', 'g'), null)::integer[] $$;

create or replace function varta.guard_tax_number(p_digits integer[]) returns boolean
language sql immutable parallel safe as $$
    select cardinality(p_digits) = 10
           and p_digits[10] = (-p_digits[1] + 5 * p_digits[2] + 7 * p_digits[3] + 9 * p_digits[4] + 4 * p_digits[5]
                               + 6 * p_digits[6] + 10 * p_digits[7] + 5 * p_digits[8] + 7 * p_digits[9]) % 11 % 10
$$;
comment on function varta.guard_tax_number is 'in: digits. out: whether they are the number of a taxpayer, by its last one';

create or replace function varta.guard_card(p_digits integer[]) returns boolean
language sql immutable parallel safe as $$
    select cardinality(p_digits) = 16 and p_digits[1] between 2 and 6
           and (select sum(case when n % 2 = 0 then d when d > 4 then 2 * d - 9 else 2 * d end) % 10 = 0
                from unnest(p_digits) with ordinality u (d, n))
$$;
comment on function varta.guard_card is 'in: digits. out: whether they are the number of a bank card, by the rule of Luhn';

create or replace function varta.guard_phone(p_digits integer[]) returns boolean
language sql immutable parallel safe as $$
    select cardinality(p_digits) = case when p_digits[1] = 3 then 12 when p_digits[1] = 8 then 11 else 10 end
$$;

create or replace function varta.guard_proved(p_proof text, p_match text) returns boolean
language sql immutable parallel safe as $$
    select case p_proof
           when 'tax-number' then varta.guard_tax_number(varta.guard_digits(p_match))
           when 'card' then varta.guard_card(varta.guard_digits(p_match))
           when 'phone' then varta.guard_phone(varta.guard_digits(p_match))
           else true end
$$;
comment on function varta.guard_proved is 'in: a proof (none, tax-number, card, phone), what a pattern matched. out: whether it is what the rule looks for';
