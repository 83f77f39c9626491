-- Verify varta:city
begin;

insert into varta.city (id, code, name) overriding system value values (-1, 'verify-city', 'Перевірка');
select varta.city_defaults(-1::smallint);
insert into varta.district (city_id, code, name, area)
values (-1, 'x', 'X', public.st_multi(public.st_makeenvelope(1, 1, 2, 2, 4326)));
select 1 / count(*) from varta.category where city_id = -1;
select 1 / (district_id is not null and area = 0)::int from varta.place(-1::smallint, public.st_point(1.5, 1.5, 4326));

rollback;
