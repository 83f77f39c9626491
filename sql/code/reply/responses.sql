-- Draft, submit, approve, publish.

create or replace function varta.state_said(p varta.response, p_state smallint) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return jsonb_build_object('response', p.id, 'state', (select code from varta.response_state where id = p_state));
end
$$;
comment on function varta.state_said is 'in: response, a state. out: what the history says of that';

create or replace function varta.approve_first(r varta.request, p varta.response) returns varta.response
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_state smallint := varta.check_state('approve', p);
    v_first text := nullif(current_setting('varta.first', true), '');
begin
    perform varta.write_events(array[row(r.city_id, r.id, 'approve', null, varta.state_said(p, p.state),
        varta.state_said(p, v_state) || case when v_first is not null then jsonb_build_object('with', v_first) else '{}' end)::varta.draft_event]);
    perform set_config('varta.first', 'approve', true);
    p.state := v_state;
    p.version := p.version + 1;
    p.approver_id := (varta.me()).id;
    return p;
end
$$;
comment on function varta.approve_first is
'in: request, response that is not approved yet. out: it, approved, with an event of its own. The act goes on: varta.set_response_state()
changes the row once for both, and whoever listens is told then. errors: VA002';

create or replace function varta.set_response_state(p_verb text, r varta.request, p varta.response, p_visible timestamptz default null, p_from jsonb default null)
returns smallint
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_status smallint := (select to_status from varta.transition where verb = p_verb and from_status = r.status and (kind is null or kind = r.kind) limit 1);
    v_state smallint := varta.check_state(p_verb, p);
begin
    update varta.response
    set state = v_state, version = p.version + 1, updated_at = now(), visible_at = p_visible,
        approver_id = case when p_verb = 'approve' then (varta.me()).id when v_state <> varta.response_recalled() then p.approver_id end
    where city_id = p.city_id and id = p.id;
    perform varta.describe_action(p_verb, null, varta.state_said(p, p.state), varta.state_said(p, v_state), case when p_verb = 'publish' then p.body end, p_from);
    update varta.request q
    set status = v_status, version = r.version + 1, updated_at = now(), rank = varta.rank_when_handled(q.rank), operator_id = r.operator_id, due_at = r.due_at
    where city_id = r.city_id and id = r.id;
    return v_status;
end
$$;
comment on function varta.set_response_state is
'in: verb that the operator may do now, request (locked) and response as what was done first left them, when a published one may be seen, the fields of the
request that were left so and are not in its row (null: none). out: the status in which the verb left the request, which is the same for all roles; both rows are
changed once for all that was done. errors: VA002';

create or replace function varta.draft_response(r varta.request, p_body text, p_public boolean, p_response bigint, out p varta.response, out before jsonb)
language plpgsql set search_path = varta, pg_temp as $$
begin
    if btrim(coalesce(p_body, ''), E' \t\r\n') = '' or length(p_body) > 20000 then
        perform varta.fail('VA003', 'the text is empty or too long', 'body', left(p_body, 40), '1 to 20000 characters');
    end if;
    if p_response is null then
        insert into varta.response (city_id, request_id, public, body, author_id)
        values (r.city_id, r.id, true, p_body, (varta.me()).id) returning * into p;
        return;
    end if;
    p := varta.response_of(r, p_response);
    perform varta.check_author('draft', p);
    before := jsonb_build_object('body', p.body, 'public', p.public);
    update varta.response
    set body = p_body, public = coalesce(p_public, public), state = varta.check_state('draft', p), version = version + 1,
        updated_at = now(), approver_id = null
    where city_id = p.city_id and id = p.id returning * into p;
end
$$;
comment on function varta.draft_response is
'in: request, text, publicity (null: as it is), response or null. out: the draft that was made or changed, and what it was before. errors: VA001, VA002, VA003, VA004';

create or replace function varta.draft_said(p varta.response) returns jsonb
language sql stable as $$
    select jsonb_build_object('response', p.id, 'public', p.public, 'body', p.body)
$$;
comment on function varta.draft_said is 'in: draft. out: what the history says of it. Inlined';

create or replace function varta.publish_response(r varta.request, p varta.response, t varta.transition) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_visible timestamptz := varta.moment() + (select recall_window from varta.city where id = r.city_id);
    v_from jsonb;
    v_status smallint;
begin
    perform varta.check_public(p);
    perform varta.check_filled(p);
    if t.via = 'accept' then
        r := varta.accept_first(r);
        v_from := jsonb_build_object('status', r.status, 'operator_id', r.operator_id, 'due_at', r.due_at);
    elsif t.to_status <> r.status then
        r := varta.resume_first(r);
    end if;
    if exists (select from varta.response_transition where verb = 'approve' and from_state = p.state) then
        p := varta.approve_first(r, p);
        r.version := r.version + 1;
    end if;
    v_status := varta.set_response_state('publish', r, p, v_visible, v_from);
    perform varta.add_to_outbox(r, v_status, p.body, v_visible, p.id);
