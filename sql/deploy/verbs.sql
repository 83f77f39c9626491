-- Deploy varta:verbs
-- Every verb: lock the row, check role, version, status and reading right, change, and let the
-- request's trigger write the event; then the outbox. One transaction, one version more.
begin;
set local role varta_owner;

create function varta.request_of(p_id bigint) returns varta.request
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    r varta.request;
begin
    select * into r from varta.request where city_id = varta.find(p_id) and id = p_id;
    if not found then
        perform varta.fail('VA001', format('there is no request %s', p_id), 'request', p_id::text);
    end if;
    return r;
end
$$;
comment on function varta.request_of is 'in: number. out: the request, as far as the operator sees it. errors: VA001';

create function varta.may_read(r varta.request) returns boolean
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select not k.sealed or varta.may_open(r.city_id, r.id, r.operator_id) from varta.kind k where k.id = r.kind);
end
$$;
comment on function varta.may_read is 'whether the operator may read the text of the request';

create function varta.conflict(r varta.request) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    e varta.event;
    v_name text;
begin
    select * into e from varta.event where city_id = r.city_id and request_id = r.id order by id desc limit 1;
    select full_name into v_name from varta.operator where login = e.who;
    perform varta.fail('40001', format('request %s was changed by someone else', r.id), coalesce(v_name, e.who, ''),
                       coalesce(to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), ''), coalesce(e.verb, ''),
                       r.version::text, case when varta.may_read(r) then coalesce(e.after, '{}') - 'body' else '{}' end::text);
end
$$;
comment on function varta.conflict is
'errors: 40001 always; DETAIL: who changed the request last, when (ISO, UTC), by which verb, its version now, and what that verb changed
(a JSON object as text: field and new value; empty where the operator may not read the request)';

create function varta.check_role(p_verb text, r varta.request) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_roles text[];
begin
    select array_agg(distinct role order by role) into v_roles from varta.transition
    where verb = p_verb and (kind is null or kind = r.kind);
    if v_roles is null or not v_roles && varta.my_roles() then
        perform varta.fail('VA004', format('%s is not for your role', p_verb), p_verb, array_to_string(v_roles, ', '));
    end if;
end
$$;
comment on function varta.check_role is 'errors: VA004 where no role of the operator has the verb for this kind of request';

create function varta.goal(p_verb text, r varta.request) returns varta.transition
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    t varta.transition;
begin
    select * into t from varta.transition
    where verb = p_verb and from_status = r.status and (kind is null or kind = r.kind) and role = any(varta.my_roles())
    order by reads limit 1;
    return t;
end
$$;
comment on function varta.goal is 'out: the line of the life cycle by which the operator may do this now; null where there is none';

create function varta.may_handle(f varta.referral) returns boolean
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    o varta.operator := varta.me();
begin
    return coalesce(o.unit_city = f.city_id and o.unit_id = f.unit_id, false) or 'moderator' = any(varta.my_roles());
end
$$;
comment on function varta.may_handle is 'whether the operator is of the unit that a referral went to, or may act on its behalf';

create function varta.met(t varta.transition, r varta.request) returns boolean
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return case t.needs
        when 'response' then exists (
            select from varta.response p join varta.response_transition x on x.from_state = p.state
            where p.city_id = r.city_id and p.request_id = r.id and p.public and x.verb in (t.verb, replace(t.verb, 'publish', 'approve')))
        when 'recall' then exists (
            select from varta.response p
            where p.city_id = r.city_id and p.request_id = r.id and p.visible_at > clock_timestamp())
        when 'referral' then exists (
            select from varta.referral f join varta.referral_transition x on x.verb = t.verb and x.from_state = f.state
            where f.city_id = r.city_id and f.request_id = r.id and varta.may_handle(f))
        when 'paused' then varta.paused(r)
        when 'running' then not varta.paused(r)
        when 'assigned' then coalesce(r.operator_id = (varta.me()).id, false)
                             or r.operator_id is not null and 'moderator' = any(varta.my_roles())
        else true end;
end
$$;
comment on function varta.met is 'whether there is what a line of the life cycle needs, for this operator';

create function varta.line(r varta.request) returns api.queue_row
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select l from varta.queue_line(r.city_id, r.id) l);
end
$$;

create function varta.calm(p_rank smallint) returns smallint
language sql immutable as $$
    select case p_rank when -1 then 0::smallint else p_rank end
$$;
comment on function varta.calm is 'the rank after somebody dealt with what a unit had returned (-1)';

create function varta.locked(p_city smallint, p_id bigint) returns varta.request
language plpgsql set search_path = varta, pg_temp as $$
declare
    r varta.request;
begin
    select * into r from varta.request where city_id = p_city and id = p_id for no key update;
    return r;
end
$$;
comment on function varta.locked is 'the request as it is now, locked';

create function varta.lock_keys(p_cities smallint[], p_ids bigint[]) returns void
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
back begins with it, so that all lock in one order: gate, requests, chain of events';

create function varta.lock_family(p_ids bigint[]) returns void
language sql set search_path = varta, pg_temp as $$
    select varta.lock_keys(array_agg(city_id), array_agg(id))
    from (select varta.find(i) as city_id, i as id from unnest(p_ids) i) k where city_id is not null
$$;
comment on function varta.lock_family is 'in: numbers. The same for those that the operator sees';

-- Accept and resume, which other verbs do first -------------------------------------------------

create function varta.accept(r varta.request) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform varta.act('accept');
    update varta.request q
    set status = 2, version = q.version + 1, updated_at = now(),
        operator_id = coalesce(q.operator_id, case when varta.may_read(r) then (varta.me()).id end),
        due_at = varta.due_answer(q.city_id, q.kind, q.received_at)
    where city_id = r.city_id and id = r.id;
    perform varta.emit(r, 2::smallint);
