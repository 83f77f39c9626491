-- Accept, reject, refer.

-- Accept, reject, refer -------------------------------------------------------------------------

create or replace function api.accept(p_id bigint, p_version integer) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.begin_action('accept', p_id, p_version);
begin
    perform varta.accept(r);
    return varta.queue_row_of(r);
end
$$;
comment on function api.accept is
'in: number, version seen. out: the line. The operator gets the request, the time for the answer begins, the public sees it as pending.
errors: VA001, VA002, VA004, 40001';

create or replace function api.reject(p_id bigint, p_version integer, p_reason text, p_note text default null) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.begin_action('reject', p_id, p_version);
    t varta.transition := varta.transition_for('reject', r);
    v_reason varta.reason;
    v_lang text := (select lang from varta.source where id = r.source_id);
    v_told text;
begin
    select * into v_reason from varta.reason where code = p_reason;
    if not found then
        perform varta.fail('VA001', format('there is no reason %L', p_reason), 'reason', p_reason);
    end if;
    v_told := case v_lang when 'en' then v_reason.text_en else v_reason.text end;
    perform varta.describe_action('reject', nullif(p_note, ''), p_told => v_told);
    update varta.request q
    set status = t.to_status, reason = v_reason.code, version = q.version + 1, updated_at = now(), rank = varta.rank_when_handled(rank)
    where city_id = r.city_id and id = r.id;
    perform varta.add_to_outbox(r, t.to_status, v_told, p_detail => v_reason.code);
    return varta.queue_row_of(r);
end
$$;
comment on function api.reject is
'in: number, version seen, code of the reason, internal note (or null). out: the line. The resident gets the text of the reason.
errors: VA001, VA002, VA004, 40001';

create or replace function api.refer(p_id bigint, p_version integer, p_unit text, p_note text default null) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.begin_action('refer', p_id, p_version);
    u varta.unit := varta.unit_of(r.city_id, p_unit);
    k varta.kind;
    v_referral bigint;
begin
    if exists (select from varta.referral where city_id = r.city_id and request_id = r.id and unit_id = u.id and varta.is_open_referral(state)) then
        perform varta.fail('VA005', format('%s has this request already', u.code), 'referral', u.code);
    end if;
    select * into k from varta.kind where id = r.kind;
    insert into varta.referral (city_id, request_id, unit_id, due_at, note, operator_id)
    values (r.city_id, r.id, u.id,
            least(case when k.answer_working then varta.due_work(r.city_id, varta.moment(), k.referral_days) else varta.due_days(r.city_id, varta.moment(), k.referral_days) end,
                  greatest(r.due_at, varta.due_days(r.city_id, coalesce(r.due_from, r.received_at), k.limit_days))),
            coalesce(p_note, ''), (varta.me()).id)
    returning id into v_referral;
    perform varta.describe_action('refer', nullif(p_note, ''), null, jsonb_build_object('referral', v_referral, 'unit', u.code));
    update varta.request q set version = q.version + 1, updated_at = now(), rank = varta.rank_when_handled(rank)
    where city_id = r.city_id and id = r.id;
    return varta.queue_row_of(r);
end
$$;
comment on function api.refer is
'in: number, version seen, code of the unit, note for it (or null). out: the line. A new request stays new: the public sees nothing of it. The unit
has the days of the kind, but not beyond what the law allows in all. errors: VA001, VA002, VA004, VA005 the unit has it already, 40001';
