-- Verify varta:words
do $$
begin
    assert varta.words('Об’єднати — «дорОгу»!') = array['дорогу', 'обʼєднати'];
    assert varta.stem('светофоры') = 'светофор' and varta.stem('24') is null;
    assert (select count(*) > 100 from varta.stop_word);
    assert (select count(*) = 0 from varta.form where false) and (select count(*) >= 0 from varta.form_asked);
    assert has_function_privilege('varta_owner', 'varta.learn(text[], regdictionary)', 'execute');
end
$$;