end
$$;
comment on function varta.accept is 'the operator gets the request (a sealed one only who may read it), the time for the answer begins, the public sees it as pending';

create function varta.resume(r varta.request) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    p varta.pause;
begin
    update varta.pause a set until_at = now(), due_after = varta.due_resume(r.city_id, a.due_at, a.from_at, now())
    where city_id = r.city_id and request_id = r.id and until_at is null returning * into p;
    perform varta.act('resume', null, null, jsonb_build_object('pause', p.id));
    update varta.request q set due_at = p.due_after, version = q.version + 1, updated_at = now()
    where city_id = r.city_id and id = r.id;
end
$$;
comment on function varta.resume is 'ends the pause of a request that is paused; the due date moves by the working time that it took';

create function varta.take(p_verb text, p_id bigint, p_version integer) returns varta.request
language plpgsql set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.request_of(p_id);
    t varta.transition;
begin
    perform varta.check_role(p_verb, r);
    r := varta.locked(r.city_id, r.id);
    if r.version is distinct from p_version then
        perform varta.conflict(r);
    end if;
    t := varta.goal(p_verb, r);
    if t.verb is null or t.needs not in ('response', 'referral') and not varta.met(t, r) then  -- those two the verb itself looks for
        perform varta.fail('VA002', format('%s is not possible now', p_verb), p_verb,
                           (select code from varta.status where id = r.status), p_id::text);
    end if;
    if t.reads and not varta.may_read(r) then
        perform varta.fail('VA004', format('%s is only for who may read the request', p_verb), p_verb, 'officer');
    end if;
    perform set_config('varta.first', '', true);
    if t.via = 'accept' then
        perform varta.accept(r);
        perform set_config('varta.first', 'accept', true);
    elsif t.to_status <> r.status and varta.paused(r) then
        perform varta.resume(r);
        perform set_config('varta.first', 'resume', true);
    end if;
    return varta.locked(r.city_id, r.id);
end
$$;
comment on function varta.take is
'in: verb, number, the version that the operator saw. out: the request, locked, after what the verb does first (varta.transition.via; a
paused request resumes before it is closed). errors: VA001, VA004, 40001, VA002';

-- Accept, reject, refer -------------------------------------------------------------------------

create function api.accept(p_id bigint, p_version integer) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.take('accept', p_id, p_version);
begin
    perform varta.accept(r);
    return varta.line(r);
end
$$;
comment on function api.accept is
'in: number, version seen. out: the line. The operator gets the request, the time for the answer begins, the public sees it as pending.
errors: VA001, VA002, VA004, 40001';

create function api.reject(p_id bigint, p_version integer, p_reason text, p_note text) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.take('reject', p_id, p_version);
    t varta.transition := varta.goal('reject', r);
    v_reason varta.reason;
    v_lang text := (select lang from varta.source where id = r.source_id);
begin
    select * into v_reason from varta.reason where code = p_reason;
    if not found then
        perform varta.fail('VA001', format('there is no reason %L', p_reason), 'reason', p_reason);
    end if;
    perform varta.act('reject', nullif(p_note, ''));
    update varta.request q
    set status = t.to_status, reason = v_reason.code, version = q.version + 1, updated_at = now(), rank = varta.calm(rank)
    where city_id = r.city_id and id = r.id;
    perform varta.emit(r, t.to_status, case v_lang when 'en' then v_reason.text_en else v_reason.text end);
    return varta.line(r);
end
$$;
comment on function api.reject is
'in: number, version seen, code of the reason, internal note (or null). out: the line. The resident gets the text of the reason.
errors: VA001, VA002, VA004, 40001';

create function varta.unit_of(p_city smallint, p_code text) returns varta.unit
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    u varta.unit;
begin
    select * into u from varta.unit where city_id = p_city and code = p_code and active;
    if not found then
        perform varta.fail('VA001', format('there is no unit %L', p_code), 'unit', p_code);
    end if;
    return u;
end
$$;
comment on function varta.unit_of is 'in: city, code. out: the active unit. errors: VA001';

create function api.refer(p_id bigint, p_version integer, p_unit text, p_note text) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.take('refer', p_id, p_version);
    u varta.unit := varta.unit_of(r.city_id, p_unit);
    k varta.kind;
    v_referral bigint;
begin
    if exists (select from varta.referral where city_id = r.city_id and request_id = r.id and unit_id = u.id and state < 3) then
        perform varta.fail('VA005', format('%s has this request already', u.code), 'referral', u.code);
    end if;
    select * into k from varta.kind where id = r.kind;
    insert into varta.referral (city_id, request_id, unit_id, due_at, note, operator_id)
    values (r.city_id, r.id, u.id,
            least(case when k.answer_working then varta.due_work(r.city_id, now(), k.referral_days) else varta.due_days(r.city_id, now(), k.referral_days) end,
                  greatest(r.due_at, varta.due_days(r.city_id, coalesce(r.due_from, r.received_at), k.limit_days))),
            coalesce(p_note, ''), (varta.me()).id)
    returning id into v_referral;
    perform varta.act('refer', nullif(p_note, ''), null, jsonb_build_object('referral', v_referral, 'unit', u.code));
    update varta.request q set version = q.version + 1, updated_at = now(), rank = varta.calm(rank)
    where city_id = r.city_id and id = r.id;
    return varta.line(r);
end
$$;
comment on function api.refer is
'in: number, version seen, code of the unit, note for it (or null). out: the line. A new request is accepted in the same act. The unit has
the days of the kind, but not beyond what the law allows in all. errors: VA001, VA002, VA004, VA005 the unit has it already, 40001';

commit;
