-- Every verb: lock the row, check role, version, status and reading right, change, and let the request's
-- trigger write the event; then the outbox. One transaction, one version more.

create or replace function varta.check_role(p_verb text, p_kind smallint, p_roles text[]) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_roles text[];
begin
    select array_agg(distinct role order by role) into v_roles from varta.transition
    where verb = p_verb and (kind is null or kind = p_kind);
    if v_roles is null or not v_roles && p_roles then
        perform varta.fail('VA004', format('%s is not for your role', p_verb), p_verb, array_to_string(v_roles, ', '));
    end if;
end
$$;
comment on function varta.check_role is 'in: verb, kind of a request, roles. errors: VA004 where none of them has the verb for such a request';

create or replace function varta.transition_of(p_verb text, p_kind smallint, p_status smallint, p_roles text[]) returns varta.transition
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    t varta.transition;
begin
    select * into t from varta.transition
    where verb = p_verb and from_status = p_status and (kind is null or kind = p_kind) and role = any(p_roles)
    order by reads limit 1;
    return t;
end
$$;
comment on function varta.transition_of is
'in: verb, kind and status of a request, roles. out: the line of the life cycle by which one of them may do this now; null where there is none';

create or replace function varta.transition_for(p_verb text, r varta.request) returns varta.transition
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return varta.transition_of(p_verb, r.kind, r.status, varta.roles_in(r.city_id));
end
$$;
comment on function varta.transition_for is 'out: the line of the life cycle by which the operator may do this now; null where there is none';

create or replace function varta.precondition_met(t varta.transition, r varta.request) returns boolean
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
        when 'comment' then varta.unseen(r.city_id, r.id, r.operator_id, 0)
        when 'shown' then r.public
        when 'kept' then varta.kept_private(r)
        when 'assigned' then coalesce(r.operator_id = (varta.me()).id, false)
                             or r.operator_id is not null and 'moderator' = any(varta.roles_in(r.city_id))
        else true end;
end
$$;
comment on function varta.precondition_met is 'whether there is what a line of the life cycle needs, for this operator';

create or replace function varta.rank_when_handled(p_rank smallint) returns smallint
language sql immutable as $$
    select case p_rank when -1 then 0::smallint else p_rank end
$$;
comment on function varta.rank_when_handled is 'the rank after somebody dealt with what a unit had returned (-1)';

-- Accept and resume, which other verbs do first -------------------------------------------------

create or replace function varta.accepted(r varta.request) returns varta.request
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    r.operator_id := coalesce(r.operator_id, case when varta.may_read(r) then (varta.me()).id end);
    r.due_at := varta.due_answer(r.city_id, r.kind, r.received_at);
    r.status := varta.status_pending();
    r.version := r.version + 1;
    return r;
end
$$;
comment on function varta.accepted is
'in: request. out: it as accepting leaves it: the operator gets it (a sealed one only who may read it), the time for the answer begins, the public sees it as pending';

create or replace function varta.accept(r varta.request) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    a varta.request := varta.accepted(r);
begin
    perform varta.describe_action('accept', p_told => '');
    update varta.request q set status = a.status, version = a.version, updated_at = now(), operator_id = a.operator_id, due_at = a.due_at
    where city_id = r.city_id and id = r.id;
    perform varta.add_to_outbox(r, varta.status_pending());
end
$$;
comment on function varta.accept is 'in: request (locked). Accepts it, and tells the public';

create or replace function varta.accept_first(r varta.request) returns varta.request
language plpgsql set search_path = varta, pg_temp as $$
declare
    a varta.request := varta.accepted(r);
begin
    perform varta.write_events(array[varta.request_event(r, a, '{"verb": "accept", "told": ""}')]);
    perform varta.add_to_outbox(r, varta.status_pending());
    perform set_config('varta.first', 'accept', true);
    return a;
end
$$;
comment on function varta.accept_first is
'in: request (locked). out: it as accepted, with its event, and what the public is told. The row is changed by what the act goes on with';

create or replace function varta.resume(r varta.request) returns varta.request
language plpgsql set search_path = varta, pg_temp as $$
declare
    p varta.pause;
