-- Mails on their way: a row for each mail to each subscription, written in the transaction that causes it.
-- A daemon leases what is due, no more in a minute than its administrator allows, whoever of several
-- daemons sends it; what fails is tried again later and later. A mail is sent at least once: of what a
-- daemon had in hand when it died nobody knows, and it goes again with the same Message-ID.

create or replace function varta.mail_added() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_events varta.draft_event[];
begin
    select array_agg(row(m.city_id, -m.number, 'mails', null, null, jsonb_build_object('request', m.request, 'mails', m.mails))::varta.draft_event) into v_events
    from (select a.city_id, coalesce(a.seq, a.newsletter_id, a.id) as number, max(b.request_id) as request,
                 jsonb_object_agg(a.id, varta.mail_digest(a.subscription_id, a.kind, a.seq, a.newsletter_id)) as mails
          from added a left join varta.outbox b on b.seq = a.seq group by 1, 2, a.kind) m;
    if v_events is not null then
        perform varta.write_events(v_events);
        perform varta.tell_daemons('mail', array(select distinct city_id from added));
    end if;
    return null;
end
$$;
comment on function varta.mail_added is 'writes one event for what the mails tell, and wakes up the daemon';

create trigger mail_added after insert on varta.mail
    referencing new table as added for each statement execute function varta.mail_added();

create or replace function varta.mail_due_at() returns trigger
language plpgsql as $$
begin
    new.next_at := greatest(new.next_at, new.visible_at);
    return new;
end
$$;
comment on function varta.mail_due_at is 'a mail is due when it may be seen';

create trigger mail_due_at before insert on varta.mail
    for each row execute function varta.mail_due_at();

create or replace function varta.outbox_mail() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    if exists (select from added a join varta.subscription s on s.city_id = a.city_id and s.request_id = a.request_id) then  -- of few
        insert into varta.mail (city_id, subscription_id, kind, seq, visible_at)
        select a.city_id, s.id, 'notice', a.seq, a.visible_at
        from added a
        join varta.subscription s on s.city_id = a.city_id and s.request_id = a.request_id
        where s.confirmed_at is not null and s.bounced_at is null
        on conflict do nothing;
    end if;
    return null;
end
$$;
comment on function varta.outbox_mail is 'what leaves is told to who asked for it, too; a recall takes both away';

create trigger outbox_mail after insert on varta.outbox
    referencing new table as added for each statement execute function varta.outbox_mail();

create or replace function varta.mail_of(p_id bigint) returns varta.mail
language plpgsql set search_path = varta, pg_temp as $$
declare
    m varta.mail;
begin
    select * into m from varta.mail where id = p_id and city_id = any((select varta.served_cities())::smallint[]) for no key update;
    return m;
end
$$;
comment on function varta.mail_of is 'in: number. out: the mail, locked; null where it has gone with its subscription, or is of a city that the session does not serve';

create or replace function sync.mail_sent(p_id bigint) returns boolean
language sql security definer set search_path = varta, pg_temp as $$
    with sent as (
        update varta.mail set sent_at = clock_timestamp(), dead_at = null, leased_by = null, leased_until = null
        where id = p_id and city_id = any((select varta.served_cities())::smallint[]) and sent_at is null returning id)
    select exists (select from sent)
$$;
comment on function sync.mail_sent is 'in: number. out: whether that was news. The server has it, whoever has the lease by now. errors: none';

create or replace function varta.mailbox_of(m varta.mail) returns text
language sql stable set search_path = varta, pg_temp as $$
    select email from varta.subscription where id = m.subscription_id
$$;
comment on function varta.mailbox_of is 'in: mail. out: the address that it goes to';

create or replace function varta.mail_bounce(m varta.mail, p_error text) returns void
language sql set search_path = varta, pg_temp as $$
    update varta.mail set last_error = varta.error_text(p_error, varta.mailbox_of(m)), dead_at = clock_timestamp(), sent_at = null, leased_by = null, leased_until = null
    where id = m.id;
    update varta.subscription set bounced_at = clock_timestamp() where id = m.subscription_id;
$$;
comment on function varta.mail_bounce is 'in: mail, what the server said. Nothing more is sent to that address for this subscription';

create or replace function sync.mail_failed(p_id bigint, p_daemon text, p_error text, p_result text, p_after integer default 0)
returns table (attempts integer, wait integer, dead boolean)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    m varta.mail := varta.mail_of(p_id);
    t varta.transport := varta.mail_transport();
    v_wait interval;
begin
    if coalesce(p_result, '') not in ('again', 'refused', 'nobody') then
        perform varta.fail('VA003', format('%s is no result', p_result), 'result', p_result, 'again, refused or nobody');
    elsif m.leased_by is distinct from p_daemon or p_daemon is null then
        return;
    elsif p_result = 'nobody' then
        perform varta.mail_bounce(m, p_error);
        return query select m.attempts + 1, 0, true;
        return;
    end if;
    m.attempts := m.attempts + 1;
    v_wait := greatest(varta.delivery_wait(t, m.attempts), make_interval(secs => coalesce(p_after, 0)));
    m.dead_at := case when p_result = 'refused' or m.attempts >= t.attempts then clock_timestamp() end;
    update varta.mail o
    set attempts = m.attempts, dead_at = m.dead_at, next_at = clock_timestamp() + v_wait, leased_by = null, leased_until = null,
        last_error = varta.error_text(p_error, varta.mailbox_of(m))
    where o.id = p_id;
    return query select m.attempts::integer, ceil(extract(epoch from v_wait))::integer, m.dead_at is not null;
end
$$;
comment on function sync.mail_failed is
'in: number, daemon, what went wrong, again (later), refused (this mail never) or nobody (nobody has that address: nothing more is sent
there), seconds that the server asks to wait. out: attempts, seconds until the next one, whether it was given up; no row where the daemon
has not got the lease any more. errors: VA003';

create or replace function sync.mail_bounced(p_id bigint, p_error text) returns boolean
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    m varta.mail := varta.mail_of(p_id);
begin
    if m.id is null then
        return varta.party_mail_returned(p_id, p_error);
    elsif m.dead_at is not null then
        return false;
    end if;
    perform varta.mail_bounce(m, p_error);
    return true;
end
$$;
comment on function sync.mail_bounced is 'in: number of a mail that came back for good, to a resident or to a party without a login, why. out: whether that was news. errors: none';
