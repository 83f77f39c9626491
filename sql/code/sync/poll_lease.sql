-- Which source is read next, by which daemon, and how far it got.

-- Whose turn it is ------------------------------------------------------------------------------

create or replace function varta.clock_time(p_at timestamptz, p_zone text, p_clock text, p_late boolean) returns text
language sql stable set search_path = varta, pg_temp as $$
    select varta.local_time((case when p_late then greatest(w.zone, w.clock) else least(w.zone, w.clock) end) at time zone p_zone, p_zone)
    from (select p_at at time zone p_zone, p_at at time zone p_clock) w (zone, clock)
$$;
comment on function varta.clock_time is
'in: moment, zone of a peer, zone of its server''s clock, which of the two readings. out: the later or the earlier one, with the offset of the first zone';

create or replace function varta.poll_params(s varta.source, p varta.poll) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select varta.poll_base(s)
        || case t.since when 'dates' then jsonb_build_object('start_date', varta.clock_time(p.from_at, s.zone, t.clock, false),
                                                             'end_date', varta.clock_time(p.to_at, s.zone, t.clock, true))
                        when 'updated' then jsonb_build_object('updated', varta.local_time(p.from_at, s.zone)) else '{}' end
        || case when t.size_param is null then '{}' else jsonb_build_object(t.size_param, t.page_size::text) end
    from varta.poll_settings(s) t
$$;
comment on function varta.poll_params is
'in: source, its window. out: the parameters of the question. Moments are by the peer''s clock with its offset: right for who heeds the
offset, and for who does not; where its server''s clock may be of another zone the window is wider by the difference';

create or replace function varta.poll_window(s varta.source, p varta.poll) returns varta.poll
language sql stable set search_path = varta, pg_temp as $$
    select (p.city_id, p.source_id, p.read_to, p.span, p.next_at, p.etag, f.from_at,
            date_trunc('second', least(now(), f.from_at + interval '90 days', f.from_at + interval '1 second' + p.span)) + interval '1 second',
            false, p.leased_by, p.leased_until, p.failures, p.last_error, p.done_at, p.news_at, p.warned_at, 0, 0, p.heedless, p.whole_at)::varta.poll
    from varta.poll_settings(s) t
    cross join lateral (
        select date_trunc('second', coalesce(p.read_to - case when p.span is null then t.overlap else interval '1 second' end,
                                             now() - t.history)) as from_at) f
$$;
comment on function varta.poll_window is
'in: source, how far it was read. out: with the next window: what was read, less the overlap, until now, or as far as the span or the
standard allows. Peers cut moments to seconds, so windows begin and end with whole ones';

create or replace function sync.poll_lease(p_daemon text, p_limit integer default 4, p_seconds integer default 120)
returns table (source_id integer, source text, url text, format text, params jsonb, base jsonb, paging text, page_size integer, gap integer,
               keyed boolean, etag text, known jsonb, caught_up boolean)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    s varta.source;
    p varta.poll;
    x record;
    v_left integer := least(greatest(coalesce(p_limit, 4), 1), 100);
    v_cities smallint[] := varta.served_cities();
begin
    perform varta.daemon_check(p_daemon);
    insert into varta.poll (city_id, source_id)
    select o.city_id, o.id from varta.source o
    where o.transport = 'poll' and o.active and o.url is not null and o.city_id = any(v_cities)
    on conflict do nothing;
    for x in
        select o as source, q as poll from varta.poll q join varta.source o on o.city_id = q.city_id and o.id = q.source_id
        join varta.city c on c.id = o.city_id
        where q.city_id = any(v_cities) and o.transport = 'poll' and o.active and c.active and o.url is not null and q.next_at <= now()
          and coalesce(q.leased_until <= now(), true)
        order by q.next_at, o.id limit v_left for no key update of q skip locked
    loop
        s := x.source;
        p := varta.poll_window(s, x.poll);
        update varta.poll q
        set from_at = p.from_at, to_at = p.to_at, shown = 0, aside = 0, behind = p.to_at <= now(), leased_by = p_daemon, leased_until = now() + make_interval(secs => p_seconds)
        where q.city_id = p.city_id and q.source_id = p.source_id;
        return query
        select s.id, s.code, s.url, t.format, varta.poll_params(s, p), varta.poll_base(s), case when p.heedless and t.paging = 'narrow' then 'page' else t.paging end, t.page_size, 60000 / t.rate, t.keyed,
               case when t.since = 'none' then p.etag end,
               (select coalesce(jsonb_agg(jsonb_build_object('id', k.external_id, 'etag', k.etag) order by k.checked_at, k.request_id), '[]')
                from (select k.* from varta.poll_known k join varta.request r on r.city_id = k.city_id and r.id = k.request_id
                      where k.source_id = s.id and p.span is null
                        and (r.status in (varta.status_new(), varta.status_pending(), varta.status_merged())
                             or r.status = varta.status_answered() and r.updated_at > now() - interval '30 days')
                      order by k.checked_at, k.request_id limit t.reread) k),
               p.heedless and p.whole_at is not null
        from varta.poll_settings(s) t;
    end loop;
end
$$;
comment on function sync.poll_lease is
'in: daemon, how many sources at most, for how many seconds. out: the sources that it has to read until then: where, with which parameters
(base: for a single request), how to get further pages (none, narrow: say poll_done(full); page, offset), milliseconds between two calls, whether the key goes along,
the ETag of the last answer, the requests to be read singly afterwards, [{"id", "etag"}], and whether the server shows everything whatever window it is asked
for and was read to its last page before: a page without news ends it then, where the list goes from the newest to the oldest. errors: VA003';

