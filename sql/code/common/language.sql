-- Texts that are kept in Ukrainian and in English.

create or replace function varta.localized(p_uk text, p_en text) returns text
language sql stable as $$
    select case current_setting('varta.lang', true) when 'en' then coalesce(nullif(p_en, ''), p_uk) else p_uk end
$$;
comment on function varta.localized is
'in: a text in Ukrainian and in English. out: the one for the session''s varta.lang, Ukrainian by default';
