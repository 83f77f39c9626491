-- What the daemon reads for its clients, and the comments it brings.

create or replace function sync.sources()
returns table (id integer, city_id smallint, city_code text, jurisdiction text, key_hash bytea, transport text, zone text, lang text)
language sql stable security definer set search_path = varta, pg_temp as $$
    select s.id, s.city_id, c.code, s.jurisdiction, s.key_hash, s.transport, s.zone, s.lang
    from varta.source s join varta.city c on c.id = s.city_id
    where s.active and c.active and s.city_id = any((select varta.served_cities())::smallint[])
      and (s.transport = 'endpoint' or s.transport = 'push' and s.key_hash is not null) order by s.id
$$;
comment on function sync.sources is
'out: the active sources that may post to us: endpoints, and those with a key that are pushed to. Topic config tells when they may have changed. errors: none';

create or replace function sync.services(p_source integer)
returns table (service_code text, service_name text, description text, keywords text, grp text, private boolean, attributes jsonb)
language sql stable security definer set search_path = varta, pg_temp as $$
    select g.code, case s.lang when 'en' then coalesce(nullif(g.name_en, ''), g.name) else g.name end, g.description, g.keywords,
           case s.lang when 'en' then k.name_en else k.name end, not k.public, g.attributes
    from varta.source_of(p_source) s
    join varta.category g on g.city_id = s.city_id and g.active
    join varta.kind k on k.id = g.kind
    order by k.id, g.code
$$;
comment on function sync.services is
'in: source. out: the active categories of its city, in its language; attributes are Open311 definitions. errors: VA001';

create or replace function varta.comment_refusal(
    p_update_id text, p_status text, p_description text, p_media_url text, p_updated text, p_time timestamptz, p_code text, p_reference text) returns text
language sql stable as $$
    select coalesce(varta.length_refusal('update_id', p_update_id, 200), varta.length_refusal('status', p_status, 100),
                    varta.length_refusal('description', p_description, 20000), varta.length_refusal('media_url', p_media_url, 2000),
                    varta.length_refusal('external_status_code', p_code, 100), varta.length_refusal('customer_reference', p_reference, 200),
                    varta.time_refusal('updated_datetime', nullif(p_updated, ''), p_time))
$$;
comment on function varta.comment_refusal is 'out: why a comment cannot be stored, naming the field; null where it can';

create or replace function varta.is_shown(r varta.request) returns boolean
language sql stable set search_path = varta, pg_temp as $$
    select r.public and exists (select from varta.outbox b where b.city_id = r.city_id and b.request_id = r.id and b.visible_at <= now()
                                and b.status in (varta.status_pending(), varta.status_answered()))
$$;
comment on function varta.is_shown is 'whether the public may see the request, or saw it until it was closed otherwise than by an answer';

create or replace function varta.may_comment(s varta.source, r varta.request) returns boolean
language sql stable set search_path = varta, pg_temp as $$
    select r.city_id = s.city_id and (r.source_id = s.id or s.fetches and varta.is_shown(r))
$$;
comment on function varta.may_comment is 'whether a source brings comments on a request: on what it sent, and on what it fetched';

create or replace function varta.note_fetch(s varta.source) returns void
language plpgsql set search_path = varta, pg_temp as $$
begin
    if current_setting('transaction_read_only') = 'off'
       and not exists (select from varta.fetch f where f.source_id = s.id and f.at > now() - interval '1 minute') then
        perform set_config('synchronous_commit', 'off', true); -- who reads waits for no standby
        insert into varta.fetch as f (city_id, source_id, at) values (s.city_id, s.id, now())
        on conflict (source_id) do update set at = excluded.at where f.at < excluded.at;
    end if;
end
$$;
comment on function varta.note_fetch is 'in: source that fetches with its key. Keeps when, once a minute at most';

create or replace function sync.comments(p_source integer, p_items jsonb)
returns table (n integer, update_id text, outcome text, reason text)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    v_source varta.source := varta.source_of(p_source);
    x record;
    v_at timestamptz;
    v_request bigint;
    v_comment bigint;
    v_row varta.request;
