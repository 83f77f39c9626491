-- Everything about one request, as one JSON object.

create or replace function varta.detail_referrals(r varta.request, p_read boolean) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object(
            'id', f.id, 'unit', u.code, 'unit_name', varta.localized(u.name, u.name_en), 'state', s.code,
            'due', varta.epoch(f.due_at), 'note', case when p_read or f.unit_id = (varta.me()).unit_id then f.note else '' end,
            'why', case when p_read or f.unit_id = (varta.me()).unit_id then f.why else '' end, 'response', f.response_id, 'mine', varta.may_handle(f), 'by', o.full_name, 'at', varta.epoch(f.created_at)) order by f.id), '[]')
        from varta.referral f
        join varta.unit u on u.city_id = f.city_id and u.id = f.unit_id
        join varta.referral_state s on s.id = f.state
        join varta.operator o on o.id = f.operator_id
        where f.city_id = r.city_id and f.request_id = r.id);
end
$$;

comment on function varta.detail_referrals is 'in: request, whether the operator may read it; otherwise only the notes for the operator''s own unit are shown';

create or replace function varta.detail_responses(r varta.request) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object(
            'id', p.id, 'state', s.code, 'public', p.public, 'body', p.body,
            'author', coalesce((select varta.localized(u.name, u.name_en) from varta.unit u where u.city_id = p.city_id and u.id = p.unit_id), o.full_name),
            'at', varta.epoch(p.updated_at), 'version', p.version, 'visible', varta.epoch(p.visible_at),
            'photos', cardinality(varta.answer_hashes(p.city_id, p.id)), 'files', varta.answer_files(p.city_id, p.id)) order by p.id), '[]')
        from varta.response p
        join varta.response_state s on s.id = p.state
        join varta.operator o on o.id = p.author_id
        where p.city_id = r.city_id and p.request_id = r.id);
end
$$;

create or replace function varta.detail_draft(r varta.request) returns bigint
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select max(p.id) from varta.response p
        where p.city_id = r.city_id and p.request_id = r.id and p.public
          and p.state in (varta.response_draft(), varta.response_recalled()));
end
$$;
comment on function varta.detail_draft is
'out: number of the newest answer that is written and not sent, as a draft or after a recall; null where there is none. Never an internal note';

create or replace function varta.detail_comments(r varta.request) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object('body', body, 'at', varta.epoch(written_at), 'status', status,
            'status_name', varta.peer_status_name((select s.dialect from varta.source s where s.city_id = c.city_id and s.id = c.source_id), c.status), 'media_url', media_url,
            'photos', (select count(*) from varta.photo p where p.city_id = c.city_id and p.request_id = c.request_id and p.comment_id = c.id and p.hash is not null)) order by id), '[]')
        from varta.comment c where city_id = r.city_id and request_id = r.id);
end
$$;

create or replace function varta.detail_events(r varta.request, p_content boolean) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select coalesce(jsonb_agg(jsonb_build_object(
            'id', v.id, 'at', varta.epoch(v.at), 'who', varta.name_of(v.who), 'verb', v.verb,
            'why', case when p_content then varta.event_why(v.e) end, 'before', case when p_content then v.before end,
            'after', case when p_content then v.after - 'digests' end) order by v.id desc), '[]')
        from (select v as e, v.* from varta.event v where v.city_id = r.city_id and v.request_id = r.id order by v.id desc limit 50) v);
end
$$;

create or replace function varta.detail_reporter(r varta.request) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select jsonb_build_object('email', p.email, 'first_name', p.first_name, 'last_name', p.last_name, 'phone', p.phone)
        from varta.reporter p
        where p.city_id = r.city_id and p.request_id = r.id and p.comment_id = 0 and p.may_contact
          and case when r.kind = varta.kind_message() then varta.may_read(r) else 'moderator' = any(varta.roles_in(r.city_id)) end);
end
$$;
comment on function varta.detail_reporter is
'the resident, for moderators but, of a message, for whoever may read it alone, if the resident may be contacted (varta.contact_wish()); otherwise null';

create or replace function varta.detail_beat(r varta.request) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return case when r.beat_id is not null
                then (select to_jsonb(i) - 'hours' from varta.officer_in_charge(r.city_id, r.beat_id, clock_timestamp()) i) end;
end
$$;
comment on function varta.detail_beat is 'the beat of a message and who is in charge there now; null where it is of none';

create or replace function varta.detail_recall(r varta.request) returns bigint
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select varta.epoch(max(p.visible_at)) from varta.response p
        where p.city_id = r.city_id and p.request_id = r.id and r.status = varta.status_answered() and p.visible_at > clock_timestamp());
end
$$;
comment on function varta.detail_recall is 'out: until when the published answer can be recalled (epoch s), null where it cannot';

