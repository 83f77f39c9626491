-- Deploy varta:poll
-- Reading the GeoReport servers of others: how far each was read, who reads it now, what was refused, and
-- what became of the requests that it showed us.
begin;
set local role varta_owner;

create table varta.poll (
    city_id smallint not null,
    source_id integer not null,
    read_to timestamptz,
    span interval,
    next_at timestamptz not null default '-infinity',
    etag text,
    from_at timestamptz,
    to_at timestamptz,
    behind boolean not null default false,
    leased_by text,
    leased_until timestamptz,
    failures smallint not null default 0,
    last_error text not null default '',
    done_at timestamptz,
    primary key (city_id, source_id),
    foreign key (city_id, source_id) references varta.source (city_id, id)
);
comment on column varta.poll.read_to is 'everything before it was read; null: nothing was';
comment on column varta.poll.span is 'how much time the next window may cover; null: all until now';
comment on column varta.poll.etag is 'of the last whole answer, where the question is always the same';
comment on column varta.poll.from_at is 'the window that is being read, or was read last, until to_at';
comment on column varta.poll.behind is 'that window ends before the moment at which it was leased';
comment on column varta.poll.failures is 'in a row';

create table varta.poll_known (
    city_id smallint not null,
    request_id bigint not null,
    source_id integer not null,
    external_id text not null,
    checked_at timestamptz not null default now(),
    etag text,
    digest bytea not null,
    closed boolean not null,
    missing smallint not null default 0,
    primary key (city_id, request_id),
    foreign key (city_id, source_id) references varta.source (city_id, id),
    foreign key (city_id, request_id) references varta.request
);
comment on table varta.poll_known is 'how a peer showed a request that we have from it, when we read it last';
comment on column varta.poll_known.digest is 'SHA-256 of its description';
comment on column varta.poll_known.closed is 'whether it was closed there';
comment on column varta.poll_known.missing is 'how often in a row the peer did not have it any more';
create index poll_known_external on varta.poll_known (source_id, external_id);
create index poll_known_checked on varta.poll_known (source_id, checked_at);

create table varta.poll_refusal (
    city_id smallint not null,
    source_id integer not null,
    external_id text not null,
    reason text not null,
    first_at timestamptz not null default now(),
    last_at timestamptz not null default now(),
    primary key (source_id, external_id),
    foreign key (city_id, source_id) references varta.source (city_id, id)
);
comment on table varta.poll_refusal is 'what a peer shows and we cannot take; gone when it is taken';
comment on column varta.poll_refusal.external_id is 'empty where it has none';
alter table varta.poll enable row level security;
alter table varta.poll_known enable row level security;
alter table varta.poll_refusal enable row level security;

-- Whose turn it is ------------------------------------------------------------------------------

create function varta.poll_params(s varta.source, p varta.poll) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select varta.poll_base(s)
        || case t.since when 'dates' then jsonb_build_object('start_date', varta.local_time(p.from_at, s.zone),
                                                             'end_date', varta.local_time(p.to_at, s.zone))
                        when 'updated' then jsonb_build_object('updated', varta.local_time(p.from_at, s.zone)) else '{}' end
        || case when t.size_param is null then '{}' else jsonb_build_object(t.size_param, t.page_size::text) end
    from varta.poll_settings(s) t
$$;
comment on function varta.poll_params is
'in: source, its window. out: the parameters of the question. Moments are by the peer''s clock with its offset: right for who heeds the
offset, and for who does not';

create function varta.poll_window(s varta.source, p varta.poll) returns varta.poll
language sql stable set search_path = varta, pg_temp as $$
    select (p.city_id, p.source_id, p.read_to, p.span, p.next_at, p.etag, f.from_at,
            date_trunc('second', least(now(), f.from_at + interval '90 days', f.from_at + interval '1 second' + p.span)) + interval '1 second',
            false, p.leased_by, p.leased_until, p.failures, p.last_error, p.done_at)::varta.poll
    from varta.poll_settings(s) t
    cross join lateral (
        select date_trunc('second', coalesce(p.read_to - case when p.span is null then t.overlap else interval '1 second' end,
                                             now() - t.history)) as from_at) f