begin
    perform pg_advisory_xact_lock(7301, p_source);
    perform pg_logical_emit_message(true, 'varta', ''); -- see sync.import()
    -- all rows in the order of their numbers, as verbs lock them
    perform from varta.request r
    where r.city_id = v_source.city_id
      and r.id in (select (i ->> 'service_request_id')::bigint from jsonb_array_elements(p_items) i
                   where i ->> 'service_request_id' ~ '^\d{1,18}$')
    order by r.id for no key update;
    for x in
        select coalesce(i.n, i.pos::integer - 1) as item_n, i.*
        from rows from (jsonb_to_recordset(p_items) as (
            n integer, service_request_id text, update_id text, updated text, status text, description text, email text,
            first_name text, last_name text, media_url text, media_urls jsonb, external_status_code text, customer_reference text, raw text)) with ordinality as i (
            n, service_request_id, update_id, updated, status, description, email, first_name, last_name, media_url, media_urls,
            external_status_code, customer_reference, raw, pos)
        order by i.pos
    loop
        n := x.item_n;
        update_id := x.update_id;
        reason := null;
        v_comment := null;
        v_at := case when coalesce(x.updated, '') = '' then now() else varta.to_time(x.updated, v_source.zone) end;
        select r.id into v_request from varta.request r
        where r.city_id = v_source.city_id and varta.may_comment(v_source, r)
          and r.id = case when x.service_request_id ~ '^\d{1,18}$' then x.service_request_id::bigint end;
        if coalesce(x.update_id, '') = '' then
            reason := 'update_id is missing';
        elsif v_request is null then
            reason := format('service_request_id "%s" is not known here', left(coalesce(x.service_request_id, ''), 40));
        end if;
        reason := coalesce(reason, varta.comment_refusal(x.update_id, x.status, x.description, x.media_url, x.updated, v_at,
                                                   x.external_status_code, x.customer_reference),
                           varta.reporter_refusal(x.email, x.first_name, x.last_name, null, null, null));
        if reason is null then
            v_comment := coalesce((select c.id from varta.comment c where c.source_id = p_source and c.update_id = x.update_id),
                                  (select c.id from varta.comment c where c.source_id = p_source and c.update_id = varta.erased_id(p_source, x.update_id)));
        end if;
        if reason is not null then
            outcome := 'refused';
        elsif v_comment is not null then
            outcome := 'known';
        else
            outcome := 'stored';
            insert into varta.comment (city_id, request_id, source_id, update_id, status, body, media_url, raw, written_at, external_status_code, customer_reference)
            values (v_source.city_id, v_request, p_source, x.update_id, coalesce(x.status, ''),
                    replace(coalesce(x.description, ''), E'\r\n', E'\n'), nullif(x.media_url, ''), coalesce(x.raw, ''), v_at,
                    nullif(x.external_status_code, ''), nullif(x.customer_reference, ''))
            returning id into v_comment;
            insert into varta.photo (city_id, request_id, comment_id, n, url)
            select v_source.city_id, v_request, v_comment, u.n, u.url from varta.further_photos(x.media_urls) u;
            if coalesce(x.email, x.first_name, x.last_name) is not null then
                insert into varta.reporter (city_id, request_id, comment_id, email, first_name, last_name)
                values (v_source.city_id, v_request, v_comment, x.email, x.first_name, x.last_name);
            end if;
            insert into varta.unseen_comment (city_id, request_id) values (v_source.city_id, v_request) on conflict do nothing;
            perform varta.describe_action('comment', null, null, jsonb_build_object('comment', v_comment, 'digests', jsonb_build_object('comment', (
                select varta.comment_digest(r.text_key, c) from varta.comment c join varta.request r on r.city_id = c.city_id and r.id = c.request_id
                where c.city_id = v_source.city_id and c.id = v_comment))));
            update varta.request q set updated_at = now(), erased_at = null, snoozed_until = null
            where q.city_id = v_source.city_id and q.id = v_request returning * into v_row;
            if varta.paused(v_row) then
                perform varta.resume(v_row);
            end if;
        end if;
        update_id := coalesce(varta.comment_update_id(v_comment), update_id);
        return next;
    end loop;
