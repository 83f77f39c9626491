-- Deploy varta:schemas
-- varta holds tables and private functions, api what operators call, sync what the daemon calls,
-- audit what checks the history. New functions are nobody's until change 'rights' grants them.
begin;

create schema varta authorization varta_owner;
create schema api authorization varta_owner;
create schema sync authorization varta_owner;
create schema audit authorization varta_owner;

alter default privileges for role varta_owner revoke execute on functions from public;

set local role varta_owner;

grant usage on schema varta to varta_view;
grant usage, create on schema api to varta_view;

create function varta.fail(p_state text, p_message text, variadic p_args text[]) returns void
language plpgsql as $$
begin
    raise exception using errcode = p_state, message = p_message, detail = to_json(p_args)::text;
end
$$;
comment on function varta.fail is
'in: SQLSTATE, message in plain English, its arguments. out: never returns; the arguments are a JSON array in DETAIL';

create function varta.say(p_uk text, p_en text) returns text
language sql stable as $$
    select case current_setting('varta.lang', true) when 'en' then coalesce(nullif(p_en, ''), p_uk) else p_uk end
$$;
comment on function varta.say is
'in: a text in Ukrainian and in English. out: the one for the session''s varta.lang, Ukrainian by default';

commit;
