-- Fills a database with :requests requests in :cities cities, the same ones each time. Triggers are
-- off: there is neither history nor outbox, which the benchmarks that need them make themselves.
-- Of a hundred requests 3 are new, 5 pending, 84 answered and 8 rejected, all over the last years.
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

create temp table made as
select i as id, p.city_id, p.source_id, c.category_id, k.kind, h.h, x.status, x.received_at,
       p.districts[1 + (h.h >> 8) % cardinality(p.districts)] as district_id,
       st_translate(p.centres[1 + (h.h >> 8) % cardinality(p.centres)], (h.h % 1000) / 50000.0, (h.h % 997) / 50000.0) as point,
       w.what[1 + h.h % 10] || ' ' || w.place[1 + (h.h >> 4) % 10] as title,
       w.detail[1 + (h.h >> 3) % 7] || E'\n' || w.detail[1 + (h.h >> 5) % 7] || ' ' || w.detail[1 + (h.h >> 9) % 7] as body,
       w.street[1 + (h.h >> 6) % 10] || ', ' || 1 + h.h % 120 as address
from generate_series(1, :requests) i
cross join words w
cross join lateral (select abs(hashint8(i)::bigint) as h) h
join place p on p.n = i % :cities
cross join lateral (select p.categories[1 + (h.h >> 7) % cardinality(p.categories)] as category_id) c
join varta.category k on k.city_id = p.city_id and k.id = c.category_id
cross join lateral (
    select case when h.h % 100 < 3 then 1 when h.h % 100 < 8 then 2 when h.h % 100 < 92 then 3 else 4 end as status,
           case when h.h % 100 < 8 then now() - (i % 9) * interval '7 hours' - (h.h % 3600) * interval '1 second'
                else now() - (h.h % 1400) * interval '1 day' - (h.h % 86400) * interval '1 second' end as received_at) x;

set session_replication_role = replica;
insert into varta.submission (city_id, id, source_id, external_id, digest, raw, content_type, received_at, request_id)
select city_id, id, source_id, 'bench-' || id, sha256(id::text::bytea), '', 'application/x-www-form-urlencoded', received_at, id
from made;
insert into varta.request (city_id, id, kind, category_id, status, area, titled, public, district_id, source_id, submission_id,
                           due_at, received_at, requested_at, updated_at, title, body, address, reason, point)
select city_id, id, kind, category_id, status, 0, true, true, district_id, source_id, id,
       received_at + (1 + h % 20) * interval '1 day', received_at, received_at, received_at, title, body, address,
       case when status = 4 then 'unclear' end, point
from made;
set session_replication_role = origin;
select setval('varta.submission_id', :requests), setval('varta.request_id', :requests);
analyze;
