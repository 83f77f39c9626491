-- Rows of a table that an administrator brings: all of them or none, and each is told.

create or replace function varta.take_table(p_take text, p_rows jsonb, p_key text) returns table (line integer, name text, outcome text, reason text)
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_told jsonb[] := '{}';
    v_bad boolean := false;
    v_outcome text;
    r record;
begin
    begin
        for r in select coalesce((x ->> 'line')::integer, n::integer) as line, x as row from jsonb_array_elements(p_rows) with ordinality e (x, n) order by n loop
            begin
                execute 'select ' || p_take into v_outcome using r.row;
                v_told := v_told || jsonb_build_object('line', r.line, 'name', r.row ->> p_key, 'outcome', v_outcome);
            exception when sqlstate 'VA001' or sqlstate 'VA003' or sqlstate 'VA005' or check_violation then
                v_bad := true;
                v_told := v_told || jsonb_build_object('line', r.line, 'name', r.row ->> p_key, 'outcome', 'refused', 'reason', sqlerrm);
            end;
        end loop;
        if v_bad then
            raise exception using errcode = 'VA999', message = 'nothing of a table with an error is kept';
        end if;
    exception when sqlstate 'VA999' then
        null;
    end;
    return query select (t ->> 'line')::integer, t ->> 'name', case when v_bad and t ->> 'outcome' <> 'refused' then 'held' else t ->> 'outcome' end, t ->> 'reason'
                 from unnest(v_told) t;
end
$$;
comment on function varta.take_table is
'in: what takes one row ($1, JSON) and says added, changed or same, as SQL of our own; the rows, with line, the number of each; the column that names a row. out: each row with that, or refused and
why; where one is refused nothing is kept, and the others are held. errors: none but those of a fault';
