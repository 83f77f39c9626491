-- The templates that a new city begins with. They say who is responsible and what a resident can do; what
-- only the moderator knows is a placeholder in words. Grounds: Traffic Rules (resolution 1306 of 2001),
-- 15.9 and 15.10; Code on Administrative Offences, article 122; Criminal Procedure Code, article 214; the
-- law on citizens' appeals (393/96-BP), article 20.

create or replace function varta.guidance_defaults() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    insert into varta.guidance (id, version, city_id, category, unit, lang, title, body)
    select nextval('varta.guidance_id'), 1, new.id, category, unit, lang, title, body
    from (select * from varta.default_guidance order by lang desc, category nulls last, unit nulls first) d;
    return null;
end
$$;
comment on function varta.guidance_defaults is 'a new city begins with the default templates';

create trigger guidance_defaults after insert on varta.city for each row execute function varta.guidance_defaults();