$$;
comment on function varta.poll_window is
'in: source, how far it was read. out: with the next window: what was read, less the overlap, until now, or as far as the span or the
standard allows. Peers cut moments to seconds, so windows begin and end with whole ones';

create function sync.poll_lease(p_daemon text, p_limit integer default 4, p_seconds integer default 120)
returns table (source_id integer, source text, url text, format text, params jsonb, base jsonb, paging text, page_size integer, gap integer,
               keyed boolean, etag text, known jsonb)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    s varta.source;
    p varta.poll;
    x record;
    v_left integer := least(greatest(coalesce(p_limit, 4), 1), 100);
begin
    if coalesce(p_daemon, '') = '' then
        perform varta.fail('VA003', 'the daemon has no name', 'daemon', '', 'a name');
    end if;
    insert into varta.poll (city_id, source_id)
    select o.city_id, o.id from varta.source o where o.transport = 'poll' and o.active and o.url is not null
    on conflict do nothing;
    for x in
        select o as source, q as poll from varta.poll q join varta.source o on o.city_id = q.city_id and o.id = q.source_id
        join varta.city c on c.id = o.city_id
        where o.transport = 'poll' and o.active and c.active and o.url is not null and q.next_at <= now()
          and coalesce(q.leased_until <= now(), true)
        order by q.next_at, o.id limit v_left for no key update of q skip locked
    loop
        s := x.source;
        p := varta.poll_window(s, x.poll);
        update varta.poll q
        set from_at = p.from_at, to_at = p.to_at, behind = p.to_at <= now(), leased_by = p_daemon, leased_until = now() + make_interval(secs => p_seconds)
        where q.city_id = p.city_id and q.source_id = p.source_id;
        return query
        select s.id, s.code, s.url, t.format, varta.poll_params(s, p), varta.poll_base(s), t.paging, t.page_size, 60000 / t.rate, t.keyed,
               case when t.since = 'none' then p.etag end,
               (select coalesce(jsonb_agg(jsonb_build_object('id', k.external_id, 'etag', k.etag) order by k.checked_at, k.request_id), '[]')
                from (select k.* from varta.poll_known k join varta.request r on r.city_id = k.city_id and r.id = k.request_id
                      where k.source_id = s.id and r.status in (1, 2, 5) and p.span is null
                      order by k.checked_at, k.request_id limit t.reread) k)
        from varta.poll_settings(s) t;
    end loop;
end
$$;
comment on function sync.poll_lease is
'in: daemon, how many sources at most, for how many seconds. out: the sources that it has to read until then: where, with which parameters
(base: for a single request), how to get further pages (none, narrow: say poll_done(full); page, offset), milliseconds between two calls, whether the key goes along,
the ETag of the last answer, and the requests to be read singly afterwards, [{"id", "etag"}]. errors: VA003';

create function sync.poll_next() returns bigint
language sql stable security definer set search_path = varta, pg_temp as $$
    select greatest(ceil(extract(epoch from min(greatest(q.next_at, q.leased_until)) - now()) * 1000), 0)::bigint
    from varta.poll q join varta.source o on o.city_id = q.city_id and o.id = q.source_id join varta.city c on c.id = o.city_id
    where o.transport = 'poll' and o.active and c.active and o.url is not null and greatest(q.next_at, q.leased_until) > '-infinity'
$$;
comment on function sync.poll_next is 'out: in how many milliseconds the next source may be leased; null: none ever was';

create function varta.poll_of(p_source integer, p_daemon text, p_seconds integer default null) returns varta.poll
language plpgsql set search_path = varta, pg_temp as $$
declare
    p varta.poll;
begin
    update varta.poll set leased_until = coalesce(now() + make_interval(secs => p_seconds), leased_until)
    where source_id = p_source and leased_by = p_daemon returning * into p;
    if not found then
        perform varta.fail('VA003', format('source %s is not leased to %s any more', p_source, p_daemon), 'daemon', p_daemon, 'who has the lease');
    end if;
    return p;
end
$$;
comment on function varta.poll_of is 'in: source, daemon, seconds by which its lease is prolonged. out: the state, locked. errors: VA003 it lost the lease';

-- What was read ---------------------------------------------------------------------------------

create function varta.poll_closed(p_status text) returns boolean
language sql immutable as $$
    select coalesce(lower(p_status) in ('closed', 'fixed'), false)
