-- What the daemon does with what leaves, and with what comes along: deliveries, mails and photos have events of their own, by
-- which their rows are compared. They are no acts on a request: their number is below 0, minus that of what they tell of
-- (the row of the outbox, the mail, the newsletter, or for a photo the request), so that the history of a request, what can be undone in it
-- and what a reader of the queue is woken up for stay as they are. Keys of the JSON that are numbers are those rows'.

create or replace function varta.transport_event(p_city smallint, p_number bigint, p_verb text, p_after jsonb) returns void
language sql set search_path = varta, pg_temp as $$
    select varta.write_events(array[row(p_city, -p_number, p_verb, null, null, p_after)::varta.draft_event])
$$;
comment on function varta.transport_event is 'in: city, number of what it tells of, verb, what is said. Writes the event, and wakes up nobody';

create or replace function varta.event_request(e varta.event) returns bigint
language sql immutable as $$
    select case when e.request_id >= 0 then e.request_id else coalesce((e.after ->> 'request')::bigint, 0) end
$$;
comment on function varta.event_request is 'in: event. out: the request that it concerns, 0: none';

create or replace function varta.micros(p_at timestamptz) returns bigint
language sql stable as $$
    select (extract(epoch from p_at) * 1000000)::bigint
$$;
comment on function varta.micros is 'in: moment. out: it in microseconds since 1970; null: null';

create or replace function varta.compared_since() returns varta.event
language sql stable set search_path = varta, pg_temp as $$
    select e.* from varta.event e where e.city_id = 0 and e.request_id = 0 and e.verb = 'compared_since' order by e.id limit 1
$$;
comment on function varta.compared_since is 'out: the event from which on deliveries, mails, photos and later words have events by which they are compared';

do $$
begin
    if (varta.compared_since()).id is null then
        perform varta.write_events(array[row(0, 0, 'compared_since', null, null,
            jsonb_build_object('number', (select coalesce(last_value, 0) from pg_sequences where schemaname = 'varta' and sequencename = 'outbox_seq_seq')))::varta.draft_event]);
    end if;
end
$$;

-- Deliveries ------------------------------------------------------------------------------------

create or replace function varta.consumers(p_city smallint, p_source integer, p_public boolean) returns integer[]
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select coalesce(array_agg(s.id order by s.id), '{}')
            from varta.source s join varta.transport t on t.code = s.transport
            where s.city_id = p_city
              and (t.scope = 'own' and s.id = p_source and (s.transport <> 'poll' or (select l.answers from varta.dialect l where l.code = s.dialect))
                   or t.scope = 'city' and s.active and p_public));
end
$$;
comment on function varta.consumers is 'in: city, source and publicity of a request. out: the sources that are told of what becomes of it';

create or replace function varta.consumers_told(r varta.request) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    if not exists (select from varta.request d where d.city_id = r.city_id and d.merged_into = r.id) then
        return jsonb_build_object(r.id, varta.consumers(r.city_id, r.source_id, r.public));
    end if;
    return (select jsonb_object_agg(q.id, to_jsonb(varta.consumers(q.city_id, q.source_id, q.public))) from varta.request q
            where q.city_id = r.city_id and q.id = any(array(select varta.duplicates(r.city_id, r.id)) || r.id));
end
$$;
comment on function varta.consumers_told is
'in: request. out: whom what leaves concerns, of it and of what was merged into it: {"57": [numbers of sources]}. The event has it, and deliveries are made by that';

create or replace function varta.deliveries_shown(p_city smallint, p_request bigint) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select jsonb_object_agg(x.seq, x.states)
    from (select d.seq, jsonb_object_agg(d.source_id, jsonb_build_array(varta.micros(d.delivered_at), varta.micros(d.dead_at))) as states
          from varta.delivery d where d.city_id = p_city and d.request_id = p_request group by d.seq) x
$$;
comment on function varta.deliveries_shown is 'in: request. out: its deliveries as the history tells them: {"row of the outbox": {"source": [delivered, given up]}}, in µs';

create or replace function varta.end_event(p_city smallint, p_id bigint, p_verbs text[], p_done timestamptz, p_dead timestamptz, p_what jsonb) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform varta.transport_event(p_city, p_id, p_verbs[case when p_done is not null then 1 when p_dead is not null then 2 else 3 end],
                                  p_what || jsonb_build_object('at', varta.micros(coalesce(p_done, p_dead))));
