-- Which cities a daemon works for. Its login is an operator with the role sync: of the cities that it was given, of all
-- where it was given none. Membership in varta_sync alone, which is the whole cluster's, opens nothing.

create or replace function varta.served_cities() returns smallint[]
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    o varta.operator := varta.me();
begin
    if o.id is null and not (select rolsuper from pg_roles where rolname = session_user)
       or o.id is not null and not 'sync' = any(varta.my_roles()) then
        return '{}';
    elsif exists (select from varta.operator_city where operator_id = o.id) then
        return (select array_agg(city_id) from varta.operator_city where operator_id = o.id);
    end if;
    return (select coalesce(array_agg(id), '{}') from varta.city);
end
$$;
comment on function varta.served_cities is
'out: the cities whose requests, answers, mails and photos this session carries: those of the daemon''s login, all where it has none, none where the session
is no daemon here';
