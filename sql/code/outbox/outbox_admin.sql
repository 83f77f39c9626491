-- What the console shows of the outbox, and what tries again that was given up.

create or replace function varta.outbox_reason(d varta.delivery, p_visible timestamptz, t varta.transport, p_active boolean, p_zone text)
returns text
language sql stable set search_path = varta, pg_temp as $$
    select case
        when d.delivered_at is not null then varta.localized('доставлено', 'delivered')
        when d.dead_at is not null then format(
            varta.localized('спроби припинено (невдалих: %s): %s', 'given up (failed attempts: %s): %s'), d.attempts, d.last_error)
        when d.leased_until > now() then varta.localized('надсилається', 'being sent')
        when not p_active then varta.localized('джерело вимкнене', 'the source is switched off')
        when not isfinite(p_visible) then varta.localized('затримано', 'held back')
        when p_visible > now() then format(varta.localized('чекає до %s: відповідь ще можна відкликати', 'waits until %s: the answer can still be recalled'),
                                           to_char(p_visible at time zone p_zone, 'HH24:MI'))
        when d.attempts > 0 then format(
            varta.localized('спроба %s з %s не вдалася: %s; наступна %s', 'attempt %s of %s failed: %s; the next one at %s'), d.attempts, t.attempts,
            d.last_error, to_char(greatest(d.next_at, now()) at time zone p_zone, 'DD.MM HH24:MI'))
        when exists (select from varta.delivery e where e.city_id = d.city_id and e.request_id = d.request_id
                     and e.source_id = d.source_id and e.seq < d.seq and e.delivered_at is null and e.dead_at is null)
            then varta.localized('чекає на попередню зміну цього звернення', 'waits for an earlier change of this request')
        else varta.localized('чекає своєї черги', 'waits for its turn')
    end
$$;
comment on function varta.outbox_reason is 'in: delivery, when it may leave, transport, whether the source is active, zone. out: how things stand, in words';

create or replace function varta.mail_deliveries(p_sent boolean) returns table (d varta.delivery, told bigint, created_at timestamptz, visible_at timestamptz)
language sql stable set search_path = varta, pg_temp as $$
    select row(m.id, o.id, m.city_id, s.request_id, m.attempts, m.next_at, m.leased_by, m.leased_until, m.last_error, m.sent_at,
               m.dead_at)::varta.delivery, m.seq, m.created_at, m.visible_at
    from varta.mail m
    join varta.subscription s on s.id = m.subscription_id
    cross join lateral (select id from varta.source where city_id = m.city_id and transport = 'mail' order by active desc, id limit 1) o
    where m.sent_at is null or p_sent
$$;
comment on function varta.mail_deliveries is
'in: whether also what was sent. out: mails as if they were deliveries to what the city sends its mails by, which row of the outbox each
tells (null: none), since when it is there, from when it may leave';

create or replace function varta.mail_replay(p_id bigint, p_source text) returns bigint
language sql set search_path = varta, pg_temp as $$
    with again as (
        update varta.mail m set dead_at = null, attempts = 0, next_at = '-infinity'
        where m.dead_at is not null and (p_id is null or m.id = p_id)
          and (m.city_id = any(varta.cities_as('admin')) or varta.is_super())
          and exists (select from varta.source s where s.city_id = m.city_id and s.transport = 'mail' and s.code = coalesce(p_source, s.code))
          and (p_id is not null or exists (select from varta.subscription s where s.id = m.subscription_id and s.bounced_at is null))
        returning m.subscription_id),
    believed as (
        update varta.subscription s set bounced_at = null from again where p_id is not null and s.id = again.subscription_id)
    select count(*) from again
$$;
comment on function varta.mail_replay is
'in: number of a mail that was given up, or null for all; source. out: how many are tried again. What came back because nobody has the
address is tried again only where it is named';

create or replace function varta.outbox_filter_check(p_filter jsonb) returns void
language plpgsql stable set search_path = varta, pg_temp as $$
declare
    v_key text;
