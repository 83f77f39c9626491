-- What code computes from the seeds when the database is new: the working days, and the Ukrainian dictionary
-- where the server has its files; and the names of places where the rules for them have changed.

do $$
begin
    if not exists (select from varta.workday) then
        perform varta.calendar_renew('UA');
    end if;
    perform varta.dictionary();
    perform varta.places_renew();
end
$$;
