-- Which cities a daemon works for. Its login is an operator with the role sync: of the cities that it was given, of all
-- where it was given none. Membership in varta_sync alone, which is the whole cluster's, opens nothing.

create or replace function varta.serves_all() returns boolean
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    o varta.operator := varta.me();
begin
    if o.id is null then
        return (select rolsuper from pg_roles where rolname = session_user);
    end if;
    return 'sync' = any(varta.my_roles()) and not exists (select from varta.operator_city where operator_id = o.id);
end
$$;
comment on function varta.serves_all is 'out: whether the session is a daemon that was given no city, or a superuser''s';

create or replace function varta.served_cities() returns smallint[]
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    if varta.serves_all() then
        return (select coalesce(array_agg(id), '{}') from varta.city);
    end if;
    return (select coalesce(array_agg(city_id), '{}') from varta.operator_city
            where operator_id = (varta.me()).id and 'sync' = any(varta.my_roles()));
end
$$;
comment on function varta.served_cities is
'out: the cities whose requests, answers, mails and photos this session carries: those of the daemon''s login, all where it has none, none where the session
is no daemon here';

create or replace function varta.serves_all_check() returns void
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if not varta.serves_all() then
        perform varta.fail('VA004', 'the log is one for all cities, and so is the daemon that seals it', 'log_seal', 'sync');
    end if;
end
$$;
comment on function varta.serves_all_check is 'errors: VA004 where the session is not a daemon of all cities';
