-- Deploy varta:mail
-- Mails on their way: a row for each mail to each subscription, written in the transaction that causes it.
-- A daemon leases what is due, no more in a minute than its administrator allows, whoever of several daemons
-- sends it; what fails is tried again later and later. A mail is sent at least once: of what a daemon had in
-- hand when it died nobody knows, and it goes again with the same Message-ID.
begin;
set local role varta_owner;

create table varta.newsletter (
    city_id smallint not null references varta.city,
    id bigint generated always as identity,
    beat_id integer,
    operator_id integer not null references varta.operator,
    subject text not null constraint newsletter_subject check (length(subject) between 1 and 120),
    body text not null constraint newsletter_body check (length(body) between 1 and 10000),
    created_at timestamptz not null default now(),
    visible_at timestamptz not null,
    recalled_at timestamptz,
    primary key (city_id, id),
    unique (id),
    foreign key (city_id, beat_id) references varta.beat
);
comment on table varta.newsletter is 'what a district officer writes to those who subscribed';
comment on column varta.newsletter.beat_id is 'null: to everybody in the city';
comment on column varta.newsletter.visible_at is 'until then it can be recalled';
comment on constraint newsletter_subject on varta.newsletter is 'mail programs show little more';
comment on constraint newsletter_body on varta.newsletter is 'as answers';
do $$ begin perform varta.watch('varta.newsletter'); end $$;
alter table varta.newsletter enable row level security;

create table varta.mail (
    city_id smallint not null,
    id bigint not null default nextval('varta.outbox_seq_seq'),
    subscription_id bigint not null references varta.subscription on delete cascade,
    kind text not null constraint mail_kind check (kind in ('confirm', 'notice', 'news')),
    seq bigint references varta.outbox on delete cascade,
    newsletter_id bigint references varta.newsletter (id) on delete cascade,
    created_at timestamptz not null default now(),
    visible_at timestamptz not null,
    attempts smallint not null default 0,
    next_at timestamptz not null default '-infinity',
    begun_at timestamptz,
    leased_by text,
    leased_until timestamptz,
    last_error text not null default '',
    sent_at timestamptz,
    dead_at timestamptz,
    primary key (id),
    unique (subscription_id, seq),
    unique (subscription_id, newsletter_id),
    constraint mail_about check (num_nonnulls(seq, newsletter_id) = case kind when 'confirm' then 0 else 1 end),
    constraint mail_lease check ((leased_by is null) = (leased_until is null)),
    constraint mail_end check (num_nonnulls(sent_at, dead_at, leased_until) <= 1)
);
comment on table varta.mail is 'a mail on its way; when its subscription ends it goes, too';
comment on column varta.mail.id is 'of the same numbers as varta.outbox.seq, so that a number says which of the two';
comment on column varta.mail.begun_at is 'when a daemon last took it: what the rate counts';
comment on constraint mail_kind on varta.mail is 'confirm: do you want this; notice: what became of a request; news: a newsletter';
comment on constraint mail_about on varta.mail is 'what a mail tells';
comment on constraint mail_lease on varta.mail is 'a lease has an owner and an end';
comment on constraint mail_end on varta.mail is 'sent, dead or leased, at most one of them';
create index mail_open on varta.mail (kind, id) where sent_at is null and dead_at is null;
create index mail_begun on varta.mail (begun_at);
create index mail_left on varta.mail (city_id, id) where sent_at is null;
create index mail_seq on varta.mail (seq) where seq is not null;
create index mail_newsletter on varta.mail (newsletter_id) where newsletter_id is not null;
alter table varta.mail enable row level security;

create function varta.mail_added() returns trigger
language plpgsql as $$
begin
    if exists (select from added) then
        perform pg_notify('varta_mail', '');
    end if;
    return null;
end
$$;
comment on function varta.mail_added is 'wakes up the daemon';
create trigger mail_added after insert on varta.mail
    referencing new table as added for each statement execute function varta.mail_added();

create function varta.outbox_mail() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    insert into varta.mail (city_id, subscription_id, kind, seq, visible_at)
    select a.city_id, s.id, 'notice', a.seq, a.visible_at
    from added a
    join varta.subscription s on s.city_id = a.city_id and s.request_id = a.request_id
    where s.confirmed_at is not null and s.bounced_at is null
    on conflict do nothing;
    return null;
end
$$;
comment on function varta.outbox_mail is 'what leaves is told to who asked for it, too; a recall takes both away';
create trigger outbox_mail after insert on varta.outbox
    referencing new table as added for each statement execute function varta.outbox_mail();

-- Lease, sent, failed ---------------------------------------------------------------------------

create function varta.mail_transport() returns varta.transport
language sql stable set search_path = varta, pg_temp as $$
    select * from varta.transport where code = 'mail'
$$;
comment on function varta.mail_transport is 'out: how often and after what time a mail is tried again';

create function varta.mail_expire() returns void
language sql set search_path = varta, pg_temp as $$
    update varta.mail m
    set leased_by = null, leased_until = null, attempts = m.attempts + 1,
        last_error = format('%s took it and was not heard of again', m.leased_by),
        dead_at = case when m.attempts + 1 >= (varta.mail_transport()).attempts then now() end
    where m.leased_until <= now() and m.sent_at is null and m.dead_at is null
$$;
comment on function varta.mail_expire is 'ends the leases that ran out; each counts as an attempt';

create function sync.mail_lease(p_daemon text, p_rate integer, p_limit integer, p_seconds integer)
returns table (id bigint, kind text, email text, lang text, city text, subscription bigint, request_id bigint, title text, status text,
               text text, subject text, officer text, beat text, attempts integer)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    v_limit integer;
