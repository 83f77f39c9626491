-- How every function fails: an SQLSTATE, a message in plain English, and its arguments as a JSON array in
-- DETAIL.

create or replace function varta.fail(p_state text, p_message text, variadic p_args text[]) returns void
language plpgsql as $$
begin
    raise exception using errcode = p_state, message = p_message, detail = to_json(p_args)::text;
end
$$;
comment on function varta.fail is
'in: SQLSTATE, message in plain English, its arguments. out: never returns; the arguments are a JSON array in DETAIL';
