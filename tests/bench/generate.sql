-- Fills a database with :requests requests in :cities cities, the same ones each time. Triggers are
-- off: there is neither history nor outbox, which the benchmarks that need them make themselves.
-- One in 20011 has a word that no other has. Of a hundred requests 3 are new, 5 pending, 84 answered and 8 rejected, all over the last years.
set session_replication_role = origin;
select api.city_add('city' || i, 'Місто ' || i, 'City ' || i, 'Europe/Kyiv')
from generate_series((select count(*) from varta.city) + 1, :cities) i;
insert into varta.district (city_id, code, name, area)
select c.id, 'd' || n, n || '-й район',
       st_multi(st_makeenvelope(24 + c.id * 0.3 + n * 0.05, 48, 24.05 + c.id * 0.3 + n * 0.05, 48.1, 4326))
from varta.city c cross join generate_series(1, 5) n
where not exists (select from varta.district d where d.city_id = c.id);
insert into varta.source (city_id, code, transport, jurisdiction)
select id, code || '-bench', 'push', code || '-bench' from varta.city;

create temp table place as
select row_number() over (order by c.id) - 1 as n, c.id as city_id, s.id as source_id,
       (select array_agg(k.id order by k.id) from varta.category k where k.city_id = c.id and k.kind < 4) as categories,
       (select array_agg(d.id order by d.id) from varta.district d where d.city_id = c.id) as districts,
       (select array_agg(st_pointonsurface(d.area) order by d.id) from varta.district d where d.city_id = c.id) as centres
from varta.city c join varta.source s on s.city_id = c.id and s.transport = 'push'
order by c.id limit :cities;

create temp table words as
select array['Не працює світлофор', 'Зламаний знак «Стоп»', 'Стерта розмітка переходу', 'Глибока яма на дорозі', 'Не горять ліхтарі',
             'Авто на газоні', 'Темний прохід', 'Відкритий люк', 'Чому не евакуюють машини', 'Гілка закрила знак'] as what,
       array['біля школи', 'на перехресті', 'перед під’їздом', 'коло дитячого садка', 'під мостом', 'біля ринку', 'на зупинці',
             'навпроти аптеки', 'у дворі', 'біля лікарні'] as place,
       array['вул. Межигірська', 'вул. Хрещатик', 'просп. Перемоги', 'вул. Саксаганського', 'бульв. Шевченка', 'вул. Ярославська',
             'вул. Глибочицька', 'наб. Дніпровська', 'вул. Січових Стрільців', 'вул. Івана Франка'] as street,
       array['Водії не зупиняються, діти перебігають дорогу.', 'Вже третій тиждень без змін, дзвонили на 1551.',
             'Увечері зовсім нічого не видно.', 'Просимо перевірити й відповісти, хто за це відповідає.',
             'Минулого тижня тут була аварія.', 'Після дощу стає ще гірше.', 'Сусіди теж скаржилися, відповіді немає.'] as detail;

create function pg_temp.pick(p_i bigint, p_seed bigint, p_n bigint) returns bigint
language sql immutable as $$ select (hashint8extended(p_i, p_seed) & 2147483647) % p_n $$;
create function pg_temp.word(p_i bigint, p_seed bigint, p_words text[]) returns text
language sql immutable as $$ select p_words[1 + pg_temp.pick(p_i, p_seed, cardinality(p_words))] $$;

create temp table made as
select i as id, p.city_id, p.source_id, c.category_id, k.kind, x.status, x.received_at,
       x.received_at + (1 + pg_temp.pick(i, 1, 480)) * interval '1 hour' as due_at,
       p.districts[1 + d.d] as district_id,
       st_translate(p.centres[1 + d.d], pg_temp.pick(i, 2, 1000) / 50000.0, pg_temp.pick(i, 3, 1000) / 50000.0) as point,
       pg_temp.word(i, 4, w.what) || ' ' || pg_temp.word(i, 5, w.place) as title,
       pg_temp.word(i, 6, w.detail) || E'\n' || pg_temp.word(i, 7, w.detail) || ' ' || pg_temp.word(i, 8, w.detail)
           || case when i % 20011 = 7 then ' Бачили їжака.' else '' end as body,
       pg_temp.word(i, 9, w.street) || ', ' || 1 + pg_temp.pick(i, 10, 120) as address
from generate_series(1::bigint, :requests) i
cross join words w
join place p on p.n = i % :cities
cross join lateral (select p.categories[1 + pg_temp.pick(i, 11, cardinality(p.categories))] as category_id) c
cross join lateral (select pg_temp.pick(i, 12, cardinality(p.districts)) as d) d
cross join lateral (select pg_temp.pick(i, 13, 100) as share, pg_temp.pick(i, 14, 86400) * interval '1 second' as time) s
join varta.category k on k.city_id = p.city_id and k.id = c.category_id
cross join lateral (
    select case when share < 3 then 1 when share < 8 then 2 when share < 92 then 3 else 4 end as status,
           case when share < 8 then now() - s.time - pg_temp.pick(i, 15, 4) * interval '1 day'
                else now() - s.time - pg_temp.pick(i, 15, 1400) * interval '1 day' end as received_at) x;

set session_replication_role = replica;
insert into varta.submission (city_id, id, source_id, external_id, digest, raw, content_type, received_at, request_id)
select city_id, id, source_id, 'bench-' || id, sha256(id::text::bytea), '', 'application/x-www-form-urlencoded', received_at, id
from made;
insert into varta.request (city_id, id, kind, category_id, status, area, titled, public, district_id, source_id, submission_id,
                           due_at, received_at, requested_at, updated_at, title, body, address, reason, point)
select city_id, id, kind, category_id, status, 0, true, true, district_id, source_id, id,
       due_at, received_at, received_at, received_at, title, body, address,
       case when status = 4 then 'unclear' end, point
from made;
-- What people did: every fifth open request has an operator, every second pending one a unit, every fiftieth open one a draft.
insert into varta.operator (login, full_name)
select 'bench' || i, 'Працівник ' || i from generate_series(1, 10) i where not exists (select from varta.operator where login = 'bench' || i);
insert into varta.operator_city select o.id, c.id from varta.operator o cross join varta.city c where o.login like 'bench%' on conflict do nothing;
update varta.request r set operator_id = o.id from varta.operator o where r.id % 5 = 0 and o.login = 'bench' || 1 + r.id / 5 % 10 and r.status < 4;
insert into varta.referral (city_id, request_id, unit_id, due_at, operator_id)
select r.city_id, r.id, u.units[1 + r.id % cardinality(u.units)], r.due_at, o.id
from varta.request r join (select city_id, array_agg(id order by id) as units from varta.unit group by city_id) u on u.city_id = r.city_id
join varta.operator o on o.login = 'bench1' where r.status = 2 and r.id % 2 = 0;
insert into varta.response (city_id, request_id, public, body, author_id)
select r.city_id, r.id, true, 'Вже працюємо.', o.id from varta.request r join varta.operator o on o.login = 'bench1' where r.status < 3 and r.id % 50 = 3;
set session_replication_role = origin;
select setval('varta.submission_id', :requests), setval('varta.request_id', :requests);
analyze;