$$;
comment on function varta.poll_closed is 'in: a peer''s status. out: whether nothing is left to be done there';

create function varta.poll_code(s varta.source, p_code text, p_name text) returns text
language sql stable as $$
    select coalesce(s.service_map ->> p_code, s.service_map ->> p_name,
                    (select g.code from varta.category g where g.city_id = s.city_id and g.code = p_code),
                    s.service_map ->> '*', p_code)
$$;
comment on function varta.poll_code is 'in: source, service_code and service_name of the peer. out: our category, or the peer''s code where there is none';

create function varta.poll_notes(s varta.source, p_items jsonb) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select jsonb_agg(jsonb_build_object('service_request_id', x.request_id, 'update_id', x.update_id, 'status', x.status,
                                        'description', x.text, 'updated', x.updated) order by x.request_id)
    from (
        select k.request_id, i.status, v.text, v.update_id, case when varta.to_time(i.updated, s.zone) <= now() then i.updated end as updated
        from jsonb_to_recordset(p_items) i (external_id text, status text, status_notes text, description text, updated text)
        join varta.poll_known k on k.source_id = s.id and k.external_id = i.external_id
        cross join lateral (
            select coalesce(i.description, '') as text, format('%s edited %s', k.external_id, left(encode(d, 'hex'), 16)) as update_id
            from sha256(convert_to(coalesce(i.description, ''), 'UTF8')) d where d <> k.digest
            union all
            select coalesce(i.status_notes, ''), format('%s closed %s', k.external_id, coalesce(i.updated, now()::text))
            where varta.poll_closed(i.status) and not k.closed
              and exists (select from varta.request r where r.city_id = s.city_id and r.id = k.request_id and r.status in (1, 2))
              and not exists (select from varta.outbox b where b.city_id = s.city_id and b.request_id = k.request_id and b.text = i.status_notes)) v) x
$$;
comment on function varta.poll_notes is
'in: source, items as read. out: what changed since they were read last, as items for sync.comments(): another description; closed there
while it is open here, unless that is our own answer. null: nothing';

create function varta.poll_remember(s varta.source, p_items jsonb) returns void
language sql set search_path = varta, pg_temp as $$
    insert into varta.poll_known as k (city_id, request_id, source_id, external_id, etag, digest, closed)
    select distinct on (m.request_id) s.city_id, m.request_id, s.id, i.external_id, i.etag,
           sha256(convert_to(coalesce(i.description, ''), 'UTF8')), varta.poll_closed(i.status)
    from jsonb_to_recordset(p_items) i (external_id text, status text, description text, etag text)
    join varta.submission m on m.source_id = s.id and m.external_id = i.external_id
    order by m.request_id
    on conflict (city_id, request_id) do update
    set checked_at = now(), etag = excluded.etag, digest = excluded.digest, closed = excluded.closed, missing = 0
$$;
comment on function varta.poll_remember is 'in: source, items as read. Those that we have are as they were shown now';

create function varta.poll_comment(s varta.source, p_items jsonb) returns integer
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_notes jsonb := varta.poll_notes(s, p_items);
begin
    return case when v_notes is null then 0 else (select count(*) from sync.comments(s.id, v_notes) where outcome = 'stored') end;
end
$$;
comment on function varta.poll_comment is 'in: source, items as read. out: how many changes were noted. To be called before sync.import(): see the locks there';

create function sync.poll_take(p_source integer, p_daemon text, p_items jsonb, p_seconds integer default 120)
returns table (n integer, external_id text, outcome text, reason text, news boolean)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    v_source varta.source := varta.source_of(p_source);
    v_poll varta.poll := varta.poll_of(p_source, p_daemon, p_seconds);
    v_closed boolean := (select closed from varta.poll_settings(v_source));
