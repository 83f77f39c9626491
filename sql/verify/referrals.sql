-- Verify varta:referrals
do $$
begin
    assert to_regprocedure('api.referral_accept(bigint, integer, bigint, text)') is not null;
    assert to_regprocedure('api.referral_return(bigint, integer, bigint, text)') is not null;
    assert to_regprocedure('api.referral_answer(bigint, integer, bigint, text)') is not null;
end
$$;
