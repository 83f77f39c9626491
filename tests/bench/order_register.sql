-- :orders orders of one unit, each about one defect, in all states and over three years, with their steps; for measurements, in the fixture's database.
\set ON_ERROR_STOP on
set session_replication_role = replica;
insert into varta.institution (city_id, code, name, email)
select c.id, 'i' || n, 'Установа ' || n, 'i' || n || '@example.org' from varta.city c cross join generate_series(1, 40) n where c.code = 'kyiv';

create temp table made as
select n, c.id as city_id, u.id as unit_id, (hashint8extended(n, 1) & 2147483647) % 100 as share, now() - (:orders - n) * interval '7 minutes' as at,
       (select array_agg(id order by id) from varta.institution where city_id = c.id and code ~ '^i\d') as owners,
       (select array_agg(id order by id) from varta.district where city_id = c.id) as districts,
       (select array_agg(id order by id) from varta.object_kind) as objects,
       (select id from varta.operator where login = 't_traffic') as operator_id
from generate_series(1::bigint, :orders) n cross join varta.city c join varta.unit u on u.city_id = c.id and u.code = 'traffic_unit' where c.code = 'kyiv';

insert into varta.defect (city_id, unit_id, object_id, dangerous, what, place, point, district_id, state, created_at, changed_at, operator_id)
select city_id, unit_id, objects[1 + n % cardinality(objects)], share % 20 = 0, 'знак ' || n || ' закрито гілками', 'вул. Лісова, ' || n % 300,
       st_setsrid(st_point(30.4 + (n % 1000) / 5000.0, 50.4 + (n / 1000 % 1000) / 5000.0), 4326), districts[1 + n % cardinality(districts)],
       case when share < 8 then 3 else 4 end, at, at, operator_id
from made order by n;
insert into varta.orders (city_id, unit_id, institution_id, state, law, demand, days, working, year, number, text, text_hash, issued_at, issuer_id, due_at, operator_id, created_at)
select city_id, unit_id, owners[1 + n % cardinality(owners)],
       case when share < 6 then 2 + share % 6 when share < 8 then 10 when share < 95 then 9 else 11 end,
       'Закон', 'Відновити видимість знака ' || n, 10, false, extract(year from at), n, 'ПРИПИС № ' || n, sha256(n::text::bytea), at, operator_id,
       case when share < 8 then now() + (share - 3) * interval '1 day' + n * interval '1 millisecond' else at + interval '10 days' end, operator_id, at
from made order by n;
insert into varta.order_defect select d.city_id, o.id, d.id, 1 from varta.orders o join varta.defect d on d.city_id = o.city_id and d.what = format('знак %s закрито гілками', o.number);
insert into varta.order_step (city_id, order_id, event_id, verb, from_state, to_state, party, operator_id, at)
select o.city_id, o.id, 0, v.verb, 1, 2, 'unit', o.operator_id, o.issued_at + v.after
from varta.orders o cross join (values ('order_issue', interval '0'), ('order_accept', interval '1 day')) v (verb, after);
insert into varta.order_step (city_id, order_id, event_id, verb, from_state, to_state, party, operator_id, at)
select city_id, id, 0, 'order_verify', 5, 9, 'unit', operator_id, issued_at + (number % 14) * interval '1 day' from varta.orders where state = 9;
set session_replication_role = origin;
analyze;