end
$$;
comment on function sync.comments is
'in: source, JSON array of residents'' later words. out: for each its n, outcome: stored, known (the same update_id before) or refused with
the reason, and update_id: by which it is known here, the sender''s own where it was refused. A peer comments on what it sent and, where it
is set to fetch, on what is public. A comment
ends a pause and a snooze, and marks the request until somebody deals with it. errors: VA001';

-- What the public and the peer may know ---------------------------------------------------------

create or replace function varta.request_filter_check(p_filter jsonb) returns void
language plpgsql stable as $$
declare
    v_key text;
begin
    select key into v_key from jsonb_object_keys(p_filter) key
    where key not in ('ids', 'service_code', 'status', 'from', 'to', 'own') limit 1;
    if found then
        perform varta.fail('VA006', format('unknown key %L in the filter', v_key), v_key);
    end if;
    select key into v_key from unnest(array['from', 'to']) key
    where p_filter ->> key is not null and varta.to_time(p_filter ->> key, 'UTC') is null limit 1;
    if found then
        perform varta.fail('VA003', format('%s is not a time', v_key), v_key, p_filter ->> v_key, 'a time in ISO 8601');
    end if;
end
$$;
comment on function varta.request_filter_check is 'errors: VA006 unknown key, VA003 a time that is none';

create or replace function sync.requests(p_source integer, p_filter jsonb, p_limit integer)
returns table (service_request_id bigint, status text, status_notes text, service_name text, service_code text, description text,
               title text, agency_responsible text, requested bigint, updated bigint, expected bigint, address text,
               lat double precision, long double precision, media_url text, private boolean, media_urls text[])
language plpgsql security definer set search_path = varta, pg_temp
-- one of the two branches falls away, and the other is read in the order of its index
set plan_cache_mode = force_custom_plan set enable_sort = off as $$
#variable_conflict use_column
declare
    v_source varta.source := varta.source_of(p_source);
    v_en boolean := v_source.lang = 'en';
    v_own boolean := coalesce((p_filter ->> 'own')::boolean, false);
    v_ids bigint[] := case when p_filter -> 'ids' <> 'null' then
        array(select e::bigint from jsonb_array_elements_text(p_filter -> 'ids') e where e ~ '^\d{1,18}$') end;
    v_codes text[] := (select array_agg(e) from jsonb_array_elements_text(p_filter -> 'service_code') e);
    v_from timestamptz := coalesce(varta.to_time(p_filter ->> 'from', v_source.zone), '-infinity');
    v_to timestamptz := coalesce(varta.to_time(p_filter ->> 'to', v_source.zone), 'infinity');
begin
    perform varta.request_filter_check(p_filter);
    if v_own then
        perform varta.note_fetch(v_source);
    end if;
    perform varta.export_gate(v_source.city_id);
    return query
    select r.id, case when s.open then 'open' else 'closed' end, o.text,
           case when v_en then coalesce(nullif(g.name_en, ''), g.name) else g.name end, g.code,
           varta.join_text(r.title, r.titled, r.body), r.title,
           varta.unit_name(r.city_id, r.id, v_source.lang),
           varta.epoch(r.requested_at), varta.epoch(coalesce(o.visible_at, r.received_at)), varta.epoch(r.due_at),
           r.address, public.st_y(r.point), public.st_x(r.point),
           h.paths[1], not r.public, case when cardinality(h.paths) > 1 then h.paths end
    from (select * from varta.request a
          where v_ids is not null and a.city_id = v_source.city_id and a.id = any(v_ids)
          union all
          (select * from varta.request b
           where v_ids is null and b.city_id = v_source.city_id and b.requested_at between v_from and v_to
           order by b.requested_at desc, b.id desc)) r
    join varta.category g on g.city_id = r.city_id and g.id = r.category_id
    left join lateral (select b.status, b.text, b.visible_at from varta.outbox b
                       where b.city_id = r.city_id and b.request_id = r.id and b.visible_at <= now()
                       order by b.seq desc limit 1) o on true
    join varta.status s on s.id = coalesce(o.status, varta.status_new())
    cross join lateral varta.media_paths(r.city_id, r.id) h (paths)
    where (v_own and r.source_id = p_source or (not v_own or v_source.fetches) and r.public and s.code in ('pending', 'answered'))
      and (v_ids is not null or v_codes is null or g.code = any(v_codes))
      and (v_ids is not null or p_filter ->> 'status' is null or s.open = (p_filter ->> 'status' = 'open'))
    order by r.requested_at desc, r.id desc
    limit p_limit;