begin
    perform varta.poll_comment(v_source, p_items);
    return query
    with item as materialized (
        select e.i as o, (e.pos - 1)::integer as item_n, coalesce(e.i ->> 'external_id', '') as id,
               case when e.i ? 'fault' then e.i ->> 'fault'
                    when coalesce(e.i ->> 'external_id', '') = '' then 'service_request_id is missing'
                    when not v_closed and varta.poll_closed(e.i ->> 'status')
                     and not exists (select from varta.submission m where m.source_id = p_source and m.external_id = e.i ->> 'external_id')
                    then format('status is "%s"', left(e.i ->> 'status', 20)) end as fault
        from jsonb_array_elements(p_items) with ordinality as e (i, pos)),
    imported as materialized (
        select r.* from (select jsonb_agg(o || jsonb_build_object('n', item_n,
                                'service_code', varta.poll_code(v_source, o ->> 'service_code', o ->> 'service_name')) order by item_n) as all_items
                         from item where fault is null) a
        cross join lateral sync.import(p_source, a.all_items) r where a.all_items is not null),
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
        where f.source_id = p_source and f.external_id = r.id and r.outcome <> 'refused')
    select r.item_n, r.id, r.outcome, r.reason, r.outcome = 'refused' and f.reason is distinct from left(r.reason, 500)
    from result r left join varta.poll_refusal f on f.source_id = p_source and f.external_id = left(r.id, 200)
    order by r.item_n;
    perform varta.poll_remember(v_source, p_items);
end
$$;
comment on function sync.poll_take is
'in: source, daemon, items as sync.import() takes them, besides status, status_notes, service_name, updated, and fault (why it cannot be
used at all); seconds by which the lease is prolonged. out: for each its place from 0, the peer''s number, stored, known or refused with
the reason, and whether that refusal is news. Categories go through the source''s service_map; what changed in known ones is noted as a
comment. errors: VA001 source, VA003 the lease is lost';

create function sync.poll_reread(p_source integer, p_daemon text, p_id text, p_items jsonb, p_seconds integer default 120) returns text
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    v_source varta.source := varta.source_of(p_source);
    v_poll varta.poll := varta.poll_of(p_source, p_daemon, p_seconds);
    v_notes integer;
    k varta.poll_known;
begin
    if p_items <> '[]' then
        v_notes := varta.poll_comment(v_source, p_items);
        perform varta.poll_remember(v_source, p_items);
        return case when v_notes > 0 then 'changed' else 'same' end;
    end if;
    update varta.poll_known set checked_at = now(), missing = missing + case when p_items is null then 0 else 1 end
    where source_id = p_source and external_id = p_id returning * into k;
    if p_items is null or k.missing < 2 then
        return case when p_items is null then 'same' else 'missing' end;
    end if;
    return (select outcome from sync.withdraw(p_source, array[k.request_id]));
end
$$;
comment on function sync.poll_reread is
'in: source, daemon, the peer''s number of a request that was read singly, what came: one item in an array; an empty one: the peer does not
have it any more; null: it is as it was; seconds by which the lease is prolonged. out: same, changed (noted as a comment), missing for the
first time, or what sync.withdraw() said the second time. errors: VA001 source, VA003 the lease is lost';

create function sync.poll_done(p_source integer, p_daemon text, p_full boolean default false, p_etag text default null) returns bigint
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    v_source varta.source := varta.source_of(p_source);
    p varta.poll := varta.poll_of(p_source, p_daemon);
    t record;
    v_wide interval := p.to_at - p.from_at;
    v_narrow boolean := coalesce(p_full, false) and v_wide > interval '3 seconds';
    v_behind boolean := v_narrow or p.behind;
    v_wait interval;
begin
    select * into t from varta.poll_settings(v_source);
    v_wait := greatest(interval '1 minute' / t.rate, case when not v_behind then t.every end);
    update varta.poll
    set read_to = case when v_narrow then read_to else p.to_at end,
        span = case when v_narrow then greatest(date_trunc('second', v_wide / 2 - interval '1 second'), interval '1 second') when v_behind then coalesce(p.span, v_wide) * 2 end,
        next_at = now() + v_wait,
        etag = p_etag, failures = 0, done_at = now(), leased_by = null, leased_until = null,
        last_error = case when p_full and not v_narrow then format('not all of %s could be read: too many within a second', p.from_at) else '' end
    where source_id = p_source;
    return extract(epoch from v_wait) * 1000;
end
$$;
comment on function sync.poll_done is
'in: source, daemon, whether the answer was full, so that some may be missing from it, the ETag of the answer (null: none). out: in how many
milliseconds it is read again; a full window is read again in halves. errors: VA001, VA003 the lease is lost';

