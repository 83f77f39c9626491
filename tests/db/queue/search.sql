-- Search: inflected Ukrainian, apostrophes, Russian, numbers, addresses, answers; pages; who may find
-- what; and that the index follows every change, erasure too. The assertions on inflection need the
-- dictionary of hunspell-uk.
\ir ../../lib/tap.sql
select plan(58);

create function pg_temp.index() returns integer language sql security definer as $$ select sync.index_texts(10000) $$;
create function pg_temp.found(p_text text, p_filter jsonb default '{}') returns bigint[] language sql as $$
    select array_agg(id) from api.search(p_filter, p_text, 50, null)
$$;
-- What the dictionary is needed for: passes, saying so, where there is none.
create function pg_temp.found_is(p_text text, p_expected bigint[], p_what text) returns setof text language plpgsql as $$
begin
    if varta.dictionary_there() is null then
        return next diag('skipped, hunspell-uk is missing: ' || p_what);
        return next pass(p_what);
    else
        return next is(pg_temp.found(p_text), p_expected, p_what);
    end if;
end
$$;
grant usage on schema varta to public;
grant execute on function varta.dictionary_there to public;

select pg_temp.report('Глибока яма на дорозі біля школи', 'road', p_more => '{"address": "вул. Межигірська, 24"}') as a \gset
select pg_temp.report('Немає доріг! Кому заявити про об’єднання під''їздів?', 'question') as b \gset
select pg_temp.report('Разбитая дорога и светофоры не работают', 'light') as c \gset
select pg_temp.report('Вкрали велосипед на Подолі', 'crime') as d \gset
select pg_temp.report('Сусід торгує самогоном', 'message') as e \gset
select pg_temp.report('Яма в Полтаві на дорозі', 'road', 49.6, 34.5, 'poltava-site') as f \gset
select pg_temp.report('Паркування на Льва Толстого', 'parking') as g \gset

select ok(exists (select from varta.search_todo), 'what came in waits for the index');
select is(pg_temp.index(), 7, 'the worker takes all of it');
select is(pg_temp.index(), 0, 'and then nothing is left');

set session authorization t_moderator;
select pg_temp.found_is('дорога', array[:c, :b, :a]::bigint[], 'дорога finds дорозі, доріг and дорога, newest first');
select pg_temp.found_is('доріг', array[:c, :b, :a]::bigint[], 'доріг finds the same');
select pg_temp.found_is('ДОРОЗІ', array[:c, :b, :a]::bigint[], 'and capitals');
select pg_temp.found_is('школа', array[:a]::bigint[], 'a form that no text has, but that is the lemma of one');
select pg_temp.found_is('яма школа', array[:a]::bigint[], 'all words have to be there');
select is(pg_temp.found('яма велосипед'), null, 'otherwise there is nothing');
select is(pg_temp.found('обʼєднання'), array[:b]::bigint[], 'an apostrophe U+02BC finds U+2019');
select is(pg_temp.found('об''єднання'), array[:b]::bigint[], 'so does the one of ASCII');
select is(pg_temp.found('об`єднання'), array[:b]::bigint[], 'and a backquote');
select is(pg_temp.found('під’їздів'), array[:b]::bigint[], 'the other way round');
select is(pg_temp.found('светофор'), array[:c]::bigint[], 'a Russian word by its beginning');
select is(pg_temp.found('работать'), null, 'but no more than that');
select is(pg_temp.found('работает'), null, 'with other endings than vowels');
select is(pg_temp.found('разбитые'), array[:c]::bigint[], 'vowels at the end do not count');
select is(pg_temp.found('велос'), array[:d]::bigint[], 'the beginning of a word');
select is(pg_temp.found('вулиця Межигірська, 24'), array[:a]::bigint[], 'an address');
select is(pg_temp.found('24'), array[:a]::bigint[], 'a number in a text');
select is(pg_temp.found('2'), (select array_agg(id) from api.queue_page('{"id": 2}', null, null, null, false, 1)), 'no part of a number');
select is(pg_temp.found('яма на'), array[:a]::bigint[], 'words that say nothing are left out');
select is(pg_temp.error_of($$select api.search('{}', 'на до', 10)$$), 'VA003 ["text","на до","a word or a number"]', 'nothing but those');
select is(pg_temp.error_of($$select api.search('{}', '', 10)$$), 'VA003 ["text","","a word or a number"]', 'nothing at all');
select is(pg_temp.error_of($$select api.search('{}', null, 10)$$), 'VA003 ["text",null,"a word or a number"]', 'null');
select is(pg_temp.found(E'яма'' | ! & \\ (*:'), array[:a]::bigint[], 'the syntax of queries is punctuation');
select is(pg_temp.error_of($$select api.search('{"colour": 1}', 'яма', 10)$$), 'VA006 ["colour"]', 'unknown key');

-- Numbers
select is(pg_temp.found(:'b'), array[:b]::bigint[], 'a number finds its request');
select is(pg_temp.found('№ ' || :'b'), array[:b]::bigint[], 'with its sign, too');
select is(pg_temp.found(:'f'), null, 'not in a foreign city');
select is((select array_agg(id) from api.search('{}', :'b', 50, :b)), null, 'on the first page only');
reset session authorization;
select pg_temp.report('Будинок ' || :a || ' без номера') as h \gset
select count(pg_temp.index());
set session authorization t_moderator;
select is(pg_temp.found(:'a'), array[:a, :h]::bigint[], 'before those that have it in their text');

