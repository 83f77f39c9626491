-- Verify varta:show
do $$
begin
    perform api.request(0);
    assert false, 'api.request(0) found something';
exception when sqlstate 'VA001' then
    null;
end
$$;
