-- The planner's statistics showed the addresses and texts of people who had been erased, until the next ANALYZE, and
-- for ever where none came: of such columns no samples are taken, whichever table they are in.
\ir ../../lib/tap.sql
select plan(5);

select pg_temp.report('Яма біля хати Олени Зразкової', p_more => jsonb_build_object('email', 'zrazkova' || i || '@example.org', 'last_name', 'Зразкова', 'phone', '067123456' || i,
    'account_id', 'zrazkova', 'external_id', 'zrazkova-' || i, 'media_url', 'http://zrazkova.example/' || i, 'attributes', '{"name": "Зразкова"}'::jsonb))
from generate_series(0, 9) i \g /dev/null
select api.erase_reporter('kyiv', p_request => id) from varta.request where title like '%Зразкової' and id % 2 = 0 \g /dev/null
analyze varta.reporter, varta.request, varta.submission, varta.comment, varta.event, varta.photo, varta.outbox, varta.subscription;
select is((select count(*) from pg_stats s where schemaname = 'varta' and tablename <> 'search' and s::text ~* 'zrazkov|зразков'), 0::bigint, 'no sample names a resident');
select isnt((select count(*) from pg_stats s where schemaname = 'varta' and tablename = 'request' and attname = 'city_id'), 0::bigint, 'although samples were taken');
select is_empty('select table_name, column_name from varta.text_place p
    left join pg_attribute a on a.attrelid = to_regclass(format(''varta.%I'', table_name)) and a.attname = column_name
    where a.attstattarget is distinct from 0', 'every place of texts is without samples');
select is_empty('select attname from pg_attribute where attrelid = ''varta.reporter''::regclass and attnum > 0 and atttypid = ''text''::regtype
    and attname not in (''notify'') and attstattarget <> 0', 'and everything of who reported');
select is((select string_agg(distinct attname, ' ') from pg_stats where schemaname = 'varta' and tablename = 'subscription' and attname = 'email'), null, 'and who reads');

select * from finish();
