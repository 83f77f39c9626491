-- Whose a request is, when it comes up again, and what is noted beside it.

create or replace function varta.assign_to(p_verb text, r varta.request, p_operator integer) returns api.queue_row
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform varta.describe_action(p_verb);
    update varta.request q set operator_id = p_operator, version = q.version + 1, updated_at = now()
    where city_id = r.city_id and id = r.id;
    return varta.queue_row_of(r);
end
$$;

create or replace function varta.works_on(o varta.operator, r varta.request) returns boolean
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return o.active
       and exists (select from varta.operator_city c cross join varta.role_kind k join varta.role g on g.code = k.role
                   where c.operator_id = o.id and c.city_id = r.city_id and (c.roles is null or g.code = any(c.roles))
                     and k.kind = r.kind and (not k.police_only or o.police) and pg_has_role(o.login, g.group_role, 'member')
                     and exists (select from varta.transition t where t.verb = 'take' and t.role = g.code)
                     and (g.code = 'officer' or not (select sealed from varta.kind where id = r.kind)));
end
$$;
comment on function varta.works_on is 'in: operator, request. out: whether the operator sees such requests in its city and works on them (on messages, officers)';

create or replace function varta.worker_of(p_login text, r varta.request) returns integer
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_id integer;
begin
    select o.id into v_id from varta.operator o where o.login = p_login and varta.works_on(o, r);
    if not found then
        perform varta.fail('VA001', format('there is no operator %L who could work on it', p_login), 'operator', p_login);
    end if;
    return v_id;
end
$$;
comment on function varta.worker_of is 'in: login, request. out: the operator. errors: VA001 where varta.works_on() denies it';

create or replace function varta.away_said(p_operator integer) returns text
language sql stable set search_path = varta, pg_temp as $$
    select varta.localized('відсутність' || coalesce(' до ' || d, ''), 'away' || coalesce(' until ' || d, ''))
    from varta.absence a join varta.operator o on o.id = a.operator_id
    cross join lateral to_char((upper(a.period) - interval '1 microsecond') at time zone varta.own_zone(o), 'DD.MM') d
    where a.operator_id = p_operator and a.period @> clock_timestamp()
$$;
comment on function varta.away_said is 'in: operator. out: words for an absence that is now, with its last day; null for who is there';

create or replace function api.workers(p_id bigint) returns table (login text, full_name text, unit_name text, n bigint, label text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.request_as(p_id, 'assign', 'moderator', 'officer');
begin
    return query
    select o.login, o.full_name, w.unit, w.open, concat_ws(' · ', o.full_name, w.unit, w.open, varta.away_said(o.id))
    from varta.operator o left join varta.unit u on u.city_id = o.unit_city and u.id = o.unit_id
    cross join lateral (select varta.localized(u.name, u.name_en) as unit, count(*) as open from varta.request q
                        where q.city_id = r.city_id and q.operator_id = o.id and varta.is_open(q.status)) w
    where varta.works_on(o, r)
    order by o.full_name, o.login;
end
$$;
comment on function api.workers is
'in: number. out: the operators to whom api.assign() can give the request, how many open ones of its city each has, and all of that as one line
to choose from (label). errors: VA001, VA004';

create or replace function api.assign(p_id bigint, p_version integer, p_login text) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.begin_action('assign', p_id, p_version);
begin
    return varta.assign_to('assign', r, varta.worker_of(p_login, r));
end
$$;
comment on function api.assign is 'in: number, version seen, login. out: the line. The request is that operator''s now. errors: VA001, VA002, VA004, 40001';

create or replace function api.take(p_id bigint, p_version integer) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.begin_action('take', p_id, p_version);
    v_me integer := (varta.me()).id;
begin
    if r.operator_id <> v_me and not 'moderator' = any(varta.roles_in(r.city_id)) then
        perform varta.fail('VA004', 'it is someone else''s', 'take', 'moderator');
    end if;
    return varta.assign_to('take', r, v_me);
end
$$;
comment on function api.take is
'in: number, version seen. out: the line. The request is the operator''s own now; only moderators take it from another. errors: VA001, VA002,
VA004, 40001';

create or replace function api.give(p_id bigint, p_version integer) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.begin_action('give', p_id, p_version);
begin
    return varta.assign_to('give', r, null);
end
$$;
comment on function api.give is
'in: number, version seen. out: the line. The request is nobody''s again; moderators give back also what is another''s. errors: VA001, VA002
where it is not the operator''s, VA004, 40001';

create or replace function api.snooze(p_id bigint, p_version integer, p_until timestamptz default null) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.begin_action('snooze', p_id, p_version);
begin
    if p_until is not null and (p_until <= clock_timestamp() or p_until > clock_timestamp() + interval '1 year') then
        perform varta.fail('VA003', 'it has to be a moment to come', 'until', p_until::text, 'a moment within a year from now');
    end if;
    perform varta.describe_action('snooze');
    update varta.request q set snoozed_until = p_until, version = q.version + 1, updated_at = now()
    where city_id = r.city_id and id = r.id;
    return varta.queue_row_of(r);
end
$$;
comment on function api.snooze is
'in: number, version seen, moment (null: now). out: the line. Until then the request is not in the queue, unless one asks for what is
snoozed; a comment of the resident or a unit that returns it brings it back before. The due date stays. errors: VA001 to VA004, 40001';

create or replace function api.seen(p_id bigint, p_version integer) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.begin_action('seen', p_id, p_version);
begin
    perform varta.describe_action('seen');
    update varta.request q set version = q.version + 1, updated_at = now() where city_id = r.city_id and id = r.id;
    return varta.queue_row_of(r);
end
$$;
comment on function api.seen is
'in: number, version seen. out: the line. What the resident wrote later needs nothing more: the request is no longer marked. errors: VA001, VA002, VA004, 40001';

create or replace function api.note(p_id bigint, p_version integer, p_text text, p_key uuid default null) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request;
    v_response bigint;
begin
    if varta.done_already(p_key, 'note', p_id, p_text) then
        return varta.queue_row_of(varta.request_of(p_id));
    end if;
    r := varta.begin_action('note', p_id, p_version);
    insert into varta.response (city_id, request_id, public, body, author_id)
    values (r.city_id, r.id, false, varta.check_text('body', p_text, 20000), (varta.me()).id) returning id into v_response;
    perform varta.describe_action('note', null, null, jsonb_build_object('response', v_response, 'body', p_text));
    update varta.request q set version = q.version + 1, updated_at = now() where city_id = r.city_id and id = r.id;
    perform varta.keep_key(p_key, 'note', r, p_text, v_response);
    return varta.queue_row_of(r);
end
$$;
comment on function api.note is
'in: number, version seen, text, key. out: the line. An internal note, in whatever status. Under a key that the operator used for this before,
nothing is done again. errors: VA001 to VA004, 40001';