create or replace function sync.poll_next() returns bigint
language sql stable security definer set search_path = varta, pg_temp as $$
    select greatest(ceil(extract(epoch from min(greatest(q.next_at, q.leased_until)) - now()) * 1000), 0)::bigint
    from varta.poll q join varta.source o on o.city_id = q.city_id and o.id = q.source_id join varta.city c on c.id = o.city_id
    where q.city_id = any((select varta.served_cities())::smallint[])
      and o.transport = 'poll' and o.active and c.active and o.url is not null and greatest(q.next_at, q.leased_until) > '-infinity'
    having count(*) > 0
$$;
comment on function sync.poll_next is 'out: in how many milliseconds the next source may be leased; null: none ever was. errors: none';

create or replace function varta.poll_of(p_source integer, p_daemon text, p_seconds integer default null) returns varta.poll
language plpgsql set search_path = varta, pg_temp as $$
declare
    p varta.poll;
begin
    update varta.poll set leased_until = coalesce(now() + make_interval(secs => p_seconds), leased_until)
    where source_id = p_source and leased_by = p_daemon and city_id = any((select varta.served_cities())::smallint[]) returning * into p;
    if not found then
        perform varta.fail('VA003', format('source %s is not leased to %s any more', p_source, p_daemon), 'daemon', p_daemon, 'who has the lease');
    end if;
    return p;
end
$$;
comment on function varta.poll_of is 'in: source, daemon, seconds by which its lease is prolonged. out: the state, locked. errors: VA003 it lost the lease';

create or replace function sync.poll_done(p_source integer, p_daemon text, p_full boolean default false, p_etag text default null) returns bigint
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    v_source varta.source := varta.source_of(p_source);
    p varta.poll := varta.poll_of(p_source, p_daemon);
    t record;
    v_wide interval := p.to_at - p.from_at;
    -- an hour that is full of what is not of it: shorter windows would bring the same
    v_heedless boolean := not p.heedless and coalesce(p_full, false) and v_wide <= interval '1 hour' and p.aside * 2 > p.shown;
    v_narrow boolean := not p.heedless and coalesce(p_full, false) and v_wide > interval '3 seconds' and not v_heedless;
    v_behind boolean := v_narrow or p.behind and not v_heedless;
    v_wait interval;
begin
    select * into t from varta.poll_settings(v_source);
    v_wait := greatest(interval '1 minute' / t.rate, case when not v_behind and not v_heedless then t.every end);
    update varta.poll
    set read_to = case when v_narrow then read_to when v_heedless then now() else p.to_at end,
        span = case when v_narrow then greatest(date_trunc('second', v_wide / 2 - interval '1 second'), interval '1 second') when v_behind then coalesce(p.span, v_wide) * 2 end,
        heedless = p.heedless or v_heedless, whole_at = case when p.heedless then now() end, next_at = now() + v_wait,
        etag = p_etag, failures = 0, done_at = now(), leased_by = null, leased_until = null,
        last_error = case when v_heedless then 'the server does not heed start_date and end_date: it is read page by page'
                          when p_full and p.heedless then 'the server heeds neither start_date and end_date nor page: what one answer holds is all that is read'
                          when p_full and not v_narrow then format('not all of %s could be read: too many within a second', p.from_at) else '' end
    where source_id = p_source;
    return extract(epoch from v_wait) * 1000;
end
$$;
comment on function sync.poll_done is
'in: source, daemon, whether the answer was full, so that some may be missing from it, the ETag of the answer (null: none). out: in how many
milliseconds it is read again; a full window is read again in halves, unless the server shows the same whatever window it is asked for: then it is read page by page,
from now on. errors: VA001, VA003 the lease is lost';

create or replace function sync.poll_stale(p_source integer) returns text
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    v_source varta.source := varta.source_of(p_source);
    v_since timestamptz;
begin
    update varta.poll p set warned_at = now()
    where p.city_id = v_source.city_id and p.source_id = p_source and varta.stale_since(v_source, p) is not null
      and coalesce(p.warned_at < now() - interval '1 day', true)
    returning p.news_at into v_since;
    return varta.local_time(v_since, v_source.zone);
end
$$;
comment on function sync.poll_stale is
'in: source. out: since when reading it has brought nothing new, once a day, where that is long; otherwise null. errors: VA001';

create or replace function sync.poll_failed(p_source integer, p_daemon text, p_error text, p_after integer default 0)
returns table (failures integer, wait bigint)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    p varta.poll := varta.poll_of(p_source, p_daemon);
    t varta.transport := (select t from varta.transport t where t.code = 'poll');
    v_wait interval := greatest(varta.delivery_wait(t, p.failures + 1), make_interval(secs => coalesce(p_after, 0)));
begin
    update varta.poll
    set failures = least(p.failures + 1, 1000), last_error = varta.error_text(p_error), next_at = now() + v_wait,
        leased_by = null, leased_until = null
    where source_id = p_source;
    return query select p.failures + 1, ceil(extract(epoch from v_wait))::bigint;
end
$$;
comment on function sync.poll_failed is
'in: source, daemon, what went wrong, seconds that the peer asks to wait. out: failures in a row, seconds until it is read again: later and
later. errors: VA003 the lease is lost';

create or replace function sync.poll_release(p_source integer, p_daemon text) returns boolean
language sql security definer set search_path = varta, pg_temp as $$
    with given as (
        update varta.poll set leased_by = null, leased_until = null
        where source_id = p_source and leased_by = p_daemon and city_id = any((select varta.served_cities())::smallint[]) returning 1)
    select exists (select from given)
$$;
comment on function sync.poll_release is 'in: source, daemon. out: whether it had the lease. It was not read to the end: whoever is there may begin anew. errors: none';
