-- What a daemon that delivers asks besides leasing: when there is something to lease again, giving a lease
-- back, and what a push has to say.

create or replace function sync.outbox_next(p_transport text) returns bigint
language sql stable security definer set search_path = varta, pg_temp as $$
    select ceil(extract(epoch from min(x.at) - now()) * 1000)::bigint
    from varta.source s
    cross join lateral (
        select min(d.next_at) from varta.delivery d
        where d.source_id = s.id and d.delivered_at is null and d.dead_at is null and d.leased_until is null and d.next_at > now()
        union all
        select min(d.leased_until) from varta.delivery d where d.source_id = s.id and d.leased_until > now()
        union all
        -- what could be had now, and somebody holds
        select now() + interval '10 seconds' where exists (
            select from varta.delivery d
            where d.source_id = s.id and d.delivered_at is null and d.dead_at is null and d.leased_until is null and d.next_at <= now())
        union all
        select w.until_at from varta.trouble w where w.source_id = s.id and w.until_at > now()
        union all
        select greatest(o.at, now() + interval '10 seconds') from (select min(t.at) from varta.tree_order t where t.source_id = s.id) o (at)
        where o.at is not null) x (at)
    where s.transport = p_transport and s.active and s.city_id = any((select varta.served_cities())::smallint[]) and x.at < 'infinity'
$$;
comment on function sync.outbox_next is
'in: transport. out: in how many milliseconds something may be leased that cannot be now, at most 10 s where something is due; null: nothing
waits for a time. errors: none';

create or replace function varta.counted() returns integer
language sql immutable as $$ select 10000 $$;
comment on function varta.counted is 'out: how many rows of a source, a kind or a city are counted at most, the oldest: a count costs no more, however much waits';

create or replace function sync.outbox_counts() returns table (transport text, pending bigint, failed bigint, dead bigint, age bigint)
language sql stable security definer set search_path = varta, pg_temp set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off as $$
    with city as materialized (
        select c as id from unnest((select varta.served_cities())::smallint[]) c),
    left_over as (
        select s.transport, d.attempts, null::timestamptz as dead_at, b.visible_at
        from varta.source s
        cross join lateral (select d.seq, d.attempts from varta.delivery d
                            where d.source_id = s.id and d.delivered_at is null and d.dead_at is null order by d.seq limit varta.counted()) d
        join varta.outbox b on b.seq = d.seq
        where s.city_id in (select id from city)
        union all
        select s.transport, 0, d.dead_at, null
        from city c
        cross join lateral (select d.source_id, d.dead_at from varta.delivery d
                            where d.city_id = c.id and d.dead_at is not null order by d.seq limit varta.counted()) d
        join varta.source s on s.id = d.source_id
        union all
        select 'mail', m.attempts, null, m.visible_at
        from unnest(array['confirm', 'news', 'notice']) k
        cross join lateral (select m.city_id, m.attempts, m.visible_at from varta.mail m
                            where m.kind = k and m.sent_at is null and m.dead_at is null order by m.id limit varta.counted()) m
        where m.city_id in (select id from city)
        union all
        select 'mail', 0, m.dead_at, null
        from city c
        cross join lateral (select m.dead_at from varta.mail m where m.city_id = c.id and m.dead_at is not null order by m.id limit varta.counted()) m)
    select t.code, count(l.*) filter (where l.attempts = 0 and l.dead_at is null),
           count(*) filter (where l.dead_at is null and l.attempts > 0), count(l.dead_at),
           coalesce(max(extract(epoch from now() - l.visible_at)) filter (where l.dead_at is null and l.visible_at <= now()), 0)::bigint
    from varta.transport t
    left join left_over l on l.transport = t.code
    where t.scope <> 'none'
    group by t.code
$$;
comment on function sync.outbox_counts is
'out: for each transport the deliveries that were not made: never tried, failed, dead; and for how many seconds the oldest has been due. Of each
source (mails: kind), and of the dead of each city, the oldest 10,000 are counted. errors: none';

