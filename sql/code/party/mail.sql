-- Mails to parties without a login: written in the transaction of the step that they tell, leased by a daemon like other mails and
-- within the same rate, with a link that is made when they leave. That a server took one is no delivery; that it came back is a step of the order.

create or replace function varta.mail_to_owner() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
declare
    v_email text;
begin
    select i.email into v_email from varta.orders o join varta.institution i on i.city_id = o.city_id and i.id = o.institution_id
    where o.city_id = new.city_id and o.id = new.order_id and o.number is not null;
    if varta.is_mail(v_email) and (varta.mail_source(new.city_id)).id is not null and exists (select from varta.order_verb where verb = new.verb and mails) then
        insert into varta.party_mail (city_id, kind, order_id, note, email)
        values (new.city_id, new.verb, new.order_id, case when exists (select from varta.order_transition t where t.verb = new.verb and t.reason) then new.note else '' end, v_email);
        update varta.orders set undelivered_at = null where city_id = new.city_id and id = new.order_id and undelivered_at is not null;
        perform varta.tell_daemons('mail', array[new.city_id]);
    end if;
    return null;
end
$$;
comment on function varta.mail_to_owner is 'what is done with an order is told to its owner by mail, where the institution has an address and the city sends mails';

create trigger mail_to_owner after insert on varta.order_step for each row execute function varta.mail_to_owner();

create or replace function varta.mail_to_unit() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    insert into varta.party_mail (city_id, kind, referral_id, email)
    select new.city_id, 'referral', new.id, u.email
    from varta.unit u join varta.request r on r.city_id = new.city_id and r.id = new.request_id
    where u.city_id = new.city_id and u.id = new.unit_id and u.email <> '' and varta.open_to_parties(r) and (varta.mail_source(new.city_id)).id is not null;
    if found then
        perform varta.tell_daemons('mail', array[new.city_id]);
    end if;
    return null;
end
$$;
comment on function varta.mail_to_unit is 'a request that is referred to a unit without operators goes there by mail, but for what is private';

create trigger mail_to_unit after insert on varta.referral for each row execute function varta.mail_to_unit();

create or replace function varta.owner_reached() returns trigger
language plpgsql as $$
begin
    new.undelivered_at := null;
    return new;
end
$$;
comment on function varta.owner_reached is 'what went on since says that a mail that did not arrive matters no more';

create trigger owner_reached before update on varta.orders for each row when (new.state <> old.state and new.undelivered_at is not null) execute function varta.owner_reached();

create or replace function varta.mail_after_paper() returns trigger
language plpgsql set search_path = varta, pg_temp as $$
begin
    perform varta.tell_daemons('mail', array[new.city_id]);
    return null;
end
$$;
comment on function varta.mail_after_paper is 'the mail that waits for its PDF can leave';

create trigger mail_after_paper after update on varta.document for each row when (new.pdf is not null) execute function varta.mail_after_paper();

create or replace function varta.party_mail_due(p_limit integer) returns setof varta.party_mail
language sql stable set search_path = varta, pg_temp as $$
    select m.* from unnest((select varta.served_cities())::smallint[]) c (id)
    cross join lateral (select x.* from varta.party_mail x where x.city_id = c.id and x.sent_at is null and x.dead_at is null and x.leased_until is null
                          and (x.kind not in ('order_issue', 'order_remind')
                               or exists (select from varta.document d where d.city_id = x.city_id and d.kind = 'order' and d.of_id = x.order_id and d.pdf is not null))
                        order by x.next_at, x.id limit p_limit) m
    where (varta.mail_source(c.id)).id is not null
    order by m.next_at, m.id limit p_limit
$$;
comment on function varta.party_mail_due is 'in: how many. out: the mails of the daemon''s cities that are due first; what has a PDF in it waits for that';

create or replace function varta.party_mail_lost(m varta.party_mail, p_why text) returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    o varta.orders;
    v_before jsonb;
