-- Verify varta:officers
do $$
begin
    assert (select count(*) = 0 from varta.in_charge(-1::smallint, -1, now()));
    assert to_regprocedure('api.officer_of(text, double precision, double precision, timestamptz)') is not null;
end
$$;
