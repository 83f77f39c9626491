-- Verify varta:admin_operator
do $$
begin
    perform api.operator_add('pg_evil', 'X', 'moderator', '{}');
    assert false, 'pg_evil was accepted';
exception when sqlstate 'VA003' then
    null;
end
$$;
