-- Requests that were merged: the duplicates of one, and the one that they ended in.

create or replace function varta.duplicates(p_city smallint, p_id bigint) returns setof bigint
language plpgsql stable set search_path = varta, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
begin
    return query
    with recursive d as (
        select r.id from varta.request r where r.city_id = p_city and r.merged_into = p_id
        union all
        select r.id from d join varta.request r on r.city_id = p_city and r.merged_into = d.id)
    select id from d;
end
$$;
comment on function varta.duplicates is 'in: request. out: those that were merged into it, and into those';

create or replace function varta.root(p_city smallint, p_id bigint) returns bigint
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (with recursive up as (
            select id, merged_into from varta.request where city_id = p_city and id = p_id
            union all
            select r.id, r.merged_into from up join varta.request r on r.city_id = p_city and r.id = up.merged_into)
        select id from up where merged_into is null);
end
$$;
comment on function varta.root is 'in: request. out: the one into which it was merged in the end; itself where it was not';
