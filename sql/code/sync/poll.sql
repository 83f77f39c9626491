-- Reading the GeoReport servers of others: how far each was read, who reads it now, what was refused, and
-- what became of the requests that it showed us.

-- What was read ---------------------------------------------------------------------------------

create or replace function varta.poll_closed(s varta.source, p_status text) returns boolean
language sql stable set search_path = varta, pg_temp as $$
    select coalesce((select not p.open from varta.peer_status_of(s.dialect, p_status) p), false)
$$;
comment on function varta.poll_closed is 'in: source, its status of a request. out: whether nothing is left to be done there';

create or replace function varta.poll_shows(p_status text, p_private boolean) returns boolean
language sql immutable as $$
    select not coalesce(p_private, false) and coalesce(lower(p_status) not in ('hidden', 'unconfirmed'), true)
$$;
comment on function varta.poll_shows is 'in: a peer''s status, whether it calls the request private. out: whether the peer lets everybody see it';

create or replace function varta.hidden_by_source(r varta.request) returns boolean
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select e.verb = 'private' and coalesce(e.why = varta.why_hidden(), false) from varta.event e
            where e.city_id = r.city_id and e.request_id = r.id and e.verb in ('private', 'reveal') order by e.id desc limit 1);
end
$$;
comment on function varta.hidden_by_source is 'whether a request is private because its source hides it, and for no other reason';

create or replace function varta.poll_privacy(s varta.source, p_items jsonb) returns boolean
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_ids bigint[];
    q varta.request;
begin
    select array_agg(r.id) into v_ids
    from jsonb_to_recordset(p_items) i (external_id text, status text, private boolean)
    join varta.poll_known k on k.source_id = s.id and k.external_id = i.external_id
    join varta.request r on r.city_id = s.city_id and r.id = k.request_id
    where case when r.public then not varta.poll_shows(i.status, i.private)
               else varta.poll_shows(i.status, i.private) and varta.hidden_by_source(r) end;
    if v_ids is null then
        return false;
    end if;
    perform varta.lock_keys(array_fill(s.city_id, array[cardinality(v_ids)]), v_ids);
    for q in select * from varta.request x where x.city_id = s.city_id and x.id = any(v_ids) order by x.id loop
        if q.public then
            perform varta.make_private(q, varta.why_hidden());
        else
            perform varta.make_public(q, null);
        end if;
    end loop;
    return true;
end
$$;
comment on function varta.poll_privacy is
'in: source, items as read. What it hides is private, what it shows again is public again, unless an operator made it private. out: whether there was any such. To be
called before varta.poll_comment(): it waits for whoever reads the outbox for somebody outside';

create or replace function varta.poll_code(s varta.source, p_code text, p_name text) returns text
language sql stable as $$
    select coalesce(s.service_map ->> p_code, s.service_map ->> p_name,
                    (select g.code from varta.category g where g.city_id = s.city_id and g.code = p_code),
                    s.service_map ->> '*', p_code)
$$;
comment on function varta.poll_code is 'in: source, service_code and service_name of the peer. out: our category, or the peer''s code where there is none';

create or replace function varta.photos_not_known(p_city smallint, p_request bigint, p_url text, p_urls jsonb) returns jsonb
language plpgsql stable set search_path = varta, pg_temp as $$
begin
    return (select jsonb_agg(u.url order by u.n) from jsonb_array_elements_text(coalesce(p_urls, to_jsonb(array[p_url]))) with ordinality u (url, n)
            where u.url is not null and not exists (select from varta.photo p where p.city_id = p_city and p.request_id = p_request and p.url = u.url));
end
$$;
comment on function varta.photos_not_known is 'in: request, address of its photo, all of them where there are several. out: JSON array of those that neither it nor a comment on it has; null: none';

create or replace function varta.poll_notes(s varta.source, p_items jsonb) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select jsonb_agg(jsonb_build_object('service_request_id', x.request_id, 'update_id', x.update_id, 'status', x.status,
                                        'description', x.text, 'updated', x.updated, 'media_url', x.urls -> 0, 'media_urls', x.urls,
                                        'external_status_code', left(x.external_status_code, 100), 'customer_reference', left(x.customer_reference, 200)) order by x.request_id)
    from (
        select k.request_id, left(i.status, 100) as status, v.text, v.update_id, i.external_status_code, i.customer_reference,
               varta.photos_not_known(s.city_id, k.request_id, i.media_url, i.media_urls) as urls, case when varta.to_time(i.updated, s.zone) <= now() then i.updated end as updated
        from jsonb_to_recordset(p_items) i (external_id text, status text, status_notes text, description text, updated text,
            media_url text, media_urls jsonb, external_status_code text, customer_reference text)
        join varta.poll_known k on k.source_id = s.id and k.external_id = i.external_id
        cross join lateral (
            select coalesce(i.description, '') as text, format('%s edited %s', k.external_id, left(encode(d, 'hex'), 16)) as update_id
            from sha256(convert_to(coalesce(i.description, ''), 'UTF8')) d where d <> k.digest
            union all
            select coalesce(i.status_notes, ''), format('%s closed %s', k.external_id, coalesce(left(i.updated, 40), now()::text))
            where varta.poll_closed(s, i.status) and not k.closed
              and exists (select from varta.request r where r.city_id = s.city_id and r.id = k.request_id and varta.is_open(r.status))
              and not exists (select from varta.outbox b where b.city_id = s.city_id and b.request_id = k.request_id
                              and i.status_notes in (b.text, varta.update_text((select u.code from varta.status u where u.id = b.status), b.text, s.lang, b.detail)))) v) x
