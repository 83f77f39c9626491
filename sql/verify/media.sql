-- Verify varta:media
do $$
begin
    assert to_regclass('varta.photo') is not null;
    assert to_regprocedure('sync.media_lease(text, integer, integer)') is not null;
    assert to_regprocedure('sync.media_stored(integer, bigint, bigint, text, text, integer)') is not null;
    assert to_regprocedure('sync.media_public(text)') is not null;
end
$$;
