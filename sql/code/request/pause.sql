-- The due date: paused while the resident is asked back, and prolonged.

create or replace function api.pause(p_id bigint, p_version integer, p_question text, p_key uuid default null) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request;
    p varta.response;
    v_pause bigint;
begin
    if varta.done_already(p_key, 'pause', p_id, p_question) then
        return varta.queue_row_of(varta.request_of(p_id));
    end if;
    r := varta.begin_action('pause', p_id, p_version);
    p.body := varta.check_text('question', p_question, 2000);
    perform varta.check_filled(p);
    insert into varta.pause (city_id, request_id, question, from_at, due_at, operator_id)
    values (r.city_id, r.id, p_question, varta.moment(), r.due_at, (varta.me()).id) returning id into v_pause;
    perform varta.describe_action('pause', null, null, jsonb_build_object('pause', v_pause, 'question', p_question), p_question);
    update varta.request q set due_at = 'infinity', version = q.version + 1, updated_at = now(), rank = varta.rank_when_handled(q.rank)
    where city_id = r.city_id and id = r.id;
    perform varta.add_to_outbox(r, r.status, p_question);
    perform varta.keep_key(p_key, 'pause', r, p_question);
    return varta.queue_row_of(r);
end
$$;
comment on function api.pause is
'in: number, version seen, question to the resident, key. out: the line. The question leaves as a public update; until the resident comments, or
api.resume(), the request has no due date. A new request is accepted in the same act. Under a key that the operator used for this before, nothing
is done again. errors: VA001 to VA004, 40001';

create or replace function api.resume(p_id bigint, p_version integer) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.begin_action('resume', p_id, p_version);
begin
    perform varta.resume(r);
    return varta.queue_row_of(r);
end
$$;
comment on function api.resume is
'in: number, version seen. out: the line. The clock goes on: the due date moves by the working time of the pause. errors: VA001, VA002, VA004,
40001';

create or replace function varta.due_limit(r varta.request) returns timestamptz
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_from timestamptz := coalesce(r.due_from, r.received_at);
    v_limit timestamptz := varta.due_days(r.city_id, v_from, (select limit_days from varta.kind where id = r.kind));
    p varta.pause;
begin
    for p in
        select * from varta.pause
        where city_id = r.city_id and request_id = r.id and from_at >= v_from and until_at is not null order by from_at
    loop
        v_limit := varta.due_resume(r.city_id, v_limit, p.from_at, p.until_at);
    end loop;
    return v_limit;
end
$$;
comment on function varta.due_limit is 'out: the last moment to which the time for the answer can be prolonged, pauses not counted';

create or replace function api.prolong(p_id bigint, p_version integer, p_days integer, p_why text) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.begin_action('prolong', p_id, p_version);
    c varta.city;
    v_due timestamptz;
    v_day text;
    v_told text;
begin
    select * into c from varta.city where id = r.city_id;
    if coalesce(p_days, 0) < 1 or p_days > 366 then
        perform varta.fail('VA003', 'the number of days is wrong', 'days', coalesce(p_days, 0)::text, 'a number of days');
    end if;
    v_due := varta.due_days(r.city_id, r.due_at - interval '1 microsecond', p_days);
    if v_due > varta.due_limit(r) then
        perform varta.fail('VA003', 'the law allows no more', 'days', p_days::text,
            'not beyond {4}', to_char(varta.last_day(varta.due_limit(r), c.tz), 'YYYY-MM-DD'));
    end if;
    v_day := to_char(varta.last_day(v_due, c.tz), 'DD.MM.YYYY');
    update varta.referral set due_at = greatest(due_at, v_due)
    where city_id = r.city_id and request_id = r.id and varta.is_open_referral(state);
    if v_due > varta.due_days(r.city_id, coalesce(r.due_from, r.received_at), (select month_days from varta.kind where id = r.kind)) then
        v_told := case (select lang from varta.source where id = r.source_id)
            when 'en' then format('Your report needs more time: we will answer by %s.', v_day)
            else format('Розгляд звернення потребує більше часу: ми відповімо до %s.', v_day) end;
    end if;
    perform varta.describe_action('prolong', varta.check_text('why', p_why, 2000), null, jsonb_build_object('days', p_days), v_told);
    update varta.request q set due_at = v_due, version = q.version + 1, updated_at = now()
    where city_id = r.city_id and id = r.id;
    if v_told is not null then
        perform varta.add_to_outbox(r, r.status, v_told);
    end if;
    return varta.queue_row_of(r);
end
$$;
comment on function api.prolong is
'in: number, version seen, calendar days more, why. out: the line. Also open referrals have until then. Beyond a month the resident is
told; beyond the limit of the kind it is not possible. errors: VA001 to VA004, 40001';