$$;
comment on function varta.poll_notes is
'in: source, items as read. out: what changed since they were read last, as items for sync.comments(): another description; closed there
while it is open here, unless that is our own answer; with the photos that the request has not. null: nothing';

create or replace function varta.poll_remember(s varta.source, p_items jsonb) returns void
language sql set search_path = varta, pg_temp as $$
    insert into varta.poll_known as k (city_id, request_id, source_id, external_id, etag, digest, closed, status, external_status_code, customer_reference)
    select distinct on (m.request_id) s.city_id, m.request_id, s.id, i.external_id, i.etag,
           sha256(convert_to(coalesce(i.description, ''), 'UTF8')), varta.poll_closed(s, i.status), left(i.status, 100),
           left(i.external_status_code, 100), left(i.customer_reference, 200)
    from jsonb_to_recordset(p_items) i (external_id text, status text, description text, etag text, external_status_code text, customer_reference text)
    join varta.submission m on m.source_id = s.id and m.external_id = i.external_id and m.erased_at is null
    order by m.request_id
    on conflict (city_id, request_id) do update
    set checked_at = now(), etag = excluded.etag, digest = excluded.digest, closed = excluded.closed, status = excluded.status, missing = 0,
        external_status_code = excluded.external_status_code, customer_reference = excluded.customer_reference
$$;
comment on function varta.poll_remember is 'in: source, items as read. Those that we have, and whose text was not erased, are as they were shown now';

create or replace function varta.poll_comment(s varta.source, p_items jsonb) returns integer
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_notes jsonb := varta.poll_notes(s, p_items);
begin
    return case when v_notes is null then 0 else (select count(*) from sync.comments(s.id, v_notes) where outcome = 'stored') end;
end
$$;
comment on function varta.poll_comment is 'in: source, items as read. out: how many changes were noted. To be called before sync.import(): see the locks there';

create or replace function varta.poll_store(p_source integer, p_items jsonb)
returns table (n integer, request_id bigint, outcome text, reason text)
language plpgsql set search_path = varta, pg_temp as $$
#variable_conflict use_column
begin
    return query select i.n, i.request_id, i.outcome, i.reason from sync.import(p_source, p_items) i;
exception when data_exception or integrity_constraint_violation or program_limit_exceeded then
    if jsonb_array_length(p_items) > 1 then
        return query select s.n, s.request_id, s.outcome, s.reason
            from jsonb_array_elements(p_items) e cross join lateral varta.poll_store(p_source, jsonb_build_array(e)) s;
    else -- the message may quote what is in it
        return query select (p_items -> 0 ->> 'n')::integer, null::bigint, 'refused', format('it cannot be stored (%s)', sqlstate);
    end if;
end
$$;
comment on function varta.poll_store is
'in: source, array of items with n. out: as of sync.import(); where the database takes one of them for none of the reasons that are known, the
others are stored without it';

create or replace function sync.poll_take(p_source integer, p_daemon text, p_items jsonb, p_seconds integer default 120)
returns table (n integer, external_id text, outcome text, reason text, news boolean)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    v_source varta.source := varta.source_of(p_source);
    v_poll varta.poll := varta.poll_of(p_source, p_daemon, p_seconds);
    v_closed boolean := (select closed from varta.poll_settings(v_source));
    v_whole jsonb := (select coalesce(jsonb_agg(e.i order by e.pos), '[]') from jsonb_array_elements(p_items) with ordinality as e (i, pos) where not e.i ? 'fault');
