-- Finds a request for an operator, checks who may read it, and locks it.

create or replace function varta.paused(r varta.request) returns boolean
language sql stable as $$
    select exists (select from varta.pause p where p.city_id = r.city_id and p.request_id = r.id and p.until_at is null)
$$;

create or replace function varta.kept_private(r varta.request) returns boolean
language sql stable set search_path = varta, pg_temp as $$
    select not r.public and exists (select from varta.event e where e.city_id = r.city_id and e.request_id = r.id and e.verb = 'private')
$$;
comment on function varta.kept_private is
'whether it was public until somebody made it private. What its resident, or its kind, made private is never public';

create or replace function varta.has_unit(p_city smallint, p_id bigint, p_status smallint, p_units integer[]) returns boolean
language sql stable cost 1000 as $$
    select exists (select from varta.referral f where f.city_id = p_city and f.request_id = p_id and f.unit_id = any(p_units)
                     and (f.state < varta.referral_returned() or f.state = varta.referral_answered() and p_status > varta.status_pending()))
$$;
comment on function varta.has_unit is 'whether one of the units has it; of a closed one: whether one of them answered';

create or replace function varta.returned_by(p_city smallint, p_id bigint, p_units integer[]) returns boolean
language sql stable cost 1000 as $$
    select exists (select from varta.referral f where f.city_id = p_city and f.request_id = p_id and f.unit_id = any(p_units) and f.state = varta.referral_returned())
$$;
comment on function varta.returned_by is 'whether one of the units returned it';

create or replace function varta.untaken_by(p_city smallint, p_id bigint, p_units integer[]) returns boolean
language sql stable cost 1000 as $$
    select exists (select from varta.referral f where f.city_id = p_city and f.request_id = p_id and f.state = varta.referral_sent()
                     and (p_units is null or f.unit_id = any(p_units)))
$$;
comment on function varta.untaken_by is 'whether it was referred to one of the units (null: to any), which has not taken it on yet';

create or replace function varta.draft_state(p_city smallint, p_id bigint) returns smallint
language sql stable cost 1000 as $$
    select p.state from varta.response p where p.city_id = p_city and p.request_id = p_id and p.state <> varta.response_published() and p.public order by p.id desc limit 1
$$;
comment on function varta.draft_state is 'out: of the newest answer that is not published; null where there is none';

create or replace function varta.unseen(p_city smallint, p_id bigint, p_operator integer, p_whose integer) returns boolean
language sql stable cost 1000 as $$
    select exists (select from varta.unseen_comment u where u.city_id = p_city and u.request_id = p_id)
       and (p_whose = 0 or p_operator = p_whose
            or exists (select from varta.response p where p.city_id = p_city and p.request_id = p_id and p.author_id = p_whose
                       and p.public and p.state = varta.response_published()))
$$;
comment on function varta.unseen is
'in: request, who has it, an operator or 0. out: whether a resident wrote later, nobody has dealt with it, and it is that operator''s matter: who has the request, or wrote
an answer that is published';

create or replace function varta.standing(p_id bigint, out city_id smallint, out kind smallint, out status smallint, out roles text[])
language plpgsql stable set search_path = varta, pg_temp set enable_seqscan = off as $$
begin
    select r.city_id, r.kind, r.status, x.roles into city_id, kind, status, roles
    from varta.operator o
    join varta.operator_city c on c.operator_id = o.id
    join varta.request r on r.city_id = c.city_id and r.id = p_id
    cross join lateral (
        select array(select g.code from varta.role g where pg_has_role(session_user, g.group_role, 'member') and (c.roles is null or g.code = any(c.roles))
                     order by g.sort) as roles offset 0) x
    where o.login = session_user and o.active
      and exists (select from varta.role_kind k where k.kind = r.kind and k.role = any(x.roles) and (not k.police_only or o.police));
end
$$;
comment on function varta.standing is
'in: number of a request. out: its city, kind and status, as far as the operator sees it, and the roles that the operator has there, as varta.roles_in() says; null
where there is none. In one question what each act begins with';

create or replace function varta.find(p_id bigint) returns smallint
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select r.city_id from varta.sight() s cross join unnest(s.cities) c
            join varta.request r on r.city_id = c and r.id = p_id
            where r.kind = any(s.kinds) and (s.hidden is null or r.city_id * 16 + r.kind <> all(s.hidden)));
