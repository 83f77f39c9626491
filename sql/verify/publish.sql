-- Verify varta:publish
do $$
begin
    assert to_regclass('varta.public_request') is not null;
    assert to_regprocedure('api.publish_rebuild(text)') is not null;
    assert to_regprocedure('sync.publish_lease(text, integer, integer, integer)') is not null;
    assert to_regprocedure('sync.publish_requests(integer, bigint[])') is not null;
    assert to_regprocedure('sync.publish_files(integer, text[])') is not null;
    assert to_regprocedure('sync.publish_statistics(integer)') is not null;
end
$$;
select source_id, wanted_at, built_for, built_at from varta.tree where false;