-- Filters
select is(pg_temp.found('яма', '{"kind": ["question"]}'), null, 'of another kind');
select is(pg_temp.found('яма', '{"category": ["road"], "status": ["new"], "district": ["podil"], "city": ["kyiv"]}'), array[:a]::bigint[], 'every filter');
select is(pg_temp.found('яма', '{"category": ["light"]}'), null, 'of another category');
select is(pg_temp.found('яма', '{"district": ["dnipro"]}'), null, 'in another district');

-- Who finds what
select is(pg_temp.found('велосипед'), array[:d]::bigint[], 'a crime, for who is police');
select is(pg_temp.found('самогоном'), null, 'the text of a sealed message finds nothing');
select is(pg_temp.found(:'e'), array[:e]::bigint[], 'its number does');
set session authorization t_moderator2;
select is(pg_temp.found('велосипед'), null, 'no crime for who is not police');
reset session authorization;
update varta.operator set unit_city = null, unit_id = null where login = 't_officer';
set session authorization t_officer;
select is(pg_temp.found('самогон'), null, 'a message for no officer who has nothing to do with it');
reset session authorization;
update varta.request set operator_id = (select id from varta.operator where login = 't_officer') where id = :e;
set session authorization t_officer;
select is(pg_temp.found('самогоном'), array[:e]::bigint[], 'but for the one to whom it is given');
set session authorization t_poltava;
select is(pg_temp.found('яма'), array[:f]::bigint[], 'the own city only');
reset session authorization;

-- The index follows
select is(pg_temp.index(), 0, 'a new operator changes no text');
update varta.request set status = 2 where id = :a;
select is(pg_temp.index(), 1, 'a new status is indexed');
insert into varta.response (city_id, request_id, public, body, author_id)
select city_id, id, true, 'Лагодитимуть у четвер', (select id from varta.operator where login = 't_moderator') from varta.request where id = :a;
update varta.response set state = 4, visible_at = now() where request_id = :a;
select is(pg_temp.index(), 1, 'so is a published answer');
set session authorization t_moderator;
select is(pg_temp.found('лагодитимуть'), array[:a]::bigint[], 'by which the request is found');
select is(pg_temp.found('яма', '{"status": ["pending"]}'), array[:a]::bigint[], 'like by its status');
select is(pg_temp.found('яма', '{"status": ["new"]}'), null, 'of which it has one');
reset session authorization;
update varta.request set title = '(стерто)', body = '' where id = :g;
select is(pg_temp.index(), 1, 'an erased text');
select is_empty($$select doc from varta.search where doc::text ~ 'толст|лев'$$, 'is no longer in the index');
select is_empty($$select form from varta.form where form ~ 'толст|льва'$$, 'nor are the forms of its words');
select ok(varta.dictionary_there() is null or exists (select from varta.form where form = 'яма'), 'those of other texts stay');

-- A form that no text has is asked for, and known a moment later
set session authorization t_moderator;
select count(pg_temp.found('шкіл'));
reset session authorization;
select is((select array_agg(form) from varta.form_asked where form = 'шкіл'), array['шкіл'], 'an unknown form is asked for');
select count(pg_temp.index());
set session authorization t_moderator;
select pg_temp.found_is('шкіл', array[:a]::bigint[], 'and found the next time');
reset session authorization;

-- Pages: all of a common and a rare word, block by block
select count(pg_temp.report(format('Звернення %s: %s', n, case when n % 97 = 0 then 'рідкісне' else 'звичайне' end), 'question'))
from generate_series(1, 300) n;
select setval('varta.request_id', 5000);
select count(pg_temp.report(format('Звернення %s: %s', n, case when n % 97 = 0 then 'рідкісне' else 'звичайне' end), 'question'))
from generate_series(1, 300) n;
select count(pg_temp.index());
create function pg_temp.walk(p_text text, p_limit int) returns bigint[] language plpgsql as $$
declare
    v_ids bigint[] := '{}';
    v_page bigint[];
begin
    loop
        select array_agg(id) into v_page from api.search('{}', p_text, p_limit, v_ids[cardinality(v_ids)]);
        exit when v_page is null;
        v_ids := v_ids || v_page;
    end loop;
    return v_ids;
end
$$;
create function pg_temp.all_with(p_text text) returns bigint[] language sql security definer as $$
    select array_agg(id order by id desc) from varta.request where title ~ p_text
$$;
set session authorization t_moderator;
select is(pg_temp.walk('звичайне', 7), pg_temp.all_with('звичайне'), 'a common word, page by page');
select is(pg_temp.walk('рідкісне', 2), pg_temp.all_with('рідкісне'), 'a rare word');
reset session authorization;

-- The dictionary comes when texts are indexed already
select case when varta.dictionary_there() is null then 0 else (select count(*) from varta.search) end as texts \gset
do $$ begin if varta.dictionary_there() is not null then drop text search dictionary varta.ukrainian; end if; end $$;
select is(pg_temp.index(), :texts, 'a dictionary that was installed later has everything indexed again');

select * from finish();
