-- Insults, also masked, stretched, spelled out and with letters that only look right.

create or replace function varta.insult_letters(p_text text) returns text
language sql immutable parallel safe as $$
    select translate(lower(p_text), 'abcdefghiklmnoprstuvxyz@0134689$ёєъы', 'авсдефгніклмпоррстивхузаоізчбвдсееьи')
$$;
comment on function varta.insult_letters is 'in: a text. out: in small letters of the same number, Latin ones and digits as the Ukrainian ones that they stand for';

create or replace function varta.insult_word(p_word text) returns boolean
language sql immutable parallel safe as $$
    select p_word ~ ('ху(?:яр|яч|есос)|^(?:а|о|на|по|за|до|ви|від|об|у|с|роз|при|пере|недо|про|ні|ни|ох|ах)*ху(?:й|ї|я|ю|е|и|іт[аоу])|п[иіе]з(?:д|ж)|йоб|їб[аулн]|ьоб[аун]'
        '|^(?:за|ви|ві|на|по|об|від|роз|у|під|пере|до|про|з|с|от)?еб(?:а|у|л|н|и|і|е|$)|ибан|иебан|^бля(?:д|т|$)|бляд|бляц|курв|^сук(?:а|и|у|о|ою|ам|ами)$|^суч(?:к|ар|ий|ого)|шлю[хш]|^повій|^муда[кч]'
        '|^муди[лш]|г[ао]ндон|^п[иі]д[ао]р|^пед(?:ер|рил|ик)|^підрил|залуп|др(?:оч|оченн)|^дебіл|^ідіот|^кретин|^імбецил|^придур|^даун$|^довбо|^довбань$|^виродк|^виродок|^виблядк|^ублюд|^падл|^тварюк'
        '|^мраз|^мерзот|^своло[чт]|^покидьк|^покидьок|^гнид|^чмо$|^чмош|^лох[иаів]*$|^козл(?:и|ів|ина)$|^хохл|^хохол|^кацап|^жид(?:и|а|ів|яр[аи]|івськ.*|яч.*|$)|^пшек|^пендос|^нігер|лайн[оаі]|^гівн|^гавн|^говн'
        '|^(?:на|об|за|ви|по|про|у|до|з|пере|від|роз|під)?ср(?:а[нтлчк]|ущ)|срак|жоп|^сцик|^бидл|^дур(?:ень|ні|ня|ак)|^тупиц|^скотин|^урод|^(?:а|на|по|о|за|до|від|об|с|ні|ни|роз)?хер(?!сон|увим|бер|ес)')
$$;
comment on function varta.insult_word is 'in: a word as varta.insult_letters() writes it, no letter twice in a row. out: whether it insults';

create or replace function varta.guard_insults(p_text text) returns table (start integer, length integer)
language sql immutable parallel safe set search_path = varta, pg_temp as $$
    with token as materialized (
        select n, t[1] as blank, t[2] as word,
               (1 + coalesce(sum(length(t[1]) + length(t[2])) over (order by n rows between unbounded preceding and 1 preceding), 0) + length(t[1]))::integer as start
        from regexp_matches(p_text, '([\s,.!?:;()«»"„“/]*)([^\s,.!?:;()«»"„“/]+)', 'g') with ordinality m (t, n)),
    -- letters that stand alone are a word together
    run as (
        select *, n - row_number() over (partition by length(word) = 1 order by n) as alone from token),
    word as (
        select min(start) as start, (max(start + length(word)) - min(start))::integer as length, string_agg(word, '' order by n) as word
        from run group by case when length(word) = 1 then -1 - alone else n end, length(word) = 1)
    select w.start, w.length
    from word w
    where length(w.word) - length(translate(w.word, '0123456789', '')) < 3
      and case when position('**' in w.word) > 1 or position('##' in w.word) > 1 then w.word ~ '^[[:alpha:]]+[*#]{2,}[[:alpha:]]*$'
                   else varta.insult_word(regexp_replace(translate(varta.insult_letters(w.word), '-_*·''’ʼ', ''), '(.)\1+', '\1', 'g')) end
$$;
comment on function varta.guard_insults is 'in: a text. out: from which character (1: the first) and how many insult; a word whose middle is hidden does, too; with three digits it is a number';
