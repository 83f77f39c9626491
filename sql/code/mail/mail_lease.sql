-- Leases of mails: rate, what is next, what a daemon gives back, and what is old enough to go.

create or replace function varta.mails_begun() returns bigint
language sql stable set search_path = varta, pg_temp as $$
    select (select count(*) from varta.mail where begun_at > now() - interval '1 minute') + (select count(*) from varta.party_mail where begun_at > now() - interval '1 minute')
$$;
comment on function varta.mails_begun is 'out: how many mails daemons took within a minute: what the rate counts';

create or replace function varta.mails_free(p_rate integer) returns timestamptz
language sql stable set search_path = varta, pg_temp as $$
    select b.begun_at + interval '1 minute'
    from (select begun_at from varta.mail where begun_at > now() - interval '1 minute' union all select begun_at from varta.party_mail where begun_at > now() - interval '1 minute') b
    order by b.begun_at desc offset greatest(p_rate, 1) - 1 limit 1
$$;
comment on function varta.mails_free is 'in: mails in a minute. out: when the rate leaves room for one more; null: now';

-- Lease, sent, failed ---------------------------------------------------------------------------

create or replace function varta.mail_transport() returns varta.transport
language sql stable set search_path = varta, pg_temp as $$
    select * from varta.transport where code = 'mail'
$$;
comment on function varta.mail_transport is 'out: how often and after what time a mail is tried again';

create or replace function varta.mail_expire() returns void
language sql set search_path = varta, pg_temp as $$
    with expired as (select id from varta.mail where leased_until <= now() for no key update skip locked)
    update varta.mail m
    set leased_by = null, leased_until = null, attempts = m.attempts + 1,
        last_error = format('%s took it and was not heard of again', m.leased_by),
        dead_at = case when m.attempts + 1 >= (varta.mail_transport()).attempts then now() end
    from expired where m.id = expired.id
$$;
comment on function varta.mail_expire is 'ends the leases that ran out, but for those that somebody holds; each counts as an attempt';

create or replace function varta.mail_queues() returns table (city_id smallint, kind text)
language sql stable set search_path = varta, pg_temp as $$
    select c.id, k
    from unnest((select varta.served_cities())::smallint[]) c (id)
    cross join unnest(array['confirm', 'news', 'notice']) k
    where (varta.mail_source(c.id)).id is not null
$$;
comment on function varta.mail_queues is 'out: what a daemon sends: kinds of mails, in their order, of the cities that send any';

create or replace function varta.mail_due(p_city smallint, p_kind text, p_limit integer) returns setof varta.mail
language sql stable set search_path = varta, pg_temp as $$
    select m.* from varta.mail m
    where m.city_id = p_city and m.kind = p_kind and m.sent_at is null and m.dead_at is null and m.leased_until is null
      and not exists (select from varta.subscription s where s.id = m.subscription_id and s.bounced_at is not null offset 0)
    order by m.next_at, m.id limit p_limit
$$;
comment on function varta.mail_due is 'in: city, kind, limit. out: the mails that are due first, or will be. Reads no more than that, however much waits';

create or replace function sync.mail_lease(p_daemon text, p_rate integer, p_limit integer, p_seconds integer)
returns table (id bigint, kind text, email text, lang text, city text, subscription bigint, request_id bigint, title text, status text,
               text text, subject text, officer text, beat text, attempts integer)
language plpgsql security definer set search_path = varta, pg_temp set enable_seqscan = off set enable_bitmapscan = off
set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
    v_limit integer;
    v_cities smallint[];
