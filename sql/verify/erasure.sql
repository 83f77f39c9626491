-- Verify varta:erasure
do $$
begin
    assert to_regprocedure('api.erase_reporter(text, text, text, bigint, boolean)') is not null;
    assert 'Олені Петренко' ~* varta.name_pattern('Петренко');
end
$$;
