-- The whole history of a request, page by page, without the content of what the operator may not read.
\ir ../../lib/tap.sql
select plan(8);

select pg_temp.report('Перше') as a \gset
select pg_temp.report('Лист', 'message') as message \gset
set session authorization t_moderator;
select is(id, :a::bigint, 'accepted') from api.accept(:a, 1);
select is(id, :a::bigint, 'noted') from api.note(:a, 2, 'Подзвонити');
select is((select array_agg(verb) from api.history(:a)), array['note', 'accept', 'received'], 'newest first');
select is((select (login, name)::text from api.history(:a) limit 1), '(t_moderator,"Олена Коваль")', 'who');
select is((select array_agg(verb) from api.history(:a, (select id from api.history(:a) limit 1), 1)), array['accept'], 'page by page');
select is((select after ->> 'status' from api.history(:a) where verb = 'accept'), 'pending', 'what changed');
select is((select count(*) from api.history(:message) where why is not null or before is not null or after is not null), 0::bigint, 'no content of what is sealed');
set session authorization t_poltava;
select is(pg_temp.error_of(format('select * from api.history(%s)', :a)), format('VA001 ["request","%s"]', :a), 'a foreign request');