end
$$;
comment on function varta.find is 'in: number of a request. out: its city, null where there is none that the operator sees';

create or replace function varta.fail_unknown(p_id bigint) returns void
language plpgsql as $$
begin
    perform varta.fail('VA001', format('there is no request %s', p_id), 'request', p_id::text);
end
$$;
comment on function varta.fail_unknown is 'errors: VA001 always: the operator sees no request of that number';

create or replace function varta.request_of(p_id bigint) returns varta.request
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    r varta.request;
begin
    select * into r from varta.request where city_id = varta.find(p_id) and id = p_id;
    if not found then
        perform varta.fail_unknown(p_id);
    end if;
    return r;
end
$$;
comment on function varta.request_of is 'in: number. out: the request, as far as the operator sees it. errors: VA001';

create or replace function varta.request_as(p_id bigint, p_verb text, variadic p_roles text[]) returns varta.request
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.request_of(p_id);
begin
    perform varta.need_role(r.city_id, p_verb, variadic p_roles);
    return r;
end
$$;
comment on function varta.request_as is
'in: number, what is to be done, codes of roles. out: the request, of a city in which the operator has one of them. errors: VA001, VA004';

create or replace function varta.may_read(r varta.request) returns boolean
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select not k.sealed or varta.may_open(r.city_id, r.id, r.operator_id) from varta.kind k where k.id = r.kind);
end
$$;
comment on function varta.may_read is 'whether the operator may read the text of the request';

create or replace function varta.conflict(r varta.request) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    e varta.event;
    v_name text;
begin
    select * into e from varta.event where city_id = r.city_id and request_id = r.id order by id desc limit 1;
    select full_name into v_name from varta.operator where login = e.who;
    perform varta.fail('40001', format('request %s was changed by someone else', r.id), coalesce(v_name, e.who, ''),
                       coalesce(to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), ''), coalesce(e.verb, ''),
                       r.version::text, case when varta.may_read(r) then coalesce(e.after, '{}') - '{body,digests}'::text[] else '{}' end::text);
end
$$;
comment on function varta.conflict is
'errors: 40001 always; DETAIL: who changed the request last, when (ISO, UTC), by which verb, its version now, and what that verb changed
(a JSON object as text: field and new value; empty where the operator may not read the request)';

create or replace function varta.may_handle(f varta.referral) returns boolean
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    o varta.operator := varta.me();
begin
    return coalesce(o.unit_city = f.city_id and o.unit_id = f.unit_id, false) or 'moderator' = any(varta.roles_in(f.city_id));
end
$$;
comment on function varta.may_handle is 'whether the operator is of the unit that a referral went to, or may act on its behalf';

create or replace function varta.locked(p_city smallint, p_id bigint) returns varta.request
language plpgsql set search_path = varta, pg_temp as $$
declare
    r varta.request;
begin
    select * into r from varta.request where city_id = p_city and id = p_id for no key update;
    return r;
end
$$;
comment on function varta.locked is 'the request as it is now, locked';

create or replace function varta.lock_keys(p_cities smallint[], p_ids bigint[]) returns void
language sql set search_path = varta, pg_temp set enable_seqscan = off as $$
    select pg_advisory_xact_lock(7303, c) from (select distinct c from unnest(p_cities) c order by c) city;
    select from varta.request r
    join (select distinct k.city_id, x.id
          from rows from (unnest(p_cities), unnest(p_ids)) k (city_id, id)
          cross join lateral (
              select k.id
              union all select varta.root(k.city_id, k.id)
              union all select c.id from varta.request c where c.city_id = k.city_id and c.merged_into = k.id) x) f
        on f.city_id = r.city_id and f.id = r.id
    order by r.city_id, r.id for no key update of r
$$;
comment on function varta.lock_keys is
'in: keys. Waits for whoever reads the outbox of their cities for somebody outside (varta.export_gate) and keeps others from it, then locks
these requests, what they were merged into and what was merged into them. Every verb that changes more than one request or takes something
back begins with it, so that all lock in one order: gate, then requests';

create or replace function varta.lock_family(p_ids bigint[]) returns void
language sql set search_path = varta, pg_temp as $$
    select varta.lock_keys(array_agg(city_id), array_agg(id))
    from (select varta.find(i) as city_id, i as id from unnest(p_ids) i) k where city_id is not null
$$;
comment on function varta.lock_family is 'in: numbers. The same for those that the operator sees';