create or replace function sync.outbox_release(p_daemon text, p_source integer) returns bigint
language sql security definer set search_path = varta, pg_temp as $$
    with given as (
        update varta.delivery set leased_by = null, leased_until = null
        where source_id = p_source and leased_by = p_daemon and leased_until is not null
          and city_id = any((select varta.served_cities())::smallint[])
        returning seq)
    select count(*) from given
$$;
comment on function sync.outbox_release is
'in: daemon, source. out: how many leases of it were given back; none of them counts as an attempt. Only for what was not begun. errors: none';

create or replace function sync.outbox_retry(p_source text) returns bigint
language sql security definer set search_path = varta, pg_temp as $$
    with due as (
        update varta.delivery d set next_at = now()
        from varta.source s, varta.outbox b
        where s.code = p_source and s.city_id = any((select varta.served_cities())::smallint[]) and d.source_id = s.id and d.delivered_at is null and d.dead_at is null
          and d.next_at > now() and b.seq = d.seq and (d.attempts > 0 or b.visible_at <= now())
        returning d.seq),
    free as (
        delete from varta.trouble w using varta.source s
        where s.code = p_source and s.city_id = any((select varta.served_cities())::smallint[]) and w.source_id = s.id)
    select count(*) from due
$$;
comment on function sync.outbox_retry is
'in: code of a source whose key is new. out: how many deliveries that failed before are due now; their attempts stay counted. errors: none';

create or replace function varta.local_time(p_at timestamptz, p_zone text) returns text
language sql stable as $$
    select to_char(p_at at time zone p_zone, 'YYYY-MM-DD"T"HH24:MI:SS')
        || case when x.off < '0' then '-' else '+' end || to_char(greatest(x.off, -x.off), 'HH24:MI')
    from (select (p_at at time zone p_zone) - (p_at at time zone 'UTC') as off) x
$$;
comment on function varta.local_time is 'in: moment, zone. out: its clock there with the offset, a W3C date in whole seconds';

create or replace function sync.push_lease(p_daemon text, p_limit integer default 50, p_seconds integer default 60)
returns table (seq bigint, source_id integer, source text, url text, jurisdiction text, request_id bigint, status text, updated text,
               text text, attempts integer, external_id text, update_id text, own_id text,
               external_status_code text, customer_reference text, unit text, media_url text)
language sql security definer set search_path = varta, pg_temp as $$
    select l.seq, l.source_id, l.source, s.url, case s.transport when 'poll' then varta.poll_base(s) ->> 'jurisdiction_id' else coalesce(s.peer_jurisdiction, l.jurisdiction) end,
           l.request_id, l.status, varta.local_time(to_timestamp(l.visible), s.zone),
           varta.update_text(l.status_code, l.text, l.lang, l.detail), l.attempts,
           case s.transport when 'poll' then l.external_id end, varta.leased_update_id(l.seq), varta.own_update_id(l.seq),
           varta.update_code(l.status_code, l.detail), varta.customer_reference(s.city_id, l.request_id), varta.unit_name(s.city_id, l.request_id, l.lang),
           (select (varta.answer_paths(b.city_id, b.response_id))[1] from varta.outbox b
            join varta.request r on r.city_id = b.city_id and r.id = b.request_id and r.public where b.seq = l.seq)
    from (values ('push'), ('poll')) t (transport)
    cross join lateral sync.outbox_lease(p_daemon, t.transport, p_limit, p_seconds) with ordinality l
    join varta.source s on s.id = l.source_id
    order by l.source_id, l.ordinality
$$;
comment on function sync.push_lease is
'in: as sync.outbox_lease(), for the transports push and poll (those of its dialects that take answers), each with p_limit. out: the
same, always with a text, with the peer''s own number of the request (for poll; null: it is told by servicerequestupdates), with where it goes (null:
nobody said), the jurisdiction as the peer calls it, the moment of visibility by the clock of the source, the update_id and the one to be taken
where something else has that, and beside the status as in sync.updates(). errors: VA003';
