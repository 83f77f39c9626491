-- Verify varta:texts
do $$
begin
    assert (select count(*) = 3 from pg_trigger where tgname in ('search_added', 'search_changed', 'search_answered'));
    assert exists (select from pg_index where indexrelid = 'varta.search_doc'::regclass and indisvalid);
    assert has_function_privilege('varta_owner', 'sync.index_texts(integer)', 'execute');
end
$$;
