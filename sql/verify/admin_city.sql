-- Verify varta:admin_city
do $$
begin
    assert varta.slug('Подільський район') = 'podilskyi-raion', varta.slug('Подільський район');
    assert (select area is not null from varta.polygons('{"type": "Polygon", "coordinates": [[[1,1],[2,1],[2,2],[1,1]]]}'));
    assert to_regprocedure('api.source_add(text, text, text, text, bytea, text)') is not null;
end
$$;
