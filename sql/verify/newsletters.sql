-- Verify varta:newsletters
do $$
begin
    assert to_regprocedure('api.newsletter_send(text, text, text, text)') is not null;
    assert to_regprocedure('api.newsletter_recall(bigint)') is not null;
    assert to_regprocedure('api.newsletters(text)') is not null;
    assert to_regprocedure('api.subscribers(text)') is not null;
end
$$;
