-- What a unit does with a request that was referred to it: its own operators, or a moderator on its behalf.

create or replace function varta.open_referral(r varta.request) returns varta.referral
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    f varta.referral;
begin
    select q.* into f from varta.referral q join varta.referral_state s on s.id = q.state and s.open
    where q.city_id = r.city_id and q.request_id = r.id and varta.may_handle(q)
    order by q.id desc limit 1;
    if not found then
        perform varta.fail('VA001', 'no unit that you can act for has this request', 'an open referral of your unit');
    end if;
    return f;
end
$$;
comment on function varta.open_referral is
'in: request. out: its newest open referral that the operator can deal with. errors: VA001 there is none';

create or replace function varta.why_not_this_referral(p_state text) returns text
language sql immutable as $$
    select case p_state when 'accepted' then 'the unit has taken it on already' when 'answered' then 'the unit has answered it already'
                        when 'returned' then 'the unit has returned it already' end
$$;
comment on function varta.why_not_this_referral is 'in: state of a referral (code). out: why nothing more is done with it; null: the state says it';

create or replace function varta.begin_referral_action(p_verb text, r varta.request, p_referral bigint) returns varta.referral
language plpgsql set search_path = varta, pg_temp as $$
declare
    f varta.referral;
begin
    if p_referral is null then
        f := varta.open_referral(r);
    else
        select * into f from varta.referral where city_id = r.city_id and request_id = r.id and id = p_referral;
    end if;
    if f.id is null then
        perform varta.fail('VA001', 'there is no such referral', 'referral', p_referral::text);
    elsif not varta.may_handle(f) then
        perform varta.fail('VA004', 'it was referred to another unit', p_verb,
                           (select code from varta.unit where city_id = f.city_id and id = f.unit_id));
    elsif not exists (select from varta.referral_transition where verb = p_verb and from_state = f.state) then
        perform varta.fail('VA002', format('%s is not possible for this referral', p_verb), p_verb,
                           (select code from varta.referral_state where id = f.state), r.id::text,
                           varta.why_not_this_referral((select code from varta.referral_state where id = f.state)));
    end if;
    return f;
end
$$;
comment on function varta.begin_referral_action is
'in: verb, request (locked), referral (null: its newest open one that the operator can deal with). out: the referral. errors: VA001, VA002,
VA004 where it went to a unit that is not the operator''s';

create or replace function varta.set_referral_state(p_verb text, r varta.request, f varta.referral, p_why text, p_after jsonb, p_rank smallint)
returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_state smallint := (select to_state from varta.referral_transition where verb = p_verb and from_state = f.state);
begin
    update varta.referral
    set state = v_state, changed_at = now(), why = case v_state when varta.referral_returned() then p_why else why end,
        response_id = (p_after ->> 'response')::bigint
    where city_id = f.city_id and id = f.id;
    perform varta.describe_action(p_verb, nullif(p_why, ''),
        jsonb_build_object('referral', f.id, 'referral_state', (select code from varta.referral_state where id = f.state)),
        jsonb_build_object('referral', f.id, 'referral_state', (select code from varta.referral_state where id = v_state),
                           'unit', (select code from varta.unit where city_id = f.city_id and id = f.unit_id)) || p_after);
    update varta.request q
    set version = q.version + 1, updated_at = now(), rank = least(q.rank, p_rank),
        snoozed_until = case when p_rank < 0 then null else snoozed_until end
    where city_id = r.city_id and id = r.id;
end
$$;
comment on function varta.set_referral_state is
'in: verb, request, referral, why, what else the event tells, the rank that the request gets at least (less than 0 also ends a snooze)';

create or replace function varta.do_referral(p_verb text, r varta.request, f varta.referral, p_text text, p_author integer, p_unit integer default null, p_more jsonb default '{}') returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_response bigint;
begin
    if p_verb = 'referral_accept' then
        perform varta.set_referral_state(p_verb, r, f, p_text, '{}', 0::smallint);
        if r.status = varta.status_pending() and varta.tells_apart(r.source_id, 'pending.accepted') then
            perform varta.add_to_outbox(r, r.status, p_detail => 'accepted');
        end if;
    elsif p_verb = 'referral_return' then
        perform varta.set_referral_state(p_verb, r, f, varta.check_text('why', p_text, 2000), '{}', (-1)::smallint);
    else
        insert into varta.response (city_id, request_id, state, public, body, author_id, unit_id)
        values (r.city_id, r.id, varta.response_submitted(), true, varta.check_text('body', p_text, 20000), p_author, p_unit) returning id into v_response;
        perform varta.set_referral_state(p_verb, r, f, null, jsonb_build_object('response', v_response, 'body', p_text) || p_more, 0::smallint);
    end if;
end
$$;
comment on function varta.do_referral is
'in: verb, request, its referral (both locked, where the verb is possible), text, who writes the answer, the unit that answers by its link (null: an operator does), what else the event of the answer says. errors: VA003';

create or replace function api.referral_accept(p_id bigint, p_version integer, p_referral bigint default null, p_text text default null)
returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.begin_action('referral_accept', p_id, p_version);
begin
    perform varta.do_referral('referral_accept', r, varta.begin_referral_action('referral_accept', r, p_referral), p_text, (varta.me()).id);
    return varta.queue_row_of(r);
end
$$;
comment on function api.referral_accept is
'in: number, version seen, referral (null: the newest open one that the operator can deal with), internal note (or null). out: the
line. The unit takes it on; a source that has a word for that is told. errors: VA001, VA002, VA004, 40001';

create or replace function api.referral_return(p_id bigint, p_version integer, p_referral bigint default null, p_text text default null)
returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.begin_action('referral_return', p_id, p_version);
begin
    perform varta.do_referral('referral_return', r, varta.begin_referral_action('referral_return', r, p_referral), p_text, (varta.me()).id);
    return varta.queue_row_of(r);
end
$$;
comment on function api.referral_return is
'in: number, version seen, referral (null: the newest open one that the operator can deal with), why. out: the line. The request comes
first in the queue (rank -1) until somebody deals with it. errors: VA001 to VA004, 40001';

create or replace function api.referral_answer(p_id bigint, p_version integer, p_referral bigint default null, p_text text default null)
returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.begin_action('referral_answer', p_id, p_version);
begin
    perform varta.do_referral('referral_answer', r, varta.begin_referral_action('referral_answer', r, p_referral), p_text, (varta.me()).id);
    return varta.queue_row_of(r);
end
$$;
comment on function api.referral_answer is
'in: number, version seen, referral (null: the newest open one that the operator can deal with), the unit''s answer. out: the line. The
answer is a submitted response, for a moderator to approve or change. errors: VA001 to VA004, 40001';
