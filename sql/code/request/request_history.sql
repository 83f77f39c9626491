-- The whole history of one request, page by page; api.request() has the newest of it.

create or replace function api.history(p_id bigint, p_before bigint default null, p_limit integer default 100)
returns table (id bigint, at bigint, login text, name text, origin text, verb text, why text, before jsonb, after jsonb)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    r varta.request := varta.request_of(p_id);
    v_read boolean := varta.may_read(r);
begin
    return query
    select e.id, varta.epoch(e.at), e.who, varta.name_of(e.who), e.origin, e.verb, case when v_read then e.why end,
           case when v_read then e.before end, case when v_read then e.after - 'digests' end
    from varta.event e
    where e.city_id = r.city_id and e.request_id = r.id and e.id < coalesce(p_before, 9223372036854775807)
    order by e.id desc limit least(greatest(coalesce(p_limit, 100), 1), 1000);
end
$$;
comment on function api.history is
'in: number, the event before which to go on (null: the newest), events wanted (1 to 1000). out: events, newest first: when (epoch s), who, from
where, what, why, and what was before and after; of what the operator may not read, no content. errors: VA001';
