-- Verify varta:request
do $$
begin
    assert (select title = 'A' and titled and body = 'B' from varta.split_text(E'A\r\n\r\nB\r\n'));
    assert to_regclass('varta.request_queue') is not null and to_regclass('varta.submission_external') is not null;
    assert (select count(*) = 0 from varta.request join varta.submission using (city_id, id) join varta.reporter using (city_id)
            join varta.comment using (city_id) where false);
end
$$;
