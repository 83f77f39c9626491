-- Compares defects, and what officers found at them, with what their events say. What was imported with an order of an older register has no event of
-- its own, and is compared from its first verification on.

create or replace function varta.defect_value(d varta.defect, p_key text) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select case p_key when 'object' then to_jsonb((select k.code from varta.object_kind k where k.id = d.object_id)) when 'what' then to_jsonb(d.what) when 'place' then to_jsonb(d.place)
                      when 'dangerous' then to_jsonb(d.dangerous::text) when 'latitude' then to_jsonb(public.st_y(d.point)) when 'longitude' then to_jsonb(public.st_x(d.point)) end
$$;
comment on function varta.defect_value is 'in: defect, key of its events. out: what its row has under it, as varta.defect_facts() reads it';

create or replace function varta.defect_facts(p_city smallint) returns table (place text, fault text)
language sql stable set search_path = varta, pg_temp as $$
    with said as (
        select distinct on (e.after ->> 'defect', k.key) (e.after ->> 'defect')::bigint as id, k.key, case k.key when 'dangerous' then to_jsonb((k.value #>> '{}')::boolean::text) else k.value end, e.id as event
        from varta.event e cross join lateral jsonb_each(e.after) k
        where e.city_id = p_city and e.request_id = 0 and e.verb in ('defect_enter', 'defect_change', 'defect_undo') and k.key in ('object', 'what', 'place', 'dangerous', 'latitude', 'longitude')
        order by e.after ->> 'defect', k.key, e.id desc)
    select 'defect ' || s.id, format('its %s is not what event %s says', s.key, s.event)
    from said s join varta.defect d on d.city_id = p_city and d.id = s.id where s.value is distinct from varta.defect_value(d, s.key)
    union all
    select 'defect ' || s.id, format('event %s tells of it, but it is missing', min(s.event))
    from said s where not exists (select from varta.defect d where d.city_id = p_city and d.id = s.id) group by s.id
    union all
    select 'defect ' || d.id, 'no event tells of it' from varta.defect d
    where d.city_id = p_city and d.operator_id is not null and not exists (select from said s where s.id = d.id)
$$;
comment on function varta.defect_facts is 'in: city. out: defects that are not what they were entered as, or changed to last, or are missing';

create or replace function varta.defect_states(p_city smallint) returns table (place text, fault text)
language plpgsql stable set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    v_state text;
    e record;
begin
    for e in select x.*, s.code, lead(x.defect) over w is distinct from x.defect as last, lag(x.defect) over w is distinct from x.defect as first
             from (select (v.after ->> 'defect')::bigint as defect, v.id, v.verb, coalesce(v.after ->> 'state', 'reported') as state from varta.event v
                   where v.city_id = p_city and v.request_id = 0 and (v.verb in ('defect_enter', 'defect_verify', 'defect_reopen') or v.verb = 'defect_undo' and v.after ? 'state')
                   union all
                   select y.defect_id, v.id, v.verb, case v.verb when 'order_issue' then 'ordered' else 'confirmed' end
                   from varta.event v join varta.order_defect y on y.city_id = v.city_id and y.order_id = (v.after ->> 'order')::bigint
                   where v.city_id = p_city and v.request_id = 0 and v.verb in ('order_issue', 'order_cancel')) x
             join varta.defect d on d.city_id = p_city and d.id = x.defect join varta.defect_state s on s.id = d.state
             window w as (order by x.defect, x.id) order by x.defect, x.id
    loop
        v_state := case when e.first then null else v_state end;
        v_state := case when e.verb <> 'order_cancel' or v_state = 'ordered' then e.state else v_state end;
        if e.last and e.code <> v_state then
            return query select 'defect ' || e.defect, 'its state is not what its events say';
        end if;
    end loop;
end
$$;
comment on function varta.defect_states is 'in: city. out: defects in another state than their verifications and orders have brought them to';

create or replace function varta.verification_faults(p_city smallint) returns table (place text, fault text)
language sql stable set search_path = varta, pg_temp as $$
    with said as (
        select (e.after ->> 'defect')::bigint as defect, row_number() over (partition by e.after ->> 'defect' order by e.id) as n, e.id as event,
               jsonb_build_array(e.after -> 'outcome', e.after -> 'measured', e.after -> 'seen', coalesce(e.why, ''), e.who) as found
        from varta.event e where e.city_id = p_city and e.request_id = 0 and e.verb = 'defect_verify'),
    kept as (
        select v.defect_id as defect, row_number() over (partition by v.defect_id order by v.id) as n, v.id,
               jsonb_build_array(v.outcome, v.measured, varta.epoch(v.seen_at), v.note, p.login) as found
        from varta.verification v join varta.operator p on p.id = v.operator_id where v.city_id = p_city)
    select coalesce('verification ' || k.id, 'verification of defect ' || s.defect),
           case when k.id is null then format('event %s tells of it, but it is missing', s.event) when s.event is null then 'no event tells of it' else format('it is not what event %s says', s.event) end
    from said s full join kept k using (defect, n) where s.found is distinct from k.found
    union all
    select 'verification ' || coalesce(u.verification_id, (e.after ->> 'verification')::bigint), case when u.event_id is null then format('event %s took it back, but it stands', e.id) else 'it is taken back, and no event tells of it' end
    from (select * from varta.verification_undone where city_id = p_city) u
    full join (select * from varta.event where city_id = p_city and request_id = 0 and verb = 'defect_undo' and after ? 'verification') e
         on e.id = u.event_id and (e.after ->> 'verification')::bigint = u.verification_id
    where u.event_id is null or e.id is null
$$;
comment on function varta.verification_faults is 'in: city. out: what officers found that is not what its event says, of which no event tells, that is missing, or taken back where no event says so';

create or replace function varta.defect_faults(p_city smallint) returns table (place text, fault text)
language sql stable set search_path = varta, pg_temp as $$
    select * from varta.defect_facts(p_city) union all select * from varta.defect_states(p_city) union all select * from varta.verification_faults(p_city)
$$;
comment on function varta.defect_faults is 'in: city. out: how its defects and verifications differ from what the events say; nothing where they do not';