begin
    select key into v_key from jsonb_object_keys(p_filter) key where key not in ('city', 'source', 'state', 'request', 'limit', 'all') limit 1;
    if found then
        perform varta.fail('VA006', format('unknown key %L in the filter', v_key), v_key);
    end if;
    perform varta.filter_check('state', varta.filter_codes(p_filter, 'state'), '{pending,failed,dead,delivered}');
    if coalesce(p_filter ->> 'request', '0') !~ '^\d{1,18}$' or coalesce(p_filter ->> 'limit', '0') !~ '^\d{1,4}$' then
        perform varta.fail('VA003', 'request and limit are numbers', 'request', coalesce(p_filter ->> 'request', p_filter ->> 'limit'), 'a number');
    elsif jsonb_typeof(coalesce(p_filter -> 'all', 'true')) <> 'boolean' then
        perform varta.fail('VA003', 'all is true or false', 'all', p_filter ->> 'all', 'true or false');
    end if;
end
$$;
comment on function varta.outbox_filter_check is 'errors: VA006 unknown key, VA003';

create or replace function api.outbox(p_filter jsonb default '{}')
returns table (seq bigint, city text, source text, transport text, request_id bigint, status text, state text, reason text, attempts integer,
               created bigint, visible bigint, next bigint, delivered bigint, daemon text)
language plpgsql stable security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    v_filter jsonb := coalesce(p_filter, '{}');
    v_cities text[] := varta.filter_codes(v_filter, 'city');
    v_sources text[] := varta.filter_codes(v_filter, 'source');
    v_states text[];
    v_admin smallint[] := varta.cities_as('admin');
    v_kinds smallint[] := varta.my_kinds();
    v_own smallint[] := varta.cities_as('moderator', 'auditor', 'admin');
    v_hidden integer[] := varta.hidden_kinds();
begin
    perform varta.outbox_filter_check(v_filter);
    v_states := coalesce(varta.filter_codes(v_filter, 'state'),
                         array['pending', 'failed', 'dead'] || case when (v_filter ->> 'all')::boolean then array['delivered'] end);
    return query
    select (q.d).seq, q.city, q.source, q.transport, (q.d).request_id, q.status, q.state,
           varta.outbox_reason(q.d, q.visible_at, q.t, q.active, q.tz), (q.d).attempts::integer, varta.epoch(q.created_at),
           varta.epoch(q.visible_at), case when q.state = 'failed' then varta.epoch((q.d).next_at) end, varta.epoch((q.d).delivered_at),
           (q.d).leased_by
    from (select w.d, x.state, c.code as city, c.tz, s.code as source, s.transport, s.active, t, coalesce(u.code, '') as status,
                 coalesce(w.created_at, b.created_at) as created_at, coalesce(w.visible_at, b.visible_at) as visible_at
          from (select d, d.seq as told, null::timestamptz as created_at, null::timestamptz as visible_at
                from varta.delivery d where d.delivered_at is null
                union all
                select d, d.seq, null, null from varta.delivery d where d.delivered_at is not null and 'delivered' = any(v_states)
                union all
                select * from varta.mail_deliveries('delivered' = any(v_states))) w
          cross join lateral (
              select case when (w.d).delivered_at is not null then 'delivered' when (w.d).dead_at is not null then 'dead'
                          when (w.d).attempts > 0 then 'failed' else 'pending' end as state) x
          left join varta.outbox b on b.seq = w.told
          join varta.source s on s.city_id = (w.d).city_id and s.id = (w.d).source_id
          join varta.transport t on t.code = s.transport
          join varta.city c on c.id = (w.d).city_id
          left join varta.status u on u.id = b.status
          left join varta.request r on r.city_id = (w.d).city_id and r.id = (w.d).request_id
          where ((w.d).city_id = any(v_own) or varta.is_super()) and (varta.is_super() or r.id is null or r.city_id = any(v_admin)
                 or r.kind = any(v_kinds) and r.city_id * 16 + r.kind <> all(v_hidden))
            and x.state = any(v_states)
            and (v_cities is null or c.code = any(v_cities))
            and (v_sources is null or s.code = any(v_sources))
            and (v_filter ->> 'request' is null or (w.d).request_id = (v_filter ->> 'request')::bigint)
          order by (w.d).dead_at is null, (w.d).attempts = 0, (w.d).seq
          limit least(coalesce((v_filter ->> 'limit')::integer, 200), 1000)) q
    order by (q.d).dead_at is null, (q.d).attempts = 0, (q.d).seq;
