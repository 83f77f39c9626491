-- What code computes from the seeds when the database is new: the working days, and the Ukrainian dictionary
-- where the server has its files.

do $$
begin
    if not exists (select from varta.workday) then
        perform varta.calendar_renew('UA');
    end if;
    perform varta.dictionary();
end
$$;