begin
    perform varta.daemon_check(p_daemon);
    perform pg_advisory_xact_lock(7304);
    perform varta.mail_expire();
    v_cities := array(select c.city_id
                      from (select distinct q.city_id from varta.mail_queues() q cross join varta.mail_due(q.city_id, q.kind, 1) order by 1) c
                      where varta.gate_opens(c.city_id));
    v_limit := least(p_limit, p_rate - varta.mails_begun());
    return query
    with taken as (
        select m.id
        from varta.mail_queues() q
        cross join varta.mail_due(q.city_id, q.kind, greatest(v_limit, 0)) m
        where q.city_id = any(v_cities) and m.visible_at <= now() and m.next_at <= now()
        order by m.kind, m.id limit greatest(v_limit, 0)),
    leased as (
        update varta.mail m
        set leased_by = p_daemon, leased_until = now() + make_interval(secs => p_seconds), begun_at = now()
        from taken where m.id = taken.id
        returning m.*)
    select m.id, m.kind, s.email, s.lang, case s.lang when 'en' then coalesce(nullif(c.name_en, ''), c.name) else c.name end, s.id,
           s.request_id, case when r.public then r.title end, u.code, coalesce(b.text, n.body), n.subject, o.full_name,
           case s.lang when 'en' then coalesce(nullif(t.name_en, ''), t.name) else t.name end, m.attempts::integer
    from leased m
    join varta.subscription s on s.id = m.subscription_id
    join varta.city c on c.id = m.city_id
    left join varta.request r on r.city_id = s.city_id and r.id = s.request_id
    left join varta.outbox b on b.seq = m.seq
    left join varta.status u on u.id = b.status
    left join varta.newsletter n on n.id = m.newsletter_id
    left join varta.operator o on o.id = n.operator_id
    left join varta.beat t on t.city_id = s.city_id and t.id = coalesce(n.beat_id, s.beat_id)
    order by m.kind, m.id;
end
$$;
comment on function sync.mail_lease is
'in: name of the daemon, how many may be sent in a minute by all daemons together, how many at most, for how many seconds. out: what it has
to send until then; nobody else gets it. kind confirm, notice or news; title (null: the request is not public), status and text of a notice;
subject, text, officer of news; beat. errors: VA003';

create or replace function sync.mail_next(p_rate integer) returns bigint
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    v_due timestamptz;
    v_free timestamptz;
begin
    select min(greatest(m.visible_at, m.next_at)) into v_due
    from varta.mail_queues() q cross join varta.mail_due(q.city_id, q.kind, 1) m;
    v_due := least(v_due, (select min(m.leased_until) from varta.mail m
                           where m.leased_until is not null and m.city_id = any((select varta.served_cities())::smallint[])));
    v_free := varta.mails_free(p_rate);
    return case when v_due is not null then ceil(extract(epoch from greatest(v_due, v_free, now()) - now()) * 1000) end;
end
$$;
comment on function sync.mail_next is 'in: mails in a minute. out: in how many milliseconds something may be leased; null: nothing waits. errors: none';

create or replace function sync.mail_release(p_daemon text) returns bigint
language sql security definer set search_path = varta, pg_temp as $$
    with given as (
        update varta.mail set leased_by = null, leased_until = null, begun_at = null
        where leased_by = p_daemon and leased_until is not null and city_id = any((select varta.served_cities())::smallint[]) returning id)
    select count(*) from given
$$;
comment on function sync.mail_release is 'in: daemon. out: how many leases were given back; none counts as an attempt. Only for what was not begun. errors: none';

create or replace function sync.mail_tidy(p_limit integer default 1000) returns bigint
language sql security definer set search_path = varta, pg_temp as $$
    with late as (
        delete from varta.subscription where id in (
            select id from varta.subscription where confirmed_at is null and asked_at < now() - interval '7 days'
            limit p_limit for update skip locked)
        returning id),
    old as (
        delete from varta.mail where id in (
            select id from varta.mail where begun_at < now() - interval '90 days' and num_nonnulls(sent_at, dead_at) > 0
            limit p_limit for update skip locked)
        returning id)
    select (select count(*) from late) + (select count(*) from old)
$$;
comment on function sync.mail_tidy is
'in: how many at most. out: how many addresses that nobody confirmed within a week, and mails that were sent or given up 90 days ago, have
gone; call it again until it is 0. errors: none';
