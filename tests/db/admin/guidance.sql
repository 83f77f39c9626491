-- Templates: which are offered for a request and in which order, what is filled and what stays, that an
-- unfilled placeholder stops publishing, versions, and who may change them.
\ir ../../lib/tap.sql
select plan(47);

select pg_temp.report('Світлофор', 'light', p_more => '{"address": "вул. Садова, {unit}"}') as light \gset
select pg_temp.report('Освітлення', 'lighting') as lighting \gset
select pg_temp.report('Таємниця', 'message') as message \gset
select pg_temp.report('Полтава', 'light', 49.6, 34.5, 'poltava-site') as poltava \gset

-- What a city begins with
set session authorization t_moderator;
select is((select count(distinct category) from api.guidance_list('kyiv')), (select count(*) from api.categories('kyiv')), 'a template for each category');
select is((select count(*) from api.guidance_list('kyiv') where lang = 'uk'), (select count(*) from api.guidance_list('kyiv') where lang = 'en'),
    'each in both languages');
select is((select count(*) from api.guidance_list('kyiv') where author is null and version = 1 and city = 'kyiv'), (select count(*) from api.guidance_list('kyiv')),
    'all of them came with the city');
select is_empty($$select title from api.guidance_list('kyiv') where length(title) > 40 or body !~ '\{number\}' or body !~ '\{moderator\}'$$,
    'each names the request and who answers');

-- Which, in which order
create function pg_temp.save(p_category text, p_unit text, p_title text, p_body text default 'Текст', p_city text default 'kyiv', p_lang text default 'uk')
returns integer language sql as $$
    select id from api.guidance_save(null, null, p_city, p_category, p_unit, p_lang, p_title, p_body)
$$;
select pg_temp.save('light', 'traffic_unit', 'light+unit') as both \gset
select pg_temp.save(null, 'traffic_unit', 'unit') \g /dev/null
select pg_temp.save('road', null, 'foreign category') \g /dev/null
set session authorization t_super;
select pg_temp.save('light', null, 'light of all', 'Усім', null) as of_all_cities \gset
set session authorization t_moderator;
select is((select array_agg(title) from (select title from api.guidance(:light) where lang = 'uk') t),
    '{light+unit,"Світлофор не працює","light of all",unit,"Коротка відповідь"}',
    'category and unit, category, unit, general; the city''s own before those of all');
select is((select array_agg(lang) from (select distinct on (lang) lang from api.guidance(:light)) t), '{en,uk}', 'in every language');
select is((select (array_agg(lang))[1] from (select lang from api.guidance(:light)) t), 'uk', 'the source''s first');
reset session authorization;
select api.source_set('kyiv-site', '{"lang": "en"}');
set session authorization t_moderator;
select is((select title from api.guidance(:light) limit 1), 'Traffic light out of order', 'which may be English');
select api.accept(:light, 1) \g /dev/null
select api.refer(:light, 2, 'city_authority', null) \g /dev/null
select ok('Це справа міста' = any(array_agg(title)) and not 'unit' = any(array_agg(title)), 'the unit that has it counts, not the one suggested')
from api.guidance(:light);
select is(pg_temp.error_of(format('select api.guidance(%s)', :poltava)), format('VA001 ["request","%s"]', :poltava), 'not for a foreign city''s request');

-- Filling
select pg_temp.save('light', null, 'all', '{number}|{address}|{district}|{unit}|{category}|{due}|{moderator}|{крок}|{ }|{') as all_uk \gset
select pg_temp.save('light', null, 'all', '{number}|{district}|{unit}|{category}|{due}', p_lang => 'en') as all_en \gset
select is(api.guidance_fill(:light, :all_uk), format(
    '%s|вул. Садова, {unit}|Подільський район|Контактний центр міста|Світлофор|%s|Олена Коваль|{крок}|{ }|{', :light,
    (select to_char(to_timestamp(due - 1) at time zone 'Europe/Kyiv', 'DD.MM.YYYY') from api.queue_page(format('{"id": %s}', :light)::jsonb, null, null, null, false, 1))),
    'what is known is filled once, what is unknown stays');
select is(api.guidance_fill(:light, :all_en), format('%s|Podilskyi District|City contact centre|Traffic light|%s', :light,
    (select to_char(to_timestamp(due - 1) at time zone 'Europe/Kyiv', 'FMDD FMMonth YYYY') from api.queue_page(format('{"id": %s}', :light)::jsonb, null, null, null, false, 1))),
    'in the template''s language');
select matches(api.guidance_fill(:lighting, :all_uk), '\|\{address\}\|', 'what the request does not have stays, too');
select is(pg_temp.error_of(format('select api.guidance_fill(%s, 999999)', :light)), 'VA001 ["guidance","999999"]', 'no such template');
select is(pg_temp.error_of(format('select api.guidance_fill(%s, %s)', :message, :all_uk)), format('VA001 ["guidance","%s"]', :all_uk),
    'not for a request that one may not read');
set session authorization t_poltava;
select is(pg_temp.error_of(format('select api.guidance_fill(%s, %s)', :poltava, :all_uk)), format('VA001 ["guidance","%s"]', :all_uk),
    'another city''s template is as one that is not there');
select is(api.guidance_fill(:poltava, :of_all_cities), 'Усім', 'those of all cities are everyone''s');

