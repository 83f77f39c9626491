-- The whole queue of a filter, page by page, forward or back from the end: its numbers in their order.
create function pg_temp.walk(p_filter jsonb, p_limit int, p_back boolean) returns bigint[] language plpgsql as $$
declare
    r api.queue_row;
    c api.queue_row;
    v_ids bigint[] := '{}';
    v_page bigint[];
begin
    loop
        v_page := '{}';
        for r in select * from api.queue_page(p_filter, c.rank, c.due_key, c.id, p_back, p_limit) loop
            v_page := v_page || r.id;
        end loop;
        exit when v_page = '{}';
        v_ids := case when p_back then v_page || v_ids else v_ids || v_page end;
        select * into c from api.queue_page(jsonb_build_object('id', v_page[case when p_back then 1 else array_length(v_page, 1) end]),
                                            null, null, null, false, 1);
    end loop;
    return v_ids;
end
$$;