end
$$;
comment on function api.outbox is
'in: {"city": codes, "source": codes, "state": of pending, failed, dead, delivered (without it all but delivered, or with "all": true
those too), "request": number, "limit"}. out: the deliveries to the sources of the operator''s cities, mails among them (without a request or status where they are about
none): those given up (dead) first, then what failed, then what waits, each with the
reason in words; times are epoch seconds. errors: VA003, VA006';

create or replace function api.outbox_replay(p_seq bigint, p_source text default null) returns bigint
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    v_dead varta.delivery[];
    v_mails bigint;
    d varta.delivery;
begin
    if p_seq is null and p_source is null then
        perform varta.fail('VA003', 'neither a number nor a source is named', 'outbox', '', 'a number or a source');
    end if;
    select array_agg(v) into v_dead
    from varta.delivery v join varta.source s on s.city_id = v.city_id and s.id = v.source_id
    where (v.city_id = any(varta.cities_as('admin')) or varta.is_super())
      and (p_seq is null and v.dead_at is not null or v.seq = p_seq) and (p_source is null or s.code = p_source);
    v_mails := varta.mail_replay(p_seq, p_source);
    if v_mails > 0 then
        perform varta.tell_daemons('mail', case when varta.is_super() then array(select id from varta.city) else varta.cities_as('admin') end);
    end if;
    if v_dead is null and v_mails > 0 then
        return v_mails;
    elsif v_dead is null then
        perform varta.fail('VA001', 'nothing of that number or source was given up', 'outbox', coalesce(p_seq::text, p_source));
    end if;
    perform from varta.request r
    where (r.city_id, r.id) in (select v.city_id, v.request_id from unnest(v_dead) v)
    order by r.city_id, r.id for no key update;
    with again as (
        update varta.delivery v set dead_at = null, attempts = 0, next_at = '-infinity'
        from unnest(v_dead) o
        where v.seq = o.seq and v.source_id = o.source_id and v.dead_at is not null
          and not exists (select from varta.delivery l where l.city_id = v.city_id and l.request_id = v.request_id
                          and l.source_id = v.source_id and l.seq > v.seq and l.delivered_at is not null)
        returning v.*)
    select array_agg(again) into v_dead from again;
    if v_dead is null and p_seq is not null then
        select * into d from varta.delivery v where v.seq = p_seq order by v.dead_at limit 1;
        perform varta.fail('VA002', 'it was not given up, or a later change has arrived', 'replay',
                           case when d.delivered_at is not null or d.dead_at is not null then 'delivered'
                                when d.attempts > 0 then 'failed' else 'pending' end,
                           d.request_id::text);
    elsif v_dead is null then
        return 0;
    end if;
    perform varta.append_events((select array_agg(row(v.city_id, v.request_id, 'replay', null, null,
                                               jsonb_build_object('outbox', v.seq, 'source', s.code))::varta.draft_event)
                          from unnest(v_dead) v join varta.source s on s.id = v.source_id));
    perform varta.tell_daemons('outbox', array(select distinct v.city_id from unnest(v_dead) v));
    return cardinality(v_dead);
end
$$;
comment on function api.outbox_replay is
'in: number of a delivery that was given up, or null for all of a source; source. out: how many are tried again, from the first attempt. One
after which a later change of the same request has arrived stays given up, because it would turn it back. errors: VA001, VA002, VA003';
