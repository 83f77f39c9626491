-- Verify varta:guidance_texts
do $$
begin
    assert not exists (select from varta.default_category c cross join (values ('uk'), ('en')) l (lang)
                       where not exists (select from varta.default_guidance g where g.category = c.code and g.lang = l.lang));
end
$$;