begin
    update varta.party_mail set dead_at = clock_timestamp(), sent_at = null, leased_by = null, leased_until = null, last_error = varta.error_text(p_why, m.email) where id = m.id;
    select * into o from varta.orders where city_id = m.city_id and id = m.order_id for no key update;
    if found and not exists (select from varta.party_mail x where x.city_id = m.city_id and x.order_id = m.order_id and x.id > m.id)
       and not exists (select from varta.order_step s where s.city_id = m.city_id and s.order_id = m.order_id and s.at > m.created_at and (s.party = 'owner' or s.verb = 'order_deliver')) then
        v_before := varta.order_shown(o);
        update varta.orders set undelivered_at = now(), version = version + 1, changed_at = now() where city_id = o.city_id and id = o.id returning * into o;
        perform varta.write_step(o, 'order_undelivered', v_before, o.state, 'unit', varta.error_text(p_why, m.email));
    end if;
end
$$;
comment on function varta.party_mail_lost is 'in: mail, why it did not arrive. It is given up; an order, if it was the last mail about it and the owner was not heard of since, is marked as not delivered, which is a step of it';

create or replace function varta.party_mail_failed(m varta.party_mail, p_why text, p_for_good boolean, p_after integer) returns varta.party_mail
language plpgsql set search_path = varta, pg_temp as $$
declare
    t varta.transport := varta.mail_transport();
begin
    update varta.party_mail x
    set attempts = x.attempts + 1, leased_by = null, leased_until = null, last_error = varta.error_text(p_why, x.email),
        next_at = clock_timestamp() + greatest(varta.delivery_wait(t, x.attempts + 1), make_interval(secs => coalesce(p_after, 0)))
    where x.id = m.id returning * into m;
    if p_for_good or m.attempts >= t.attempts then
        perform varta.party_mail_lost(m, p_why);
        m.dead_at := clock_timestamp();
    end if;
    return m;
end
$$;
comment on function varta.party_mail_failed is 'in: mail, what went wrong, whether it can never succeed, seconds that the server asks to wait. out: it, tried again later, or given up';

create or replace function varta.party_mail_expire() returns void
language plpgsql set search_path = varta, pg_temp as $$
declare
    m varta.party_mail;
begin
    for m in select * from varta.party_mail where leased_until <= now() and city_id = any((select varta.served_cities())::smallint[]) order by id for no key update skip locked loop
        perform varta.party_mail_failed(m, format('%s took it and was not heard of again', m.leased_by), false, 0);
    end loop;
end
$$;
comment on function varta.party_mail_expire is 'ends the leases that ran out; each counts as an attempt';

create or replace function varta.referral_in_mail(f varta.referral) returns jsonb
language sql stable set search_path = varta, pg_temp as $$
    select jsonb_build_object('city', c.name, 'unit', coalesce(w.name, c.name), 'name', f.request_id::text, 'institution', u.name, 'due', to_char(varta.last_day(f.due_at, c.tz), 'DD.MM.YYYY'))
    from varta.city c join varta.unit u on u.city_id = f.city_id and u.id = f.unit_id
    join varta.operator o on o.id = f.operator_id left join varta.unit w on w.city_id = o.unit_city and w.id = o.unit_id
    where c.id = f.city_id
$$;
comment on function varta.referral_in_mail is 'in: referral. out: what a mail tells of it: its number, to whom, by whom, until when; nothing of its text';

create or replace function sync.party_mail_lease(p_daemon text, p_rate integer, p_limit integer, p_seconds integer)
returns table (id bigint, kind text, email text, city text, unit text, name text, institution text, due text, asked text, note text, replaces text, token text, pdf_name text, pdf text)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    v_limit integer;
begin
    perform varta.daemon_check(p_daemon);
    perform pg_advisory_xact_lock(7304);
    perform varta.party_mail_expire();
    v_limit := greatest(least(p_limit, p_rate - varta.mails_begun()), 0);
    return query
    with taken as (select m.id from varta.party_mail_due(v_limit) m where m.next_at <= now() limit v_limit),
    leased as (
        update varta.party_mail m set leased_by = p_daemon, leased_until = now() + make_interval(secs => p_seconds), begun_at = now()
        from taken where m.id = taken.id and m.leased_until is null returning m.*)
    select m.id, m.kind, m.email, p.o ->> 'city', p.o ->> 'unit', p.o ->> 'name', p.o ->> 'institution', p.o ->> 'due', p.o ->> 'asked', m.note, p.o ->> 'replaces',
           varta.new_link(m.city_id, m.order_id, m.referral_id, null), p.o ->> 'file', encode(d.pdf, 'base64')
    from leased m
    cross join lateral (select varta.order_in_public(o) || jsonb_build_object('file', format('prypys-%s-%s.pdf', o.number, o.year)) as o
                        from varta.orders o where o.city_id = m.city_id and o.id = m.order_id
                        union all
                        select varta.referral_in_mail(f) from varta.referral f where f.city_id = m.city_id and f.id = m.referral_id) p
    left join varta.document d on d.city_id = m.city_id and d.kind = 'order' and d.of_id = m.order_id and m.kind in ('order_issue', 'order_remind')
    order by m.id;