end
$$;
comment on function varta.publish_response is
'in: request (locked), its response, the line of the life cycle by which it may be published. Accepts or resumes the request and approves the response where that is to
be done first, and publishes: an event for each, one change of each row. errors: VA002, VA003';

create or replace function api.draft(p_id bigint, p_version integer, p_body text, p_public boolean default null,
                                     p_response bigint default null, p_key uuid default null)
returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request;
    d record;
begin
    if p_response is null and not p_public then
        return api.note(p_id, p_version, p_body, p_key);
    elsif varta.done_already(p_key, 'draft', p_id, p_body) then
        return varta.queue_row_of(varta.request_of(p_id));
    end if;
    r := varta.begin_action('draft', p_id, p_version);
    d := varta.draft_response(r, p_body, p_public, p_response);
    perform varta.describe_action('draft', null, d.before, varta.draft_said(d.p));
    update varta.request q set version = q.version + 1, updated_at = now() where city_id = r.city_id and id = r.id;
    perform varta.keep_key(p_key, 'draft', r, p_body, (d.p).id);
    return varta.queue_row_of(r);
end
$$;
comment on function api.draft is
'in: number, version seen, text, public (or null) or an internal note (a new one is what api.note() writes), response (null: a new one),
key. out: the line. A changed response is a draft again. A new request stays new. Under a key that the operator used for this before, nothing is done again.
errors: VA001, VA002, VA003, VA004, 40001';

create or replace function api.submit(p_id bigint, p_version integer, p_response bigint default null) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.begin_action('submit', p_id, p_version);
    p varta.response := varta.response_of(r, p_response);
begin
    perform varta.check_author('submit', p);
    perform varta.check_public(p);
    perform varta.set_response_state('submit', r, p);
    return varta.queue_row_of(r);
end
$$;
comment on function api.submit is
'in: number, version seen, response (null: the newest unpublished one). out: the line. errors: VA001 to VA004, 40001';

create or replace function api.approve(p_id bigint, p_version integer, p_response bigint default null) returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.begin_action('approve', p_id, p_version);
    p varta.response := varta.response_of(r, p_response);
begin
    perform varta.check_public(p);
    perform varta.check_filled(p);
    perform varta.set_response_state('approve', r, p);
    return varta.queue_row_of(r);
end
$$;
comment on function api.approve is
'in: number, version seen, response (null: the newest unpublished one). out: the line. errors: VA001 to VA004, 40001';

create or replace function api.publish(p_id bigint, p_version integer, p_response bigint default null, p_key uuid default null)
returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    b record;
    p varta.response;
begin
    if varta.done_already(p_key, 'publish', p_id) then
        return varta.queue_row_of(varta.request_of(p_id));
    end if;
    b := varta.check_action('publish', p_id, p_version);
    p := varta.response_of(b.r, p_response);
    perform varta.publish_response(b.r, p, b.t);
    perform varta.keep_key(p_key, 'publish', b.r, null, p.id);
    return varta.queue_row_of(b.r);
end
$$;
comment on function api.publish is
'in: number, version seen, response (null: the newest unpublished one), which is approved in the same act where it is not yet, key.
out: the line. A new request is accepted in the same act. The answer leaves when the city''s recall window ends. Under a key that the operator used for this before, nothing is done again.
errors: VA001 to VA004, 40001';

create or replace function api.answer(p_id bigint, p_version integer, p_body text, p_response bigint default null, p_key uuid default null)
returns api.queue_row
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    b record;
    d record;
    r varta.request;
    t varta.transition;
begin
    if varta.done_already(p_key, 'answer', p_id, p_body) then
        return varta.queue_row_of(varta.request_of(p_id));
    end if;
    b := varta.check_action('draft', p_id, p_version);
    r := b.r;
    d := varta.draft_response(r, p_body, true, p_response);
    perform varta.write_events(array[row(r.city_id, r.id, 'draft', null, coalesce(d.before, '{}'), varta.draft_said(d.p))::varta.draft_event]);
    r.version := r.version + 1;
    t := varta.transition_of('publish', r.kind, r.status, b.roles);
    if t.verb is null then
        perform varta.check_role('publish', r.kind, b.roles);
    end if;
    perform varta.check_possible('publish', r, t);
    perform varta.publish_response(r, d.p, t);
    perform varta.keep_key(p_key, 'answer', r, p_body, (d.p).id);
    return varta.queue_row_of(r);
end
$$;
comment on function api.answer is
'in: number, version seen, text, the draft that it changes (null: none), key. out: the line. Draft and publish in one: both or neither. Under a key that the operator used for
this before, nothing is done again.
errors: VA001 to VA004, 40001';
