-- Who looks at a request or writes an answer to it now. It ends by itself, on the database's clock; it is
-- no change of the request and leaves no event. Who wants to know listens (api.listen): a
-- heartbeat that changes nothing wakes nobody.

create or replace function varta.presence_swept(p_operator integer) returns void
language sql set search_path = varta, pg_temp as $$
    delete from varta.presence p using (
        select city_id, request_id, operator_id from varta.presence
        where operator_id = p_operator and until < clock_timestamp() - interval '1 minute' for update skip locked) old
    where (p.city_id, p.request_id, p.operator_id) = (old.city_id, old.request_id, old.operator_id)
$$;
comment on function varta.presence_swept is 'deletes what an operator left behind';

create or replace function api.presence_set(p_id bigint, p_doing text, p_seconds integer default 60) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.request_of(p_id);
    v_operator integer := (varta.me()).id;
    v_before varta.presence;
begin
    if coalesce(p_doing not in ('view', 'reply'), true) then
        perform varta.fail('VA003', 'nobody does that', 'doing', coalesce(p_doing, ''), 'view or reply');
    elsif coalesce(p_seconds not between 1 and 3600, true) then
        perform varta.fail('VA003', 'this is no time', 'seconds', coalesce(p_seconds::text, ''), 'from 1 to 3600');
    end if;
    perform varta.presence_swept(v_operator);
    select * into v_before from varta.presence where city_id = r.city_id and request_id = r.id and operator_id = v_operator for update;
    insert into varta.presence values (r.city_id, r.id, v_operator, p_doing, clock_timestamp() + p_seconds * interval '1 second')
    on conflict (city_id, request_id, operator_id) do update set doing = excluded.doing, until = excluded.until;
    if v_before.doing is distinct from p_doing or v_before.until < clock_timestamp() then
        perform varta.tell('presence', r.city_id);
    end if;
end
$$;
comment on function api.presence_set is
'in: number; what the operator does there, view or reply; for how many seconds (1 to 3600). Call it again before they are over.
errors: VA001, VA003';

create or replace function api.presence_clear(p_id bigint) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    v_city smallint;
begin
    delete from varta.presence where request_id = p_id and operator_id = (varta.me()).id returning city_id into v_city;
    if found then
        perform varta.tell('presence', v_city);
    end if;
end
$$;
comment on function api.presence_clear is 'in: number. The operator has left it; nothing happens where the operator was not there. errors: none';

create or replace function api.presence(p_ids bigint[]) returns table (id bigint, full_name text, doing text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    return query
    select p.request_id, o.full_name, p.doing
    from unnest(varta.my_cities()) c
    join varta.presence p on p.city_id = c and p.request_id = any(p_ids) and p.until > clock_timestamp()
    join varta.request r on r.city_id = p.city_id and r.id = p.request_id and r.kind = any((select varta.my_kinds())::smallint[])
        and r.city_id * 16 + r.kind <> all((select varta.hidden_kinds())::integer[])
    join varta.operator o on o.id = p.operator_id and o.active and o.login <> session_user
    where exists (select from varta.operator_city oc where oc.operator_id = p.operator_id and oc.city_id = p.city_id)
    order by p.request_id, p.doing = 'view', o.full_name;
end
$$;
comment on function api.presence is
'in: numbers. out: which other operators are at them now and what they do, replying first; only requests that the operator sees, only
operators of the request''s city. errors: none';

create or replace function api.others_at(p_ids bigint[]) returns table (id bigint, full_name text, doing text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
begin
    return query
    select * from api.presence(p_ids)
    union all
    select p.request_id, o.full_name, 'draft'
    from unnest(varta.my_cities()) c
    join varta.response p on p.city_id = c and p.request_id = any(p_ids) and p.public and p.state <> varta.response_published()
    join varta.request r on r.city_id = p.city_id and r.id = p.request_id and r.kind = any((select varta.my_kinds())::smallint[])
        and r.city_id * 16 + r.kind <> all((select varta.hidden_kinds())::integer[])
    join varta.operator o on o.id = p.author_id and o.login <> session_user
    where varta.may_read(r);
end
$$;
comment on function api.others_at is
'in: numbers. out: which other operators are at them now (api.presence()), and whose answers to them are not published yet (draft). errors: none';