end
$$;
comment on function sync.party_mail_lease is
'in: name of the daemon, how many mails all daemons together may begin in a minute, how many at most, for how many seconds. out: what it has to send until then. token: stands in the address of the link,
made now and kept nowhere; pdf: in base64; null: it has none. errors: VA003';

create or replace function sync.party_mail_next(p_rate integer) returns bigint
language plpgsql stable security definer set search_path = varta, pg_temp as $$
declare
    v_due timestamptz := least((select min(m.next_at) from varta.party_mail_due(1) m),
                               (select min(m.leased_until) from varta.party_mail m where m.leased_until is not null and m.city_id = any((select varta.served_cities())::smallint[])));
begin
    return case when v_due is not null then greatest(ceil(extract(epoch from greatest(v_due, varta.mails_free(p_rate)) - now()) * 1000), 0) end;
end
$$;
comment on function sync.party_mail_next is 'in: mails in a minute. out: in how many milliseconds something may be leased; null: nothing waits. errors: none';

create or replace function sync.party_mail_sent(p_id bigint, p_answer text) returns boolean
language plpgsql security definer set search_path = varta, pg_temp as $$
declare
    m varta.party_mail;
begin
    update varta.party_mail x set sent_at = clock_timestamp(), leased_by = null, leased_until = null, answer = varta.error_text(p_answer, x.email)
    where x.id = p_id and x.city_id = any((select varta.served_cities())::smallint[]) and x.sent_at is null and x.dead_at is null returning * into m;
    if not found then
        return false;
    end if;
    perform varta.record_event(m.city_id, 'party_mail', null, null, jsonb_strip_nulls(jsonb_build_object('mail', m.id, 'about', m.kind, 'order', m.order_id, 'referral', m.referral_id, 'answer', m.answer)));
    return true;
end
$$;
comment on function sync.party_mail_sent is
'in: number, what the mail server said when it took it. out: whether that was news. It is in the history, and no proof of delivery. errors: none';

create or replace function sync.party_mail_failed(p_id bigint, p_daemon text, p_error text, p_result text, p_after integer default 0)
returns table (attempts integer, wait integer, dead boolean)
language plpgsql security definer set search_path = varta, pg_temp as $$
#variable_conflict use_column
declare
    m varta.party_mail;
begin
    if coalesce(p_result, '') not in ('again', 'refused', 'nobody') then
        perform varta.fail('VA003', format('%s is no result', p_result), 'result', p_result, 'again, refused or nobody');
    end if;
    select * into m from varta.party_mail x where x.id = p_id and x.leased_by = p_daemon and x.city_id = any((select varta.served_cities())::smallint[]) for no key update;
    if found then
        m := varta.party_mail_failed(m, p_error, p_result <> 'again', p_after);
        return query select m.attempts::integer, greatest(ceil(extract(epoch from m.next_at - clock_timestamp())), 0)::integer, m.dead_at is not null;
    end if;
end
$$;
comment on function sync.party_mail_failed is
'in: number, daemon, what went wrong, again (later), refused or nobody (never), seconds that the server asks to wait. out: attempts, seconds until the next one, whether it was given up; no row where the daemon
has not got the lease any more. errors: VA003';

create or replace function varta.party_mail_returned(p_id bigint, p_why text) returns boolean
language plpgsql set search_path = varta, pg_temp as $$
declare
    m varta.party_mail;
begin
    select * into m from varta.party_mail where id = p_id and city_id = any((select varta.served_cities())::smallint[]) for no key update;
    if m.id is null or m.dead_at is not null then
        return false;
    end if;
    perform varta.party_mail_lost(m, p_why);
    return true;
end
$$;
comment on function varta.party_mail_returned is 'in: number of a mail that came back for good, why. out: whether that was news';
