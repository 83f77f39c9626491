-- The name of an operator by login.

create or replace function varta.name_of(p_login text) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return coalesce((select full_name from varta.operator where login = p_login),
                    case when exists (select from pg_roles where rolname = p_login and rolsuper)
                         then varta.localized('адміністратор бази даних', 'the administrator of the database') end,
                    p_login);
end
$$;
comment on function varta.name_of is 'in: login. out: the operator''s name; of who is none, what people call it';
