-- Verify varta:admin_unit
do $$
begin
    assert to_regprocedure('api.unit_area_import(text, text, jsonb)') is not null;
    assert to_regprocedure('api.rule_set(text, integer, jsonb)') is not null;
end
$$;
