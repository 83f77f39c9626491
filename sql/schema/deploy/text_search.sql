-- Deploy varta:text_search
-- The index of texts: what PostgreSQL parses, the stop words, the forms that the dictionary knows, the
-- documents.
begin;
set local role varta_owner;

create text search configuration varta.plain (parser = pg_catalog.default);

alter text search configuration varta.plain
    add mapping for asciiword, word, numword, uint, int, float, sfloat with simple;
comment on text search configuration varta.plain is 'words as they are; call varta.words()';

create table varta.stop_word (
    word text primary key
);
comment on table varta.stop_word is 'words that say nothing of the subject: neither indexed nor looked for';

insert into varta.stop_word select distinct regexp_split_to_table($$
    а або авжеж адже але бо біля був буде будемо будуть була були було бути в вам вами вас ваш ваша ваше ваші ви від він вона
    вони воно все вже всі всього всіх де для до дуже є ж за завжди зі з замість зараз звідки і із інша інше інший інші й
    його йому її їй їм їх його ким коли кому кого коло крізь крім куди лише ледве майже мене мені ми між мій моя моє мої на над
    нам нами нас наш наша наше наші не нема немає неї нею нього ні ніби ним них ними однак ось от перед під після по поки
    при про просто проте раз разом сам сама самі свій своя своє свої себе собі та так така таке такий такі також там те теж
    тебе ти тим тих то тобі тобто того той тому тоді тут ту тільки у усе усі хай хоч хоча хто це цей цим цих ця ці цього
    цьому цю чи чим чого чому через що щоб щодо як яка яке який які якась якийсь якщо якщоб яку яких якого
    вул вулиця вулиці вулицю вулицею просп проспект проспекті бульв бул пров буд
    и в но как он она они что это для из к от уже или же бы был была было были его ее ещё еще мы вы не на по
$$, '\s+') as word;

delete from varta.stop_word where word = '';

create table varta.form (
    form text primary key,
    lemmas text[] not null constraint form_lemmas check (cardinality(lemmas) > 0)
);
comment on table varta.form is
'forms of words that the dictionary knows, with what it takes them for (дорозі: дорога). Forms that it does not know stand for
themselves and are not kept: names are among them';
create index form_prefix on varta.form (form text_pattern_ops);
comment on constraint form_lemmas on varta.form is 'what it does not know is not here';

create unlogged table varta.form_asked (
    form text primary key
);
comment on table varta.form_asked is
'forms that an operator looked for and that no text has yet: the indexer asks the dictionary and deletes them';

create table varta.search (
    city_id smallint not null,
    id bigint not null,
    doc tsvector not null,
    primary key (city_id, id)
);
comment on table varta.search is 'what a request is found by; see the head of sql/code/search/index.sql';

alter table varta.search alter doc set storage main;
create index search_doc on varta.search using gin (doc);

create table varta.search_todo (
    seq bigint generated always as identity primary key,
    city_id smallint not null,
    request_id bigint not null
);
comment on table varta.search_todo is 'requests whose texts are not indexed as they are now; a request may stand here twice';

alter table varta.stop_word enable row level security;
alter table varta.form enable row level security;
alter table varta.form_asked enable row level security;
alter table varta.search enable row level security;
alter table varta.search_todo enable row level security;

commit;
