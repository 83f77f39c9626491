-- Verify varta:rules
do $$
begin
    assert (select count(*) = 0 from varta.suggest(null::varta.request));
    assert (select count(*) = 3 from pg_trigger where tgname like 'watched%' and tgrelid = 'varta.referral_rule'::regclass);
end
$$;
