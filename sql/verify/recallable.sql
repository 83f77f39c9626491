-- Verify varta:recallable
do $$
begin
    assert (select count(*) >= 0 from api.recallable());
    assert to_regclass('varta.response_visible') is not null;
end
$$;
