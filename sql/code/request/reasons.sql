-- Why a status, a precondition or a response lets an act not happen: words of refusals, in English (tools/sql-words).

create or replace function varta.why_not_this_status(p_verb text, r varta.request, p_from smallint[]) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_open boolean := p_from && array[varta.status_new(), varta.status_pending()];
begin
    return case
        when p_verb = 'accept' and r.status = varta.status_pending() then 'it is accepted already'
        when p_verb = 'reopen' and varta.is_open(r.status) then 'it is open'
        when p_verb = 'split' and r.status <> varta.status_merged() then 'it is no duplicate'
        when p_verb = 'recall' then 'nothing is published'
        when r.status = varta.status_new() and varta.status_pending() = any(p_from) then 'accept it first'
        when r.status = varta.status_withdrawn() then 'it is withdrawn'
        when r.status = varta.status_merged() and v_open then 'it is a duplicate: split it off first'
        when r.status in (varta.status_answered(), varta.status_rejected()) and v_open then 'it is closed: open it again first'
        else 'its status does not allow it' end;
end
$$;
comment on function varta.why_not_this_status is 'in: verb, request, the statuses in which the operator may. out: why not in this one';

create or replace function varta.why_no_response(p_verb text, r varta.request) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_state text := (select s.code from varta.response p join varta.response_state s on s.id = p.state
                     where p.city_id = r.city_id and p.request_id = r.id and p.public and p.state <> varta.response_published()
                     order by p.id desc limit 1);
begin
    return case
        when p_verb = 'submit' and v_state = 'submitted' then 'it is submitted already'
        when p_verb in ('submit', 'approve') and v_state = 'approved' then 'it is approved already'
        else 'there is no draft' end;
end
$$;

create or replace function varta.why_not_yet(t varta.transition, r varta.request) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return case t.needs
        when 'response' then varta.why_no_response(t.verb, r)
        when 'recall' then 'the recall window has ended'
        when 'referral' then case when exists (select from varta.referral f where f.city_id = r.city_id and f.request_id = r.id
                                               and varta.is_open_referral(f.state))
                                  then 'another unit has it' else 'no unit has it' end
        when 'paused' then 'it is not paused'
        when 'running' then 'it is paused: resume it first'
        when 'shown' then 'it is private already'
        when 'kept' then case when r.public then 'it is public already' else 'it was never public' end
        when 'comment' then 'the resident has written nothing since'
        when 'assigned' then case when r.operator_id is null then 'it is nobody''s' else 'it is somebody else''s' end end;
end
$$;
comment on function varta.why_not_yet is 'in: a line of the life cycle that fits but for what it needs, request. out: what is missing';

create or replace function varta.why_not_now(p_verb text, t varta.transition, r varta.request) returns text
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if t.verb is not null then
        return varta.why_not_yet(t, r);
    end if;
    return varta.why_not_this_status(p_verb, r, array(select x.from_status from varta.transition x
                                                      where x.verb = p_verb and (x.kind is null or x.kind = r.kind)
                                                        and x.role = any((select varta.roles_in(r.city_id))::text[])));
end
$$;
comment on function varta.why_not_now is
'in: verb that a role of the operator has, varta.transition_for() it, request. out: why it is not possible: of this status, or of what it needs';
