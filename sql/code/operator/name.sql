-- The name of an operator by login.

create or replace function varta.name_of(p_login text) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select coalesce((select full_name from varta.operator where login = p_login), p_login));
end
$$;
