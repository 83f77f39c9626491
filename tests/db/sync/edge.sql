-- What came from outside and broke something: a peer's one bad date lost the whole poll, a moment of the year 9999
-- stood in the queue for ever, fields without an end, a resident's address given out as our photo, views without end.
\ir ../../lib/tap.sql
select plan(50);

-- Dates
create function pg_temp.refused(p_more jsonb, p_comment boolean default false) returns text language sql as $$
    select outcome || coalesce(': ' || reason, '') from sync.import(pg_temp.source('kyiv-site'), jsonb_build_array(jsonb_build_object(
        'service_code', 'light', 'lat', 50.47, 'long', 30.45, 'description', 'Т', 'raw', clock_timestamp()) || p_more))
$$;
select is(pg_temp.refused(jsonb_build_object('requested', d)), format('refused: requested_datetime "%s" is not a time', d), 'no moment: ' || d)
from unnest(array['2026-11-22T10:00:00+99:00', '2026-11-22T10:00:00-99', '2026-11-22 10:00:00+9999', '2026-13-01', '2026-11-22T25:00:00Z', '2026-11-22T10:61:00Z',
                  '0000-01-01', '2026-11-22T10:00:00+16:00']) d;
select is(pg_temp.refused('{"requested": "9999-12-31T23:59:59Z"}'), 'refused: requested_datetime "9999-12-31T23:59:59Z" is still to come', 'the year 9999');
select is(pg_temp.refused('{"requested": "1066-10-14"}'), 'refused: requested_datetime "1066-10-14" is before 1970', 'the year 1066');
select is(pg_temp.refused(jsonb_build_object('requested', to_char(now() + interval '3 hours', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))), 'stored', 'a clock that is fast');

-- One bad item among good ones
select api.source_add('kyiv', 'fms', 'poll', 'fms', null) \g /dev/null
select api.source_set('fms', '{"url": "https://map.example.org/open311", "dialect": "fixmystreet"}') \g /dev/null
select source_id from sync.poll_lease('b', 10, 60) \g /dev/null
create function pg_temp.take(p_field text, p_value text) returns text language sql as $$
    select string_agg(concat_ws(' ', t.external_id, t.outcome, t.reason), E'\n' order by n)
    from sync.poll_take(pg_temp.source('fms'), 'b', (select jsonb_agg(jsonb_build_object('external_id', p_field || i, 'service_code', 'road', 'lat', '50.46', 'long', '30.5',
        'description', 'Яма', 'requested', '2026-11-01 10:00:00', 'raw', i::text, 'content_type', 'application/json')
        || case when i = 2 then jsonb_build_object(p_field, p_value) else '{}' end order by i) from generate_series(1, 3) i)) t
$$;
select is(pg_temp.take('requested', '2026-11-01T10:00:00+99:00'),
    E'requested1 stored\nrequested2 refused requested_datetime "2026-11-01T10:00:00+99:00" is not a time\nrequested3 stored', 'a zone of 99 hours loses its own item alone');
select is(pg_temp.take('updated', '2026-11-01T10:00:00+99:00'), E'updated1 stored\nupdated2 stored\nupdated3 stored', 'and nothing where it does not matter');
alter table varta.reporter add constraint poison check (phone <> 'poison');
select is(pg_temp.take('phone', 'poison'), E'phone1 stored\nphone2 refused it cannot be stored (23514)\nphone3 stored', 'what nobody has thought of neither');
alter table varta.reporter drop constraint poison;
select results_eq('select reason from api.poll_refusals(''fms'') where external_id = ''phone2''', 'values (''it cannot be stored (23514)'')', 'administrators find it');

-- Lengths: the longest is taken, one more is not
create temp table field (name text, longest integer, comments boolean, reports boolean);
insert into field values ('email', 254, true, true), ('first_name', 100, true, true), ('last_name', 100, true, true), ('phone', 40, false, true),
    ('device_id', 200, false, true), ('account_id', 200, false, true), ('address_id', 200, false, true), ('media_url', 2000, true, true),
    ('description', 20000, true, true), ('status', 100, true, false), ('update_id', 200, true, false);
select is(pg_temp.refused(jsonb_build_object(name, repeat('я', longest))), 'stored', name || ': fits') from field where reports;
select is(pg_temp.refused(jsonb_build_object(name, repeat('я', longest + 1))), format('refused: %s is longer than %s characters', name, longest), name || ': too long')
from field where reports;
select is(pg_temp.refused(jsonb_build_object('attributes', jsonb_build_object('a', repeat('я', 20000)))), 'refused: attributes is longer than 20000 characters', 'all attributes together');
select pg_temp.report('Коментоване') as r \gset
create function pg_temp.commented(p_request bigint, p_more jsonb) returns text language sql as $$
    select outcome || coalesce(': ' || reason, '') from sync.comments(pg_temp.source('kyiv-site'), jsonb_build_array(jsonb_build_object(
        'service_request_id', p_request::text, 'update_id', md5(clock_timestamp()::text), 'description', 'Т') || p_more))
$$;
select is(string_agg(pg_temp.commented(:r, jsonb_build_object(name, repeat('я', longest))), ' '), 'stored stored stored stored stored stored stored', 'the same of comments: fits')
from field where comments;
select is(pg_temp.commented(:r, jsonb_build_object(name, repeat('я', longest + 1))), format('refused: %s is longer than %s characters', name, longest), 'comment: ' || name)
from field where comments;
select is(pg_temp.commented(:r, '{"updated": "9999-12-31"}'), 'refused: updated_datetime "9999-12-31" is still to come', 'a comment of the year 9999');
select is((select count(*) from field f join pg_constraint c on c.conname = 'reporter_' || f.name where pg_temp.error_of(format(
        'update varta.reporter set %I = repeat(''x'', %s)', f.name, f.longest + 1)) like '23514%'), 6::bigint, 'no other way leads a longer one into the table');

-- Photos: never what a resident wrote
select is((select count(*) from (select pg_temp.report('Фото ' || u, p_more => jsonb_build_object('media_url', u)) as id
    from unnest(array['javascript:alert(1)', 'file:///etc/passwd', E'https://a.example/\r\nX: y', 'https://map.example.org/1.jpg']) u) r
    cross join lateral sync.requests(pg_temp.source('kyiv-site'), jsonb_build_object('own', true, 'ids', array[r.id]), 9) s where s.media_url is null), 4::bigint,
    'the address that a resident wrote is given to nobody');

-- Views
set session authorization t_moderator;
select count(api.view_save('Моє ' || i, '{}')) from generate_series(1, 40) i \g /dev/null
select is(pg_temp.error_of($$select api.view_save('Ще одне', '{}')$$), 'VA003 ["view","Ще одне","at most 40 views; delete one first"]', 'no operator has more than 40');
select ok(api.view_save('Моє 7', '{"status": ["new"]}') > 0, 'one that is there can be changed');
select count(api.view_save('Спільне ' || i, '{}', 'kyiv')) from generate_series(1, 40) i \g /dev/null
select is(pg_temp.error_of($$select api.view_save('Ще одне', '{}', 'kyiv')$$), 'VA003 ["view","Ще одне","at most 40 views; delete one first"]', 'nor a city');
select is((select count(*) filter (where n is not null) || ' of ' || count(*) from api.views()), '40 of 80', 'what is counted at a time has an end, too');
select is((select count(*) filter (where n is not null) || ' of ' || count(*) from api.counters() where name like 'view:%'), '40 of 80', 'in the counters as well');
reset session authorization;

select * from finish();
