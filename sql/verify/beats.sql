-- Verify varta:beats
do $$
begin
    assert (select count(*) = 3 from pg_constraint where contype = 'x' and connamespace = 'varta'::regnamespace
            and conname in ('beat_officer_one', 'absence_one', 'office_hours_one'));
    assert varta.message_readers(-1::smallint, null, null) = '{}';
end
$$;