begin
    perform varta.poll_privacy(v_source, v_whole);
    perform varta.poll_comment(v_source, v_whole);
    update varta.poll p set shown = p.shown + x.shown, aside = p.aside + x.aside
    from (select count(m.at) as shown, count(m.at) filter (where m.at < v_poll.from_at - interval '1 day' or m.at > v_poll.to_at + interval '1 day') as aside
          from jsonb_array_elements(v_whole) i cross join lateral varta.to_time(i ->> 'requested', v_source.zone) m (at)) x
    where p.source_id = p_source;
    return query
    with item as materialized (
        select e.i as o, (e.pos - 1)::integer as item_n, coalesce(e.i ->> 'external_id', '') as id,
               case when e.i ? 'fault' then e.i ->> 'fault'
                    when coalesce(e.i ->> 'external_id', '') = '' then 'service_request_id is missing'
                    when not varta.poll_shows(e.i ->> 'status', false)
                     and not exists (select from varta.submission m where m.source_id = p_source and m.external_id = e.i ->> 'external_id')
                    then format('status is "%s"', left(e.i ->> 'status', 20))
                    when not v_closed and varta.poll_closed(v_source, e.i ->> 'status')
                     and not exists (select from varta.submission m where m.source_id = p_source and m.external_id = e.i ->> 'external_id')
                     and not exists (select from varta.submission m
                                     where m.source_id = p_source and m.external_id = varta.erased_id(p_source, e.i ->> 'external_id'))
                    then format('status is "%s"', left(e.i ->> 'status', 20)) end as fault
        from jsonb_array_elements(p_items) with ordinality as e (i, pos)),
    imported as materialized (
        select r.* from (select jsonb_agg(o || jsonb_build_object('n', item_n,
                                'service_code', varta.poll_code(v_source, o ->> 'service_code', o ->> 'service_name')) order by item_n) as all_items
                         from item where fault is null) a
        cross join lateral varta.poll_store(p_source, a.all_items) r where a.all_items is not null),
    result as materialized (
        select i.item_n, i.id, coalesce(r.outcome, 'refused') as outcome, coalesce(i.fault, r.reason) as reason
        from item i left join imported r on r.n = i.item_n),
    noted as (
        insert into varta.poll_refusal as f (city_id, source_id, external_id, reason)
        select distinct on (left(id, 200)) v_source.city_id, p_source, left(id, 200), left(reason, 500) from result
        where outcome = 'refused' order by left(id, 200), item_n desc
        on conflict (source_id, external_id) do update set last_at = now(), reason = excluded.reason),
    gone as (
        delete from varta.poll_refusal f using result r
        where f.source_id = p_source and f.external_id = r.id and r.outcome <> 'refused'
          and not exists (select from result o where o.id = r.id and o.outcome = 'refused')),
    fresh as (
        update varta.poll p set news_at = now(), warned_at = null
        where p.source_id = p_source and exists (select from result r where r.outcome = 'stored'))
    select r.item_n, r.id, r.outcome, r.reason, r.outcome = 'refused' and f.reason is distinct from left(r.reason, 500)
    from result r left join varta.poll_refusal f on f.source_id = p_source and f.external_id = left(r.id, 200)
    order by r.item_n;
    perform varta.poll_remember(v_source, v_whole);
end
$$;
comment on function sync.poll_take is
'in: source, daemon, items as sync.import() takes them, besides status, status_notes, service_name, updated, and fault (why it cannot be
used at all); seconds by which the lease is prolonged. out: for each its place from 0, the peer''s number, stored, known or refused with
the reason, and whether that refusal is news. Categories go through the source''s service_map; what changed in known ones is noted as a
comment. errors: VA001 source, VA003 the lease is lost';

create or replace function varta.poll_gone(s varta.source, p_request bigint) returns text
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_outcome text := (select outcome from sync.withdraw(s.id, array[p_request]));
    r varta.request;
begin
    select * into r from varta.request q where q.city_id = s.city_id and q.id = p_request;
    if v_outcome = 'refused' and r.public then
        perform varta.make_private(r, varta.why_hidden());
    end if;
    return v_outcome;
end
$$;
comment on function varta.poll_gone is
'in: source, a request that it has no more. out: what sync.withdraw() said. What is too late to be withdrawn, having been answered, is private';

create or replace function sync.poll_reread(p_source integer, p_daemon text, p_id text, p_items jsonb, p_seconds integer default 120) returns text
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    v_source varta.source := varta.source_of(p_source);
    v_poll varta.poll := varta.poll_of(p_source, p_daemon, p_seconds);
    v_turned boolean;
    v_notes integer;
    k varta.poll_known;
begin
    if p_items <> '[]' then
        v_turned := varta.poll_privacy(v_source, p_items);
        v_notes := varta.poll_comment(v_source, p_items);
        perform varta.poll_remember(v_source, p_items);
        return case when v_turned or v_notes > 0 then 'changed' else 'same' end;
    end if;
    update varta.poll_known set checked_at = now(), missing = missing + case when p_items is null then 0 else 1 end
    where source_id = p_source and external_id = p_id returning * into k;
    if p_items is null or k.missing < 2 then
        return case when p_items is null then 'same' else 'missing' end;
    end if;
    return varta.poll_gone(v_source, k.request_id);
end
$$;
comment on function sync.poll_reread is
'in: source, daemon, the peer''s number of a request that was read singly, what came: one item in an array; an empty one: the peer does not
have it any more; null: it is as it was; seconds by which the lease is prolonged. out: same, changed (noted as a comment, or hidden, or shown
again), missing for the first time, or what sync.withdraw() said the second time; what it refused, because it is answered, say, is private then. errors: VA001 source, VA003 the lease is lost';