-- Publishing
set session authorization t_moderator;
create function pg_temp.drafted(p_body text, v_id bigint) returns text language plpgsql as $$
begin
    perform api.draft(v_id, pg_temp.version(v_id), p_body, true);
    return pg_temp.error_of(format('select api.approve(%s, %s)', v_id, pg_temp.version(v_id))) || ' / '
           || pg_temp.error_of(format('select api.publish(%s, %s)', v_id, pg_temp.version(v_id)));
end
$$;
select is(pg_temp.drafted('Дякуємо. {що зроблять} і {коли}', :light),
    'VA003 ["body","{що зроблять}","a text without placeholders"] / VA003 ["body","{що зроблять}","a text without placeholders"]',
    'an unfilled placeholder stops both, and is named');
select is(pg_temp.drafted('{due}', :light), 'VA003 ["body","{due}","a text without placeholders"] / VA003 ["body","{due}","a text without placeholders"]', 'one of ours, too');
select is(pg_temp.drafted(E'Дужки { і } та {} й {\n} можна.', :light), 'no error / no error', 'braces that are none do not');

-- Versions
select results_eq(format($$select * from api.guidance_save(%s, 1, 'kyiv', 'light', 'patrol', 'uk', ' Нова назва ', E'Новий текст\n\n')$$, :both),
    format('values (%s, 2)', :both), 'a change adds a version');
select results_eq(format('select version, title, body, unit, author from api.guidance_versions(%s)', :both),
    $$values (2, 'Нова назва', 'Новий текст', 'patrol', 'Олена Коваль'), (1, 'light+unit', 'Текст', 'traffic_unit', 'Олена Коваль')$$, 'the old one is kept');
select is((select title || ' ' || version from api.guidance_list('kyiv') where id = :both), 'Нова назва 2', 'the newest counts');
select matches(pg_temp.error_of(format($$select api.guidance_save(%s, 1, 'kyiv', null, null, 'uk', 'x', 'y')$$, :both)),
    '^40001 \["Олена Коваль","\d{4}-.*Z","guidance","2"\]', 'two cannot change the same version');
select api.guidance_save(:both, 2, 'kyiv', 'light', 'city_authority', 'uk', 'Нова назва', 'Новий текст', false) \g /dev/null
select is((select count(*) from api.guidance(:light) where id = :both), 0::bigint, 'what is not active is not offered');
select is((select active from api.guidance_list('kyiv') where id = :both), false, 'but listed');
select is(pg_temp.error_of($$select pg_temp.save('nonsense', null, 'x')$$), 'VA001 ["category","nonsense"]', 'no such category');
select is(pg_temp.error_of($$select pg_temp.save('light', 'nonsense', 'x')$$), 'VA001 ["unit","nonsense"]', 'no such unit');
select matches(pg_temp.error_of($$select pg_temp.save('light', null, '')$$), '^VA003 \["guidance"', 'no title');
select matches(pg_temp.error_of($$select pg_temp.save('light', null, 'x', ' ')$$), '^VA003 \["guidance"', 'no text');
select matches(pg_temp.error_of($$select pg_temp.save('light', null, 'x', 'y', 'kyiv', 'de')$$), '^VA003 \["guidance"', 'no such language');
select is(pg_temp.error_of($$select pg_temp.save('light', null, 'x', 'y', 'poltava')$$), 'VA001 ["city","poltava"]', 'a foreign city');
select is(pg_temp.error_of($$select pg_temp.save('light', null, 'x', 'y', null)$$), 'VA004 ["guidance_save","super"]', 'what all cities have is the super-administrator''s');
select is(pg_temp.error_of(format($$select api.guidance_save(%s, 1, 'kyiv', null, null, 'uk', 'x', 'y')$$, :of_all_cities)), 'VA004 ["guidance_save","super"]',
    'nor may a moderator take one of them over');
set session authorization t_poltava;
select is(pg_temp.error_of(format($$select api.guidance_save(%s, 3, 'poltava', null, null, 'uk', 'x', 'y')$$, :both)), format('VA001 ["guidance","%s"]', :both),
    'nor one of another city');
select is(pg_temp.error_of(format('select api.guidance_versions(%s)', :both)), format('VA001 ["guidance","%s"]', :both), 'or read it');
select is((select count(*) from api.guidance_list() where city = 'kyiv'), 0::bigint, 'or see it in the list');
set session authorization t_admin;
select is((select count(distinct city) from api.guidance_list()), 2::bigint, 'the administrator has those of both cities');
set session authorization t_super;
select results_eq(format($$select * from api.guidance_save(%s, 1, null, 'light', null, 'uk', 'x', 'y')$$, :of_all_cities), format('values (%s, 2)', :of_all_cities),
    'the super-administrator changes those of all');
reset session authorization;
select throws_ok('delete from varta.guidance', '55000', null, 'versions stay');
select throws_ok('update varta.guidance set body = ''x''', '55000', null, 'as they were');

-- Patterns of the filling
select is(varta.fill(t, '{"a": "{b}", "b": "1", "c": null}'), w, t) from (values
    ('{a}', '{b}'), ('{{a}}', '{{b}}'), ('', ''), ('без', 'без'), ('{c} {d} {a', '{c} {d} {a'), (E'{a}\n{b}', E'{b}\n1')) v (t, w);

select * from finish();
