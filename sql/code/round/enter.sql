-- What was found on a round, entered in one go: all of it or nothing.

create or replace function varta.outcome_typed(p_word text) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    m text[] := regexp_match(p_word, '^\s*(\d{1,3})\s*=\s*([^\s,:=]+)((?:,[a-z]+=\d+(?:\.\d+)?)*)\s*(?::(.*))?$');
    v_codes text[] := array(select o.code from varta.verification_outcome o where starts_with(o.code, lower(m[2])) or starts_with(lower(o.name), lower(m[2])) order by o.sort);
begin
    if m is null or cardinality(v_codes) <> 1 then
        perform varta.fail('VA003', format('%L says not what was found where', p_word), 'outcome', left(p_word, 80),
                           '3=confirmed,depth=12:a note; ' || (select string_agg(code, ' | ' order by sort) from varta.verification_outcome));
    end if;
    return jsonb_build_object('n', m[1]::integer, 'outcome', v_codes[1], 'measured', varta.measures_of_text(ltrim(coalesce(m[3], ''), ',')), 'note', btrim(coalesce(m[4], '')));
end
$$;
comment on function varta.outcome_typed is
'in: what an officer types for one place: ''3=confirmed,depth=12:a note''; of the outcome so much that it is one, in English or Ukrainian. out: {"n", "outcome", "measured", "note"}. errors: VA003';

create or replace function varta.orders_checked(p_city smallint, p_defects bigint[], p_note text) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    o varta.orders;
    v_verb text;
begin
    for o in select x.* from varta.orders x
             where x.city_id = p_city and x.id in (select y.order_id from varta.order_defect y where y.city_id = p_city and y.defect_id = any(p_defects))
             order by x.id for no key update
    loop
        v_verb := case when not exists (select from varta.defect d where d.city_id = p_city and d.id = any(varta.order_defects(o)) and d.state <> varta.defect_mended()) then 'order_verify'
                       when o.state = varta.order_reported_done()
                            and exists (select from varta.defect d where d.city_id = p_city and d.id = any(p_defects) and d.id = any(varta.order_defects(o)) and d.state <> varta.defect_mended())
                           then 'order_fail' end;
        if exists (select from varta.order_transition t where t.verb = v_verb and t.from_state = o.state) then
            perform varta.end_order(v_verb, varta.order_shown(o), o.state, o.id, o.city_id, p_note);
        end if;
    end loop;
end
$$;
comment on function varta.orders_checked is
'in: city, defects that somebody has just looked at, a note. An order of which all is mended is verified done; one that is said to be done, and of which some of them is not mended, is not done; one of which only a part was looked at waits';

create or replace function api.round_enter(p_id bigint, p_version integer, p_outcomes jsonb) returns api.round_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.round := varta.begin_round('round_enter', p_id, p_version);
    x record;
    p varta.round_place;
    d varta.defect;
    v_seen bigint[] := '{}';
begin
    perform varta.lock_reporters(r.city_id, array(select q.defect_id from varta.round_place q where q.city_id = r.city_id and q.round_id = r.id));
    for x in select * from jsonb_to_recordset(coalesce(p_outcomes, '[]')) i (n integer, outcome text, note text, measured jsonb) order by i.n loop
        select * into p from varta.round_place q where q.city_id = r.city_id and q.round_id = r.id and q.n = x.n for update;
        if not found then
            perform varta.fail('VA001', format('the round has no place %s', x.n), 'place', coalesce(x.n::text, ''));
        elsif p.verification_id is not null then
            perform varta.fail('VA002', format('what was found at place %s is entered already', x.n), 'round_enter', 'seen', x.n::text, 'it is entered already');
        end if;
        select * into d from varta.defect e where e.city_id = p.city_id and e.id = p.defect_id for update;
        perform varta.verify(d, x.outcome, coalesce(x.note, ''), coalesce(x.measured, '{}'), null);
        update varta.round_place q set verification_id = (select max(v.id) from varta.verification v where v.city_id = d.city_id and v.defect_id = d.id)
        where q.city_id = p.city_id and q.round_id = p.round_id and q.n = p.n;
        perform varta.follow(d.city_id, array[d.id], varta.verified_said(x.outcome));
        v_seen := v_seen || d.id;
    end loop;
    perform varta.orders_checked(r.city_id, v_seen, '');
    update varta.round q set version = version + 1,
        closed_at = case when not exists (select from varta.round_place y where y.city_id = q.city_id and y.round_id = q.id and y.verification_id is null) then now() end
    where q.city_id = r.city_id and q.id = r.id;
    return (select l from varta.round_row(r.city_id, r.id) l);
end
$$;
comment on function api.round_enter is
'in: number, version seen, [{"n": place, "outcome", "note", "measured"}]. out: the line; all of it is entered, or nothing. Orders whose defects were looked at become verified done or not done. When
somebody has been everywhere the round is closed. errors: VA001 to VA004, 40001';

create or replace function api.round_note(p_id bigint, p_words text[]) returns api.round_row
language plpgsql security definer set search_path = varta, pg_temp as $$
begin
    return api.round_enter(p_id, (varta.round_of(p_id)).version, (select coalesce(jsonb_agg(varta.outcome_typed(w)), '[]') from unnest(p_words) w));
end
$$;
comment on function api.round_note is 'in: number, for each place what was found there as people type it (''3=confirmed,depth=12:a note''). out: the line. errors: those of api.round_enter()';

create or replace function api.defect_seen(p_id bigint, p_version integer, p_outcome text, p_text text default '') returns api.defect_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    d varta.defect := varta.defect_of(p_id);
    t record := varta.found_typed(p_text);
    p varta.round_place;
begin
    select x.* into p from varta.round_place x join varta.round r on r.city_id = x.city_id and r.id = x.round_id
    where x.city_id = d.city_id and x.defect_id = d.id and x.verification_id is null and r.closed_at is null order by r.day, r.id limit 1;
    if not found then
        return api.defect_verify(p_id, p_version, p_outcome, t.note, t.measured);
    end if;
    perform varta.begin_round('round_enter', p.round_id, null), varta.begin_defect('defect_verify', d.id, p_version);
    perform api.round_enter(p.round_id, null, jsonb_build_array(jsonb_build_object('n', p.n, 'outcome', p_outcome, 'note', t.note, 'measured', t.measured)));
    return (select x from varta.defect_row(d.city_id, d.id) x);
end
$$;
comment on function api.defect_seen is
'in: number, version seen, outcome, a line as of varta.found_typed(). out: the line. Where the defect stands in an open round it is entered there, too, as by api.round_enter().
errors: those of api.defect_verify() and api.round_enter()';