create function sync.poll_failed(p_source integer, p_daemon text, p_error text, p_after integer default 0)
returns table (failures integer, wait bigint)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    p varta.poll := varta.poll_of(p_source, p_daemon);
    t varta.transport := (select t from varta.transport t where t.code = 'poll');
    v_wait interval := greatest(varta.delivery_wait(t, p.failures + 1), make_interval(secs => coalesce(p_after, 0)));
begin
    update varta.poll
    set failures = least(p.failures + 1, 1000), last_error = left(coalesce(p_error, ''), 500), next_at = now() + v_wait,
        leased_by = null, leased_until = null
    where source_id = p_source;
    return query select p.failures + 1, ceil(extract(epoch from v_wait))::bigint;
end
$$;
comment on function sync.poll_failed is
'in: source, daemon, what went wrong, seconds that the peer asks to wait. out: failures in a row, seconds until it is read again: later and
later. errors: VA003 the lease is lost';

create function sync.poll_release(p_source integer, p_daemon text) returns boolean
language sql security definer set search_path = varta, pg_temp as $$
    with given as (
        update varta.poll set leased_by = null, leased_until = null where source_id = p_source and leased_by = p_daemon returning 1)
    select exists (select from given)
$$;
comment on function sync.poll_release is 'in: source, daemon. out: whether it had the lease. It was not read to the end: whoever is there may begin anew';

-- For administrators ----------------------------------------------------------------------------

create function api.polls()
returns table (city text, source text, dialect text, read_to timestamptz, next timestamptz, failures integer, error text, open bigint, refused bigint)
language sql stable security definer set search_path = varta, pg_temp as $$
    select c.code, s.code, s.dialect, p.read_to, nullif(p.next_at, '-infinity'), coalesce(p.failures, 0),
           coalesce(nullif(p.last_error, ''), case when s.url is null then 'the source has no url' when not s.active then 'not active' end),
           (select count(*) from varta.poll_known k join varta.request r on r.city_id = k.city_id and r.id = k.request_id
            where k.source_id = s.id and r.status in (1, 2, 5)),
           (select count(*) from varta.poll_refusal f where f.source_id = s.id)
    from varta.source s join varta.city c on c.id = s.city_id
    left join varta.poll p on p.city_id = s.city_id and p.source_id = s.id
    where s.transport = 'poll' and (s.city_id = any(varta.my_cities()) or varta.is_superuser())
    order by c.code, s.code
$$;
comment on function api.polls is
'out: the sources that are polled, in the administrator''s cities: how far they were read, when they will be again, failures in a row, the
last error, how many of their requests are open here, how many they show that cannot be taken';

create function varta.poll_source(p_source text) returns varta.source
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    s varta.source;
begin
    select * into s from varta.source
    where code = p_source and transport = 'poll' and (city_id = any(varta.my_cities()) or varta.is_superuser());
    if not found then
        perform varta.fail('VA001', format('there is no source %L that is polled', p_source), 'source', p_source);
    end if;
    return s;
end
$$;
comment on function varta.poll_source is 'in: code. out: the source, of the administrator''s cities. errors: VA001';

create function api.poll_refusals(p_source text) returns table (external_id text, reason text, first timestamptz, last timestamptz)
language sql stable security definer set search_path = varta, pg_temp as $$
    select f.external_id, f.reason, f.first_at, f.last_at
    from varta.poll_source(p_source) s join varta.poll_refusal f on f.source_id = s.id
    order by f.last_at desc, f.external_id
$$;
comment on function api.poll_refusals is 'in: source. out: what it shows and cannot be taken, by its number there, with the reason. errors: VA001';

create function api.poll_again(p_source text, p_since timestamptz default null) returns void
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    s varta.source := varta.poll_source(p_source);
begin
    insert into varta.poll as p (city_id, source_id, read_to) values (s.city_id, s.id, p_since)
    on conflict (city_id, source_id) do update
    set read_to = coalesce(p_since, p.read_to), span = case when p_since is null then p.span end, etag = null, next_at = '-infinity',
        failures = 0, leased_by = null, leased_until = null;
    perform pg_notify('varta_config', '');
end
$$;
comment on function api.poll_again is
'in: source, since when it is to be read again (null: only what is new). The daemon reads it at once; what is known is not taken twice.
errors: VA001';

commit;
