-- Verify varta:bulk
do $$
begin
    assert to_regprocedure('api.bulk(text, jsonb, jsonb)') is not null;
end
$$;