end
$$;
comment on function sync.requests is
'in: source; filter {"ids": [] (overrides the rest), "service_code": [], "status": "open" or "closed", "from", "to" (ISO, on requested), "own": the source''s own
requests whatever their status instead of what is public, or together with it where the source is set to fetch}; limit (null: none). out: requests, newest first; times are epoch seconds. An
answer shows from the moment on that its recall window ended. media_url is the path at which the daemon serves
the first photo, never what the resident wrote; media_urls are those of all, null where there is only one. errors: VA001, VA003, VA006';

create or replace function sync.token(p_source integer, p_id bigint, p_own boolean default false) returns boolean
language sql stable security definer set search_path = varta, pg_temp as $$
    select exists (select from varta.source_of(p_source) s join varta.request r on r.city_id = s.city_id and r.id = p_id and r.source_id = s.id and (p_own or r.public))
$$;
comment on function sync.token is 'in: source, number, whether the source itself asks. out: whether that is a request of it; of a private one nobody else learns
that. errors: VA001';

create or replace function sync.updates(p_source integer, p_from timestamptz, p_to timestamptz)
returns table (update_id text, service_request_id bigint, status text, updated bigint, description text, media_url text, external_id text,
               external_status_code text, customer_reference text, unit text)
language plpgsql security definer set search_path = varta, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
    v_source varta.source := varta.source_of(p_source);
begin
    perform varta.note_fetch(v_source);
    perform varta.export_gate(v_source.city_id);
    return query
    select case when b.source_id = p_source then varta.update_id(row(b.*)::varta.outbox) else varta.own_update_id(b.seq) end, b.request_id, varta.told_word(v_source, t, b.detail), varta.epoch(b.visible_at),
           varta.update_text(t.code, b.text, v_source.lang, b.detail), case when r.public then (varta.answer_paths(b.city_id, b.response_id))[1] end, case when b.source_id = p_source then m.external_id end,
           varta.update_code(t.code, b.detail), varta.customer_reference(r.city_id, r.id), varta.unit_name(r.city_id, r.id, v_source.lang)
    from (select * from varta.outbox a where a.source_id = p_source and a.visible_at between coalesce(p_from, '-infinity') and least(p_to, now())
          union all
          select * from varta.outbox a
          where v_source.fetches and a.city_id = v_source.city_id and a.source_id <> p_source
            and a.visible_at between coalesce(p_from, '-infinity') and least(p_to, now())) b
    join varta.status t on t.id = b.status
    join varta.request r on r.city_id = b.city_id and r.id = b.request_id
    join varta.submission m on m.city_id = r.city_id and m.id = r.submission_id
    where b.source_id = p_source or varta.is_shown(r)
    order by b.seq;
end
$$;
comment on function sync.updates is
'in: source, from and to (null: open), both on the moment of visibility. out: what happened to its requests and, where it is set to
fetch, to those that are public, in that order; only what may leave by now. The sender''s number stands with its own requests alone. unit is whom the
request is referred to, customer_reference the number that a peer gave its resident, both as they are now. A change without a text has the sentence of its status. media_url: the path of the first photo of an answer to a public request; null: none. errors: VA001';
