-- The events of a request: written by triggers for each change, with what the action says of it.

-- What a verb says about the update that follows it ---------------------------------------------

create or replace function varta.describe_action(p_verb text, p_why text default null, p_before jsonb default null, p_after jsonb default null,
                                                p_told text default null, p_from jsonb default null) returns void language plpgsql as $$
declare
    v_first text := nullif(current_setting('varta.first', true), '');
begin
    if v_first is not null then
        p_after := coalesce(p_after, '{}') || jsonb_build_object('with', v_first);
        perform set_config('varta.first', '', true);
    end if;
    perform set_config('varta.act',
        jsonb_build_object('verb', p_verb, 'why', p_why, 'before', p_before, 'after', p_after, 'told', p_told, 'from', p_from)::text, true);
end
$$;
comment on function varta.describe_action is
'in: verb, why, what changed outside the request''s row, and the text that leaves (null: nothing leaves), of which the event gets a digest. Call it directly before the update of the request, whose
trigger takes it up; and, where events of what was done first are written already, the fields that this left, from which this act begins (null: from the row). It is no authority: every function that updates a request sets it. Where another verb was done first in the same act
(varta.first, which every function that an operator calls sets, too), the event names it: with';

create or replace function varta.with_request_codes(p_city smallint, p_row jsonb) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if not p_row ?| '{status,kind,operator_id,category_id,district_id,beat_id}' then
        return p_row;
    end if;
    return p_row - '{operator_id,category_id,district_id,beat_id}'::text[]
        || case when p_row ? 'status' then jsonb_build_object('status', (select code from varta.status where id = (p_row ->> 'status')::smallint)) else '{}' end
        || case when p_row ? 'kind' then jsonb_build_object('kind', (select code from varta.kind where id = (p_row ->> 'kind')::smallint)) else '{}' end
        || case when p_row ? 'operator_id'
                then jsonb_build_object('operator', (select login from varta.operator where id = (p_row ->> 'operator_id')::integer)) else '{}' end
        || case when p_row ? 'category_id'
                then jsonb_build_object('category', (select code from varta.category where city_id = p_city and id = (p_row ->> 'category_id')::integer)) else '{}' end
        || case when p_row ? 'district_id'
                then jsonb_build_object('district', (select code from varta.district where city_id = p_city and id = (p_row ->> 'district_id')::integer)) else '{}' end
        || case when p_row ? 'beat_id'
                then jsonb_build_object('beat', (select code from varta.beat where city_id = p_city and id = (p_row ->> 'beat_id')::integer)) else '{}' end;
end
$$;
comment on function varta.with_request_codes is 'in: city, fields of a request of it. out: them, codes and logins instead of numbers';

create or replace function varta.request_shown(p_request varta.request) returns jsonb
language plpgsql stable as $$
begin
    -- what varta.with_request_codes() makes of the whole row, in less than half of the time
    return to_jsonb(p_request) - '{city_id,id,version,updated_at,text_key,operator_id,category_id,district_id,beat_id}'::text[]
        || jsonb_build_object(
            'status', (select code from varta.status where id = p_request.status),
            'kind', (select code from varta.kind where id = p_request.kind),
            'operator', (select login from varta.operator where id = p_request.operator_id),
            'category', (select code from varta.category where city_id = p_request.city_id and id = p_request.category_id),
            'district', (select code from varta.district where city_id = p_request.city_id and id = p_request.district_id),
            'beat', (select code from varta.beat where city_id = p_request.city_id and id = p_request.beat_id));
end
$$;
comment on function varta.request_shown is 'a request as the history tells it: codes instead of numbers';

create or replace function varta.row_digest(r varta.request) returns text
language plpgsql stable set search_path = varta, pg_temp set timezone = 'UTC' as $$
begin
    return varta.text_digest(r.text_key, varta.request_shown(r)::text);
end
$$;
comment on function varta.row_digest is 'in: request. out: what the history says of the whole row, as it tells a request; null without a key';

create or replace function varta.digests_now(r varta.request, p_act jsonb) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if r.text_key is null then
        return '{}';
    elsif p_act ->> 'verb' = 'erase' then
        return jsonb_build_object('digests', jsonb_strip_nulls(jsonb_build_object(
            'row', varta.row_digest(r),
            'responses', (select jsonb_object_agg(p.id, varta.text_digest(r.text_key, p.body)) from varta.response p where p.city_id = r.city_id and p.request_id = r.id),
            'outbox', (select jsonb_object_agg(b.seq, varta.text_digest(r.text_key, b.text)) from varta.outbox b
                       where b.city_id = r.city_id and b.request_id = r.id and b.text <> ''),
            'deliveries', varta.deliveries_shown(r.city_id, r.id), 'photos', coalesce(varta.photos_shown(r), '{}'),
            'comments', coalesce(varta.comments_shown(r), '{}'))));
    elsif p_act ->> 'told' is not null then
        return jsonb_build_object('digests', jsonb_build_object('told', varta.text_digest(r.text_key, p_act ->> 'told'), 'to', varta.consumers_told(r)));
    end if;
    return '{}';
end
$$;
comment on function varta.digests_now is
'in: request as it is after an act, the act. out: what else the event tells, so that rows can be compared with it: a digest of the text that leaves, and whom
it concerns; after an erasure those of all that stands there now, because what the events before it said has gone';

