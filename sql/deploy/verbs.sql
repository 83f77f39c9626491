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
                       r.version::text);
end
$$;
comment on function varta.conflict is
'errors: 40001 always; DETAIL: who changed the request last, when (ISO, UTC), by which verb, and its version now';

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
language sql stable set search_path = varta, pg_temp as $$
    select * from varta.transition
    where verb = p_verb and from_status = r.status and (kind is null or kind = r.kind) and role = any(varta.my_roles())
    order by reads limit 1
$$;
comment on function varta.goal is 'out: the line of the life cycle by which the operator may do this now; null where there is none';

create function varta.may_read(r varta.request) returns boolean
language sql stable set search_path = varta, pg_temp as $$
    select not k.sealed or varta.may_open(r.city_id, r.id, r.operator_id) from varta.kind k where k.id = r.kind
$$;
comment on function varta.may_read is 'whether the operator may read the text of the request';

create function varta.take(p_verb text, p_id bigint, p_version integer) returns varta.request
language plpgsql set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.request_of(p_id);
    t varta.transition;
begin
    perform varta.check_role(p_verb, r);
    select * into r from varta.request where city_id = r.city_id and id = r.id for no key update;
    if r.version is distinct from p_version then
        perform varta.conflict(r);
    end if;
    t := varta.goal(p_verb, r);
    if t.verb is null then
        perform varta.fail('VA002', format('%s is not possible now', p_verb), p_verb,
                           (select code from varta.status where id = r.status), p_id::text);
    end if;
    if t.reads and not varta.may_read(r) then
        perform varta.fail('VA004', format('%s is only for who may read the request', p_verb), p_verb, 'officer');
    end if;
    return r;
end
$$;
comment on function varta.take is
'in: verb, number, the version that the operator saw. out: the request, locked. errors: VA001, VA004, 40001, VA002';

create function varta.line(r varta.request) returns api.queue_row
language sql stable set search_path = varta, pg_temp as $$
    select l from varta.queue_line(r.city_id, r.id) l
$$;

-- Accept, reject, refer -------------------------------------------------------------------------

create function api.accept(p_id bigint, p_version integer) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.take('accept', p_id, p_version);
    t varta.transition := varta.goal('accept', r);
begin
    perform varta.act('accept');
    update varta.request q
    set status = t.to_status, version = q.version + 1, updated_at = now(), operator_id = coalesce(q.operator_id, case when varta.may_read(r) then (varta.me()).id end),
        due_at = varta.due_days(q.city_id, q.received_at, (select answer_days from varta.kind where id = q.kind))
    where city_id = r.city_id and id = r.id;
    perform varta.emit(r, t.to_status);
    return varta.line(r);
end
$$;
comment on function api.accept is
'in: number, version seen. out: the line. The operator gets the request (a sealed one only who may read it), the time for the answer begins, the public sees it as pending.
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
    set status = t.to_status, reason = v_reason.code, version = q.version + 1, updated_at = now()
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
    t varta.transition := varta.goal('refer', r);
    u varta.unit := varta.unit_of(r.city_id, p_unit);
    v_referral bigint;
begin
    insert into varta.referral (city_id, request_id, unit_id, due_at, note, operator_id)
    values (r.city_id, r.id, u.id, varta.due_days(r.city_id, now(), (select answer_days from varta.kind where id = r.kind)),
            coalesce(p_note, ''), (varta.me()).id)
    returning id into v_referral;
    perform varta.act('refer', nullif(p_note, ''), null, jsonb_build_object('referral', v_referral, 'unit', u.code));
    update varta.request q set status = t.to_status, version = q.version + 1, updated_at = now()
    where city_id = r.city_id and id = r.id;
    return varta.line(r);
end
$$;
comment on function api.refer is
'in: number, version seen, code of the unit, note for it (or null). out: the line. errors: VA001, VA002, VA004, 40001';

commit;
