-- Why an act is not possible now: one true sentence, the same before anything is typed and with the refusal. What is
-- not refused is possible: there is no second rule.

create or replace function varta.refusals(r varta.request) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_roles text[] := varta.roles_in(r.city_id);
    v_read boolean := varta.may_read(r);
    v_refused jsonb;
begin
    with lines as (select * from varta.transition x where x.verb <> 'claim' and (x.kind is null or x.kind = r.kind)),
    verbs as (select l.verb, array_agg(l.from_status) filter (where l.role = any(v_roles)) as froms,
                     array_agg(distinct l.role) filter (where l.role <> 'sync') as who
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
roles, who (their codes)';

create or replace function varta.verbs_but(p_refused jsonb) returns text[]
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return array(select distinct verb from varta.transition where verb <> 'claim' and not p_refused ? verb order by verb);
end
$$;
comment on function varta.verbs_but is
'in: varta.refusals(). out: what the operator may do with that request now; claim is asked of the queue, not of a request';
