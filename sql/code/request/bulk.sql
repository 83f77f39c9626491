-- One verb for many requests.

create or replace function varta.verb_call(p_verb text, p_args jsonb) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    f record;
    v_key text;
begin
    select * into f from varta.action_functions() where name = p_verb;
    if not found then
        perform varta.fail('VA001', format('there is no verb %L', p_verb), 'verb', p_verb);
    elsif not has_function_privilege(session_user, f.function, 'execute') then
        perform varta.fail('VA004', format('%s is not for your role', p_verb), p_verb,
            (select string_agg(distinct role, ', ' order by role) from varta.transition where verb = p_verb));
    end if;
    select key into v_key from jsonb_object_keys(p_args) key where not key = any(f.arguments) limit 1;
    if found then
        perform varta.fail('VA006', format('%s has no argument %L', p_verb, v_key), v_key);
    end if;
    return format('select * from api.%I($1, $2%s)', p_verb, (
        select string_agg(format(', %I => ($3 ->> %L)::%s', 'p_' || a.name, a.name, format_type(a.type, null)), '' order by a.n)
        from rows from (unnest(f.arguments), unnest(f.types)) with ordinality a (name, type, n)
        where p_args ? a.name or a.n <= f.required));
end
$$;
comment on function varta.verb_call is
'in: verb, its arguments by name (without p_). out: the statement that calls api.VERB with $1 number, $2 version, $3 arguments. errors: VA001 no
such verb, VA004, VA006 no such argument';

create or replace function api.bulk(p_verb text, p_items jsonb, p_args jsonb default '{}')
returns table (id bigint, outcome text, sqlstate text, reason text, "row" api.queue_row)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    v_call text := varta.verb_call(p_verb, coalesce(p_args, '{}'));
    v_args jsonb := coalesce(p_args, '{}');
    v_items bigint[];
    v_into bigint := (p_args ->> 'into')::bigint;
    v_version integer;
    v_state text;
    v_message text;
    v_detail text;
begin
    select array_agg(i.id) into v_items from jsonb_to_recordset(p_items) i (id bigint);
    if coalesce(cardinality(v_items), 0) not between 1 and 1000 then
        perform varta.fail('VA003', 'too many, or none', 'items', coalesce(cardinality(v_items), 0)::text, '1 to 1000 requests');
    end if;
    perform varta.lock_family(v_items || v_into);
    for id, v_version in
        select i.id, i.version from jsonb_to_recordset(p_items) i (id bigint, version integer) order by varta.find(i.id), i.id
    loop
        begin
            outcome := 'done';
            v_state := '00000';
            reason := '';
            execute v_call into "row" using id, v_version, v_args;
        exception when others then
            get stacked diagnostics v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
            outcome := 'failed';
            reason := coalesce(nullif(v_detail, ''), v_message);
            "row" := null;
        end;
        sqlstate := v_state;
        return next;
    end loop;
end
$$;
comment on function api.bulk is
'in: verb (any that takes number and version and returns a line), [{"id", "version"}] (1 to 1000), its other arguments by name without p_,
such as {"reason": "spam", "note": null}. out: for each request, in the order of cities and numbers, outcome done with its line, or failed
with SQLSTATE and its DETAIL (or message); what failed is as it was, and stops no other. errors: VA001 verb, VA003, VA004, VA006';
