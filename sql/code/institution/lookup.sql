-- Finds kinds of things and institutions by their codes.

create or replace function varta.object_of(p_code text) returns varta.object_kind
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    o varta.object_kind;
begin
    select * into o from varta.object_kind where code = p_code;
    if not found then
        perform varta.fail('VA003', format('there is no kind of thing %L', p_code), 'object', p_code,
                           (select string_agg(code, ' | ' order by id) from varta.object_kind));
    end if;
    return o;
end
$$;
comment on function varta.object_of is 'in: code of a kind of thing. out: it. errors: VA003, naming all of them';

create or replace function varta.institution_of(p_city smallint, p_code text) returns varta.institution
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    i varta.institution;
begin
    select * into i from varta.institution where city_id = p_city and code = p_code;
    if not found then
        perform varta.fail('VA001', format('there is no institution %L', p_code), 'institution', p_code);
    end if;
    return i;
end
$$;
comment on function varta.institution_of is 'in: city, code. out: the institution, also one that has a successor. errors: VA001';

create or replace function varta.successor_of(p_city smallint, p_institution integer) returns integer
language sql stable set search_path = varta, pg_temp as $$
    with recursive follow (id, n) as (
        select p_institution, 0
        union all
        select i.successor_id, f.n + 1 from follow f join varta.institution i on i.city_id = p_city and i.id = f.id
        where i.successor_id is not null and f.n < 20)
    select id from follow order by n desc limit 1
$$;
comment on function varta.successor_of is 'in: institution. out: who has its duties now: itself, or the last of its successors';

create or replace function varta.ground_of(p_city smallint, p_code text) returns varta.order_ground
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    g varta.order_ground;
begin
    select * into g from varta.order_ground where city_id = p_city and code = p_code;
    if not found then
        perform varta.fail('VA001', format('there is no ground %L', p_code), 'ground', p_code);
    end if;
    return g;
end
$$;
comment on function varta.ground_of is 'in: city, code. out: the template of orders. errors: VA001';