end
$$;
comment on function varta.end_event is
'in: city, number of a row of the outbox or a mail, verbs for arrived, given up and neither any more, when it arrived, when it was given up, what it is. Notes how it ended';

create or replace function varta.delivery_ended() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform varta.end_event(new.city_id, new.seq, array['delivered', 'given_up', 'again'], new.delivered_at, new.dead_at,
                            jsonb_build_object('request', new.request_id, 'source', new.source_id));
    return null;
end
$$;

create trigger delivery_ended after update on varta.delivery
    for each row when (old.delivered_at is distinct from new.delivered_at or old.dead_at is distinct from new.dead_at)
    execute function varta.delivery_ended();

-- Mails -----------------------------------------------------------------------------------------

create or replace function varta.mail_digest(p_subscription bigint, p_kind text, p_seq bigint, p_newsletter bigint) returns text
language sql stable as $$
    select left(encode(sha256(convert_to(jsonb_build_array(p_subscription, p_kind, p_seq, p_newsletter)::text, 'UTF8')), 'hex'), 32)
$$;
comment on function varta.mail_digest is 'in: what a mail is. out: what the history says of it; the number of a subscription is random and goes with it';

create or replace function varta.mail_ended() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform varta.end_event(new.city_id, new.id, array['mail_sent', 'mail_given_up', 'mail_again'], new.sent_at, new.dead_at,
                            jsonb_build_object('request', (select request_id from varta.outbox where seq = new.seq)));
    return null;
end
$$;

create trigger mail_ended after update on varta.mail
    for each row when (old.sent_at is distinct from new.sent_at or old.dead_at is distinct from new.dead_at)
    execute function varta.mail_ended();

-- Photos and later words ------------------------------------------------------------------------

create or replace function varta.photo_place(p varta.photo) returns text
language sql stable as $$
    select p.comment_id || case when p.n > 0 then '.' || p.n else '' end
$$;
comment on function varta.photo_place is 'in: photo. out: what it belongs to, 0: the request, and which of several it is: 0, 0.1, 57, 57.1';

create or replace function varta.photo_ended() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform varta.transport_event(new.city_id, new.request_id, case when new.hash is not null then 'photo' else 'photo_refused' end,
        jsonb_strip_nulls(jsonb_build_object('request', new.request_id, 'comment', new.comment_id, 'n', nullif(new.n, 0), 'digest', varta.text_digest(
            (select text_key from varta.request where city_id = new.city_id and id = new.request_id), coalesce(new.hash, new.refused)))));
    return null;
end
$$;

create trigger photo_ended after update on varta.photo
    for each row when (old.hash is distinct from new.hash or old.refused is distinct from new.refused)
    execute function varta.photo_ended();

create or replace function varta.photos_shown(r varta.request) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select jsonb_object_agg(varta.photo_place(p), varta.text_digest(r.text_key, coalesce(p.hash, p.refused, ''))) from varta.photo p
    where p.city_id = r.city_id and p.request_id = r.id
$$;
comment on function varta.photos_shown is 'in: request. out: its photos as the history tells them: {"photo_place()": digest of the file, of why there is none, or of nothing yet}';

create or replace function varta.comment_digest(p_key uuid, c varta.comment) returns text
language sql stable set search_path = varta, pg_temp as $$
    select varta.text_digest(p_key, (jsonb_build_array(c.source_id, c.update_id, c.status, c.body, c.media_url, c.raw,
                                                       varta.micros(c.written_at), varta.micros(c.received_at))
        || case when num_nonnulls(c.external_status_code, c.customer_reference) > 0
           then jsonb_build_array(c.external_status_code, c.customer_reference) else '[]' end)::text)
$$;
comment on function varta.comment_digest is 'in: key of the request, later word. out: what the history says of it; null without a key';

create or replace function varta.comments_shown(r varta.request) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select jsonb_object_agg(c.id, varta.comment_digest(r.text_key, c)) from varta.comment c where c.city_id = r.city_id and c.request_id = r.id
$$;
comment on function varta.comments_shown is 'in: request. out: its later words as the history tells them: {"comment": digest}';
