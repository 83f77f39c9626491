-- Who has to be told of a row of the outbox, and how far that got: a row for each source that is a consumer
-- of it. A daemon leases what is due; a source of which anything is leased gives nothing more, to anyone,
-- until that is done, has failed, or the lease has run out. What leaves for one request leaves in the order of
-- seq, and what has waited longest first. A row that fails is tried again later and later, and holds back its own request. When several
-- different rows have failed one after the other ('hold'), the peer is probably down, and all of the source
-- is held back, longer and longer (varta.trouble). What fails for good is given up, and holds back nothing.

create or replace function varta.outbox_added() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    insert into varta.delivery (seq, source_id, city_id, request_id, next_at)
    select b.seq, s::integer, b.city_id, b.request_id, b.visible_at
    from added b
    join varta.request r on r.city_id = b.city_id and r.id = b.request_id
    left join varta.event e on e.city_id = b.city_id and e.id = b.event_id
    cross join lateral jsonb_array_elements(coalesce(e.after #> array['digests', 'to', b.request_id::text], to_jsonb(varta.consumers(b.city_id, b.source_id, r.public)))) s;
    if found then
        perform varta.tell_daemons('outbox', array(select distinct city_id from added));
    end if;
    return null;
end
$$;
comment on function varta.outbox_added is 'each row added to the outbox gets a delivery to whom it concerns, as the event says from which it comes; wakes up the daemon';

create trigger outbox_added after insert on varta.outbox
    referencing new table as added for each statement execute function varta.outbox_added();

create or replace function varta.outbox_moved() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    update varta.delivery set next_at = new.visible_at
    where seq = new.seq and delivered_at is null and dead_at is null and attempts = 0;
    return null;
end
$$;
comment on function varta.outbox_moved is 'what may leave at another moment is due at another one';

create trigger outbox_moved after update on varta.outbox
    for each row when (new.visible_at is distinct from old.visible_at) execute function varta.outbox_moved();

create or replace function varta.delivery_wait(t varta.transport, p_attempts integer) returns interval
language sql volatile as $$
    select make_interval(secs => least(extract(epoch from t.base) * power(t.factor, least(p_attempts, 200) - 1),
                                       extract(epoch from t.longest)) * (1 - t.jitter + 2 * t.jitter * random()))
$$;
comment on function varta.delivery_wait is 'in: transport, attempts that failed (from 1). out: how long to wait before the next one';

create or replace function varta.republish(p_city smallint, p_request bigint) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_seq bigint := (select max(o.seq) from varta.outbox o where o.city_id = p_city and o.request_id = p_request);
    v_to integer[];
begin
    with added as (
        insert into varta.delivery (seq, source_id, city_id, request_id)
        select v_seq, s.id, p_city, p_request
        from varta.request r
        join varta.source s on s.city_id = r.city_id and s.active
        join varta.transport t on t.code = s.transport and t.scope = 'city'
        where v_seq is not null and r.city_id = p_city and r.id = p_request and (r.public or varta.kept_private(r))
          and not exists (select from varta.delivery d where d.city_id = p_city and d.request_id = p_request and d.source_id = s.id)
        returning source_id)
    select array_agg(source_id) into v_to from added;
    if v_to is not null then
        perform varta.transport_event(p_city, v_seq, 'also', jsonb_build_object('request', p_request, 'to', v_to));
    end if;
    update varta.delivery d
    set delivered_at = null, dead_at = null, leased_by = null, leased_until = null, attempts = 0, next_at = '-infinity'
    from (select min(e.seq) as seq, e.source_id from varta.delivery e join varta.source s on s.city_id = e.city_id and s.id = e.source_id
          join varta.transport t on t.code = s.transport
          where e.city_id = p_city and e.request_id = p_request and t.scope = 'city' group by e.source_id) x
    where d.seq = x.seq and d.source_id = x.source_id;
    if found then
        perform varta.tell_daemons('outbox', array[p_city]);
    end if;
end
$$;
comment on function varta.republish is
'in: request. Whoever publishes what is public in its city looks at it again, although nothing leaves; so does who has it only because a
tree was made from scratch, or was not told of it because it was private. Whoever has just done so does not know
of this change, and loses the lease';

-- Lease, done, failed ---------------------------------------------------------------------------

create or replace function varta.lease_expire(p_source integer, t varta.transport) returns void
language sql set search_path = varta, pg_temp as $$
    update varta.delivery d
    set leased_by = null, leased_until = null, attempts = d.attempts + x.first::int,
        last_error = case when x.first then format('%s took it and was not heard of again', d.leased_by) else d.last_error end,
        dead_at = case when x.first and d.attempts + 1 >= t.attempts then now() end
    from (select seq, row_number() over (order by leased_until, seq) = 1 as first from varta.delivery
          where source_id = p_source and delivered_at is null and dead_at is null and leased_until <= now()) x
    where d.source_id = p_source and d.seq = x.seq
$$;
comment on function varta.lease_expire is
'in: source, its transport. Ends the leases that ran out; the first that was to be sent of them counts as an attempt, because it may be what the daemon died of';

create or replace function varta.lease_source(p_source integer, t varta.transport, p_daemon text, p_limit integer, p_seconds integer)
returns setof bigint
language sql set search_path = varta, pg_temp set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off as $$
    with first as (
        select d.seq, d.city_id, d.request_id, d.next_at
        from varta.delivery d join varta.outbox b on b.seq = d.seq
        where d.source_id = p_source and d.delivered_at is null and d.dead_at is null and d.leased_until is null
          and d.next_at <= now() and b.visible_at <= now()
          and not exists (select from varta.trouble w where w.source_id = p_source and w.until_at > now())
          and not exists (select from varta.delivery l where l.source_id = p_source and l.leased_until is not null)
          and not exists (select from varta.delivery e join varta.outbox o on o.seq = e.seq
                          where e.city_id = d.city_id and e.request_id = d.request_id and e.source_id = p_source and e.seq < d.seq
                            and e.delivered_at is null and e.dead_at is null and o.visible_at < 'infinity' offset 0)
        order by d.next_at, d.seq limit p_limit),
    with_next as (
        select d.seq, f.next_at as first_at, f.seq as first,
               bool_and(d.next_at <= now() and b.visible_at <= now()) over (partition by f.seq order by d.seq) as clear
        from first f
        join varta.delivery d on d.city_id = f.city_id and d.request_id = f.request_id and d.source_id = p_source and d.seq >= f.seq
        join varta.outbox b on b.seq = d.seq
        where d.delivered_at is null and d.dead_at is null and b.visible_at < 'infinity'),
    taken as (
        select seq, row_number() over (order by first_at, first, seq) as place from with_next where clear order by place limit p_limit)
    update varta.delivery d
    set leased_by = p_daemon, leased_until = now() + make_interval(secs => p_seconds) + (taken.place - 1) * interval '1 microsecond'
    from taken
    where d.source_id = p_source and d.seq = taken.seq
    returning d.seq
$$;
comment on function varta.lease_source is
'in: source (its row is locked), transport, daemon, limit, seconds. out: what it got, unordered: the first rows of requests that are due, those
that have waited longest first, and what follows on them. Their leases end in the order in which they are to be sent, a microsecond apart: so it is
known which was in hand. Reads no more than that, however much waits';

create or replace function varta.lease_unless_held(s varta.source, t varta.transport, p_daemon text, p_limit integer, p_seconds integer)
returns bigint[]
language plpgsql set search_path = varta, pg_temp set lock_timeout = '200ms' as $$
begin
    if not varta.gate_opens(s.city_id) then
        return '{}';
    end if;
    perform varta.lease_expire(s.id, t);
    return array(select varta.lease_source(s.id, t, p_daemon, p_limit, p_seconds));
exception when lock_not_available then
    return '{}';
end
$$;
comment on function varta.lease_unless_held is
'in: source (its row is locked), transport, daemon, limit, seconds. out: what it got, unordered; nothing where somebody holds its city or its
deliveries. errors: VA003 isolation';

create or replace function sync.outbox_lease(p_daemon text, p_transport text, p_limit integer default 50, p_seconds integer default 60)
returns table (seq bigint, source_id integer, source text, jurisdiction text, lang text, city text, request_id bigint, external_id text,
               status_code text, status text, text text, visible bigint, private boolean, attempts integer, detail text)
language plpgsql security definer set search_path = varta, pg_temp set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
    v_left integer := least(greatest(coalesce(p_limit, 50), 1), 1000);
    v_seconds integer := least(greatest(coalesce(p_seconds, 60), 1), 3600);
    v_count integer;
    v_seqs bigint[];
    t varta.transport;
    s varta.source;
begin
    select * into t from varta.transport where code = p_transport and scope <> 'none';
    if not found then
        perform varta.fail('VA003', format('transport %L delivers nothing', p_transport), 'transport', p_transport, 'push, poll, publish or mail');
    end if;
    perform varta.daemon_check(p_daemon);
    for s in
        select o.* from varta.source o
        where o.transport = p_transport and o.active and o.city_id = any((select varta.served_cities())::smallint[])
          and exists (select from varta.delivery d where d.source_id = o.id and d.delivered_at is null and d.dead_at is null offset 0)
        order by o.city_id, o.id
    loop
        exit when v_left = 0;
        perform from varta.source o where o.city_id = s.city_id and o.id = s.id for no key update skip locked;
        continue when not found;
        v_seqs := varta.lease_unless_held(s, t, p_daemon, v_left, v_seconds);
        return query
        select b.seq, s.id, s.code, s.jurisdiction, s.lang, c.code, b.request_id,
               case when b.source_id = s.id then m.external_id end, u.code, varta.told_word(s, u, b.detail), b.text,
               varta.epoch(b.visible_at), not r.public, d.attempts::integer, b.detail
        from varta.delivery d
        join varta.outbox b on b.seq = d.seq
        join varta.city c on c.id = b.city_id
        join varta.status u on u.id = b.status
        join varta.request r on r.city_id = b.city_id and r.id = b.request_id
        join varta.submission m on m.city_id = r.city_id and m.id = r.submission_id
        where d.source_id = s.id and d.seq = any(v_seqs)
        order by d.leased_until;
        get diagnostics v_count = row_count;
        v_left := v_left - v_count;
    end loop;
end
$$;
comment on function sync.outbox_lease is
'in: name of the daemon, transport, how many at most, for how many seconds. out: what it has to deliver until then, of each source what
has waited longest first, and of each request in the order of seq; nobody else gets it. status is the word of the consumer, visible the moment (epoch s) when it may be known, attempts those
that failed before. Deliver a source''s rows one after the other and say outbox_done or outbox_failed of each. errors: VA003, also where
the transaction is not READ COMMITTED';

create or replace function varta.delivery_of(p_seq bigint, p_source integer) returns varta.delivery
language plpgsql set search_path = varta, pg_temp as $$
declare
    d varta.delivery;
begin
    select * into d from varta.delivery where seq = p_seq and source_id = p_source and city_id = any((select varta.served_cities())::smallint[]) for no key update;
    if not found then
        perform varta.fail('VA001', format('there is no delivery %s to source %s', p_seq, p_source), 'outbox', p_seq::text);
    end if;
    return d;
end
$$;
comment on function varta.delivery_of is 'in: seq, source. out: the delivery, locked. errors: VA001';

create or replace function varta.peer_hold(p_failures integer, t varta.transport, p_after integer) returns timestamptz
language sql volatile as $$
    select case when x.wait > 0 then clock_timestamp() + make_interval(secs => x.wait) else '-infinity' end
    from (select greatest(least(p_after, extract(epoch from t.longest)), case when p_failures >= t.hold then
              extract(epoch from t.base) / 64 * power(2, least(p_failures - t.hold, 3)) end) as wait) x
$$;
comment on function varta.peer_hold is
'in: how many different rows failed one after the other, transport, seconds that the peer asks to wait. out: until when nothing more is leased of
the source: where so many failed as transport.hold says, for a sixty-fourth of its first wait, then twice as long at each, up to an eighth';

create or replace function varta.peer_failed(d varta.delivery, t varta.transport, p_after integer) returns void
language sql set search_path = varta, pg_temp as $$
    insert into varta.trouble as w (city_id, source_id, failures, last_seq, until_at)
    values (d.city_id, d.source_id, 1, d.seq, varta.peer_hold(1, t, p_after))
    on conflict (source_id) do update
    set failures = least(w.failures + (w.last_seq <> d.seq)::integer, 1000), last_seq = d.seq,
        until_at = varta.peer_hold(w.failures + (w.last_seq <> d.seq)::integer, t, p_after)
$$;
comment on function varta.peer_failed is
'in: delivery that failed, transport, seconds that the peer asks to wait. Notes it, and holds the source back where that is enough';

create or replace function varta.peer_answered(p_source integer) returns void
language sql set search_path = varta, pg_temp as $$
    delete from varta.trouble where source_id = p_source
$$;
comment on function varta.peer_answered is 'in: source. It is not down';

create or replace function sync.outbox_done(p_seq bigint, p_source integer) returns boolean
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    d varta.delivery := varta.delivery_of(p_seq, p_source);
begin
    update varta.delivery
    set delivered_at = coalesce(delivered_at, clock_timestamp()), dead_at = null, leased_by = null, leased_until = null
    where seq = p_seq and source_id = p_source;
    perform varta.peer_answered(p_source);
    return d.delivered_at is null;
end
$$;
comment on function sync.outbox_done is
'in: seq, source. out: whether that was news. It has arrived, whoever has the lease by now. errors: VA001';

create or replace function sync.outbox_failed(p_seq bigint, p_source integer, p_daemon text, p_error text, p_permanent boolean default false,
                                   p_after integer default 0)
returns table (attempts integer, next bigint, dead boolean)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    d varta.delivery := varta.delivery_of(p_seq, p_source);
    t varta.transport := (select t from varta.source s join varta.transport t on t.code = s.transport where s.id = p_source);
begin
    if d.leased_by = p_daemon then
        d.attempts := d.attempts + 1;
        d.dead_at := case when coalesce(p_permanent, false) or d.attempts >= t.attempts then clock_timestamp() end;
        d.next_at := clock_timestamp() + greatest(varta.delivery_wait(t, d.attempts), make_interval(secs => coalesce(p_after, 0)));
        update varta.delivery o
        set attempts = d.attempts, dead_at = d.dead_at, next_at = d.next_at, leased_by = null, leased_until = null,
            last_error = varta.error_text(p_error)
        where o.seq = p_seq and o.source_id = p_source;
        update varta.delivery o set leased_by = null, leased_until = null
        where o.source_id = p_source and o.leased_by = p_daemon and o.leased_until is not null;
        if p_permanent then
            perform varta.peer_answered(p_source);
        else
            perform varta.peer_failed(d, t, coalesce(p_after, 0));
        end if;
        if d.dead_at is not null then
            perform varta.tell('city', d.city_id);
        end if;
    end if;
    return query select d.attempts::integer, varta.epoch(d.next_at), d.dead_at is not null;
end
$$;
comment on function sync.outbox_failed is
'in: seq, source, daemon, what went wrong, whether it can never succeed (it is given up at once), seconds that the peer asks to wait.
out: attempts that failed, when the next one is due (epoch s), whether it was given up. Ends the daemon''s leases on other rows of that
source: drop them and lease again. Whoever has lost the lease changes nothing. errors: VA001';