begin
    update varta.pause a set until_at = greatest(a.from_at, now()), due_after = varta.due_resume(r.city_id, a.due_at, a.from_at, greatest(a.from_at, now()))
    where city_id = r.city_id and request_id = r.id and until_at is null returning * into p;
    perform varta.describe_action('resume', null, null, jsonb_build_object('pause', p.id));
    update varta.request q set due_at = p.due_after, version = r.version + 1, updated_at = now()
    where city_id = r.city_id and id = r.id returning * into r;
    return r;
end
$$;
comment on function varta.resume is
'in: request (locked) that is paused. out: it as it is then: the pause has ended, the due date moved by the working time that it took';

create or replace function varta.see_comments(p_verb text, r varta.request) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    delete from varta.unseen_comment
    where city_id = r.city_id and request_id = r.id and p_verb not in ('take', 'give', 'assign', 'snooze');
end
$$;
comment on function varta.see_comments is
'in: verb, request (locked). What a resident wrote later is dealt with by each act that is more than handing it on or putting it off';

create or replace function varta.check_possible(p_verb text, r varta.request, t varta.transition) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if t.verb is null or coalesce(t.needs not in ('response', 'referral'), false) and not varta.precondition_met(t, r) then  -- those two the verb itself looks for
        perform varta.fail('VA002', format('%s is not possible now', p_verb), p_verb,
                           (select code from varta.status where id = r.status), r.id::text, varta.why_not_now(p_verb, t, r));
    end if;
    if t.reads and not varta.may_read(r) then
        perform varta.fail('VA004', format('%s is only for who may read the request', p_verb), p_verb, 'officer');
    end if;
end
$$;
comment on function varta.check_possible is
'in: verb, request (locked), the line of the life cycle by which the operator may do it. errors: VA002 where there is none or something is missing, VA004 a sealed one';

create or replace function varta.check_action(p_verb text, p_id bigint, p_version integer, out r varta.request, out t varta.transition, out roles text[])
language plpgsql set search_path = varta, pg_temp as $$
declare
    s record := varta.standing(p_id);
begin
    if s.city_id is null then
        perform varta.fail_unknown(p_id);
    end if;
    t := varta.transition_of(p_verb, s.kind, s.status, s.roles);
    if t.verb is null then
        perform varta.check_role(p_verb, s.kind, s.roles);
    end if;
    r := varta.locked(s.city_id, p_id);
    if r.version is distinct from p_version then
        perform varta.conflict(r);
    elsif (r.kind, r.status) <> (s.kind, s.status) then  -- changed since it was looked for
        t := varta.transition_of(p_verb, r.kind, r.status, s.roles);
    end if;
    perform varta.check_possible(p_verb, r, t);
    perform varta.see_comments(p_verb, r);
    perform set_config('varta.first', '', true);
    roles := s.roles;
end
$$;
comment on function varta.check_action is
'in: verb, number, the version that the operator saw. out: the request, locked, the line of the life cycle by which the verb is possible, the roles that the operator
has there. errors: VA001, VA004, 40001, VA002';

create or replace function varta.resume_first(r varta.request) returns varta.request
language plpgsql set search_path = varta, pg_temp as $$
begin
    if varta.paused(r) then
        r := varta.resume(r);
        perform set_config('varta.first', 'resume', true);
    end if;
    return r;
end
$$;
comment on function varta.resume_first is 'in: request (locked) that is to be closed. out: it, after its pause';

create or replace function varta.begin_action(p_verb text, p_id bigint, p_version integer) returns varta.request
language plpgsql set search_path = varta, pg_temp as $$
declare
    b record := varta.check_action(p_verb, p_id, p_version);
begin
    if (b.t).via = 'accept' then
        perform varta.accept(b.r);
        perform set_config('varta.first', 'accept', true);
        return varta.locked((b.r).city_id, (b.r).id);
    elsif (b.t).to_status <> (b.r).status then
        return varta.resume_first(b.r);
    end if;
    return b.r;
end
$$;
comment on function varta.begin_action is
'in: verb, number, the version that the operator saw. out: the request, locked, after what the verb does first (varta.transition.via; a
paused request resumes before it is closed). errors: VA001, VA004, 40001, VA002';