begin
    if coalesce(p_daemon, '') = '' then
        perform varta.fail('VA003', 'the daemon has no name', 'daemon', '', 'a name');
    end if;
    perform pg_advisory_xact_lock(7304);
    perform varta.export_gate(c.city_id)
    from (select distinct m.city_id from varta.mail m where m.sent_at is null and m.dead_at is null order by 1) c;
    perform varta.mail_expire();
    select least(p_limit, p_rate - count(*)) into v_limit from varta.mail m where m.begun_at > now() - interval '1 minute';
    return query
    with taken as (
        select m.id from varta.mail m
        join varta.subscription s on s.id = m.subscription_id and s.bounced_at is null
        where m.sent_at is null and m.dead_at is null and m.leased_by is null and m.visible_at <= now() and m.next_at <= now()
          and (varta.mail_source(m.city_id)).id is not null
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

create function sync.mail_next(p_rate integer) returns bigint
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    v_due timestamptz;
    v_free timestamptz;
begin
    select min(greatest(m.visible_at, m.next_at, m.leased_until)) into v_due
    from varta.mail m join varta.subscription s on s.id = m.subscription_id and s.bounced_at is null
    where m.sent_at is null and m.dead_at is null and (varta.mail_source(m.city_id)).id is not null;
    select m.begun_at + interval '1 minute' into v_free
    from varta.mail m where m.begun_at > now() - interval '1 minute' order by m.begun_at desc offset greatest(p_rate, 1) - 1 limit 1;
    return case when v_due is not null then ceil(extract(epoch from greatest(v_due, v_free, now()) - now()) * 1000) end;
end
$$;
comment on function sync.mail_next is 'in: mails in a minute. out: in how many milliseconds something may be leased; null: nothing waits';

create function varta.mail_of(p_id bigint) returns varta.mail
language plpgsql set search_path = varta, pg_temp as $$
declare
    m varta.mail;
begin
    select * into m from varta.mail where id = p_id for no key update;
    return m;
end
$$;
comment on function varta.mail_of is 'in: number. out: the mail, locked; null where it has gone with its subscription';

create function sync.mail_sent(p_id bigint) returns boolean
language sql security definer set search_path = varta, pg_temp as $$
    with sent as (
        update varta.mail set sent_at = clock_timestamp(), dead_at = null, leased_by = null, leased_until = null
        where id = p_id and sent_at is null returning id)
    select exists (select from sent)
$$;
comment on function sync.mail_sent is 'in: number. out: whether that was news. The server has it, whoever has the lease by now';

create function varta.mail_bounce(m varta.mail, p_error text) returns void
language sql set search_path = varta, pg_temp as $$
    update varta.mail set last_error = left(p_error, 500), dead_at = clock_timestamp(), sent_at = null, leased_by = null, leased_until = null
    where id = m.id;
    update varta.subscription set bounced_at = clock_timestamp() where id = m.subscription_id;
$$;
comment on function varta.mail_bounce is 'in: mail, what the server said. Nothing more is sent to that address for this subscription';

create function sync.mail_failed(p_id bigint, p_daemon text, p_error text, p_verdict text, p_after integer default 0)
returns table (attempts integer, wait integer, dead boolean)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    m varta.mail := varta.mail_of(p_id);
    t varta.transport := varta.mail_transport();
    v_wait interval;
begin
    if coalesce(p_verdict, '') not in ('again', 'refused', 'nobody') then
        perform varta.fail('VA003', format('%s is no verdict', p_verdict), 'verdict', p_verdict, 'again, refused or nobody');
    elsif m.leased_by is distinct from p_daemon or p_daemon is null then
        return;
    elsif p_verdict = 'nobody' then
        perform varta.mail_bounce(m, p_error);
        return query select m.attempts + 1, 0, true;
        return;
    end if;
    m.attempts := m.attempts + 1;
    v_wait := greatest(varta.delivery_wait(t, m.attempts), make_interval(secs => coalesce(p_after, 0)));
    m.dead_at := case when p_verdict = 'refused' or m.attempts >= t.attempts then clock_timestamp() end;
    update varta.mail o
    set attempts = m.attempts, dead_at = m.dead_at, next_at = clock_timestamp() + v_wait, leased_by = null, leased_until = null,
        last_error = left(coalesce(p_error, ''), 500)
    where o.id = p_id;
    return query select m.attempts::integer, ceil(extract(epoch from v_wait))::integer, m.dead_at is not null;
end
$$;
comment on function sync.mail_failed is
'in: number, daemon, what went wrong, again (later), refused (this mail never) or nobody (nobody has that address: nothing more is sent
there), seconds that the server asks to wait. out: attempts, seconds until the next one, whether it was given up; no row where the daemon
has not got the lease any more. errors: VA003';

create function sync.mail_bounced(p_id bigint, p_error text) returns boolean
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    m varta.mail := varta.mail_of(p_id);
begin
    if m.id is null or m.dead_at is not null then
        return false;
    end if;
    perform varta.mail_bounce(m, p_error);
    return true;
end
$$;
comment on function sync.mail_bounced is 'in: number of a mail that came back for good, why. out: whether that was news';

create function sync.mail_release(p_daemon text) returns bigint
language sql security definer set search_path = varta, pg_temp as $$
    with given as (
        update varta.mail set leased_by = null, leased_until = null, begun_at = null
        where leased_by = p_daemon and sent_at is null and dead_at is null returning id)
    select count(*) from given
$$;
comment on function sync.mail_release is 'in: daemon. out: how many leases were given back; none counts as an attempt. Only for what was not begun';

create function sync.mail_tidy(p_limit integer default 1000) returns bigint
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
gone; call it again until it is 0';

commit;
