-- Verify varta:guidance
do $$
begin
    assert varta.fill('{a} {b} {c', '{"a": "{b}"}') = '{b} {b} {c';
    assert to_regprocedure('api.guidance_fill(bigint, integer)') is not null;
end
$$;
