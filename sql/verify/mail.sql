-- Verify varta:mail
do $$
begin
    assert to_regclass('varta.mail') is not null;
    assert to_regclass('varta.newsletter') is not null;
    assert to_regprocedure('sync.mail_lease(text, integer, integer, integer)') is not null;
    assert to_regprocedure('sync.mail_bounced(bigint, text)') is not null;
    assert to_regprocedure('sync.mail_tidy(integer)') is not null;
end
$$;
