-- Why an act is not possible now: one true sentence, the same before anything is typed and with the refusal. What is
-- not refused is possible: there is no second rule.

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
        when 'comment' then 'the resident has written nothing since'
        when 'assigned' then case when r.operator_id is null then 'it is nobody''s' else 'it is somebody else''s' end end;
end
$$;
comment on function varta.why_not_yet is 'in: a line of the life cycle that fits but for what it needs, request. out: what is missing';

create or replace function varta.why_role(p_role text) returns text
language sql immutable as $$
    select case p_role
        when 'moderator' then 'a moderator' when 'officer' then 'a district officer' when 'traffic' then 'the traffic unit'
        when 'expert' then 'an expert' when 'auditor' then 'an auditor' when 'admin' then 'an administrator' else p_role end
$$;
comment on function varta.why_role is 'in: code of a role. out: how a refusal names whom an act is for';

create or replace function varta.refusals(r varta.request) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_roles text[] := varta.roles_in(r.city_id);
    v_read boolean := varta.may_read(r);
    v_refused jsonb;
begin
    with lines as (select * from varta.transition x where x.verb <> 'claim' and (x.kind is null or x.kind = r.kind)),
    verbs as (select l.verb, array_agg(l.from_status) filter (where l.role = any(v_roles)) as froms,
                     array_agg(distinct varta.why_role(l.role)) filter (where l.role <> 'sync') as who
              from lines l group by l.verb),
    fits as (select distinct on (x.verb) x.verb, x.reads, x.needs, x as t
             from varta.transition x
             where x.from_status = r.status and (x.kind is null or x.kind = r.kind) and x.role = any(v_roles)
             order by x.verb, x.reads),
    whys as (select v.verb, v.froms is null as other, v.who,
                    case when v.froms is null then 'only for another role'
                         when f.verb is null then varta.why_not_this_status(v.verb, r, v.froms)
                         when f.reads and not v_read then 'only who may read it'
                         when f.needs is not null and not varta.precondition_met(f.t, r) then varta.why_not_yet(f.t, r)
                         when v.verb = 'take' and r.operator_id <> (varta.me()).id and not 'moderator' = any(v_roles) then 'it is somebody else''s'
                         end as why
             from verbs v left join fits f on f.verb = v.verb)
    select coalesce(jsonb_object_agg(w.verb, jsonb_strip_nulls(jsonb_build_object('why', w.why, 'who', case when w.other then to_jsonb(w.who) end))), '{}')
    into v_refused from whys w where w.why is not null;
    return case when varta.undoable_verb(r) is null then
        v_refused || jsonb_build_object('undo', jsonb_build_object('why', 'there is nothing of yours to undo')) else v_refused end;
end
$$;
comment on function varta.refusals is
'out: by verb, what the operator cannot do with the request now: why (a sentence in English, see tools/sql-words) and, where it is for other
roles, who (words of varta.why_role())';

create or replace function varta.verbs_but(p_refused jsonb) returns text[]
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return array(select distinct verb from varta.transition where verb <> 'claim' and not p_refused ? verb order by verb);
end
$$;
comment on function varta.verbs_but is
'in: varta.refusals(). out: what the operator may do with that request now; claim is asked of the queue, not of a request';