create or replace function varta.detail_pause(r varta.request, p_read boolean) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select jsonb_build_object('since', varta.epoch(p.from_at), 'question', case when p_read then p.question end)
        from varta.pause p where p.city_id = r.city_id and p.request_id = r.id and p.until_at is null);
end
$$;

create or replace function api.request(p_id bigint) returns jsonb
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.request_of(p_id);
    v_read boolean := varta.may_read(r);
    v_refused jsonb := varta.refusals(r);
    v_text jsonb;
begin
    v_text := jsonb_build_object(
        'body', case when v_read then r.body else '' end,
        'description', case when v_read then varta.join_text(r.title, r.titled, r.body) else '' end,
        'media_url', case when v_read then varta.media_path(r.city_id, r.id) end,
        'media_urls', case when v_read then to_jsonb(varta.media_paths(r.city_id, r.id)) end,
        'attributes', case when v_read then r.attributes end,
        'responses', case when v_read then varta.detail_responses(r) else '[]' end,
        'draft', case when v_read then varta.detail_draft(r) end,
        'comments', case when v_read then varta.detail_comments(r) else '[]' end,
        'events', varta.detail_events(r, v_read),
        'sealed', not v_read);
    return v_text || jsonb_build_object(
        'row', to_jsonb(varta.queue_row_of(r)),
        'address', case when v_read then r.address else '' end,
        'lat', case when v_read then public.st_y(r.point) end, 'long', case when v_read then public.st_x(r.point) end,
        'near', case when v_read and r.point is not null then varta.near_point(r.city_id, r.point) end,
        'computed', case when v_read then (select p.computed from varta.request_place p where p.city_id = r.city_id and p.request_id = r.id) end,
        'requested', varta.epoch(r.requested_at),
        'zone', (select tz from varta.city where id = r.city_id),
        'recall_window', (select extract(epoch from recall_window)::int from varta.city where id = r.city_id),
        'source', (select code from varta.source where id = r.source_id),
        'source_status', (select coalesce(varta.peer_status_name(s.dialect, k.status), k.status) from varta.poll_known k join varta.source s on s.id = k.source_id
                          where k.city_id = r.city_id and k.request_id = r.id),
        'source_reference', case when v_read then varta.customer_reference(r.city_id, r.id) end,
        'reporter', case when v_read then varta.detail_reporter(r) end,
        'referrals', varta.detail_referrals(r, v_read),
        'suggested_unit', case when v_read then varta.suggest_unit(r) end,
        'beat', varta.detail_beat(r),
        'reason', r.reason,
        'rejection', case when r.status = varta.status_rejected() then varta.resident_text(r) end,
        'private', not r.public and (select k.public from varta.kind k where k.id = r.kind),
        'undo', varta.undoable_verb(r),
        'recall_until', varta.detail_recall(r),
        'paused', varta.detail_pause(r, v_read),
        'keys', varta.detail_keys(r),
        'snoozed_until', varta.epoch(nullif(greatest(r.snoozed_until, now()), now())),
        'merged_into', r.merged_into,
        'merged', to_jsonb(array(select d from varta.duplicates(r.city_id, r.id) d order by d)),
        'refused', v_refused,
        'verbs', to_jsonb(varta.verbs_but(v_refused)));
end
$$;
comment on function api.request is
'in: number. out: all of one request as jsonb: row (api.queue_row), body, description, address, lat, long, near (by what one finds the point: a house or a street), computed (point or address: that of the other), requested, zone and recall_window (of its city, s), source, source_status (how far it is there, where that is read; or null), source_reference (the number that its resident has there, or null), media_url, media_urls,
reporter, referrals, responses, draft (number of the response that writing an answer goes on with, or null), comments, events (newest first, at most 50), suggested_unit, beat (see varta.officer_in_charge()), reason, rejection (the text that the resident reads, or null), private (though its kind is public), verbs, refused (see
varta.refusals()), undo (the verb that
api.undo() would undo, or null), recall_until, paused (since, question; or null), keys (what the operator has done under keys: key, verb, response, version), snoozed_until, merged_into, merged (numbers of what was
merged into it); sealed: true where the text, and what could tell it, is left out. Times are epoch seconds. errors: VA001';

create or replace function api.action_check(p_id bigint, p_action text) returns table (version integer, status text, possible boolean)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    r varta.request := varta.request_of(p_id);
    v_refused jsonb := varta.refusals(r);
begin
    return query
    select r.version, s.code, p_action = any(varta.verbs_but(v_refused)) or p_action = 'undo' and not v_refused ? 'undo'
    from varta.status s where s.id = r.status;
end
$$;
comment on function api.action_check is
'in: number, name of an action. out: the version and status of the request, and whether the operator could do that with it now. errors: VA001';