create or replace function varta.seldom_changes(o varta.request, n varta.request, out before jsonb, out after jsonb)
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_now jsonb;
begin
    -- what did not change need not be made JSON of: a point and long texts cost most
    if o.point::bytea is not distinct from n.point::bytea then
        o.point := null;
        n.point := null;
    end if;
    if (o.title, o.body, o.address, o.attributes) is not distinct from (n.title, n.body, n.address, n.attributes) then
        o.title := null; n.title := null;
        o.body := null; n.body := null;
        o.address := null; n.address := null;
        o.attributes := null; n.attributes := null;
    end if;
    v_now := to_jsonb(n);
    select coalesce(jsonb_object_agg(key, value), '{}'), coalesce(jsonb_object_agg(key, v_now -> key), '{}') into before, after
    from jsonb_each(to_jsonb(o) - '{city_id,id,version,updated_at,text_key}'::text[]) where v_now -> key <> value;
    before := varta.with_request_codes(n.city_id, before);
    after := varta.with_request_codes(n.city_id, after);
end
$$;
comment on function varta.seldom_changes is 'in: a request before and after. out: the fields that differ, whichever they are, as the history tells them';

create or replace function varta.row_changes(o varta.request, n varta.request, out before jsonb, out after jsonb)
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    c record;
begin
    -- what most acts change, without making JSON of two whole rows
    before := '{}';
    after := '{}';
    if o.status <> n.status then
        before := jsonb_build_object('status', (select code from varta.status where id = o.status));
        after := jsonb_build_object('status', (select code from varta.status where id = n.status));
    end if;
    if o.operator_id is distinct from n.operator_id then
        before := before || jsonb_build_object('operator', (select login from varta.operator where id = o.operator_id));
        after := after || jsonb_build_object('operator', (select login from varta.operator where id = n.operator_id));
    end if;
    if o.due_at <> n.due_at then
        before := before || jsonb_build_object('due_at', o.due_at);
        after := after || jsonb_build_object('due_at', n.due_at);
    end if;
    o.status := n.status;
    o.operator_id := n.operator_id;
    o.due_at := n.due_at;
    o.version := n.version;
    o.updated_at := n.updated_at;
    if o *<> n then
        c := varta.seldom_changes(o, n);
        before := before || c.before;
        after := after || c.after;
    end if;
end
$$;
comment on function varta.row_changes is 'in: a request before and after. out: the fields that differ, as the history tells them';

create or replace function varta.request_added() returns trigger
language plpgsql set search_path = varta, pg_temp set enable_seqscan = off set timezone = 'UTC' as $$
declare
    v_events varta.draft_event[];
begin
    -- varta.row_digest() for a whole batch, in half of the time. Each code is a question of its own, which the primary key answers
    -- whatever the planner knew of the tables when the session began: a join would look through all submissions for each request.
    select array_agg(row(a.city_id, a.id, 'received', null, null, jsonb_build_object('submission', a.submission_id,
        'digest', (select encode(varta.keyed_digest(s.salt, s.digest), 'hex') from varta.submission s
                   where s.city_id = a.city_id and s.id = a.submission_id),
        'digests', jsonb_build_object('row', varta.text_digest(a.text_key, (
            to_jsonb(a) - '{city_id,id,version,updated_at,text_key,operator_id,category_id,district_id,beat_id}'::text[]
            || jsonb_build_object(
                'status', (select code from varta.status where id = a.status),
                'kind', (select code from varta.kind where id = a.kind),
                'operator', (select login from varta.operator where id = a.operator_id),
                'category', (select code from varta.category where city_id = a.city_id and id = a.category_id),
                'district', (select code from varta.district where city_id = a.city_id and id = a.district_id),
                'beat', (select code from varta.beat where city_id = a.city_id and id = a.beat_id)))::text))))::varta.draft_event)
    into v_events from added a;
    if v_events is not null then
        perform varta.append_events(v_events);
    end if;
    return null;
end
$$;

create trigger request_added after insert on varta.request
    referencing new table as added for each statement execute function varta.request_added();

create or replace function varta.request_event(o varta.request, n varta.request, p_act jsonb) returns varta.draft_event
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    c record;
    v_before jsonb := coalesce(nullif(p_act -> 'before', 'null'), '{}');
    v_after jsonb := coalesce(nullif(p_act -> 'after', 'null'), '{}') || varta.digests_now(n, p_act);
begin
    if p_act -> 'from' <> 'null' then
        o := jsonb_populate_record(o, p_act -> 'from');
    end if;
    if p_act ->> 'verb' <> 'erase' then
        c := varta.row_changes(o, n);
        v_before := c.before || v_before;
        v_after := c.after || v_after;
    end if;
    return row(n.city_id, n.id, p_act ->> 'verb', p_act ->> 'why', v_before, v_after)::varta.draft_event;
end
$$;
comment on function varta.request_event is 'in: a request before and after an act, the act as varta.describe_action() notes it. out: the event to be written';

create or replace function varta.request_changed() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_act jsonb := coalesce(nullif(current_setting('varta.act', true), ''), '{"verb": "changed"}');
    v_events varta.draft_event[];
begin
    perform set_config('varta.act', '', true);
    select array_agg(varta.request_event(o, n, v_act)) into v_events
    from old_rows o join new_rows n using (city_id, id) where v_act ->> 'verb' <> 'changed' or o <> n;
    if v_events is not null then
        perform varta.append_events(v_events);
    end if;
    return null;
end
$$;

create trigger request_changed after update on varta.request
    referencing old table as old_rows new table as new_rows for each statement execute function varta.request_changed();
