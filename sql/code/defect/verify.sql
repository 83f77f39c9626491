-- What an officer found at the place: confirmed, not confirmed, mended, not ours.

create or replace function varta.measured_check(p_measured jsonb) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v record;
begin
    for v in select e.key, e.value, m.most, m.code from jsonb_each(p_measured) e left join varta.measure m on m.code = e.key loop
        if v.code is null then
            perform varta.fail('VA003', format('nothing is called %L that is measured', v.key), 'measured', v.key, (select string_agg(code, ' | ') from varta.measure));
        elsif jsonb_typeof(v.value) <> 'number' or v.value::text::numeric not between 0 and v.most then
            perform varta.fail('VA003', format('%s is no measure', v.value), v.key, v.value::text, format('a number from 0 to %s', v.most));
        end if;
    end loop;
end
$$;
comment on function varta.measured_check is 'in: measures by code. errors: VA003, naming the one';

create or replace function varta.measured_said(p_measured jsonb) returns text
language sql stable set search_path = varta, pg_temp as $$
    select coalesce(string_agg(format('%s %s %s', m.name, replace(e.value #>> '{}', '.', ','), m.unit), ', ' order by m.code), '')
    from jsonb_each(p_measured) e join varta.measure m on m.code = e.key
$$;
comment on function varta.measured_said is 'in: measures by code. out: in Ukrainian: ''глибина 12 см, довжина 2,5 м''';

create or replace function varta.verified_said(p_outcome text) returns text
language sql immutable as $$
    select case p_outcome when 'confirmed' then 'Перевірено на місці: підтвердилося.' when 'unfounded' then 'Перевірено на місці: не підтвердилося.'
                          when 'mended' then 'Перевірено на місці: усунено.' when 'foreign' then 'Перевірено: це належить не до підрозділу, який видає приписи.' end
$$;
comment on function varta.verified_said is 'in: code of an outcome. out: what residents read';

create or replace function varta.verify(d varta.defect, p_outcome text, p_note text, p_measured jsonb, p_seen timestamptz) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v varta.verification_outcome;
    v_state smallint;
begin
    select * into v from varta.verification_outcome where code = p_outcome;
    if not found then
        perform varta.fail('VA003', format('%L is no outcome', p_outcome), 'outcome', p_outcome, (select string_agg(code, ' | ' order by sort) from varta.verification_outcome));
    elsif coalesce(p_seen, now()) > now() + interval '5 minutes' or p_seen < d.created_at - interval '30 days' then
        perform varta.fail('VA003', 'nobody can have been there then', 'seen', p_seen::text, 'between the report and now');
    elsif length(p_note) > 2000 then
        perform varta.fail('VA003', 'the text is too long', 'note', left(p_note, 40), 'at most 2000 characters');
    elsif d.state = varta.defect_ordered() and p_outcome in ('unfounded', 'foreign') then
        perform varta.fail('VA002', 'an order about it is open', 'defect_verify', 'ordered', d.id::text, 'an order about it is open: cancel that first');
    end if;
    perform varta.measured_check(coalesce(p_measured, '{}'));
    v_state := case when d.state = varta.defect_ordered() and p_outcome = 'confirmed' then d.state else v.state end;
    insert into varta.verification (city_id, defect_id, outcome, note, measured, seen_at, operator_id)
    values (d.city_id, d.id, p_outcome, coalesce(p_note, ''), coalesce(p_measured, '{}'), coalesce(p_seen, now()), (varta.me()).id);
    perform varta.touch_defect(d, v_state, d.state = varta.defect_mended() and p_outcome = 'confirmed');
    perform varta.record_event(d.city_id, 'defect_verify', p_note,
        jsonb_build_object('defect', d.id, 'state', (select code from varta.defect_state where id = d.state)),
        jsonb_build_object('defect', d.id, 'state', (select code from varta.defect_state where id = v_state), 'outcome', p_outcome,
                           'measured', coalesce(p_measured, '{}'), 'seen', varta.epoch(coalesce(p_seen, now()))));
end
$$;
comment on function varta.verify is
'in: defect (locked), outcome, note, measures, when the officer was there (null: now). What is mended and is there again is open again. errors: VA002 where an open order says otherwise, VA003';

create or replace function api.defect_verify(p_id bigint, p_version integer, p_outcome text, p_note text default '', p_measured jsonb default '{}', p_seen timestamptz default null)
returns api.defect_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    d varta.defect := varta.begin_defect('defect_verify', p_id, p_version);
begin
    perform varta.verify(d, p_outcome, p_note, p_measured, p_seen);
    perform varta.follow(d.city_id, array[d.id], varta.verified_said(p_outcome));
    return (select l from varta.defect_row(d.city_id, d.id) l);
end
$$;
comment on function api.defect_verify is
'in: number, version seen, outcome (confirmed, unfounded, mended, foreign), note, measures ({"depth": 12}: centimetres for depth, metres for length, width and distance), when
the officer was there. out: the line. The requests about it are told. errors: VA001 to VA004, 40001';

-- What commands call -----------------------------------------------------------------------------

create or replace function varta.measures_of_text(p_text text) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_bad text := (select w from regexp_split_to_table(btrim(coalesce(p_text, '')), '[\s,;]+') w where w <> '' and w !~ '^[a-z]+=\d+(\.\d+)?$' limit 1);
begin
    if v_bad is not null then
        perform varta.fail('VA003', format('%L is no measure', v_bad), 'measured', left(v_bad, 40), 'depth=12 length=2.5');
    end if;
    return (select coalesce(jsonb_object_agg(split_part(w, '=', 1), split_part(w, '=', 2)::numeric), '{}')
            from regexp_split_to_table(btrim(coalesce(p_text, '')), '[\s,;]+') w where w <> '');
end
$$;
comment on function varta.measures_of_text is 'in: measures as people type them: ''depth=12 length=2.5''. out: by code. errors: VA003';

create or replace function api.defect_do(p_id bigint, p_version integer, p_outcome text, p_note text default null, p_measured text default null) returns api.defect_row
language plpgsql security definer set search_path = varta, pg_temp as $$
begin
    return api.defect_verify(p_id, coalesce(p_version, (varta.defect_of(p_id)).version), p_outcome, coalesce(p_note, ''), varta.measures_of_text(p_measured));
end
$$;
comment on function api.defect_do is
'in: number, version seen (null: whichever it has), outcome, note, measures as typed (''depth=12 length=2.5''). out: the line. errors: those of api.defect_verify()';

create or replace function api.defect_about(p_id bigint, p_request bigint) returns api.defect_row
language plpgsql security definer set search_path = varta, pg_temp as $$
begin
    return api.defect_join(p_id, (varta.defect_of(p_id)).version, p_request);
end
$$;
comment on function api.defect_about is 'in: number, request. out: the line. The request is about this defect, too. errors: those of api.defect_join()';
