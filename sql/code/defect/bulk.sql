-- What was found at many places, entered at once.

create or replace function api.defect_bulk(p_outcome text, p_items jsonb, p_note text default '')
returns table (defect bigint, name text, version integer, sqlstate text, reason text)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    i record;
    l api.defect_row;
    v_state text;
    v_message text;
    v_detail text;
begin
    perform varta.filter_check('outcome', array[p_outcome], array(select o.code from varta.verification_outcome o order by o.sort) || text 'undo');
    if coalesce(jsonb_array_length(p_items), 0) not between 1 and 1000 then
        perform varta.fail('VA003', 'too many, or none', 'items', coalesce(jsonb_array_length(p_items), 0)::text, '1 to 1000 defects');
    end if;
    for i in select distinct d.city_id from varta.defect d join jsonb_to_recordset(p_items) x (id bigint) on x.id = d.id where d.city_id = any(varta.order_cities()) order by 1 loop
        perform varta.lock_reporters(i.city_id, array(select x.id from jsonb_to_recordset(p_items) x (id bigint)));
    end loop;
    for i in select x.id, x.version from jsonb_to_recordset(p_items) x (id bigint, version integer) order by x.id loop
        begin
            l := case p_outcome when 'undo' then api.defect_undo(i.id, i.version) else api.defect_seen(i.id, i.version, p_outcome, p_note) end;
            v_state := '00000';
            reason := '';
            version := l.version;
        exception when others then
            get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
            reason := coalesce(nullif(v_detail, ''), v_message);
            version := null;
        end;
        name := coalesce((select left(d.what, 80) from varta.defect d where d.city_id = any(varta.order_cities()) and d.id = i.id), '');
        defect := i.id;
        sqlstate := v_state;
        return next;
    end loop;
end
$$;
comment on function api.defect_bulk is
'in: outcome (confirmed, unfounded, mended, foreign), or undo for api.defect_undo(), [{"id", "version"}] (1 to 1000 defects), a line as of varta.found_typed(). out: for each defect, by number: what is wrong, SQLSTATE 00000 where it is
entered, and the version that it has now, otherwise that and its DETAIL (or message); what failed is as it was, and stops no other. errors: VA003';
