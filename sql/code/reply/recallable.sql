-- What an operator has published and can still recall: the console counts down with it.

create or replace function api.recallable() returns table (id bigint, version integer, until bigint)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    return query
    select r.id, r.version, varta.epoch(p.visible_at)
    from varta.response p
    join varta.request r on r.city_id = p.city_id and r.id = p.request_id and r.status = varta.status_answered()
    where p.visible_at > statement_timestamp() and p.city_id = any((select varta.my_cities())::smallint[])
      and exists (select from varta.event e
                  where e.city_id = p.city_id and e.request_id = p.request_id and e.verb = 'publish' and e.who = session_user
                    and (e.after ->> 'response')::bigint = p.id)
    order by p.visible_at desc, p.id desc;
end
$$;
comment on function api.recallable is
'out: the requests whose answer the operator published and can still recall, their version, until when (epoch s); the last one first. errors: none';
